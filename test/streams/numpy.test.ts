import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as S from 'fp-ts/State'
import { describe, expect, it } from 'vitest'
import type { DType } from '../../src/DType.js'
import * as Initializer from '../../src/Initializer.js'
import * as numpy from '../../src/streams/numpy/index.js'
import { decodeOptions } from '../../src/streams/options.js'
import { sha256 } from './golden.js'
import { right } from '../support/either.js'

const call = (class_name: string, config = {}): numpy.Call => right(numpy.decode({ class_name, config }))

const optionsOf = (given: Partial<numpy.Options> = {}): numpy.Options => right(decodeOptions(numpy.options)(given))

const errorsOf = (
  fa: E.Either<ReadonlyArray<{ readonly code: string; readonly path: ReadonlyArray<unknown> }>, unknown>
) =>
  E.match(
    (errors: ReadonlyArray<{ readonly code: string; readonly path: ReadonlyArray<unknown> }>) =>
      errors.map(({ code, path }) => `${code} ${path.join('.')}`),
    () => []
  )(fa)

/** scripts/write-numpy-vectors.py */
interface Row extends numpy.Options {
  readonly seed: string | ReadonlyArray<string>
  readonly calls: ReadonlyArray<{
    readonly class_name: string
    readonly config: object
    readonly dtype: DType
    readonly shape: ReadonlyArray<number>
    readonly sha256: string
  }>
}

describe('NumPy 2.4.6, calls in order from one state', () => {
  const rows = JSON.parse(
    readFileSync(new URL('../vectors/streams-numpy.json', import.meta.url), 'utf8')
  ) as ReadonlyArray<Row>

  it.each(rows)('$generator($seed), contraction $contraction', (row) => {
    const seed = typeof row.seed === 'string' ? BigInt(row.seed) : row.seed.map(BigInt)
    const start: E.Either<unknown, numpy.State> =
      row.generator === 'RandomState' ? numpy.randomState(seed) : numpy.generator(row.generator)(seed)
    const draws = row.calls.map(({ class_name, config, dtype, shape }) =>
      right(numpy.sampler(row)({ shape, dtype })(call(class_name, config)))
    )
    const [tensors] = S.sequenceArray(draws)(right(start))
    expect(tensors.map(sha256)).toEqual(row.calls.map((each) => each.sha256))
  })

  it('RandomState(1234567890).standard_normal(6) of NumPy’s tests', () => {
    const run = right(numpy.sampler(optionsOf())({ shape: [6] })(call('standard_normal')))
    expect(Array.from(run(right(numpy.randomState(1234567890)))[0].data)).toEqual([
      1.3401634577186312, 1.7375912277193608, 1.498988344300628, -0.2286433324536169, 2.031033998682787,
      2.1703249460565526
    ])
  })
})

describe('a state', () => {
  it.each([
    ['default_rng', 'random'],
    ['default_rng', 'standard_normal'],
    ['PCG64DXSM', 'random'],
    ['MT19937', 'random'],
    ['Philox', 'random'],
    ['SFC64', 'standard_normal'],
    ['RandomState', 'standard_normal']
  ] as const)('of %s is frozen JSON data, and continues after %s', (generator, name) => {
    const { fromSeed, sampler } = numpy.stream(optionsOf({ generator }))
    const start = right(fromSeed(7))
    const text = JSON.stringify(start)
    const run = (n: number) => right(sampler({ shape: [n], dtype: 'float32' })(call(name)))
    const [whole] = run(8)(start)
    const [first, next] = run(3)(start)
    const [second] = run(5)(JSON.parse(JSON.stringify(next)) as numpy.State)
    expect([...first.data, ...second.data]).toEqual([...whole.data])
    expect(JSON.stringify(start)).toBe(text)
    expect(Object.isFrozen(start) && Object.isFrozen(next)).toBe(true)
  })

  it('is refused for the seeds that NumPy refuses', () => {
    const { fromSeed } = numpy.stream(optionsOf({ generator: 'RandomState' }))
    const wrong = [fromSeed(-1), fromSeed(2 ** 32), fromSeed(0.5), numpy.randomState([]), numpy.defaultRng(-1n)]
    expect(wrong.map(errorsOf)).toEqual(wrong.map(() => ['BadSeed ']))
    expect(errorsOf(numpy.generator('Philox')([1, -1]))).toEqual(['BadSeed '])
    expect(E.isRight(numpy.defaultRng(3n ** 500n))).toBe(true)
  })
})

describe('a call', () => {
  it('is read with NumPy’s defaults and names', () => {
    expect(numpy.decode('uniform')).toEqual(E.right({ name: 'uniform', low: 0, high: 1 }))
    expect(numpy.decode('random_sample')).toEqual(E.right({ name: 'random' }))
    expect(call('normal', { scale: 0.5 })).toEqual({ name: 'normal', loc: 0, scale: 0.5 })
  })

  it.each([
    ['normall', {}, ['UnknownName class_name']],
    ['normal', { loc: '0', scale: -1 }, ['WrongType config.loc']],
    ['normal', { scale: -1 }, ['NotPositive config.scale']],
    ['uniform', { low: 2 }, ['BadBounds config.high']],
    ['uniform', { low: -1e308, high: 1e308 }, ['BoundOverflow config.high']],
    ['random', { low: 0 }, ['UnknownKey config.low']],
    ['full', {}, ['MissingKey config.fill_value']]
  ])('%s %o is refused', (class_name, config, expected) => {
    expect(errorsOf(numpy.decode({ class_name, config }))).toEqual(expected)
  })

  it('draws some initializers', () => {
    const fromInitializer = (u: unknown) => pipe(Initializer.decode(u), E.chain(numpy.fromInitializer))
    expect(fromInitializer({ class_name: 'RandomNormal', config: { mean: 1, stddev: 2 } })).toEqual(
      E.right({ name: 'normal', loc: 1, scale: 2 })
    )
    expect(fromInitializer({ class_name: 'RandomUniform', config: { minval: -1, maxval: 2 } })).toEqual(
      E.right({ name: 'uniform', low: -1, high: 2 })
    )
    expect(errorsOf(fromInitializer('he_normal'))).toEqual(['Unsupported class_name'])
  })

  it('without random numbers returns the same state', () => {
    const { sampler, fromSeed } = numpy.stream(optionsOf())
    const start = right(fromSeed(1))
    const [eye, next] = right(sampler({ shape: [2, 3] })(call('eye')))(start)
    expect([...eye.data]).toEqual([1, 0, 0, 0, 1, 0])
    expect(next).toBe(start)
    const filled = right(sampler({ shape: [2], dtype: 'float16' })(call('full', { fill_value: 0.5 })))
    expect([...filled(start)[0].data]).toEqual([0x3800, 0x3800])
  })

  it.each([
    ['standard_normal', 'default_rng', 'float16', ['Unsupported dtype']],
    ['standard_normal', 'RandomState', 'float16', []],
    ['uniform', 'default_rng', 'float16', []],
    ['uniform', 'RandomState', 'bfloat16', ['Unsupported dtype']]
  ] as const)('%s of %s in %s is refused if NumPy lacks it', (name, generator, dtype, expected) => {
    const { sampler } = numpy.stream(optionsOf({ generator }))
    expect(errorsOf(sampler({ shape: [1], dtype })(call(name)))).toEqual(expected)
  })

  it('is refused if it could overflow, or for a wrong shape', () => {
    const { sampler } = numpy.stream(optionsOf())
    const wide = call('normal', { scale: 6000 })
    expect(errorsOf(sampler({ shape: [1], dtype: 'float16' })(wide))).toEqual(['BoundOverflow config'])
    expect(errorsOf(sampler({ shape: [-1], dtype: 'half' as 'float16' })(wide))).toEqual([
      'BadDim shape.0',
      'UnknownDType dtype'
    ])
  })
})

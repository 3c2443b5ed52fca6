import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { read } from '../../src/dialects/index.js'
import type { DType } from '../../src/DType.js'
import * as Initializer from '../../src/Initializer.js'
import { values } from '../../src/Tensor.js'
import { erf64 } from '../../src/streams/arithmetic/bigLibm.js'
import { decodeOptions } from '../../src/streams/options.js'
import * as torch from '../../src/streams/torch/index.js'
import { right } from '../support/either.js'
import { sha256 } from './golden.js'

const optionsOf = (given: Partial<torch.Options> = {}): torch.Options => right(decodeOptions(torch.options)(given))

const run = <D extends DType = 'float32'>(
  class_name: string,
  config: object,
  spec: Initializer.TensorSpec<D>,
  options = optionsOf()
) => right(torch.sampler(options)(spec)(right(torch.decode({ class_name, config }))))

const seeded = (seed: number | bigint) => right(torch.manualSeed(seed))

const errorsOf = (
  fa: E.Either<ReadonlyArray<{ readonly code: string; readonly path: ReadonlyArray<unknown> }>, unknown>
) =>
  E.match(
    (errors: ReadonlyArray<{ readonly code: string; readonly path: ReadonlyArray<unknown> }>) =>
      errors.map(({ code, path }) => `${code} ${path.join('.')}`),
    () => []
  )(fa)

// -------------------------------------------------------------------------------------
// what follows from PyTorch's source
// -------------------------------------------------------------------------------------

describe('a generator', () => {
  it('takes the lower 32 bits of a seed, negative ones too', () => {
    expect(seeded(-1)).toEqual(seeded(2n ** 64n - 1n))
    expect(seeded(2 ** 32 + 5)).toEqual(seeded(5))
    expect([2n ** 64n, -(2n ** 63n) - 1n, 0.5, NaN].map(torch.manualSeed).map(errorsOf)).toEqual(
      Array.from({ length: 4 }, () => ['BadSeed '])
    )
  })

  it('is frozen JSON data that does not change', () => {
    const start = seeded(3)
    const text = JSON.stringify(start)
    const [first, next] = run('normal_', {}, { shape: [5] })(start)
    expect(next.next_normal).not.toBeNull()
    expect(run('normal_', {}, { shape: [5] })(start)[0]).toEqual(first)
    expect(JSON.stringify(start)).toBe(text)
    const copy = JSON.parse(JSON.stringify(next)) as torch.Generator
    const more = run('normal_', {}, { shape: [20] })
    expect(more(copy)[0]).toEqual(more(next)[0])
    expect([start, next].every(Object.isFrozen)).toBe(true)
  })

  it('keeps the second number of a pair while blocks and uniform numbers are drawn', () => {
    const [, waiting] = run('normal_', {}, { shape: [1] })(seeded(3))
    const [, after] = run('normal_', {}, { shape: [16] })(run('uniform_', {}, { shape: [7] })(waiting)[1])
    expect(after.next_normal).toBe(waiting.next_normal)
  })

  it('advances by n words for uniform_, by 16 more for a partial block, and by less for 16-bit dtypes', () => {
    const moved = (name: string, n: number, dtype: DType): number =>
      run(name, {}, { shape: [n], dtype })(seeded(3))[1].mt19937.position % 624
    expect(moved('uniform_', 20, 'float32')).toBe(20)
    expect(moved('uniform_', 20, 'float64')).toBe(40)
    expect(moved('normal_', 32, 'float32')).toBe(32)
    expect(moved('normal_', 33, 'float32')).toBe(33 + 16)
    expect(moved('normal_', 33, 'bfloat16')).toBe(32 + 16)
    expect(moved('normal_', 15, 'float32')).toBe(2 * 16)
  })
})

describe('trunc_normal_', () => {
  it('of 2.11 is the inverse of erf at a uniform tensor, within its bounds', () => {
    const options = optionsOf({ version: '2.11' })
    const bounds = { mean: 0.5, std: 2, a: -1, b: 3 }
    const phi = (x: number) => (1 + erf64((x - bounds.mean) / bounds.std / Math.SQRT2)) / 2
    const spec = { shape: [500], dtype: 'float64' as const }
    const [tensor] = run('trunc_normal_', bounds, spec, options)(seeded(8))
    const [uniform] = run('uniform_', { a: phi(bounds.a), b: phi(bounds.b) }, spec, options)(seeded(8))
    tensor.data.forEach((x, i) => expect(phi(x)).toBeCloseTo(uniform.data[i]!, 14))
    expect(Math.min(...tensor.data) >= bounds.a && Math.max(...tensor.data) <= bounds.b).toBe(true)
  })

  it('keeps the numbers of normal_ that lie between the bounds, and replaces the others', () => {
    const spec = { shape: [1001], dtype: 'float16' as const }
    const drawn = values(run('normal_', {}, spec)(seeded(8))[0])
    const kept = values(run('trunc_normal_', { a: -1.5 }, spec)(seeded(8))[0])
    kept.forEach((x, i) =>
      expect(drawn[i]! >= -1.5 && drawn[i]! <= 2 ? x === drawn[i] : x >= -1.5 && x <= 2).toBe(true)
    )
  })

  // torch 2.13.0: manual_seed(0), trunc_normal_(empty(1000, dtype), mean, std, a, b)
  it.each([
    [0, 1, 1, 3, 'cd972cbdcbd3', 'd7ba98821ef4', '24d160b7d878', 'b4b708b6a4e5'],
    [0.1, 0.3, 0.7, 0.9, 'ada828f5c95a', 'f15e3b4ec2e2', 'b91935d242d7', '3178aa107fd9'],
    [-1 / 3, 0.02, -0.3, 0.5, '69f803edfe33', 'fb0527ae778d', 'de43acb37c6a', 'd3f46e0c6708'],
    [0, 1, -0.2, 0.2, '05a4ac29eeac', 'c26fb8bd4719', 'e983d549832b', '09ed367ddd9f'],
    [1 / 3, 0.7, 1.1, 3, '717677ad57bf', '7dc08d067a29', '8650c399ca4e', 'e6ddf4338424']
  ] as const)('N(%d, %d) in [%d, %d], of a probability up to 0.3, rounds each step', (mean, std, a, b, ...hashes) => {
    const dtypes = ['float32', 'float64', 'float16', 'bfloat16'] as const
    const drawn = dtypes.map(
      (dtype) => run('trunc_normal_', { mean, std, a, b }, { shape: [1000], dtype })(seeded(0))[0]
    )
    expect(drawn.map((tensor) => sha256(tensor).slice(0, 12))).toEqual(hashes)
  })

  it('is refused if it would draw too many tensors', () => {
    const of = (config: object, n: number) =>
      errorsOf(torch.sampler(optionsOf())({ shape: [n] })(right(torch.decode({ class_name: 'trunc_normal_', config }))))
    expect(of({ a: 2, b: 4 }, 1e6)).toEqual([])
    expect(of({ a: 2, b: 1000 }, 1000)).toEqual([])
    expect(of({ a: 2, b: 1000 }, 1e6)).toEqual(['Unsupported config.b'])
  })
})

describe('a narrow distribution', () => {
  // torch 2.13.0: manual_seed(0), empty(5, dtype)
  it.each([
    [
      'trunc_normal_',
      { mean: 24.2, std: 0.02, a: 24.2546, b: 24.2554 },
      'float16',
      [24.25, 24.25, 24.25, 24.25, 24.25]
    ],
    ['trunc_normal_', { a: 2, b: 2 }, 'float32', [2, 2, 2, 2, 2]],
    ['uniform_', { a: 1, b: 1.001 }, 'bfloat16', [1, 1, 1, 1, 1]],
    ['uniform_', { a: 1, b: 1 }, 'float32', [1, 1, 1, 1, 1]],
    ['normal_', { mean: 2, std: 0 }, 'float64', [2, 2, 2, 2, 2]],
    ['normal_', { std: 1e-7 }, 'float16', [3, -0, -4, 1, -2].map((steps) => steps * 2 ** -24)]
  ] as const)('%s %o is drawn in %s, as PyTorch does', (name, config, dtype, expected) => {
    const [tensor, next] = run(name, config, { shape: [5], dtype })(seeded(0))
    expect([...values(tensor)]).toEqual(expected)
    expect(next).not.toEqual(seeded(0))
  })
})

describe('sparse_', () => {
  it('has ceil(sparsity rows) zeros a column', () => {
    const [{ data }] = run('sparse_', { sparsity: 0.25 }, { shape: [11, 6] })(seeded(1))
    const zeros = Array.from({ length: 6 }, (_, col) => data.filter((x, i) => i % 6 === col && x === 0).length)
    expect(zeros).toEqual([3, 3, 3, 3, 3, 3])
  })
})

describe('orthogonal_', () => {
  it.each([
    [7, 3, 2],
    [3, 7, 2]
  ])('of (%i, %i) has rows or columns of norm gain', (rows, cols, gain) => {
    const spec = { shape: [rows, cols], dtype: 'float64' as const }
    const [{ data }] = run('orthogonal_', { gain }, spec)(seeded(1))
    const [n, at] =
      rows > cols
        ? [cols, (i: number, k: number) => data[k * cols + i]!]
        : [rows, (i: number, k: number) => data[i * cols + k]!]
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const dot = Array.from({ length: Math.max(rows, cols) }, (_, k) => at(i, k) * at(j, k)).reduce((a, b) => a + b)
        expect(dot).toBeCloseTo(i === j ? gain * gain : 0, 12)
      }
  })
})

describe('layers', () => {
  const options = optionsOf()

  it('without a bias draw only the weight', () => {
    const [layer, next] = right(torch.linear(options)({ inFeatures: 5, outFeatures: 4, bias: false }))(seeded(1))
    expect(layer.bias).toBeNull()
    expect(next.mt19937.position).toBe(20)
  })

  it('with groups and transposes have the shapes of PyTorch', () => {
    const shapes = (conv: torch.Conv) => {
      const [{ weight, bias }] = right(torch.convNd(options)(conv))(seeded(1))
      return [weight.shape, bias?.shape]
    }
    const channels = { inChannels: 4, outChannels: 6, groups: 2 }
    expect(shapes({ ...channels, kernelSize: [5] })).toEqual([[6, 2, 5], [6]])
    expect(shapes({ ...channels, kernelSize: [2, 3, 4], transposed: true })).toEqual([[4, 3, 2, 3, 4], [6]])
    expect(errorsOf(torch.convNd(options)({ ...channels, groups: 3, kernelSize: [1] }))).toEqual(['BadGroups groups'])
  })

  it('of an embedding are normal, except the row of the padding', () => {
    const size = { numEmbeddings: 5, embeddingDim: 4 }
    const [all] = run('normal_', {}, { shape: [5, 4] })(seeded(1))
    const [padded] = right(torch.embedding(options)({ ...size, paddingIdx: -2 }))(seeded(1))
    expect([...padded.data]).toEqual([...all.data].map((x, i) => (i >= 12 && i < 16 ? 0 : x)))
    expect(errorsOf(torch.embedding(options)({ ...size, paddingIdx: 5 }))).toEqual(['BadSlice paddingIdx'])
  })
})

describe('a call', () => {
  it('has PyTorch’s defaults, and its arguments as given', () => {
    const leaky = { a: 0, mode: 'fan_in', nonlinearity: 'leaky_relu' }
    expect(right(torch.decode('kaiming_normal'))).toMatchObject({ name: 'kaiming_normal_', arguments: leaky })
    expect(right(torch.call('kaiming_uniform_', { a: 0.3, mode: 'fan_out' }))).toMatchObject({
      name: 'kaiming_uniform_',
      arguments: { ...leaky, a: 0.3, mode: 'fan_out' }
    })
    expect(
      right(torch.decode({ className: 'xavier_uniform_', config: { gain: 0.1, generator: null } })).arguments
    ).toEqual({ gain: 0.1 })
    expect(right(torch.decode({ class_name: 'kaiming_normal_', config: { mode: 'FAN_OUT' } })).arguments).toEqual({
      ...leaky,
      mode: 'fan_out'
    })
  })

  it('keeps the sign of −0, as PyTorch does', () => {
    const [{ data }] = run('orthogonal_', { gain: -0 }, { shape: [2, 2] })(seeded(1))
    const [{ data: positive }] = run('orthogonal_', { gain: 0 }, { shape: [2, 2] })(seeded(1))
    expect(data).toEqual(positive.map((x) => -x))
    expect(right(torch.call('uniform_', { a: -0 })).arguments).toEqual({ a: -0, b: 1 })
  })

  it('is frozen, and read once with its initializer', () => {
    const call = right(torch.call('xavier_normal_', { gain: 0.5 }))
    expect([call, call.arguments].every(Object.isFrozen)).toBe(true)
    expect(E.right(call.initializer)).toEqual(
      pipe(
        read('torch')({ class_name: 'xavier_normal', config: { gain: 0.5 } }),
        E.map((reading) => reading.initializer)
      )
    )
  })

  it('draws an initializer that PyTorch has', () => {
    const { fromInitializer } = torch.stream(optionsOf())
    const of = (u: unknown) => pipe(Initializer.decode(u), E.chain(fromInitializer))
    expect(of({ class_name: 'RandomNormal', config: { stddev: 0.02 } })).toEqual(
      torch.call('normal_', { mean: 0, std: 0.02 })
    )
    expect(of('he_uniform')).toEqual(torch.call('kaiming_uniform_'))
    expect(of('glorot_uniform')).toEqual(torch.call('xavier_uniform_'))
    expect(errorsOf(of('he_normal'))).toEqual(['Unsupported distribution']) // truncated
  })

  it('without random numbers returns the same generator', () => {
    const start = seeded(1)
    for (const [name, config, shape, expected] of [
      ['eye_', {}, [2, 2], [1, 0, 0, 1]],
      ['zeros_', {}, [3], [0, 0, 0]],
      ['constant_', { val: 0.5 }, [2], [0.5, 0.5]],
      ['dirac_', {}, [2, 1, 3], [0, 1, 0, 0, 0, 0]]
    ] as const) {
      const [tensor, next] = run(name, config, { shape })(start)
      expect([...tensor.data]).toEqual(expected)
      expect(next).toBe(start)
    }
    const [empty, next] = run('xavier_uniform_', {}, { shape: [0, 4] })(start)
    expect(empty.data).toEqual(new Float32Array(0))
    expect(next).toBe(start)
  })

  it.each([
    ['kaiming_uniform_', { a: 1 }, { shape: [4] }, optionsOf()],
    ['sparse_', { sparsity: 0.5 }, { shape: [4] }, optionsOf()],
    ['uniform_', {}, { shape: [2 ** 31] }, optionsOf()],
    ['xavier_normal_', {}, { shape: [4, 3, 0] }, optionsOf()],
    ['normal_', {}, { shape: [4], dtype: 'float16' }, optionsOf({ version: '2.11' })],
    ['orthogonal_', {}, { shape: [4, 4], dtype: 'bfloat16' }, optionsOf()],
    ['normal_', { std: 1e5 }, { shape: [4], dtype: 'float16' }, optionsOf()]
  ] as const)('%s %o for %o is refused', (name, config, spec, options) => {
    const call = right(torch.decode({ class_name: name, config }))
    expect(errorsOf(torch.sampler(options)(spec)(call)).length).toBe(1)
  })
})

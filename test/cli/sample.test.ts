import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { Npy, Safetensors } from '../../src/formats/index.js'
import * as Initializer from '../../src/Initializer.js'
import * as Rng from '../../src/Rng.js'
import * as Tensor from '../../src/Tensor.js'
import { folder } from '../node/folder.js'
import { errors, json, run, words } from './fakeEnvironment.js'
import { right } from '../support/either.js'

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

const draw = (name: string, shape: ReadonlyArray<number>, seed: number | bigint = 0) =>
  right(pipe(Initializer.decode(name), E.chain(Initializer.sampler({ shape })), E.ap(Rng.fromSeed(seed))))

describe('the JSON of sample', () => {
  test('has its keys in order, and the numbers of the library', async () => {
    const [tensor, next] = draw('he_normal', [784, 256], 42)
    const found = await json(words('sample he_normal --shape 784,256 --seed 42'))
    const keys = ['shape', 'dtype', 'stream', 'mean', 'std', 'min', 'max', 'sha256', 'next']
    expect(Object.keys(found)).toEqual(keys)
    expect(found).toMatchObject({
      shape: [784, 256],
      dtype: 'float32',
      stream: 'native',
      sha256: sha256(Tensor.bytes(tensor)),
      next: Rng.encode(next)
    })
    const values = Tensor.values(tensor)
    const mean = values.reduce((a, x) => a + x, 0) / values.length
    const variance = values.reduce((a, x) => a + (x - mean) ** 2, 0) / values.length
    expect(found['mean']).toBeCloseTo(mean, 14)
    expect(found['std']).toBeCloseTo(Math.sqrt(variance), 14)
    expect([found['min'], found['max']]).toEqual([
      values.reduce((a, x) => Math.min(a, x)),
      values.reduce((a, x) => Math.max(a, x))
    ])
  })

  test('of a slice describes the slice, except for the next state', async () => {
    const [whole, next] = draw('he_normal', [20, 30])
    const found = await json(words('sample he_normal --shape 20,30 --slice 5:8,:'))
    const rows = Tensor.bytes(whole).slice(5 * 30 * 4, 8 * 30 * 4)
    expect(found).toMatchObject({ shape: [3, 30], sha256: sha256(rows), next: Rng.encode(next) })
  })

  test.each(['', '0:20,0:30', ':,:', '0:,:30'])('the slice %s is the whole', async (slice) => {
    const found = await json(['sample', 'he_normal', '--shape', '20,30', ...(slice === '' ? [] : ['--slice', slice])])
    expect(found).toEqual(await json(words('sample he_normal --shape 20,30')))
  })

  test('of an empty tensor has no moments and the state it was given', async () => {
    const found = await json(words('sample he_normal --shape 3,0 --seed 5'))
    const nothing = { mean: null, std: null, min: null, max: null, sha256: sha256(new Uint8Array(0)) }
    expect(found).toMatchObject({ shape: [3, 0], ...nothing, next: Rng.encode(right(Rng.fromSeed(5))) })
  })

  test('a scalar is of rank 0', async () => {
    expect(await json(words('sample he_normal --shape scalar'))).toMatchObject({ shape: [], std: 0 })
  })
})

describe('seed and dtype', () => {
  const config = '{"class_name":"HeNormal","config":{"seed":7,"dtype":"float64"}}'
  const sample = (...options: ReadonlyArray<string>) => json(['sample', config, '--shape', '9', ...options])

  test('those of the call come before those of the config', async () => {
    expect(await sample()).toEqual(await json(words('sample he_normal --shape 9 --seed 7 --dtype float64')))
    expect(await sample('--seed', '8', '--dtype', 'float16')).toEqual(
      await json(words('sample he_normal --shape 9 --seed 8 --dtype float16'))
    )
  })

  test.each(['-1', '18446744073709551615', '9007199254740993', '-9007199254740991'])('seed %s', async (seed) => {
    const n = BigInt(seed)
    const [tensor] = draw('he_normal', [4], Number.isSafeInteger(Number(n)) ? Number(n) : n)
    const found = await json(['sample', 'he_normal', '--shape', '4', '--seed', seed])
    expect(found['sha256']).toBe(sha256(Tensor.bytes(tensor)))
  })

  test.each(['18446744073709551616', '-9007199254740992', '1.5', '1e3', '0x10', '', 'x', '9'.repeat(99)])(
    'seed %j is refused',
    async (seed) => {
      expect(await errors(['sample', 'zeros', '--shape', '1', '--seed', seed])).toMatchObject([
        { code: 'BadSeed', source: '--seed', path: [] }
      ])
    }
  )

  test.each([
    ['he_normal', '--seed 3', '3 (given)'],
    [config, '', '7 (from the config)'],
    ['he_normal', '', '0 (none given)']
  ])('the text states where the seed of %s %s came from', async (source, option, reported) => {
    const { out } = await run(['sample', source, '--shape', '3', ...option.split(' ').filter(Boolean)])
    expect(out).toMatch(/^shape +3\ndtype +float\d+\n/)
    expect(out).toContain(reported)
  })
})

describe('the dialect of CONFIG', () => {
  const hash = async (...line: ReadonlyArray<string>) => (await json(['sample', ...line]))['sha256']

  test('is canonical by default', async () => {
    expect(await hash('he_normal', '--shape', '9', '--dialect', 'canonical')).toBe(
      await hash('he_normal', '--shape', '9')
    )
    expect(await errors(words('sample kaiming_normal_ --shape 9,9'))).toMatchObject([
      { code: 'UnknownName', source: 'CONFIG' }
    ])
  })

  test('determines what names mean', async () => {
    const untruncated = '{"class_name":"VarianceScaling","config":{"scale":2,"distribution":"untruncated_normal"}}'
    const normal = '{"class_name":"variance_scaling","config":{"scale":2,"mode":"fan_in","distribution":"normal"}}'
    const expected = await hash(untruncated, '--shape', '30,20')
    expect(await hash(normal, '--shape', '30,20', '--dialect', 'jax')).toBe(expected)
  })

  test('outputs come first in PyTorch', async () => {
    const found = await json(words('sample kaiming_uniform --shape 2,600 --dialect torch'))
    expect(Number(found['max'])).toBeLessThanOrEqual(Math.fround(Math.sqrt(3 * (2 / 600)))) // 600 inputs
    expect(Number(found['max'])).toBeGreaterThan(0.09)
  })

  test('a seed in the config counts', async () => {
    const config = '{"class_name":"GlorotUniform","config":{"seed":7,"dtype":"float64"}}'
    const { out } = await run(['sample', config, '--dialect', 'tf1', '--shape', '3,4'])
    expect(out).toContain('7 (from the config)')
    expect(await json(['sample', config, '--dialect', 'tf1', '--shape', '3,4'])).toEqual(
      await json(words('sample glorot_uniform --seed 7 --dtype float64 --shape 3,4'))
    )
  })

  test('an unknown one is refused with the nearest known one', async () => {
    const { code, err } = await run(words('sample he_norml --shape x --dialect kears3'))
    expect(code).toBe(1)
    expect(err).toMatch(
      /^error: --dialect: expected one of canonical, keras3, .*, got "kears3" \(did you mean keras3\?\)\n/
    )
    expect(err).toMatch(/\nerror: --shape: /)
  })

  test('errors are at the dialect’s own keys', async () => {
    const config = '{"class_name":"kaiming_uniform_","config":{"a":"5"}}'
    expect(await errors(['sample', config, '--dialect', 'torch', '--shape', '3,3'])).toMatchObject([
      { code: 'WrongType', source: 'CONFIG', path: ['config', 'a'] }
    ])
  })
})

describe('what sample refuses', () => {
  test.each([
    ['--shape', '7,x', 'BadShape'],
    ['--shape', '', 'BadShape'],
    ['--shape', '3,', 'BadShape'],
    ['--shape', '-1', 'BadShape'],
    ['--shape', '2.5', 'BadShape'],
    ['--shape', '9007199254740992', 'BadDim'],
    ['--shape', '94906267,94906267', 'ShapeTooLarge'],
    ['--slice', '0:1', 'BadSlice'],
    ['--slice', '-1:,:', 'BadSlice'],
    ['--slice', '0:1:2,:', 'BadSlice'],
    ['--slice', '1,:', 'BadSlice'],
    ['--slice', '2:1,:', 'BadSlice'],
    ['--slice', ':,:6', 'BadSlice'],
    ['--dtype', 'float8', 'UnknownDType'],
    ['--stream', 'jaxx', 'UnknownName'],
    ['--stream-option', 'profile', 'WrongType'],
    ['--stream-option', 'profile=fma', 'UnknownKey'],
    ['--dialect', 'keras', 'UnknownName'],
    ['--out', 'w.pt', 'Unsupported'],
    ['--out', 'w', 'Unsupported']
  ])('%s %j: %s', async (option, text, code) => {
    const shape = option === '--shape' ? [] : ['--shape', '4,5']
    expect(await errors(['sample', 'he_normal', ...shape, option, text])).toMatchObject([{ code, source: option }])
  })

  test('reports all errors at once, each with its source', async () => {
    const { code, out, err } = await run(words('sample he_norml --shape x --dtype flot32 --seed x --slice y --out z'))
    expect([code, out]).toEqual([1, ''])
    expect(err.split('\n').map((line) => line.slice(0, 17))).toEqual([
      'error: CONFIG: ex',
      'error: --shape: e',
      'error: --dtype: e',
      'error: --seed: ex',
      'error: --slice: [',
      'error: --out: exp',
      ''
    ])
    expect(err).toContain('got "he_norml" (did you mean he_normal?)')
    expect(err).toContain('got "flot32" (did you mean float32?)')
  })

  test('a dtype that cannot hold it', async () => {
    const config = '{"class_name":"RandomNormal","config":{"stddev":1e300}}'
    expect(await errors(['sample', config, '--shape', '2'])).toMatchObject([
      { code: 'BoundOverflow', source: 'CONFIG' }
    ])
  })
})

describe('the file of sample', () => {
  test('holds the tensor, as npy or safetensors', async () => {
    const cwd = folder()
    const [tensor] = draw('he_normal', [4, 5])
    await json(words('sample he_normal --shape 4,5 --out w.npy'), { cwd })
    await json(words('sample he_normal --shape 4,5 --out w.safetensors'), { cwd })
    expect(Npy.decode(readFileSync(join(cwd, 'w.npy')))).toEqual(E.right(tensor))
    expect(Safetensors.decode(readFileSync(join(cwd, 'w.safetensors')))).toEqual(
      E.right({ metadata: {}, tensors: [{ name: 'tensor', ...tensor }] })
    )
    expect(readdirSync(cwd).toSorted()).toEqual(['w.npy', 'w.safetensors'])
  })

  test('holds the slice', async () => {
    const cwd = folder()
    const { sha256: hash } = await json(words('sample he_normal --shape 4,5 --slice 1:3,2: --out w.npy'), { cwd })
    const tensor = right(Npy.decode(readFileSync(join(cwd, 'w.npy'))))
    expect(tensor.shape).toEqual([2, 3])
    expect(sha256(Tensor.bytes(tensor))).toBe(hash)
  })

  test('bfloat16 is written to safetensors, not to npy', async () => {
    const cwd = folder()
    const bfloat16 = words('sample he_normal --shape 4,5 --dtype bfloat16 --out')
    expect(await errors([...bfloat16, 'w.npy'], { cwd })).toMatchObject([{ code: 'UnsupportedDType', source: '--out' }])
    expect(readdirSync(cwd)).toEqual([])
    await json([...bfloat16, 'w.safetensors'], { cwd })
    expect(readdirSync(cwd)).toEqual(['w.safetensors'])
  })

  test('can be written, or nothing is printed', async () => {
    const found = await errors(words('sample he_normal --shape 4 --out no/w.npy'), { cwd: folder() })
    expect(found).toMatchObject([{ code: 'FileError', source: 'no/w.npy', path: [] }])
  })
})

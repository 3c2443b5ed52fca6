/** `--stream` and `--stream-option` of `sample`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Npy } from '../../src/formats/index.js'
import { names, optionsOf } from '../../src/streams/index.js'
import * as Tensor from '../../src/Tensor.js'
import { folder } from '../node/folder.js'
import { cases, sha256 } from '../streams/golden.js'
import { errors, json, run, words } from './fakeEnvironment.js'
import { right } from '../support/either.js'

const hashOf = async (line: string, config?: unknown): Promise<unknown> =>
  (await json(sampleOf(line, config)))['sha256']

/** The arguments after `sample`; CONFIG stands for a config with spaces or quotes. */
const sampleOf = (line: string, config: unknown = ''): ReadonlyArray<string> =>
  words(`sample ${line}`).map((word) => (word === 'CONFIG' ? JSON.stringify(config) : word))

// -------------------------------------------------------------------------------------
// what the frameworks returned
// -------------------------------------------------------------------------------------

const scaling = (class_name: string, distribution: string) => ({
  class_name,
  config: { scale: 2, mode: 'fan_in', distribution }
})
const torchNormal = { class_name: 'normal_', config: { mean: 0.1, std: 0.5 } }
const oneOf = (class_name: string) => ({ class_name, config: { stddev: 1 } })
const truncated = scaling('VarianceScaling', 'truncated_normal')

describe('sample draws, from the seed 42 by default, what Python drew:', () => {
  test.each<[group: string, id: string, line: string, config?: unknown]>([
    ['jax_fma', 'jax.he_normal', 'he_normal --stream jax --shape 784,128'],
    ['jax_nofma', 'jax.he_normal', 'he_normal --stream jax --stream-option profile=nofma --shape 784,128'],
    ['jax_fma', 'jax.glorot_uniform', 'glorot_uniform --stream jax --shape 784,128'],
    ['jax_fma', 'jax.vs.normal.eager', 'CONFIG --stream jax --shape 3,3,64,128', scaling('variance_scaling', 'normal')],
    [
      'jax_fma',
      'jax.vs.normal.jit',
      'CONFIG --stream jax --stream-option jit=true --shape 3,3,64,128',
      scaling('variance_scaling', 'normal')
    ],
    ['jax_fma', 'jax.legacy.lecun_normal', 'lecun_normal --stream jax --stream-option bits=legacy --shape 2,3'],
    ['jax_fma', 'jax.normal.bfloat16', 'CONFIG --stream jax --shape 4096 --dtype bfloat16', oneOf('normal')],
    ['jax_fma', 'jax.normal.f64', 'CONFIG --stream jax --shape 4096 --dtype float64', oneOf('normal')],
    [
      'jax_nofma',
      'jax.legacy.normal',
      'CONFIG --stream jax --stream-option bits=legacy --stream-option profile=nofma --shape 1001',
      oneOf('normal')
    ],
    ['torch_avx2', 'torch.kaiming_uniform', 'kaiming_uniform_ --stream torch --shape 128,784'],
    [
      'torch_default',
      'torch.xavier_normal',
      'xavier_normal_ --stream torch --stream-option profile=default --shape 128,784'
    ],
    ['torch_avx2', 'torch.trunc_normal', 'trunc_normal_ --stream torch --shape 128,784'],
    ['torch_avx2', 'torch.normal.torch.float16.100', 'CONFIG --stream torch --shape 100 --dtype float16', torchNormal],
    ['tf', 'tf.VarianceScaling.truncated_normal', 'CONFIG --stream tensorflow --shape 784,128', truncated],
    [
      'tf',
      'tf1.glorot_uniform_initializer(seed=7)((64,32))',
      'glorot_uniform_initializer --stream tensorflow1 --stream-option graph_seed=1234 --seed 7 --shape 64,32'
    ],
    [
      'tf',
      'tf1.no graph seed',
      'CONFIG --stream tensorflow1 --seed 7 --shape 5',
      { class_name: 'RandomUniform', config: { minval: 0, maxval: 1 } }
    ],
    ['keras-jax', 'keras-jax.VS.truncated_normal.42', 'CONFIG --stream keras-jax --shape 64,48', truncated],
    [
      'keras-torch',
      'keras-torch.VS.truncated_normal.2147483657',
      'CONFIG --stream keras-torch --seed 2147483657 --shape 64,48',
      truncated
    ],
    ['keras-tf', 'keras-tf.VS.truncated_normal.42', 'he_normal --stream keras-tensorflow --shape 64,48'],
    [
      'keras-tf',
      'keras-tf.Dense',
      'glorot_uniform --stream keras-tensorflow --stream-option seeding=global --seed 123 --shape 4,3'
    ],
    ['numpy', 'np.random.float64', 'random --stream numpy --shape 4096'],
    ['numpy', 'np.random.float32', 'random --stream numpy --shape 4096 --dtype float32'],
    ['numpy', 'np.standard_normal.float64', 'standard_normal --stream numpy --shape 100000'],
    ['numpy', 'np.rs.random_sample', 'random_sample --stream numpy --stream-option generator=RandomState --shape 4096']
  ])('%s, %s', async (group, id, line, config) => {
    const seeded = line.includes('--seed') ? line : `${line} --seed 42`
    expect(await hashOf(seeded, config)).toBe(cases(group).find((each) => each.id === id)!.sha256_le)
  })

  test('keras-numpy', async () => {
    // NumPy 2.4.6: default_rng([42, 0]).uniform(-limit, limit, (64, 48)).astype(float32), limit = sqrt(6 / 64)
    const config = scaling('VarianceScaling', 'uniform')
    expect(await hashOf('CONFIG --stream keras-numpy --seed 42 --shape 64,48', config)).toBe(
      '25b29afa46733ea980cdd40b71c6cf82908d7184571c452e200e647ab9b49ae2'
    )
  })

  test('native is the library’s own stream', async () => {
    expect(await hashOf('he_normal --stream native --shape 9')).toBe(await hashOf('he_normal --shape 9'))
  })
})

// -------------------------------------------------------------------------------------
// languages
// -------------------------------------------------------------------------------------

describe('the dialect of CONFIG', () => {
  /** A name in the dialect of each stream, and one in another dialect. */
  const own = {
    native: ['HeNormal', 'kaiming_normal_'],
    jax: ['variance_scaling', 'kaiming_normal_'],
    torch: ['kaiming_normal_', 'he_normal'],
    tensorflow: ['HeNormal', 'kaiming_normal_'],
    tensorflow1: ['glorot_uniform_initializer', 'kaiming_normal_'],
    'keras-jax': ['HeNormal', 'kaiming_normal_'],
    'keras-torch': ['HeNormal', 'kaiming_normal_'],
    'keras-tensorflow': ['HeNormal', 'kaiming_normal_'],
    'keras-numpy': ['HeNormal', 'kaiming_normal_'],
    numpy: ['standard_normal', 'he_normal']
  } as const

  const required = { variance_scaling: { scale: 1, mode: 'fan_in', distribution: 'normal' } }

  test.each(names)('is that of the stream: %s', async (name) => {
    const [word, foreign] = own[name]
    const config = { class_name: word, config: word === 'variance_scaling' ? required[word] : {} }
    expect(await json(sampleOf(`CONFIG --stream ${name} --shape 3,3`, config))).toMatchObject({ stream: name })
    expect(await errors(words(`sample ${foreign} --stream ${name} --shape 3,3`))).toMatchObject([
      { code: 'UnknownName', source: 'CONFIG' }
    ])
  })

  test('or the given one', async () => {
    expect(await hashOf('he_uniform --stream torch --dialect keras3 --shape 9,9')).toBe(
      await hashOf('kaiming_uniform_ --stream torch --shape 9,9')
    )
    expect(await hashOf('he_normal --stream jax --dialect canonical --shape 9,9')).toBe(
      await hashOf('he_normal --stream jax --shape 9,9')
    )
    const uniform = { class_name: 'RandomUniform', config: { minval: -1, maxval: 2 } }
    expect(await hashOf('CONFIG --stream numpy --dialect keras3 --shape 9', uniform)).toBe(
      await hashOf('CONFIG --stream numpy --shape 9', { class_name: 'uniform', config: { low: -1, high: 2 } })
    )
  })

  test('which may express what the stream cannot draw', async () => {
    expect(await errors(words('sample he_normal --stream numpy --dialect keras3 --shape 9'))).toMatchObject([
      { code: 'Unsupported', source: 'CONFIG', path: ['class_name'] }
    ])
    expect(await errors(words('sample he_normal --stream numpy --dialect kears3 --shape 9'))).toMatchObject([
      { code: 'UnknownName', source: '--dialect', nearest: 'keras3' }
    ])
  })

  test('the seed and the dtype of a config count', async () => {
    const config = { class_name: 'HeNormal', config: { seed: 42 } }
    expect(await hashOf('CONFIG --stream keras-jax --shape 9', config)).toBe(
      await hashOf('he_normal --stream keras-jax --shape 9 --seed 42')
    )
    const old = { class_name: 'RandomNormal', config: { seed: 42, dtype: 'float64' } }
    expect(await json(sampleOf('CONFIG --stream tensorflow1 --shape 9', old))).toMatchObject({ dtype: 'float64' })
  })
})

// -------------------------------------------------------------------------------------
// dtypes, slices and files
// -------------------------------------------------------------------------------------

test('numpy draws float64 by default', async () => {
  expect(await json(words('sample random --stream numpy --shape 3'))).toMatchObject({ dtype: 'float64' })
  expect(await json(words('sample random --stream numpy --shape 3 --dtype float32'))).toMatchObject({
    dtype: 'float32'
  })
})

describe('a slice', () => {
  test.each(['kaiming_uniform_ --stream torch', 'he_normal --stream jax', 'random --stream numpy'])(
    'is a part of the whole: %s',
    async (line) => {
      const cwd = folder()
      const whole = await json(words(`sample ${line} --shape 20,30 --out whole.npy`), { cwd })
      const part = await json(words(`sample ${line} --shape 20,30 --slice 5:8,2: --out part.npy`), { cwd })
      const [of, found] = ['whole.npy', 'part.npy'].map((file) => right(Npy.decode(readFileSync(join(cwd, file)))))
      const { shape, data } = Tensor.slice([[5, 8], [2, 30]])(of!) // prettier-ignore
      const byHand = Array.from(of!.data).filter((_, i) => i >= 5 * 30 && i < 8 * 30 && i % 30 >= 2)
      expect([shape, Array.from(data)]).toEqual([[3, 28], byHand])
      expect(found).toEqual({ ...of, shape, data })
      expect(part).toMatchObject({ shape: [3, 28], sha256: sha256(found!), next: whole['next'] })
    }
  )

  test('that does not fit is refused', async () => {
    expect(await errors(words('sample random --stream numpy --shape 4,5 --slice :,:6'))).toMatchObject([
      { code: 'BadSlice', source: '--slice' }
    ])
  })
})

test('the next state is whole in JSON, and short for people', async () => {
  const { next } = await json(words('sample normal_ --stream torch --shape 3'))
  expect(next).toMatchObject({ mt19937: { position: 8 }, next_normal: expect.any(Number) as unknown }) // two pairs of numbers with two words each
  const { out } = await run(words('sample normal_ --stream torch --shape 3'))
  expect(out).toMatch(/^next +\{"mt19937":.{68}…$/m)
  expect(out).toMatch(/^stream +torch$/m)
})

// -------------------------------------------------------------------------------------
// seeds and options
// -------------------------------------------------------------------------------------

describe('seeds out of the range of the framework', () => {
  test.each([
    ['he_normal --stream jax', '9223372036854775808'],
    ['kaiming_normal_ --stream torch', '18446744073709551616'],
    ['he_normal --stream tensorflow', '9223372036854775808'],
    ['he_normal --stream keras-jax', '-1'],
    ['he_normal --stream keras-jax --stream-option seeding=global', '4294967296'],
    ['he_normal --stream keras-torch', '4294967296'],
    ['he_normal --stream keras-tensorflow --stream-option seeding=generator', '9223372036854775808'],
    ['he_normal --stream keras-numpy', '4294967296'],
    ['random --stream numpy', '-1'],
    ['random --stream numpy --stream-option generator=RandomState', '4294967296']
  ])('%s --seed %s', async (line, seed) => {
    expect(await errors(words(`sample ${line} --shape 3,3 --seed ${seed}`))).toMatchObject([
      { code: 'BadSeed', source: '--seed', path: [] }
    ])
  })

  test('and the last ones in it', async () => {
    for (const line of [
      'he_normal --stream jax --seed 9223372036854775807',
      'kaiming_normal_ --stream torch --seed 18446744073709551615',
      'he_normal --stream keras-torch --seed -2147483648',
      'random --stream numpy --seed 18446744073709551615',
      'random --stream numpy --stream-option generator=RandomState --seed 4294967295'
    ])
      expect((await json(words(`sample ${line} --shape 3,3`)))['shape']).toEqual([3, 3])
  })
})

describe('--stream-option', () => {
  const option = (stream: string, ...texts: ReadonlyArray<string>) => [
    ...words(`sample zeros --stream ${stream} --shape 3,3`),
    ...texts.flatMap((text) => ['--stream-option', text])
  ]

  test.each<[string, string, object]>([
    ['jax', 'profile=nofmaa', { code: 'UnknownValue', path: ['profile'], nearest: 'nofma' }],
    ['jax', 'profil=fma', { code: 'UnknownKey', path: ['profil'], nearest: 'profile' }],
    ['jax', 'profile', { code: 'WrongType', path: [0] }],
    ['jax', '=fma', { code: 'WrongType', path: [0] }],
    ['jax', '', { code: 'WrongType', path: [0] }],
    ['jax', 'profile=', { code: 'UnknownValue', path: ['profile'] }],
    ['jax', '__proto__=fma', { code: 'UnknownKey', path: ['__proto__'] }],
    ['native', 'profile=fma', { code: 'UnknownKey', path: ['profile'] }],
    ['keras-jax', 'seeding=glob', { code: 'UnknownValue', path: ['seeding'], nearest: 'global' }],
    ['tensorflow1', 'graph_seed=x', { code: 'WrongType', path: ['graph_seed'] }],
    ['tensorflow1', 'graph_seed=1.5', { code: 'WrongType', path: ['graph_seed'] }],
    ['tensorflow1', 'graph_seed=1e3', { code: 'WrongType', path: ['graph_seed'] }],
    ['tensorflow1', 'graph_seed=', { code: 'WrongType', path: ['graph_seed'] }],
    ['tensorflow1', 'graph_seed=99999999999999999999', { code: 'WrongType', path: ['graph_seed'] }]
  ])('of %s: %j is refused', async (stream, text, expected) => {
    expect(await errors(option(stream, text))).toMatchObject([{ source: '--stream-option', ...expected }])
  })

  test('refuses integers that are not safe: 2^53 + 1 would be rounded', async () => {
    expect(await errors(option('tensorflow1', 'graph_seed=9007199254740993'))).toMatchObject([
      { source: '--stream-option', path: ['graph_seed'] }
    ])
    for (const seed of ['0', '-1', '9007199254740991', '-9007199254740991'])
      expect(await json(option('tensorflow1', `graph_seed=${seed}`))).toMatchObject({ stream: 'tensorflow1' })
  })

  test('may be given once', async () => {
    expect(await errors(option('jax', 'profile=fma', 'bits=legacy', 'profile=nofma'))).toMatchObject([
      { code: 'DuplicateKey', source: '--stream-option', path: ['profile'] }
    ])
  })

  test('all errors are reported at once', async () => {
    const line = option('jax', 'profile=x', 'bits=y', 'z=1')
    expect((await errors(line)).map((e) => (e as { readonly path: unknown }).path)).toEqual([
      ['profile'],
      ['bits'],
      ['z']
    ])
    const wrong = [...words('sample zeros --stream jaxx --shape x'), '--stream-option', 'y']
    expect(await errors(wrong)).toMatchObject([
      { code: 'UnknownName', source: '--stream', nearest: 'jax' },
      { code: 'WrongType', source: '--stream-option', path: [0] },
      { code: 'BadShape', source: '--shape' }
    ])
  })

  test.each(['sample', 'init'])('the help of %s lists each stream and the values of its options', async (command) => {
    const { out } = await run([command, '--help'])
    const text = out.replaceAll(/\s+/g, ' ')
    for (const name of names) {
      expect(text).toContain(name)
      for (const [key, options] of Object.entries(optionsOf(name)))
        expect(text).toContain(`${key} ${typeof options === 'string' ? options : options.join('|')}`)
    }
  })
})

test('what a stream cannot draw is refused before drawing', async () => {
  expect(await errors(words('sample orthogonal --stream jax --shape 3,3 --dtype float16'))).toMatchObject([
    { code: 'Unsupported', source: 'CONFIG', path: ['dtype'] }
  ])
  const huge = await errors(words('sample normal --stream jax --shape 65536,65536'))
  expect(huge).toMatchObject([{ code: 'ShapeTooLarge' }])
})

import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import { errors, json, run, words } from './fakeEnvironment.js'

const plan = JSON.stringify({
  seed: 3,
  parameters: {
    'dense/kernel': { shape: [784, 10] },
    'dense/bias': { shape: [10], initializer: 'zeros', dtype: 'float16' },
    gain: { shape: [], initializer: { class_name: 'VarianceScaling', config: { mode: 'fan_out' } } },
    odd: { shape: [2, 3], initializer: { class_name: 'RandomUniform', config: { minval: -1, maxval: 1, seed: 5 } } }
  },
  rules: [{ match: '**/kernel', initializer: { class_name: 'GlorotUniform', config: { seed: 9 } } }]
})

describe('describe MODEL', () => {
  test.each([
    '{"class_name":"Sequential","config":{"layers":[]}}',
    '{"module":"keras","class_name":"Functional","config":{"layers":[]}}',
    '{"modelTopology":{},"weightsManifest":[]}',
    '{"model_config":{}}'
  ])('points to plan: %s', async (model) => {
    const { code, err } = await run(['describe', model, '--shape', '3'])
    expect(code).not.toBe(0)
    expect(err).toContain(
      'expected a config or a plan (the command plan makes a plan from a model file), got a model file'
    )
  })
})

describe('describe CONFIG', () => {
  test('prints the Description', async () => {
    const expected = pipe(Initializer.decode('glorot_uniform'), E.chain(Initializer.describe({ shape: [3, 3, 4, 5] })))
    const found = await json(words('describe glorot_uniform --shape 3,3,4,5'))
    expect(Object.keys(found).slice(-2)).toEqual(['dialect', 'decisions'])
    const { dialect, decisions, ...description } = found
    expect([dialect, decisions]).toEqual(['canonical', []])
    expect(E.right(description)).toEqual(expected)
    expect(await json(words('describe glorot_uniform --shape 4 --dtype float64'))).toMatchObject({
      words: 8,
      bytes: 32
    })
  })

  test.each([
    ['glorot_uniform', 'initializer   glorot_uniform\n', 'uniform between -1 and 1'],
    ['he_normal', 'initializer   he_normal\n', 'truncated to'],
    ['RandomNormal', 'initializer   RandomNormal(0, 0.05)\n', 'normal, mean 0, stddev 0.05'],
    ['zeros', 'initializer   zeros\n', 'constant 0'],
    [
      '{"class_name":"VarianceScaling","config":{"scale":1.5,"seed":3}}',
      'VarianceScaling(1.5, fan_in, truncated_normal)',
      ''
    ]
  ])('describes %s in text', async (config, ...texts) => {
    const { out } = await run(['describe', config, '--shape', '3'])
    for (const text of texts) expect(out).toContain(text)
  })

  const normal = '{"class_name":"variance_scaling","config":{"scale":2,"mode":"fan_in","distribution":"normal"}}'

  test('reports the decisions of a dialect', async () => {
    const found = await json(['describe', normal, '--dialect', 'jax', '--shape', '30,20'])
    expect(found).toMatchObject({ dialect: 'jax', content: { _tag: 'Normal' }, fans: { fanIn: 30, fanOut: 20 } })
    expect(found['decisions']).toContainEqual({
      ...{ point: 'normal', about: 'the distribution normal', decided: 'untruncated' }
    })
    const { out } = await run(['describe', normal, '--dialect', 'jax', '--shape', '30,20'])
    const [facts, decisions] = out.split('\n\n')
    expect(facts).toMatch(/\nslices +can be drawn alone$/)
    expect(decisions).toMatch(/^dialect +jax\nthe distribution normal +untruncated\n/)
    expect((await run(words('describe he_normal --shape 3'))).out).not.toContain('\n\n')
  })

  test('a wrong dialect, a wrong config and a wrong dtype', async () => {
    expect(await errors(words('describe he_normal --dialect jaxx --shape 3 --dtype int8'))).toMatchObject([
      { code: 'UnknownName', source: '--dialect', nearest: 'jax' },
      { code: 'UnknownDType', source: '--dtype' }
    ])
    expect(await errors(words('describe he_norml --dialect jax --shape 3'))).toMatchObject([
      { code: 'UnknownName', source: 'CONFIG', nearest: 'he_normal' }
    ])
  })

  test('needs a shape: else it is wrong usage', async () => {
    const { code, out, err } = await run(words('describe glorot_uniform'))
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe('error: --shape: expected a shape, as in --shape 784,256, got none\n')
  })
})

describe('describe PLAN', () => {
  test('prints the descriptions, the totals, and the ignored seeds', async () => {
    const found = await json(['describe', plan])
    expect(Object.keys(found)).toEqual(['seed', 'stream', 'parameters', 'elements', 'words', 'bytes', 'ignoredSeeds'])
    expect(found).toMatchObject({
      seed: 3,
      stream: 'native',
      elements: 7857,
      words: 7847,
      bytes: 4 * 7847 + 20,
      ignoredSeeds: ['dense/kernel', 'odd']
    })
    expect(found['parameters']).toMatchObject([
      { name: 'dense/kernel', shape: [784, 10], dtype: 'float32', fans: { fanIn: 784, fanOut: 10 } },
      { name: 'dense/bias', dtype: 'float16', words: 0, bytes: 20 },
      { name: 'gain', shape: [] },
      { name: 'odd' }
    ])
  })

  test('prints a table', async () => {
    const { code, out, err } = await run(['describe', plan])
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^name +shape +dtype +initializer +fans +mean +std +low +high +words +bytes$/),
      expect.stringMatching(
        /^dense\/kernel +784,10 +float32 +glorot_uniform +in 784, out 10 +0 +0\.0501886 .* 7,840 +31,360$/
      ),
      expect.stringMatching(/^dense\/bias +10 +float16 +zeros +- +0 +0 +0 +0 +0 +20$/),
      expect.stringMatching(/^gain +scalar +float32 +VarianceScaling\(1, fan_out, truncated_normal\) /),
      expect.stringMatching(/^odd +2,3 +float32 +RandomUniform\(-1, 1\) +- +0 +0\.57735 +-1 +1 +6 +24$/),
      '',
      '4 parameters, 7,857 elements, 7,847 words, 31,408 bytes',
      '',
      'The seeds of 2 initializers are ignored: a plan has one seed.',
      ''
    ])
  })

  test('a name cannot move the cursor', async () => {
    const name = 'a\u001b[2Jb\u202e'
    const { out } = await run([
      'describe',
      JSON.stringify({ parameters: { [name]: { shape: [], initializer: 'ones' } } })
    ])
    expect(out).toContain('a\\u{1b}[2Jb\\u{202e}')
  })

  test('a plan without parameters', async () => {
    expect((await run(['describe', '{"parameters":{}}'])).out).toContain('0 parameters, 0 elements')
  })

  test('a plan has shapes and dtypes of its own, in the library’s language', async () => {
    expect(await errors(['describe', plan, '--shape', '3', '--dialect', 'keras3', '--dtype', 'float32'])).toMatchObject(
      ['--shape', '--dtype', '--dialect'].map((source) => ({ code: 'Unsupported', source }))
    )
  })

  test('errors name the parameter', async () => {
    const bad = '{"parameters":{"a":{"shape":[2]},"b":{"shape":[-1],"initializer":"ones"}}}'
    expect(await errors(['describe', bad])).toMatchObject([
      { code: 'BadDim', source: 'CONFIG', path: ['parameters', 'b', 'shape', 0] }
    ])
    const missing = '{"parameters":{"a":{"shape":[2]}}}'
    expect((await run(['describe', missing])).err).toBe(
      'error: CONFIG: parameters.a: expected an initializer, or a rule that matches the name, got none\n'
    )
  })

  describe('of a stream', () => {
    const ofTorch = (parameters: object, options: object = {}) =>
      JSON.stringify({ seed: 4, stream: { name: 'torch', options }, parameters })
    const call = (class_name: string, config: object) => ({ class_name, config })
    const layer = {
      weight: { shape: [10, 784], initializer: call('kaiming_uniform_', { a: Math.sqrt(5) }) },
      bias: { shape: [10], dtype: 'float16', initializer: call('uniform_', { a: -0.5, b: 0.5 }) }
    }

    test('prints the canonical initializers of its configs', async () => {
      const found = await json(['describe', ofTorch(layer)])
      expect(found).toMatchObject({ seed: 4, stream: 'torch', elements: 7850, bytes: 4 * 7840 + 20 })
      expect(found['parameters']).toMatchObject([
        { name: 'weight', shape: [10, 784], fans: { fanIn: 784, fanOut: 10 }, content: { _tag: 'Uniform' } },
        { name: 'bias', low: -0.5, high: 0.5 }
      ])
      const [weight] = found['parameters'] as ReadonlyArray<{ readonly high: number }>
      expect(weight?.high).toBeCloseTo(1 / 28, 15) // sqrt(3) sqrt(2 / (1 + 5)) / sqrt(784)
    })

    test('prints a table, and names the stream of the words', async () => {
      const { code, out } = await run(['describe', ofTorch(layer)])
      expect(code).toBe(0)
      expect(out).toMatch(/\nbias +10 +float16 +RandomUniform\(-0\.5, 0\.5\) /)
      expect(out).toContain('\nDrawn by the stream torch; the words are those of the native stream.\n')
      expect((await run(['describe', plan])).out).not.toContain('Drawn by')
    })

    test('reports the errors of the stream and of the configs at once', async () => {
      const wrong = { weight: { shape: [10, 784], initializer: call('kaiming_uniform_', { a: '5' }) } }
      expect(await errors(['describe', ofTorch(wrong, { profile: 'avx' })])).toMatchObject([
        { code: 'UnknownValue', source: 'CONFIG', path: ['stream', 'options', 'profile'], nearest: 'avx2' },
        { code: 'WrongType', source: 'CONFIG', path: ['parameters', 'weight', 'initializer', 'config', 'a'] }
      ])
    })

    test('refuses what the stream does not draw', async () => {
      const half = { w: { shape: [3, 3], dtype: 'float16', initializer: 'orthogonal_' } }
      expect(await errors(['describe', ofTorch(half)])).toMatchObject([
        { code: 'Unsupported', source: 'CONFIG', path: ['parameters', 'w', 'dtype'] }
      ])
    })
  })
})

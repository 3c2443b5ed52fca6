import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as Plan from 'initializers-ts/plan'
import { Safetensors } from 'initializers-ts/formats'
import * as gpt2 from '../importers/gpt2.js'
import { folder } from '../node/folder.js'
import { zip } from '../node/zip.js'
import { errors, json, run, words } from './fakeEnvironment.js'
import { right } from '../support/either.js'

const example = (name: string): string => new URL(`../../examples/${name}`, import.meta.url).pathname
const planIn = (text: string): Plan.Plan => right(Plan.decode(parse(text)))
const exampleIn = (name: string): Plan.Plan => planIn(readFileSync(example(name), 'utf8'))

/** A folder with these files. */
const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const cwd = folder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
  return cwd
}

const dense = (name: string, units: number, more = {}) => ({
  class_name: 'Dense',
  config: { name, units, kernel_initializer: { class_name: 'HeNormal', config: { seed: 3 } }, ...more }
})
const input = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 4] } }
const mlp = {
  class_name: 'Sequential',
  config: { name: 'mlp', layers: [input, dense('a', 3), dense('b', 2)] },
  keras_version: '2.15.0',
  backend: 'tensorflow'
}
const mlpPlan = `rules:
  - { match: '**/kernel', initializer: he_normal }
  - { match: '**/bias', initializer: zeros }
parameters:
  a/kernel: { shape: [4, 3] }
  a/bias: { shape: [3] }
  b/kernel: { shape: [3, 2] }
  b/bias: { shape: [2] }
`

describe('plan', () => {
  test('prints the plan of a Keras model', async () => {
    const { code, out, err } = await run(words('plan mlp.json'), { cwd: folderOf({ 'mlp.json': JSON.stringify(mlp) }) })
    expect([code, err]).toEqual([0, ''])
    expect(out.replace(/^(#.*\n)*/, '')).toBe(mlpPlan)
    expect(out).toMatch(/^# From mlp\.json \(Keras model, keras2\): 4 parameters, 23 elements\.\n/)
    expect(out).toContain('# Seeds of configs, which only the streams of Keras read (2): a/kernel, b/kernel\n')
  })

  test('writes it to a file and reports its contents', async () => {
    const cwd = folderOf({ 'mlp.json': JSON.stringify(mlp) })
    const { code, out } = await run(words('plan mlp.json --out mlp.plan.yaml'), { cwd })
    expect(code).toBe(0)
    expect(out.split('\n').map((line) => line.replace(/ {2,}/, '  '))).toEqual(
      expect.arrayContaining([
        'file  mlp.plan.yaml',
        'model  mlp.json (Keras model, keras2)',
        'parameters  4',
        'elements  23',
        'bytes  92',
        'Seeds of configs, which only the streams of Keras read (2): a/kernel, b/kernel'
      ])
    )
    expect(readFileSync(join(cwd, 'mlp.plan.yaml'), 'utf8')).toContain(mlpPlan)
    expect(readdirSync(cwd).toSorted()).toEqual(['mlp.json', 'mlp.plan.yaml'])
  })

  test('writes JSON to a .json file', async () => {
    const cwd = folderOf({ 'mlp.json': JSON.stringify(mlp) })
    const reported = await json(words('plan mlp.json --out plan.json'), { cwd })
    expect(reported).toMatchObject({ file: 'plan.json', parameters: 4, elements: 23, bytes: 92 })
    expect(reported).not.toHaveProperty('plan')
    expect(JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8'))).toEqual(parse(mlpPlan))
  })

  test('--json reports everything, and the plan if there is no file', async () => {
    expect(await json(['plan', JSON.stringify(mlp)])).toEqual({
      model: 'MODEL',
      source: 'keras',
      dialect: 'keras2',
      rightFans: false,
      parameters: 4,
      elements: 23,
      bytes: 92,
      decisions: expect.any(Array) as unknown,
      overridden: [],
      skipped: [],
      unusedRules: [],
      ignoredSeeds: ['a/kernel', 'b/kernel'],
      plan: parse(mlpPlan) as unknown
    })
  })

  test('reports the decisions of the model’s dialect', async () => {
    const kernel_initializer = { class_name: 'VarianceScaling', config: { distribution: 'normal' } }
    const config = { name: 'm', layers: [input, dense('a', 3, { kernel_initializer })] }
    const cwd = folderOf({ 'm.json': JSON.stringify({ ...mlp, config }) })
    const { out } = await run(words('plan m.json'), { cwd })
    expect(out).toContain('# the distribution normal: truncated\n')
    const { out: reported } = await run(words('plan m.json --out p.yaml'), { cwd })
    expect(reported).toMatch(/^the distribution normal +truncated$/m)
  })

  test('describe and init take it', async () => {
    const { out } = await run(words('plan -'), { stdin: JSON.stringify(mlp) })
    const described = await json(words('describe -'), { stdin: out })
    expect(described['parameters']).toMatchObject([
      { name: 'a/kernel', fans: { fanIn: 4, fanOut: 3 } },
      { name: 'a/bias' },
      { name: 'b/kernel', fans: { fanIn: 3, fanOut: 2 } },
      { name: 'b/bias' }
    ])
    const cwd = folder()
    const initialized = await json(words('init - --out m.safetensors'), { cwd, stdin: out })
    expect(initialized).toMatchObject({ parameters: 4, elements: 23 })
  })

  test('--rules replace the initializers of the model, which is reported', async () => {
    const rules = "- { match: 'b/*', initializer: ones, dtype: float16 }\n- { match: c, initializer: ones }\n"
    const cwd = folderOf({ 'rules.yaml': rules, 'mlp.json': JSON.stringify(mlp) })
    const { out } = await run(words('plan mlp.json --rules rules.yaml'), { cwd })
    expect(planIn(out).parameters.map(({ name, dtype, initializer: { _tag } }) => [name, dtype, _tag])).toEqual([
      ['a/kernel', 'float32', 'VarianceScaling'],
      ['a/bias', 'float32', 'Zeros'],
      ['b/kernel', 'float16', 'Ones'],
      ['b/bias', 'float16', 'Ones']
    ])
    expect(out).toContain('# Initialized by a rule instead of the model (2): b/kernel, b/bias\n')
    expect(out).toContain('# Unused rules (1): c\n')
    expect(await json(words('plan mlp.json --rules rules.yaml'), { cwd })).toMatchObject({
      overridden: ['b/kernel', 'b/bias'],
      unusedRules: ['c']
    })
  })

  test('--dtype is the dtype of all parameters', async () => {
    const { plan } = await json(['plan', JSON.stringify(mlp), '--dtype', 'bfloat16'])
    expect(plan).toMatchObject({ dtype: 'bfloat16' })
  })

  test('--right-fans change the fans of describe', async () => {
    const depthwise = {
      class_name: 'DepthwiseConv2D',
      config: { name: 'd', kernel_size: [3, 3], depth_multiplier: 2, depthwise_initializer: 'he_normal' }
    }
    const image = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 8, 8, 16] } }
    const model = JSON.stringify({ ...mlp, config: { name: 'm', layers: [image, depthwise] } })
    const fansOf = async (...options: ReadonlyArray<string>) => {
      const { out } = await run(['plan', model, ...options])
      const { parameters } = await json(words('describe -'), { stdin: out })
      return (parameters as ReadonlyArray<{ readonly fans: unknown }>)[0]?.fans
    }
    // Keras: 9 taps times the last two axes, 16 and 2. A depthwise kernel: each output hears one channel.
    expect(await fansOf()).toEqual({ fanIn: 144, fanOut: 18 })
    expect(await fansOf('--right-fans')).toEqual({ fanIn: 9, fanOut: 18 })
    expect((await run(['plan', model, '--right-fans'])).out).toContain('# Fans follow the kind of each layer')
  })
})

describe('kinds of files', () => {
  const keras = (files: Readonly<Record<string, unknown>>) =>
    zip(Object.entries(files).map(([name, value]) => ({ name, text: JSON.stringify(value) })))
  const { class_name, config, keras_version } = mlp

  test('a .keras archive, by the version in it', async () => {
    const cwd = folderOf({
      'm.keras': keras({
        'metadata.json': { keras_version, date_saved: '2024-01-01' },
        'config.json': { class_name, config }
      })
    })
    expect(await json(words('plan m.keras'), { cwd })).toMatchObject({
      dialect: 'keras2',
      plan: parse(mlpPlan) as unknown
    })
  })

  test.each([
    ['without a config', keras({ 'metadata.json': {} }), 'Unreadable', []],
    ['with another config', keras({ 'config.json': [1] }), 'WrongType', []],
    ['with broken JSON', zip([{ name: 'config.json', text: '{"a":' }]), 'BadJson', ['config.json', 'a']],
    ['with other bytes', Buffer.from('PK'), 'Unreadable', []],
    ['with a bomb', zip([{ name: 'config.json', text: '', claimedSize: 4e9 }]), 'TooLarge', ['config.json']]
  ])('a .keras archive %s', async (_, bytes, code, path) => {
    expect(await errors(words('plan m.keras'), { cwd: folderOf({ 'm.keras': bytes }) })).toMatchObject([
      { code, source: 'm.keras', path }
    ])
  })

  test('model.json of TF.js', async () => {
    const model = { modelTopology: { ...mlp, keras_version: 'tfjs-layers 4.22.0' }, format: 'layers-model' }
    expect(await json(['plan', JSON.stringify(model)])).toMatchObject({
      source: 'tfjs',
      dialect: 'tfjs',
      parameters: 4
    })
  })

  test('GPT-2 from a safetensors header and rules: the same weights as from the example', async () => {
    const specs = gpt2.shapes.map(([name, shape]) => ({ name, shape, dtype: 'float32' as const }))
    // a header without its 500 MB: the file is as long, but nothing is in it
    const { header, fileSize } = right(Safetensors.layout()(specs))
    const cwd = folderOf({ 'gpt2.safetensors': header })
    truncateSync(join(cwd, 'gpt2.safetensors'), fileSize)
    const { out } = await run(['plan', 'gpt2.safetensors', '--rules', example('gpt2.rules.yaml')], { cwd })
    expect(planIn(out)).toEqual(exampleIn('gpt2.plan.yaml'))
    expect(out.match(/^ {2}- .*$/gm)).toHaveLength(4) // the rules of the file, and no others
  })

  test('names and shapes, as YAML too', async () => {
    const cwd = folderOf({
      'shapes.yaml': 'w: [2, 3]\nn: { shape: [], dtype: int64 }\n',
      'r.json': '[{"match":"*","initializer":"ones"}]'
    })
    const { out } = await run(words('plan shapes.yaml --rules r.json'), { cwd })
    expect(out).toBe(
      '# From shapes.yaml (names and shapes): 1 parameters, 6 elements.\n' +
        '# Left out, as integers are not drawn (1): n (int64)\n' +
        'rules:\n' +
        "  - { match: '*', initializer: ones }\n" +
        'parameters:\n' +
        '  w: { shape: [2, 3] }\n'
    )
  })

  test('100,000 names', async () => {
    const shapes = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`h.${i}.weight`, [4]]))
    const cwd = folderOf({ 's.json': JSON.stringify(shapes), 'r.json': '[{"match":"**","initializer":"ones"}]' })
    const reported = await json(words('plan s.json --rules r.json --out p.yaml'), { cwd })
    expect(reported).toMatchObject({ parameters: 100_000, elements: 400_000 })
  }, 60_000)
})

describe('ResNet-50', () => {
  test('of Keras has the parameters of the example', async () => {
    const { out } = await run(['plan', example('resnet50.keras3.json')])
    expect(planIn(out).parameters).toEqual(exampleIn('resnet50.plan.yaml').parameters)
  })
})

describe('what plan refuses', () => {
  test.each([
    ['resnet50', 'WrongType', 'MODEL'],
    ['none.json', 'FileError', 'none.json'],
    ['none.keras', 'FileError', 'none.keras'],
    ['none.safetensors', 'FileError', 'none.safetensors'],
    ['m.weights.h5', 'Unsupported', 'm.weights.h5'],
    ['m.HDF5', 'Unsupported', 'm.HDF5'],
    ['{', 'BadJson', 'MODEL'],
    ['{}', 'WrongType', 'MODEL'],
    ['{"parameters":[{"name":"w","shape":[2]}]}', 'Unsupported', 'MODEL'],
    ['{"metadata":{"total_size":1},"weight_map":{}}', 'Unsupported', 'MODEL'],
    ['{"w":[2]}', 'NoInitializer', 'MODEL']
  ])('%s: %s', async (source, code, reported) => {
    expect(await errors(['plan', source], { cwd: folder() })).toMatchObject([{ code, source: reported }])
  })

  test('reports in a sentence what it expected', async () => {
    const { err } = await run(['plan', '{"hello":1}'])
    expect(err).toBe(
      'error: MODEL: expected a Keras model (class_name, config), a TF.js model.json (modelTopology), or names and ' +
        'shapes such as { "dense/kernel": [784, 10] }, got an object with the keys hello\n'
    )
    expect((await run(['plan', 'm.h5'])).err).toBe(
      'error: m.h5: expected the output of model.to_json() or a .keras file (load the HDF5 file in Keras and save it), ' +
        'got "m.h5"\n'
    )
  })

  const shapes = '{"w":[2]}'

  test.each([
    ['--rules none.yaml', 'none.yaml'],
    ['--rules bad.yaml', 'bad.yaml'],
    ['--rules ones', '--rules'],
    ['--rules rules.yaml --dtype int8', '--dtype'],
    ['--rules rules.yaml --out plan.txt', '--out'],
    ['--rules rules.yaml --out no/plan.yaml', 'no/plan.yaml']
  ])('%s', async (options, source) => {
    const files = { 'rules.yaml': "- { match: '*', initializer: ones }", 'bad.yaml': 'rules: 3' }
    const cwd = folderOf(files)
    expect(await errors(['plan', shapes, ...words(options)], { cwd })).toMatchObject([{ source }])
    expect(readdirSync(cwd).toSorted()).toEqual(Object.keys(files).toSorted())
  })

  test('a plan that init could not draw, before anything is written', async () => {
    const cwd = folderOf({ 'rules.yaml': "- { match: '*', initializer: orthogonal }" })
    expect(await errors(['plan', shapes, ...words('--rules rules.yaml --out p.yaml')], { cwd })).toMatchObject([
      { source: 'MODEL', path: ['parameters', 'w', 'shape'] }
    ])
    expect(readdirSync(cwd)).toEqual(['rules.yaml'])
  })

  test('an existing file stays if the new one fails', async () => {
    const cwd = folderOf({ 'p.yaml': 'as it was' })
    await errors(['plan', '{"w":[-1]}', '--out', 'p.yaml'], { cwd })
    expect(readFileSync(join(cwd, 'p.yaml'), 'utf8')).toBe('as it was')
  })

  test('the same model gives the same bytes', async () => {
    const cwd = folderOf({ 'mlp.json': JSON.stringify(mlp) })
    const hash = async () => {
      await run(words('plan mlp.json --out p.yaml'), { cwd })
      return createHash('sha256')
        .update(readFileSync(join(cwd, 'p.yaml')))
        .digest('hex')
    }
    expect(await hash()).toBe(await hash())
  })
})

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { Safetensors } from '../../src/formats/index.js'
import { folder } from '../node/folder.js'
import { cases, sha256 } from '../streams/golden.js'
import { errors, json, run, words } from './fakeEnvironment.js'

const plan = `
seed: 3
rules:
  - { match: '**/kernel', initializer: he_normal }
  - { match: '**', initializer: zeros }
parameters:
  dense/kernel: { shape: [300, 400] }
  dense/bias: { shape: [400], dtype: float16 }
`

/** A folder that holds the plan. */
const planFolder = (): string => {
  const cwd = folder()
  writeFileSync(join(cwd, 'plan.yaml'), plan)
  return cwd
}
const line = words('init plan.yaml --out model.safetensors')
const modelIn = (cwd: string): Buffer => readFileSync(join(cwd, 'model.safetensors'))

describe('init', () => {
  test('writes the model and reports the file, its size and the seed', async () => {
    const cwd = planFolder()
    const found = await json(line, { cwd })
    const file = modelIn(cwd)
    expect(found).toEqual({
      file: 'model.safetensors',
      parameters: 2,
      elements: 120_400,
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
      stream: 'native',
      seed: 3
    })
    const contents = Safetensors.decode(file)
    expect(E.isRight(contents) && contents.right.tensors.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual(
      [
        ['dense/kernel', [300, 400], 'float32'],
        ['dense/bias', [400], 'float16']
      ]
    )
    expect(readdirSync(cwd).toSorted()).toEqual(['model.safetensors', 'plan.yaml'])
  })

  test('the same command gives the same bytes, another seed gives others', async () => {
    const cwd = planFolder()
    const first = await json(line, { cwd })
    expect(await json(line, { cwd })).toEqual(first)
    expect(await json([...line, '--seed', '3'], { cwd })).toEqual(first)
    const { sha256, seed } = await json([...line, '--seed', '18446744073709551615'], { cwd })
    expect(sha256).not.toBe(first['sha256'])
    expect(seed).toBe('18446744073709551615')
  })

  test('any number of threads gives the same bytes', async () => {
    const cwd = planFolder()
    const first = await json(line, { cwd })
    for (const n of ['1', '3']) expect(await json([...line, '--threads', n], { cwd })).toEqual(first)
  })

  test.each([
    ['', '3 (from the plan)'],
    ['--seed -4', '-4 (given)']
  ])('seed %j is %s', async (option, reported) => {
    const { out } = await run([...line, ...option.split(' ').filter(Boolean)], { cwd: planFolder() })
    expect(out).toContain(reported)
  })

  test('--summary prints a table, or a list', async () => {
    const cwd = planFolder()
    const { code, out, err } = await run([...line, '--summary'], { cwd })
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n').slice(0, 4)).toEqual([
      expect.stringMatching(/^name +shape +initializer +mean +std +expected std$/),
      expect.stringMatching(/^dense\/kernel +300,400 +he_normal +\S+ +0\.081\d+ +0\.0816497$/),
      expect.stringMatching(/^dense\/bias +400 +zeros +0 +0 +0$/),
      ''
    ])
    const { summary } = await json([...line, '--summary'], { cwd })
    expect(summary).toMatchObject([
      { name: 'dense/kernel', expected: { mean: 0, std: Math.sqrt(2 / 300) } },
      { name: 'dense/bias', mean: 0, std: 0, expected: { mean: 0, std: 0 } }
    ])
  })

  test('a plan comes from stdin and inline as well', async () => {
    const cwd = planFolder()
    const { sha256 } = await json(line, { cwd })
    const stdin = await json(words('init - --out model.safetensors'), { cwd, stdin: plan })
    expect(stdin['sha256']).toBe(sha256)
    const inline = '{"parameters":{"a":{"shape":[2],"initializer":"ones"}}}'
    expect(await json(['init', inline, '--out', 'b.safetensors'], { cwd })).toMatchObject({ elements: 2, seed: 0 })
  })
})

describe('init of a stream', () => {
  const kaiming = { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } }
  const bound = 1 / Math.sqrt(20)
  const linear = {
    seed: 42,
    stream: { name: 'torch' },
    parameters: {
      weight: { shape: [30, 20], initializer: kaiming },
      bias: { shape: [30], initializer: { class_name: 'uniform_', config: { a: -bound, b: bound } } }
    }
  }
  const initOf = (plan: object, ...options: ReadonlyArray<string>) => [
    ...['init', JSON.stringify(plan), '--out', 'model.safetensors'],
    ...options
  ]
  const goldenOf = (group: string, ...ids: ReadonlyArray<string>) =>
    ids.map((id) => cases(group).find((each) => each.id === id)?.sha256_le)
  const hashesIn = (cwd: string) => {
    const contents = Safetensors.decode(modelIn(cwd))
    return E.isLeft(contents) ? [] : contents.right.tensors.map(sha256)
  }

  test('writes the weights that PyTorch starts from', async () => {
    const cwd = folder()
    const found = await json(initOf(linear), { cwd })
    expect(found).toMatchObject({ stream: 'torch', seed: 42, parameters: 2, elements: 630 })
    expect(found['sha256']).toBe(createHash('sha256').update(modelIn(cwd)).digest('hex'))
    expect(hashesIn(cwd)).toEqual(goldenOf('torch_avx2', 'torch.Linear.weight', 'torch.Linear.bias'))
  })

  test('each given option replaces that of the plan', async () => {
    const cwd = folder()
    const plan = { ...linear, stream: { name: 'torch', options: { profile: 'avx2', version: '2.11' } } }
    await json(initOf(plan, '--stream-option', 'profile=default'), { cwd })
    expect(hashesIn(cwd)).toEqual(goldenOf('torch_default', 'torch.Linear.weight', 'torch.Linear.bias'))
    const half = { h: { shape: [2], dtype: 'float16', initializer: 'normal_' } } // which 2.11 has not
    expect(await errors(initOf({ ...plan, parameters: half }, '--stream-option', 'profile=default'))).toMatchObject([
      { code: 'Unsupported', path: ['parameters', 'h', 'dtype'] }
    ])
  })

  test('a given stream replaces that of the plan and its options', async () => {
    const cwd = folder()
    const parameters = { w: { shape: [64, 48], initializer: 'he_normal' } }
    const plan = { seed: 42, stream: { name: 'jax', keys: 'split' }, parameters }
    expect(await json(initOf(plan, '--stream', 'keras-jax'), { cwd })).toMatchObject({ stream: 'keras-jax' })
    expect(hashesIn(cwd)).toEqual(goldenOf('keras-jax', 'keras-jax.VS.truncated_normal.42'))
    expect(await errors(initOf({ ...plan, stream: 'keras-jax' }, '--stream-option', 'keys=split'))).toMatchObject([
      { code: 'UnknownKey', source: '--stream-option', path: ['keys'] }
    ])
    const { sha256: native } = await json(initOf(plan, '--stream', 'native'), { cwd })
    expect((await json(initOf({ seed: 42, parameters }), { cwd }))['sha256']).toBe(native)
  })

  test('--summary has the canonical initializers of the configs', async () => {
    const cwd = folder()
    const { out } = await run(initOf(linear, '--summary'), { cwd })
    expect(out).toMatch(/^weight +30,20 +VarianceScaling\(.*\) +\S+ +0\.12\d+ +0\.129099$/m) // 1 / sqrt(3 · 20)
    expect(out).toMatch(/^stream +torch$/m)
    const { summary } = await json(initOf(linear, '--summary'), { cwd })
    expect(summary).toMatchObject([
      { name: 'weight', expected: { mean: 0 } },
      { name: 'bias', expected: { mean: 0 } }
    ])
  })

  test('numbers that the native stream would not draw have no expected moments', async () => {
    const tiny = { class_name: 'normal', config: { stddev: 1e-9 } }
    const plan = { stream: 'jax', parameters: { w: { shape: [4], dtype: 'float16', initializer: tiny } } }
    const { summary } = await json(initOf(plan, '--summary'), { cwd: folder() })
    expect(summary).toMatchObject([{ mean: 0, std: 0, expected: null }])
    expect((await run(initOf(plan, '--summary'), { cwd: folder() })).out).toMatch(
      /^w +4 +RandomNormal\S* \S+ +0 +0 +-$/m
    )
  })

  test('errors name their source: the plan or an option', async () => {
    const plan = { ...linear, stream: { name: 'torch', options: { profile: 'avx' } } }
    expect(await errors(initOf(plan, '--seed', 'x'))).toMatchObject([
      { code: 'UnknownValue', source: 'PLAN', path: ['stream', 'options', 'profile'] },
      { code: 'BadSeed', source: '--seed' }
    ])
    expect(await errors(initOf({ ...linear, stream: 'torhc' }))).toMatchObject([
      { code: 'UnknownName', source: 'PLAN', path: ['stream', 'name'], nearest: 'torch' }
    ])
    expect(await errors(initOf({ ...linear, stream: 'numpy', parameters: {} }, '--seed', '-1'))).toMatchObject([
      { code: 'BadSeed', source: '--seed', path: [] }
    ])
  })
})

describe('the progress bar', () => {
  const erase = '\r\u001b[K'

  test('overwrites one line of a terminal, and is removed', async () => {
    const cwd = planFolder()
    const { out, err } = await run(line, { cwd, isTTY: true })
    expect(err.endsWith(erase)).toBe(true)
    expect(err.slice(0, -erase.length)).toMatch(/^(\r\[=*>? *\] +\d+ % {2}\d+ of 0 MB)+$/)
    expect(err).toContain('100 %')
    expect(out).not.toContain('\r')
  })

  test('is not printed to a pipe', async () => {
    expect((await run(line, { cwd: planFolder() })).err).toBe('')
  })

  test('is removed before an error', async () => {
    const cwd = planFolder()
    const { err } = await run(line, { cwd, isTTY: true, interruptAfter: 1 })
    expect(err).toContain(`MB${erase}error: `)
  })
})

describe('what init refuses', () => {
  test.each([
    ['foo', 'WrongType', 'PLAN'],
    ['he_normal', 'WrongType', 'PLAN'],
    ['none.yaml', 'FileError', 'none.yaml'],
    ['{"parameters":{"a":{"shape":[2]}}}', 'NoInitializer', 'PLAN'],
    ['{"parameters":{},"parameters":{}}', 'DuplicateKey', 'PLAN'],
    ['{"parameters":{"__metadata__":{"shape":[2],"initializer":"ones"}}}', 'BadName', 'PLAN'],
    ['{"parameters":{},"stream":"jacks"}', 'UnknownName', 'PLAN']
  ])('%s: %s', async (source, code, reported) => {
    const cwd = folder()
    expect(await errors(['init', source, '--out', 'm.safetensors'], { cwd })).toMatchObject([
      { code, source: reported }
    ])
    expect(readdirSync(cwd)).toEqual([])
  })

  test.each([
    ['--out model.bin', '--out'],
    ['--out m.safetensors --stream torhc', '--stream'],
    ['--out m.safetensors --stream torch', 'plan.yaml'], // which has other words
    ['--out m.safetensors --stream-option profile=fma', '--stream-option'],
    ['--out m.safetensors --seed one', '--seed'],
    ['--out m.safetensors --threads 0', '--threads'],
    ['--out m.safetensors --threads 9999', '--threads'],
    ['--out m.safetensors --threads all', '--threads'],
    ['--out no/m.safetensors', 'no/m.safetensors'],
    ['--out taken.safetensors', 'taken.safetensors']
  ])('%s', async (options, source) => {
    const cwd = planFolder()
    mkdirSync(join(cwd, 'taken.safetensors'))
    expect(await errors(['init', 'plan.yaml', ...words(options)], { cwd })).toMatchObject([{ source }])
    expect(readdirSync(cwd).toSorted()).toEqual(['plan.yaml', 'taken.safetensors'])
  })

  test('a model file, and names the command that makes a plan from it', async () => {
    const { code, err } = await run(['init', '{"class_name":"Sequential"}', '--out', 'm.safetensors'])
    expect([code, err]).toEqual([
      1,
      'error: PLAN: expected a plan with the key parameters (the command plan makes a plan from a model file), got ' +
        'another value\n'
    ])
  })

  test('an interruption leaves an existing file', async () => {
    const cwd = planFolder()
    writeFileSync(join(cwd, 'model.safetensors'), 'as it was')
    const { code, out, err } = await run(line, { cwd, isTTY: true, interruptAfter: 1 })
    expect([code, out]).toEqual([130, ''])
    expect(err).toContain('error: model.safetensors: interrupted before the file was written\n')
    expect(modelIn(cwd).toString()).toBe('as it was')
    expect(readdirSync(cwd).toSorted()).toEqual(['model.safetensors', 'plan.yaml'])
  })
})

describe('the example', () => {
  const resnet50 = new URL('../../examples/resnet50.plan.yaml', import.meta.url).pathname

  test('ResNet-50 has 25,636,712 values', async () => {
    expect(existsSync(resnet50)).toBe(true)
    const found = await json(['describe', resnet50])
    expect(found).toMatchObject({ elements: 25_636_712, seed: null, ignoredSeeds: [] })
    expect(found['parameters']).toHaveLength(320)
  })

  test('GPT-2 has 124,439,808 values, and scales what goes into the residual stream', async () => {
    const found = await json(['describe', new URL('../../examples/gpt2.plan.yaml', import.meta.url).pathname])
    expect(found).toMatchObject({ elements: 124_439_808, seed: null })
    const stddevs = (found['parameters'] as ReadonlyArray<{ readonly name: string; readonly stddev: number }>).map(
      ({ name, stddev }) => [name, stddev] as const
    )
    expect(stddevs).toHaveLength(148)
    const projections = stddevs.filter(([name]) => name.endsWith('c_proj.weight'))
    expect(projections).toHaveLength(24)
    // 0.02 / sqrt(24)
    for (const [, stddev] of projections) expect(stddev).toBeCloseTo(0.00408248290463863, 16)
  })
})

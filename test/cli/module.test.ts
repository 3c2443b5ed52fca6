import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Safetensors } from '../../src/formats/index.js'
import { folder } from '../node/folder.js'
import { right } from '../support/either.js'
import { errors, json, run, words } from './fakeEnvironment.js'

const example = fileURLToPath(new URL('../../examples/own-initializers/index.js', import.meta.url))
const withModule = (line: string): ReadonlyArray<string> => [...words(line), '--module', example]

const plan = JSON.stringify({
  parameters: { w: { shape: [8, 8], initializer: 'laplace' }, v: { shape: [8, 8], initializer: 'hadamard' } }
})

describe('--module', () => {
  test('sample draws its initializers, and slices of them', async () => {
    const sampled = await json(withModule('sample hadamard --shape 4,4'))
    expect(sampled).toMatchObject({ shape: [4, 4], min: -0.5, max: 0.5, stream: 'native' })
    expect(await json(withModule('sample laplace --shape 4,4 --slice :2,: --seed 3'))).toMatchObject({ shape: [2, 4] })
    expect(await json(withModule('sample laplace --shape 4,4 --dialect canonical'))).toMatchObject({ shape: [4, 4] })
  })

  test('describe describes a config and a plan', async () => {
    expect(await json(withModule('describe toeplitz --shape 3,5'))).toMatchObject({ words: 7, elementwise: false })
    const { out } = await run(['describe', plan, '--module', example])
    expect(out).toMatch(/^w +8,8 +float32 +Laplace\(0, 0\.05\)/m)
    expect(out).toMatch(/^v +8,8 +float32 +Hadamard\(1\)/m)
  })

  test('init writes a plan, and the stream of the options may be native', async () => {
    const cwd = folder()
    const line = ['init', plan, '--out', 'm.safetensors', '--seed', '5', '--summary', '--module', example]
    const { sha256 } = await json(line, { cwd })
    expect((await json([...line, '--stream', 'native'], { cwd }))['sha256']).toBe(sha256)
    const { tensors } = right(Safetensors.decode(readFileSync(join(cwd, 'm.safetensors'))))
    expect(tensors.map(({ name }) => name)).toEqual(['w', 'v'])
    expect(new Set(tensors[1]!.data)).toEqual(new Set([Math.fround(1 / Math.sqrt(8)), Math.fround(-1 / Math.sqrt(8))]))
  })

  test('plan takes rules that name its initializers', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'rules.yaml'), "- { match: '*', initializer: hadamard }\n")
    const { out } = await run(['plan', '{"w":[4,4]}', '--rules', 'rules.yaml', '--module', example], { cwd })
    expect(out).toContain("rules:\n  - { match: '*', initializer: hadamard }\nparameters:\n  w: { shape: [4, 4] }\n")
  })

  test('may be repeated, and is relative to the working directory', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'none.mjs'), 'export default []')
    const line = [...words('sample laplace --shape 2 --module ./none.mjs'), '--module', example]
    expect(await json(line, { cwd })).toMatchObject({ shape: [2] })
  })

  test('is needed', async () => {
    expect(await errors(words('sample laplace --shape 2'))).toMatchObject([{ code: 'UnknownName', source: 'CONFIG' }])
  })

  test.each([
    ['none.mjs', undefined, 'FileError'],
    ['own.mjs', 'export const laplace = 1', 'WrongType'],
    ['own.mjs', 'export default 5', 'WrongType']
  ])('reports the file as the user wrote it: %s %s', async (name, code, expected) => {
    const cwd = folder()
    if (code !== undefined) writeFileSync(join(cwd, name), code)
    expect(await errors(words(`sample ones --shape 2 --module ${name}`), { cwd })).toMatchObject([
      { code: expected, source: name, path: [] }
    ])
  })

  test('states in a sentence what the module has to export', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'own.mjs'), 'export default 5')
    const { err } = await run(words('sample ones --shape 2 --module own.mjs'), { cwd })
    expect(err).toBe(
      'error: own.mjs: expected a default export that is a list of definitions (Initializer.define), got 5\n'
    )
  })

  test.each(['sample', 'describe', 'plan', 'init'])('the help of %s states that it runs code', async (command) => {
    expect((await run([command, '--help'])).out.replace(/\s+/g, ' ')).toContain('Runs the code of the file')
  })
})

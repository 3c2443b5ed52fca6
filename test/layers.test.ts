import { readFileSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { RuleTester } from 'eslint'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { modules } from '../scripts/project.mjs'
import plugin, { complaint, layerOf, layers } from '../scripts/eslint-layers.js'

const src = new URL('../src/', import.meta.url)
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))

/** The files of src that a file imports, as paths in src. (TypeScript does not list those of `export * as`.) */
const imports = (file: string): ReadonlyArray<string> =>
  ts
    .preProcessFile(readFileSync(new URL(file, src), 'utf8').replaceAll(/^export \* as \w+ from/gm, 'export * from'))
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts'))

/** The files of src that a file imports, directly or not, and the file itself. */
const reachedFrom = (start: string): ReadonlySet<string> => {
  const reached = new Set<string>()
  const pending = [start]
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    pending.push(...imports(file))
  }
  return reached
}

/** A cycle in a graph, as its path, or nothing. */
const circle = (graph: ReadonlyMap<string, ReadonlyArray<string>>): ReadonlyArray<string> | undefined => {
  const done = new Set<string>()
  const search = (node: string, path: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (done.has(node)) return undefined
    for (const next of graph.get(node) ?? []) {
      const found = search(next, [...path, node])
      if (found) return found
    }
    done.add(node)
    return undefined
  }
  for (const node of graph.keys()) {
    const found = search(node, [])
    if (found) return found
  }
  return undefined
}

describe('layers', () => {
  test('no file imports itself, directly or indirectly', () => {
    expect(circle(new Map(files.map((file) => [file, imports(file)])))).toBeUndefined()
  })

  test('the search finds a cycle, and none in a diamond', () => {
    const graph = (rows: Record<string, string>) => new Map(Object.entries(rows).map(([k, v]) => [k, v.split('')]))
    expect(circle(graph({ a: 'b', b: 'c', c: 'db', d: '' }))).toEqual(['b', 'c', 'b'])
    expect(circle(graph({ a: 'bc', b: 'd', c: 'd', d: '' }))).toBeUndefined()
  })

  test('every initializer of index is a subpath of its own', () => {
    const published = modules.map(({ name }) => `${name}.ts`)
    const initializers = imports('index.ts').filter((file) => file.startsWith('initializers/'))
    expect(initializers).toContain('initializers/VarianceScaling.ts')
    expect(initializers.filter((file) => !published.includes(file))).toEqual([])
  })

  test('index reaches no stream, no dialect and no plan', () => {
    const reached = reachedFrom('index.ts')
    expect(reached.has('initializers/VarianceScaling.ts')).toBe(true)
    expect([...reached].filter((file) => /^(streams|dialects|plan|replay)\//.test(file))).toEqual([])
  })

  test('every module has one layer', () => {
    const all = layers.flat()
    expect(new Set(all).size).toBe(all.length)
    expect(layerOf('numeric')).toBe(0)
    expect(layerOf('elsewhere')).toBe(-1)
  })

  test.each([
    ['Draw.ts', './Rng.js', undefined],
    ['initializers/Zeros.ts', './Constant.js', undefined],
    ['initializers/Zeros.ts', '../numeric/normal/normal.js', undefined],
    ['Rng.ts', 'pure-rand/generator/xoroshiro128plus', undefined],
    ['laws/fast-check.ts', 'fast-check', undefined],
    ['Rng.ts', './Draw.js', 'layer'],
    ['Shape.ts', './Rng.js', 'layer'],
    ['numeric/normal/normal.ts', '../../engine/kernel/draw.js', 'layer'],
    ['initializers/Zeros.ts', '../Initializer.js', 'layer'],
    ['Draw.ts', './elsewhere/file.js', 'no layer'],
    ['Draw.ts', '../package.json', 'outside'],
    ['Draw.ts', 'pure-rand/utils/purify', 'Rng'],
    ['Draw.ts', 'node:fs', 'node'],
    ['Draw.ts', 'initializers-ts/Rng', 'no module']
  ])('%s imports %s: %s', (path, specifier, expected) => {
    if (expected === undefined) expect(complaint(path, specifier)).toBeUndefined()
    else expect(complaint(path, specifier)).toContain(expected)
  })
})

RuleTester.describe = describe
RuleTester.it = test
const at = (path: string) => new URL(path, src).pathname

new RuleTester().run('layers', plugin.rules.order, {
  valid: [
    { filename: at('Draw.ts'), code: "import { Rng } from './Rng.js'" },
    { filename: at('index.ts'), code: "export * as Rng from './Rng.js'" },
    { filename: at('../test/a.test.ts'), code: "import { Draw } from '../src/Draw.js'" }
  ],
  invalid: [
    { filename: at('Rng.ts'), code: "import { Draw } from './Draw.js'", errors: 1 },
    { filename: at('Rng.ts'), code: "export { Draw } from './Draw.js'", errors: 1 },
    { filename: at('Rng.ts'), code: "export * from './Draw.js'", errors: 1 },
    { filename: at('Rng.ts'), code: "await import('./Draw.js')", errors: 1 },
    {
      filename: at('elsewhere/file.ts'),
      code: 'export const age = 1',
      errors: [{ message: /'elsewhere' has no layer/ }]
    }
  ]
})

import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as Plan from 'initializers-ts/plan'
import { fromShapes } from '../../src/importers/shapes.js'
import * as gpt2 from './gpt2.js'
import { right } from '../support/either.js'

const rulesOf = (config: unknown): ReadonlyArray<Plan.Rule> => right(Plan.decodeRules(config))
const all = (initializer: unknown, more = {}) => rulesOf([{ match: '**', initializer, ...more }])
const ones = all('ones')

/** Code and path of each error. */
const problems = (u: unknown, options = { rules: ones }): ReadonlyArray<string> => {
  const imported = fromShapes(u, options)
  return E.isLeft(imported) ? imported.left.map(({ code, path }) => [code, ...path].join(' ')) : []
}

const example = (name: string): unknown =>
  parse(readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'))

describe('names and shapes', () => {
  test('in either form keep their order', () => {
    const { plan, source, dialect, skipped } = right(
      fromShapes({ b: [2, 3], a: { shape: [], dtype: 'float16' } }, { rules: ones })
    )
    expect([source, dialect, skipped]).toEqual(['shapes', null, []])
    expect(plan).toEqual({
      stream: { name: 'native', options: {} },
      language: 'canonical',
      seed: null,
      parameters: [
        { name: 'b', shape: [2, 3], dtype: 'float32', initializer: { _tag: 'Ones', dtype: null } },
        { name: 'a', shape: [], dtype: 'float16', initializer: { _tag: 'Ones', dtype: null } }
      ]
    })
  })

  test('of GPT-2 with a file of rules give the plan of the example', () => {
    const { plan } = right(fromShapes(Object.fromEntries(gpt2.shapes), { rules: rulesOf(example('gpt2.rules.yaml')) }))
    expect(plan).toEqual(right(Plan.decode(example('gpt2.plan.yaml'))))
    expect(plan.parameters).toHaveLength(148)
  })

  test('may be names of inherited properties', () => {
    const { plan } = right(fromShapes(JSON.parse('{"__proto__":[1],"constructor":[2]}'), { rules: ones }))
    expect(plan.parameters.map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  })

  test('of 100,000 tensors are read in linear time', () => {
    const read = (n: number) => {
      const shapes = Object.fromEntries(Array.from({ length: n }, (_, i) => [`block.${i}.dense.weight`, [8, 8]]))
      const start = performance.now()
      expect(right(fromShapes(shapes, { rules: ones })).plan.parameters).toHaveLength(n)
      return performance.now() - start
    }
    read(10_000)
    expect(read(100_000)).toBeLessThan(60 * read(10_000) + 2000)
  })
})

describe('the dtype', () => {
  const dtypeOf = (dtype: unknown, options: object = {}) =>
    right(fromShapes({ w: { shape: [2], dtype } }, { rules: ones, ...options })).plan.parameters[0]?.dtype

  test.each([
    ['float64', 'float64'],
    ['torch.bfloat16', 'bfloat16'],
    ['F16', 'float16'],
    [null, 'float32']
  ])('%s is %s', (word, expected) => {
    expect(dtypeOf(word)).toBe(expected)
  })

  test('is that of the rule, else of the options, else of the file', () => {
    expect(dtypeOf('float16', { dtype: 'float64' })).toBe('float64')
    expect(dtypeOf('float16', { dtype: 'float64', rules: all('ones', { dtype: 'bfloat16' }) })).toBe('bfloat16')
    expect(dtypeOf('F8_E4M3', { dtype: 'float16' })).toBe('float16')
  })

  test('of integers and booleans: they are skipped and reported', () => {
    const shapes = { w: [2], 'n.num_batches': { shape: [], dtype: 'torch.int64' }, mask: { shape: [4], dtype: 'bool' } }
    const { plan, skipped } = right(fromShapes(shapes, { rules: all('ones', { dtype: 'float16' }) }))
    expect(plan.parameters.map(({ name }) => name)).toEqual(['w'])
    expect(skipped).toEqual([
      { name: 'n.num_batches', dtype: 'torch.int64' },
      { name: 'mask', dtype: 'bool' }
    ])
  })
})

describe('rules', () => {
  test('that are not the first match of any name are reported', () => {
    const rules = rulesOf([
      { match: '*', initializer: 'ones' },
      { match: 'w', initializer: 'zeros' },
      { match: 'v', initializer: 'zeros' }
    ])
    expect(right(fromShapes({ w: [2] }, { rules }))).toMatchObject({ unusedRules: ['w', 'v'], overridden: [] })
  })

  test('every parameter without one is an error', () => {
    const imported = fromShapes(
      { a: [1], 'b.bias': [2], c: [3] },
      { rules: rulesOf([{ match: 'a', initializer: 'ones' }]) }
    )
    expect(E.isLeft(imported) && imported.left).toEqual([
      {
        code: 'NoInitializer',
        path: ['parameters', 'b.bias'],
        expected: 'a rule that matches the name (add one)',
        received: 'none'
      },
      expect.objectContaining({ path: ['parameters', 'c'] })
    ])
  })
})

describe('what is refused', () => {
  const revoked = (() => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  })()

  test.each([
    ['a list', [1], ['WrongType']],
    ['a string', 'w', ['WrongType']],
    ['a revoked proxy', revoked, ['WrongType']],
    ['invalid sizes', { a: [2.5, -1], b: [null] }, ['BadDim a shape 0', 'BadDim a shape 1', 'BadDim b shape 0']],
    ['a number in place of a shape', { a: 3 }, ['WrongType a']],
    ['too many axes', { a: Array<number>(40).fill(1) }, ['RankTooLarge a shape']],
    ['unknown keys', { a: { shape: [1], size: 4 } }, ['UnknownKey a size']],
    ['an unknown dtype', { a: { shape: [1], dtype: 'flaot32' } }, ['UnknownDType a dtype']],
    ['a dtype that is a number', { a: { shape: [1], dtype: 32 } }, ['WrongType a dtype']],
    [
      'a dtype that cannot be drawn',
      { a: { shape: [1], dtype: 'complex64' } },
      ['UnsupportedDType parameters a dtype']
    ],
    ['an empty name', { '': [1] }, ['BadName parameters ']],
    ['a lone surrogate', { 'w\ud800': [1] }, ['BadName parameters w\ud800']]
  ])('%s', (_, u, expected) => {
    expect(problems(u)).toEqual(expected)
  })

  test('at most a hundred errors are reported', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`w${i}`, [-1]]))
    expect(problems(many)).toHaveLength(101)
    expect(problems(many).at(-1)).toBe('TooManyErrors')
  })
})

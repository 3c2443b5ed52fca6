import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as Plan from 'initializers-ts/plan'
import { right } from '../support/either.js'

/** The serialized short form of a plan. */
const short = (plan: unknown, rules: unknown = []): unknown =>
  pipe(Plan.decode(plan), right, Plan.compact(right(Plan.decodeRules(rules))))

const one = (initializer: unknown): unknown =>
  (short({ parameters: { w: { shape: [2], initializer } } }) as { parameters: { w: { initializer: unknown } } })
    .parameters.w.initializer

describe('the short form of an initializer', () => {
  const he = { class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' } }
  const normal = { class_name: 'RandomNormal', config: { mean: 0, stddev: 0.02, seed: 3 } }

  test.each([
    ['a preset', he, 'he_normal'],
    ['one of two names', 'xavier_uniform', 'glorot_uniform'],
    ['no config', { class_name: 'Zeros', config: { dtype: 'float16' } }, 'zeros'],
    ['only defaults', { class_name: 'RandomUniform', config: { minval: -0.05, maxval: 0.05 } }, 'random_uniform'],
    ['without defaults and seeds', normal, { class_name: 'RandomNormal', config: { stddev: 0.02 } }],
    [
      'fans stay',
      { ...he, config: { ...he.config, fans: { rule: 'layout', layout: 'OIHW' } } },
      { class_name: 'VarianceScaling', config: { scale: 2, fans: { rule: 'layout', layout: 'OIHW' } } }
    ],
    [
      'the initializer inside a combinator',
      { class_name: 'Scaled', config: { factor: 0.5, initializer: he } },
      { class_name: 'Scaled', config: { factor: 0.5, initializer: 'he_normal' } }
    ],
    [
      'the initializers of several blocks',
      { class_name: 'Blocks', config: { axis: -1, blocks: [{ size: 2, initializer: he }] } },
      { class_name: 'Blocks', config: { blocks: [{ size: 2, initializer: 'he_normal' }] } }
    ]
  ])('%s', (_, initializer, expected) => {
    expect(one(initializer)).toEqual(expected)
  })
})

describe('the short form of a plan', () => {
  const w = (initializer: unknown, dtype = 'float32') => ({ shape: [2, 3], initializer, dtype })

  test('the most common initializer of a suffix is a rule, and other parameters have their own', () => {
    const parameters = {
      'a/w': w('ones'),
      'b/w': w('he_normal'),
      'c.w': w('he_normal'),
      'd/w': w('he_normal'),
      w: w('ones')
    }
    expect(short({ parameters })).toEqual({
      rules: [{ match: '**/w', initializer: 'he_normal' }],
      parameters: {
        'a/w': { shape: [2, 3], initializer: 'ones' },
        'b/w': { shape: [2, 3] },
        'c.w': { shape: [2, 3], initializer: 'he_normal' },
        'd/w': { shape: [2, 3] },
        w: { shape: [2, 3], initializer: 'ones' }
      }
    })
  })

  test('a suffix with pattern characters has no rule', () => {
    const parameters = { 'a/w*': w('ones'), 'b/w*': w('ones'), 'b/': w('ones'), 'c/': w('ones') }
    expect(short({ parameters })).not.toHaveProperty('rules')
  })

  test('the most common dtype is that of the plan', () => {
    const parameters = { a: w('ones', 'float16'), b: w('ones', 'float16'), c: w('ones') }
    expect(short({ seed: 7, parameters })).toEqual({
      seed: 7,
      dtype: 'float16',
      parameters: {
        a: { shape: [2, 3], initializer: 'ones' },
        b: { shape: [2, 3], initializer: 'ones' },
        c: { shape: [2, 3], dtype: 'float32', initializer: 'ones' }
      }
    })
  })

  test('given rules come first, if they match a name', () => {
    const rules = [
      { match: 'no', initializer: 'ones' },
      { match: 'a*', initializer: 'zeros', dtype: 'float16' }
    ]
    const parameters = { 'a.w': w('zeros', 'float16'), 'b.w': w('ones'), 'c.w': w('ones'), ab: w('ones') }
    expect(short({ parameters }, rules)).toEqual({
      rules: [
        { match: 'a*', initializer: 'zeros', dtype: 'float16' },
        { match: '**.w', initializer: 'ones' }
      ],
      parameters: {
        'a.w': { shape: [2, 3], initializer: 'zeros', dtype: 'float16' },
        'b.w': { shape: [2, 3] },
        'c.w': { shape: [2, 3] },
        ab: { shape: [2, 3], initializer: 'ones' }
      }
    })
  })

  test('names that look like numbers keep their order', () => {
    const parameters = [
      { name: 'b', ...w('ones') },
      { name: '1', ...w('ones') }
    ]
    expect(short({ parameters })).toMatchObject({ parameters: [{ name: 'b' }, { name: '1' }] })
  })

  test.each(['gpt2', 'resnet50'])('the example %s is read back from it', (name) => {
    const text = readFileSync(new URL(`../../examples/${name}.plan.yaml`, import.meta.url), 'utf8')
    const plan = right(Plan.decode(parse(text)))
    expect(Plan.decode(Plan.compact()(plan))).toEqual(E.right(plan))
  })
})

describe('rules by themselves', () => {
  const rule = { match: '**', initializer: 'ones' }

  test('are a list, or an object with the key rules', () => {
    expect(Plan.decodeRules({ rules: [rule] })).toEqual(Plan.decodeRules([rule]))
    expect(right(Plan.decodeRules([rule]))).toMatchObject([{ match: '**', initializer: { _tag: 'Ones' }, dtype: null }])
  })

  test.each([
    [{ match: '**', initializer: 'ones' }, 'UnknownKey match'],
    [[{ match: '**' }], 'MissingKey 0 initializer'],
    [{ rules: [{ match: '', initializer: 'onse' }] }, 'BadName rules 0 match'],
    ['ones', 'WrongType']
  ])('%j: %s', (given, expected) => {
    const rules = Plan.decodeRules(given)
    expect(E.isLeft(rules) && rules.left.map(({ code, path }) => [code, ...path].join(' '))).toContain(expected)
  })
})

describe('a plan of parameters', () => {
  const zeros = { _tag: 'Zeros', dtype: null } as const
  const of = (name: string, shape: ReadonlyArray<number>): Plan.Parameter => ({
    name,
    shape,
    dtype: 'float32',
    initializer: zeros
  })

  test('reports all errors of names and shapes', () => {
    const plan = Plan.fromParameters([of('', [1]), of('a', [-1]), of('b', [2]), of('b', [2])])
    expect(E.isLeft(plan) && plan.left.map(({ code, path }) => [code, ...path].join(' '))).toEqual([
      'BadName parameters ',
      'BadDim parameters a shape 0',
      'DuplicateName parameters 3'
    ])
  })

  test('keeps their order', () => {
    expect(right(Plan.fromParameters([of('b', []), of('a', [2])])).parameters.map(({ name }) => name)).toEqual([
      'b',
      'a'
    ])
  })
})

import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { presets } from 'initializers-ts'
import * as Plan from 'initializers-ts/plan'
import { right } from '../support/either.js'

const problems = (u: unknown): ReadonlyArray<string> => {
  const plan = Plan.decode(u)
  return E.isLeft(plan) ? plan.left.map(({ code, path }) => [code, ...path].join(' ')) : []
}

const zeros = { _tag: 'Zeros', dtype: null }
const ones = { _tag: 'Ones', dtype: null }

describe('a serialized plan', () => {
  it('names its parameters by key or in a list', () => {
    const wanted = {
      stream: Plan.native,
      language: 'canonical',
      seed: 7,
      parameters: [
        { name: 'w', shape: [2, 3], dtype: 'float32', initializer: presets.heNormal },
        { name: 'b', shape: [3], dtype: 'float16', initializer: zeros }
      ]
    }
    const w = { shape: [2, 3], initializer: 'he_normal' }
    const b = { shape: [3], dtype: 'float16', initializer: 'zeros' }
    expect(Plan.decode({ seed: 7, parameters: { w, b } })).toEqual(E.right(wanted))
    expect(
      Plan.decode({
        seed: 7,
        stream: 'native',
        parameters: [
          { name: 'w', ...w },
          { name: 'b', ...b }
        ]
      })
    ).toEqual(E.right(wanted))
  })

  it('may be empty', () => {
    const empty = { stream: Plan.native, language: 'canonical', seed: null, parameters: [] }
    expect(Plan.decode({ parameters: {} })).toEqual(E.right(empty))
    expect(Plan.decode({ parameters: [] })).toEqual(E.right(empty))
  })

  it('accepts the names of Object.prototype', () => {
    const text =
      '{"parameters":{"__proto__":{"shape":[1],"initializer":"ones"},"constructor":{"shape":[2],"initializer":"ones"}}}'
    expect(right(Plan.decode(JSON.parse(text))).parameters.map(({ name }) => name)).toEqual([
      '__proto__',
      'constructor'
    ])
  })
})

describe('the initializer of a parameter', () => {
  const resolved = (rules: unknown, parameter: object, name = 'block/dense/kernel') =>
    right(Plan.decode({ rules, parameters: [{ name, shape: [1], ...parameter }] })).parameters[0]?.initializer

  it('is its own, before any rule', () => {
    expect(resolved([{ match: '**', initializer: 'zeros' }], { initializer: 'ones' })).toEqual(ones)
  })

  it('is that of the first rule that matches', () => {
    const rules = [
      { match: 'other', initializer: 'he_normal' },
      { match: '**/kernel', initializer: 'zeros' },
      { match: '**', initializer: 'ones' }
    ]
    expect(resolved(rules, {})).toEqual(zeros)
    expect(resolved(rules, {}, 'block/dense/bias')).toEqual(ones)
  })

  it('is required', () => {
    expect(
      problems({ parameters: { a: { shape: [1] }, b: { shape: [1], initializer: 'ones' }, c: { shape: [1] } } })
    ).toEqual(['NoInitializer parameters a', 'NoInitializer parameters c'])
  })
})

describe('the dtype of a parameter', () => {
  const half = { class_name: 'Ones', config: { dtype: 'float16' } }
  const dtypeOf = (plan: object, parameter: object) =>
    right(Plan.decode({ ...plan, parameters: { w: { shape: [1], ...parameter } } })).parameters[0]?.dtype
  const rule = { match: 'w', initializer: half, dtype: 'bfloat16' }

  it('is its own, else the rule’s, else the initializer’s, else the plan’s, else float32', () => {
    expect(dtypeOf({ dtype: 'float32', rules: [rule] }, { dtype: 'float64' })).toBe('float64')
    expect(dtypeOf({ dtype: 'float32', rules: [rule] }, {})).toBe('bfloat16')
    expect(dtypeOf({ dtype: 'float32', rules: [{ match: 'w', initializer: half }] }, {})).toBe('float16')
    expect(dtypeOf({ dtype: 'float64', rules: [{ match: 'w', initializer: 'ones' }] }, {})).toBe('float64')
    expect(dtypeOf({ rules: [{ match: 'w', initializer: 'ones' }] }, {})).toBe('float32')
  })

  it('is not the rule’s where the initializer is not the rule’s', () => {
    expect(dtypeOf({ dtype: 'float64', rules: [rule] }, { initializer: 'ones' })).toBe('float64')
  })
})

describe('what is wrong with a plan', () => {
  const ok = { shape: [1], initializer: 'ones' }
  it.each([
    [null, ['WrongType']],
    [{}, ['MissingKey parameters']],
    [{ parameters: 7 }, ['WrongType parameters']],
    [{ parameters: {}, paramters: {} }, ['UnknownKey paramters']],
    [{ parameters: { w: {} } }, ['MissingKey parameters w shape']],
    [{ parameters: { w: { ...ok, shape: [-1] } } }, ['BadDim parameters w shape 0']],
    [{ parameters: { w: { ...ok, dtype: 'int8' } } }, ['UnknownDType parameters w dtype']],
    [{ parameters: { w: { ...ok, initializer: 'he_norml' } } }, ['UnknownName parameters w initializer']],
    [{ parameters: { '\ud800': ok } }, ['BadName parameters \ud800']],
    [{ parameters: { ['x'.repeat(1001)]: ok } }, [`BadName parameters ${'x'.repeat(1001)}`]],
    [
      {
        parameters: [
          { name: 'w', ...ok },
          { name: 'v', ...ok },
          { name: 'w', ...ok }
        ]
      },
      ['DuplicateName parameters 2']
    ],
    [{ parameters: [ok] }, ['MissingKey parameters 0 name']],
    [{ parameters: {}, seed: 2 ** 53 }, ['BadSeed seed']],
    [{ parameters: {}, stream: 'jax' }, ['Unsupported stream']],
    [{ parameters: {}, rules: [{ match: '**' }] }, ['MissingKey rules 0 initializer']],
    [{ parameters: {}, rules: {} }, ['WrongType rules']]
  ])('has the errors of %j', (plan, expected) => {
    expect(problems(plan)).toEqual(expected)
  })

  it('may be an empty name', () => {
    expect(problems({ parameters: { '': ok } })).toEqual(['BadName parameters '])
  })

  it('is reported at once, up to a hundred errors', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`w${i}`, { shape: [-1], initializer: 'ones' }])
    )
    const reported = problems({ parameters: many })
    expect(reported).toHaveLength(101)
    expect(reported.at(-1)).toMatch(/^TooManyErrors/)
  })
})

describe('the stream of a plan', () => {
  const parameters = { w: { shape: [2, 2], initializer: 'he_normal' } }
  const jax = { name: 'jax', options: { keys: 'split' } }

  it('is data, by name or with options', () => {
    expect(right(Plan.decode({ stream: jax, language: 'canonical', parameters })).stream).toEqual(jax)
    expect(right(Plan.decode({ stream: 'native', parameters })).stream).toEqual(Plan.native)
  })

  it('determines the language of the initializers, unless the plan does', () => {
    expect(right(Plan.decode({ parameters })).language).toBe('canonical')
    expect(right(Plan.decode({ language: 'stream', parameters })).language).toBe('canonical')
    expect(problems({ stream: jax, language: 'stream', parameters })).toEqual(['Unsupported stream'])
    expect(problems({ language: 'keras', parameters })).toEqual(['UnknownValue language'])
  })

  it('is written with canonical initializers', () => {
    const plan = right(Plan.decode({ stream: jax, language: 'canonical', parameters }))
    expect(Plan.decode(Plan.encode(plan))).toEqual(E.right(plan))
    expect(Plan.decode(Plan.compact()(plan))).toEqual(E.right(plan))
  })

  it('is native for a model', () => {
    const model = Plan.toModel(right(Plan.decode({ stream: jax, language: 'canonical', parameters })))
    expect(E.isLeft(model) && model.left).toMatchObject([{ code: 'Unsupported', path: ['stream'] }])
  })

  it('has no options where it is native', () => {
    const stream = { name: 'native', options: { keys: 'split' } }
    expect(problems({ stream, parameters })).toEqual(['Unsupported stream'])
  })
})

describe('a large plan', () => {
  it('of 100000 parameters is read in linear time', () => {
    const parameters = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`layer${i}/w`, { shape: [1] }]))
    const plan = Plan.decode({ parameters, rules: [{ match: '**', initializer: 'zeros' }] })
    expect(right(plan).parameters).toHaveLength(100_000)
  }, 20_000)
})

describe('encode', () => {
  it('writes the resolved plan as a list, in its order', () => {
    const plan = right(
      Plan.decode({
        parameters: { 10: { shape: [1], initializer: 'ones' }, 2: { shape: [], initializer: 'he_normal' } }
      })
    )
    const written = Plan.encode(plan)
    expect(written).toEqual({
      parameters: [
        {
          name: '2',
          shape: [],
          dtype: 'float32',
          initializer: {
            class_name: 'VarianceScaling',
            config: { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }
          }
        },
        { name: '10', shape: [1], dtype: 'float32', initializer: { class_name: 'Ones', config: {} } }
      ]
    })
    expect(Plan.decode(written)).toEqual(E.right(plan))
  })
})

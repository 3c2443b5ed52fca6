import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { type Errors, message, type Validated } from '../../src/InitializerError.js'
import * as Plan from '../../src/plan/index.js'
import { glob } from '../../src/plan/glob.js'
import * as Rng from '../../src/Rng.js'
import { cases, cost, counting, expectRefused, nested, polluted, refusal, revoked } from '../support/hostile.js'
import { right } from '../support/either.js'

const ones = { shape: [2], initializer: 'ones' }
const plan = (parameters: unknown, rest: object = {}) => ({ parameters, ...rest })
const decode = (parameters: unknown, rest: object = {}) => Plan.decode(plan(parameters, rest))
const many = <A>(n: number, f: (i: number) => A): ReadonlyArray<A> => Array.from({ length: n }, (_, i) => f(i))
const rng = right(Rng.fromSeed(42))
const draw = (parameters: unknown) =>
  pipe(
    decode(parameters),
    E.chain(Plan.toModel),
    E.chain(Plan.sampler),
    E.map((sample) => sample(rng)[0])
  )
const unreadable = 'a value that throws when it is read'

describe('a plan is plain data with parameters', () => {
  cases<[claim: string, input: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['null', null, 'WrongType at , got null'],
      ['a list', [ones], 'WrongType at , got an array'],
      ['a Map', new Map(), 'WrongType at , got an object that is not plain data'],
      ['a revoked proxy', revoked({}), `Unreadable at , got ${unreadable}`],
      ['nothing', {}, 'MissingKey at parameters, got undefined'],
      ['a misspelt key', plan({}, { rule: [] }), 'UnknownKey at rule, got an array'],
      ['__proto__', plan({}, JSON.parse('{"__proto__": {}}') as object), 'UnknownKey at __proto__, got an object'],
      ['a stream of another kind', plan({}, { stream: 'jax' }), 'Unsupported at stream, got "jax"'],
      ['a seed of 2^53', plan({}, { seed: 2 ** 53 }), 'BadSeed at seed, got 9007199254740992'],
      ['text as parameters', plan('x'), 'WrongType at parameters, got "x"'],
      ['text as a parameter', plan({ w: 'ones' }), 'WrongType at parameters.w, got "ones"'],
      ['a shape of text', plan({ w: { shape: '34' } }), 'BadShape at parameters.w.shape, got "34"'],
      ['a bad size', plan({ w: { ...ones, shape: [2, -1] } }), 'BadDim at parameters.w.shape.1, got -1'],
      [
        'rank 33',
        plan({ w: { ...ones, shape: many(33, () => 1) } }),
        'RankTooLarge at parameters.w.shape, got 33 axes'
      ],
      ['no shape', plan({ w: { initializer: 'ones' } }), 'MissingKey at parameters.w.shape, got undefined'],
      ['a bad dtype', plan({ w: { ...ones, dtype: 'f32 ' } }), 'UnknownDType at parameters.w.dtype, got "f32 "'],
      ['no initializer', plan({ w: { shape: [2] } }), 'NoInitializer at parameters.w, got none'],
      [
        'a bad initializer',
        plan({ w: { ...ones, initializer: { class_name: 'Constant', config: { value: NaN } } } }),
        'NotFinite at parameters.w.initializer.config.value, got NaN'
      ],
      [
        'a bad rule',
        plan(
          {},
          {
            rules: [
              { match: '', initializer: 'ones' },
              { match: '*', initializer: 'one' }
            ]
          }
        ),
        'BadName at rules.0.match, got ""',
        'UnknownName at rules.1.initializer, got "one"'
      ],
      ['200,000 levels', plan({ w: nested(200_000, 'shape') }), 'BadShape at parameters.w.shape, got an object'],
      [
        'a getter that throws',
        plan(Object.defineProperty({}, 'w', { enumerable: true, get: () => expect.fail() })),
        `Unreadable at parameters.w, got ${unreadable}`
      ]
    ],
    (_, input, ...complaints) => expectRefused(() => Plan.decode(input), ...complaints)
  )

  test('an index is a number in a path, and an empty name is not left out of it', () => {
    const path = (outcome: Validated<unknown>) => refusal(outcome).map((e) => e.path)
    expect(
      path(
        decode([
          { name: 'a', ...ones },
          { name: 'b', shape: [2, 1.5], initializer: 'ones' }
        ])
      )
    ).toEqual([['parameters', 1, 'shape', 1]])
    expect(path(decode({ '': ones }))).toEqual([['parameters', '']])
    expect(refusal(decode([{ ...ones, name: 5 }])).map(message)).toEqual([
      'parameters[0].name: expected a string of 1 to 1000 characters without lone surrogates, got 5'
    ])
  })

  test('each property is read once', () => {
    const parameter = counting({ ...ones })
    const parameters = counting({ w: parameter.proxy })
    right(decode(parameters.proxy))
    expect([...parameters.reads.values(), ...parameter.reads.values()]).toEqual([1, 1, 1])
  })

  test('inherited properties are no parameters, shapes or initializers', () => {
    const outcome = polluted(Object.prototype, { shape: [2], initializer: 'ones', rules: [] }, () => decode({ w: {} }))
    expect(E.isLeft(outcome) && outcome.left.map(({ code }) => code)).toEqual(['MissingKey'])
  })
})

describe('a parameter has a name of its own', () => {
  cases<[claim: string, name: unknown, received: string]>(
    [
      ['empty text', '', '""'],
      ['10 MB', 'x'.repeat(1e7), `"${'x'.repeat(49)}…" (10000000 characters)`],
      ['1001 characters', 'x'.repeat(1001), `"${'x'.repeat(49)}…" (1001 characters)`],
      ['half of a surrogate pair', 'a\ud800', '"a\\ud800"'],
      ['the other half', '\udc00b', '"\\udc00b"'],
      ['a number', 5, '5'],
      ['null', null, 'null'],
      ['a list', ['w'], 'an array']
    ],
    (_, name, received) =>
      expectRefused(() => decode([{ name, ...ones }]), `BadName at parameters.0.name, got ${received}`)
  )

  test('a name is refused the second time', () => {
    const twice = [
      { name: 'w', ...ones },
      { name: 'v', ...ones },
      { name: 'w', ...ones }
    ]
    expectRefused(() => decode(twice), 'DuplicateName at parameters.2, got "w"')
  })

  test('names of Object.prototype are names', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length']
    const byName = JSON.parse(
      `{${names.map((name) => `"${name}": {"shape": [2], "initializer": "he_normal"}`).join()}}`
    ) as object
    for (const parameters of [byName, names.map((name) => ({ name, shape: [2], initializer: 'he_normal' }))]) {
      const tensors = right(draw(parameters))
      expect([...tensors.keys()]).toEqual(names)
      expect(new Set([...tensors.values()].map(({ data }) => data.join())).size).toBe(names.length)
    }
    expect(({} as { shape?: unknown }).shape).toBeUndefined()
  })

  test('names are code units: case, normal form and slashes matter', () => {
    const names = ['é', 'é'.normalize('NFD'), 'W', 'w', 'a/b', 'a.b', 'a', 'a\0']
    const tensors = right(draw(names.map((name) => ({ name, shape: [2], initializer: 'he_normal' }))))
    expect(new Set([...tensors.values()].map(({ data }) => data.join())).size).toBe(names.length)
  })
})

describe('a plan has limits', () => {
  const wrong = (n: number) => many(n, () => ({ name: '', shape: [-1], initializer: 'he_norml', extra: 1 }))
  const summary = (errors: Errors) => [errors.length, errors.at(-1)?.code, errors.at(-1)?.received]

  test('200,000 wrong entries are a hundred errors and a count', () => {
    const names = Object.fromEntries(many(200_000, (i) => [`${'\0'.repeat(500)}${i}`, 5]))
    for (const parameters of [names, wrong(20_000)]) {
      const errors = refusal(decode(parameters))
      expect(summary(errors)).toEqual([101, 'TooManyErrors', `${Object.keys(parameters).length} wrong entries`])
      expect(errors.map(message).join('\n').length).toBeLessThan(65_536)
    }
  })

  test('errors of several parts are a hundred and a count', () => {
    const rules = many(5000, () => ({ match: '', initializer: 'x' }))
    expect(summary(refusal(decode(wrong(5000), { rules })))).toEqual([101, 'TooManyErrors', '5000 wrong entries'])
    expect(summary(refusal(decode(many(5000, (i) => ({ name: `p${i}`, shape: [2] })))))).toEqual([
      101,
      'TooManyErrors',
      '5000 errors'
    ])
  })

  test('a million holes take time but no memory', () => {
    const errors = refusal(decode(new Array(1_000_000)))
    expect(summary(errors)).toEqual([101, 'TooManyErrors', '1000000 wrong entries'])
    expect(refusal(decode(new Array(2 ** 32 - 1)))).toMatchObject([{ code: 'TooLarge', path: ['parameters'] }])
  })

  test('a list that holds itself millions of times is refused', () => {
    const wide: unknown[] = new Array(1_000_000)
    wide.fill(5)
    wide[0] = wide
    expect(summary(refusal(decode(wide)))).toEqual([101, 'TooManyErrors', '1000000 wrong entries'])
  })

  test('100,000 parameters take linear time', () => {
    const parameters = many(100_000, (i) => ({ name: `p${i}`, shape: [1], initializer: 'zeros' }))
    const time = (n: number) => {
      const start = performance.now()
      expect(right(pipe(decode(parameters.slice(0, n)), E.chain(Plan.toModel))).bytes).toBe(4 * n)
      return performance.now() - start
    }
    time(1000)
    expect(time(100_000) / time(20_000)).toBeLessThan(25) // 5, and what collecting garbage adds
  })

  test('all bytes of a plan are counted exactly', () => {
    const huge = many(3, (i) => ({ name: `p${i}`, shape: [2 ** 50], dtype: 'float32', initializer: 'zeros' }))
    expectRefused(() => pipe(decode(huge), E.chain(Plan.toModel)), 'TooLarge at , got 13510798882111488 bytes')
    const one = [{ name: 'w', shape: [2 ** 50], initializer: 'zeros' }]
    expectRefused(() => draw(one), 'ShapeTooLarge at parameters.w.shape, got 4503599627370496 bytes')
  })

  test('what a dtype cannot hold is reported for all parameters at once', () => {
    const tiny = { shape: [2], dtype: 'float16', initializer: { class_name: 'RandomNormal', config: { stddev: 1e-9 } } }
    const errors = refusal(draw({ a: tiny, b: ones, c: tiny }))
    expect(errors.map(({ code, path }) => [code, path[1]])).toEqual([
      ['BoundUnderflow', 'a'],
      ['BoundUnderflow', 'c']
    ])
  })

  test.each([NaN, 0, -1, 0.5, Infinity])('chunks of at most %s elements cover the tensor', (most) => {
    const model = right(pipe(decode({ w: { shape: [5], initializer: 'ones' } }), E.chain(Plan.toModel)))
    const chunks = [...Plan.chunks(most)(model)]
    expect(chunks.map(({ start, stop }) => stop - start).reduce((sum, n) => sum + n, 0)).toBe(5)
  })

  test('the chunks of a huge tensor are made on demand', () => {
    const model = right(pipe(decode({ w: { shape: [2 ** 50], initializer: 'he_normal' } }), E.chain(Plan.toModel)))
    const [first] = Plan.chunks(4)(model)
    expect(first).toEqual({ parameter: 0, start: 0, stop: 4, byteOffset: 0 })
    const far = { parameter: 0, start: 2 ** 50 - 4, stop: 2 ** 50, byteOffset: 2 ** 52 - 16 }
    expect(Plan.drawChunk(model)(rng)(far)).toHaveLength(4)
  })
})

describe('a pattern is followed in linear time', () => {
  cases<[claim: string, pattern: string, name: string]>(
    [
      ['many stars', '*a'.repeat(500), 'a'.repeat(999) + 'b'],
      ['many double stars', '**a'.repeat(333), 'a'.repeat(999) + 'b'],
      ['stars and question marks', '*?'.repeat(500), 'a'.repeat(1000)],
      ['exponential for a backtracking regular expression', '(**)**$' + '*'.repeat(900), '1'.repeat(999) + 'x']
    ],
    (_, pattern, name) => {
      const matches = glob(pattern)
      expect(matches(name)).toBe(pattern.includes('?'))
      expect(cost(() => matches(name)).ms).toBeLessThan(250) // 1000 characters, 1000 states
    }
  )

  test('a million characters', () => {
    const matches = glob('**/x*y')
    expect(matches('1'.repeat(1e6) + 'x')).toBe(false)
  })

  test('special characters of regular expressions match themselves', () => {
    expect(['.', '+', '[a]', '(a|b)', '^', '$', '\\', '{1}'].filter((p) => !glob(p)(p))).toEqual([])
    expect(['.', '[a]', '(a|b)', '^'].filter((p) => glob(p)('a'))).toEqual([])
  })
})

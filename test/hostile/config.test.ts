import { runInNewContext } from 'node:vm'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { afterEach, describe, expect, test } from 'vitest'
import { configLimits, fromUnknown, isRecord, type Plain } from '../../src/codec/plain.js'
import type { DType } from '../../src/DType.js'
import * as Initializer from '../../src/Initializer.js'
import { all, error, type Errors, maxErrors, message, show } from '../../src/InitializerError.js'
import * as Tensor from '../../src/Tensor.js'
import {
  complaints,
  cost,
  cases,
  counting,
  expectCheap,
  expectRefused,
  nested,
  polluted,
  refusal,
  revoked
} from '../support/hostile.js'
import { right } from '../support/either.js'

const config = (class_name: string, config: unknown) => ({ class_name, config })
const scaling = (config: unknown) => ({ class_name: 'VarianceScaling', config })
const scale = (value: unknown) => scaling({ scale: value })
const decode = Initializer.decode
const draw = (initializer: unknown, dtype: DType, shape: ReadonlyArray<number> = [1, 1]) =>
  pipe(decode(initializer), E.chain(Initializer.sampler({ shape, dtype })))

afterEach(() => {
  expect(({} as { scale?: unknown }).scale).toBeUndefined()
})

class Config {
  readonly scale = 2
}

describe('a scale is a finite number above 0', () => {
  cases<[claim: string, value: unknown, code: string, received: string]>(
    [
      ['NaN', NaN, 'NotFinite', 'NaN'],
      ['Infinity', Infinity, 'NotFinite', 'Infinity'],
      ['-Infinity', -Infinity, 'NotFinite', '-Infinity'],
      ['a negative number', -1, 'NotPositive', '-1'],
      ['0', 0, 'NotPositive', '0'],
      ['−0', -0, 'NotPositive', '-0'],
      ['text with a number', '2', 'WrongType', '"2"'],
      ['true', true, 'WrongType', 'true'],
      ['null', null, 'WrongType', 'null'],
      ['undefined', undefined, 'WrongType', 'undefined'],
      ['an empty list', [], 'WrongType', 'an array'],
      ['a list of one number', [2], 'WrongType', 'an array'],
      ['an empty object', {}, 'WrongType', 'an object'],
      ['a bigint', 2n, 'WrongType', '2n'],
      ['a bigint of 100,000 digits', 10n ** 100_000n, 'WrongType', 'an integer of more than 256 bits'],
      ['a boxed number', Object(2), 'WrongType', 'an object that is not plain data'],
      ['a symbol', Symbol('2'), 'WrongType', 'a symbol'],
      ['a function', () => 2, 'WrongType', 'a function'],
      ['a Date', new Date(2), 'WrongType', 'an object that is not plain data'],
      ['a revoked proxy', revoked({}), 'Unreadable', 'a value that throws when it is read'],
      ['5 MB of text', 'x'.repeat(5e6), 'WrongType', `"${'x'.repeat(49)}…" (5000000 characters)`]
    ],
    (_, value, code, received) => {
      expectRefused(() => decode(scale(value)), `${code} at config.scale, got ${received}`)
      expect(refusal(decode(scale(value)))[0].expected).toBe('a finite number above 0')
    }
  )

  test('every number in a config is checked as strictly', () => {
    for (const [name, key] of [
      ['Constant', 'value'],
      ['RandomNormal', 'mean'],
      ['RandomNormal', 'stddev'],
      ['RandomUniform', 'minval'],
      ['TruncatedNormal', 'upper']
    ] as const) {
      expectRefused(() => decode(config(name, { [key]: '1' })), `WrongType at config.${key}, got "1"`)
      expectRefused(() => decode(config(name, { [key]: NaN })), `NotFinite at config.${key}, got NaN`)
    }
  })
})

describe('a flag is true or false', () => {
  cases<[claim: string, value: unknown, received: string]>(
    [
      ['1', 1, '1'],
      ['0', 0, '0'],
      ['text', 'yes', '"yes"'],
      ['the text false', 'false', '"false"'],
      ['null', null, 'null'],
      ['undefined', undefined, 'undefined'],
      ['a list', [false], 'an array'],
      ['a boxed one', Object(false), 'an object that is not plain data'],
      ['a function', () => false, 'a function']
    ],
    (_, value, received) => {
      for (const [name, key] of [
        ['VarianceScaling', 'corrected'],
        ['TruncatedNormal', 'corrected'],
        ['Constant', 'reshape']
      ] as const) {
        expectRefused(() => decode(config(name, { [key]: value })), `WrongType at config.${key}, got ${received}`)
      }
    }
  )
})

describe('a word is one of the accepted ones', () => {
  cases<[claim: string, key: string, value: unknown, complaint: string, nearest?: string]>(
    [
      ['mode fan_In', 'mode', 'fan_In', 'UnknownValue at config.mode, got "fan_In"', 'fan_in'],
      ['mode FAN_IN', 'mode', 'FAN_IN', 'UnknownValue at config.mode, got "FAN_IN"'],
      ['mode fan-in', 'mode', 'fan-in', 'UnknownValue at config.mode, got "fan-in"', 'fan_in'],
      ['an empty mode', 'mode', '', 'UnknownValue at config.mode, got ""'],
      ['mode constructor', 'mode', 'constructor', 'UnknownValue at config.mode, got "constructor"'],
      ['mode __proto__', 'mode', '__proto__', 'UnknownValue at config.mode, got "__proto__"'],
      ['mode toString', 'mode', 'toString', 'UnknownValue at config.mode, got "toString"'],
      ['mode hasOwnProperty', 'mode', 'hasOwnProperty', 'UnknownValue at config.mode, got "hasOwnProperty"'],
      [
        'a distribution that is a symbol',
        'distribution',
        Symbol('normal'),
        'WrongType at config.distribution, got a symbol'
      ],
      [
        'a distribution that is a function',
        'distribution',
        () => 'normal',
        'WrongType at config.distribution, got a function'
      ],
      ['dtype float8', 'dtype', 'float8', 'UnknownDType at config.dtype, got "float8"'],
      ['dtype f32 ', 'dtype', 'f32 ', 'UnknownDType at config.dtype, got "f32 "'],
      ['dtype Float32', 'dtype', 'Float32', 'UnknownDType at config.dtype, got "Float32"', 'float32'],
      ['dtype 32', 'dtype', 32, 'UnknownDType at config.dtype, got 32'],
      [
        'a mode that cannot be printed',
        'mode',
        '\0'.repeat(100),
        `UnknownValue at config.mode, got "${'\\u0000'.repeat(9).slice(0, 49)}…" (100 characters)`
      ]
    ],
    (_, key, value, complaint, nearest) => {
      const run = () => decode(scaling({ [key]: value }))
      expectRefused(run, complaint)
      const [first] = refusal(run())
      expect(first.expected).toMatch(/^one of (fan_in|truncated_normal|float16), /)
      if (nearest !== undefined) expect(first.nearest).toBe(nearest)
    }
  )

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'he_norml', 'x'.repeat(5e6), ''])(
    '%#: no name of an initializer',
    (name) => {
      expectRefused(() => decode(name), `UnknownName at , got ${show(name)}`)
      expectRefused(() => decode(config(name, {})), `UnknownName at class_name, got ${show(name)}`)
    }
  )

  cases<[claim: string, dtype: unknown, received: string]>(
    [
      ['no tensor is of dtype float8', 'float8', '"float8"'],
      ['nor of f32 and a space', 'f32 ', '"f32 "'],
      ['nor of Float32', 'Float32', '"Float32"'],
      ['nor of constructor', 'constructor', '"constructor"'],
      ['nor of 32', 32, '32'],
      ['nor of a boxed text', Object('float32'), 'an object'],
      ['nor of what becomes a text', { toString: () => 'float32' }, 'an object'],
      ['nor of a symbol', Symbol('float32'), 'a symbol'],
      ['nor of a revoked proxy', revoked([]), 'an object']
    ],
    (_, dtype, received) => {
      const spec = { shape: [1], dtype: dtype as DType }
      expectRefused(() => Initializer.init(spec)('zeros'), `UnknownDType at dtype, got ${received}`)
    }
  )
})

describe('a config has its own keys and no others', () => {
  test('an unknown key is refused, and the nearest known one named', () => {
    const run = () => decode(scaling({ sclae: 1 }))
    expectRefused(run, 'UnknownKey at config.sclae, got 1')
    expect(refusal(run())[0].nearest).toBe('scale')
    expect(refusal(run())[0].expected).toContain('scale, mode, distribution')
  })

  test('a key that is not there is named', () => {
    expectRefused(() => decode({ config: {} }), 'MissingKey at class_name, got undefined')
    expectRefused(() => decode({}), 'MissingKey at class_name, got undefined')
  })

  cases<[json: string, complaint: string]>(
    [
      ['{"__proto__": {"scale": 1}}', 'UnknownKey at config.__proto__, got an object'],
      ['{"constructor": {"prototype": {"scale": 9}}}', 'UnknownKey at config.constructor, got an object'],
      ['{"toString": 1}', 'UnknownKey at config.toString, got 1']
    ],
    (json, complaint) => {
      expectRefused(() => decode(scaling(JSON.parse(json))), complaint)
      expect(Object.getPrototypeOf({})).toBe(Object.prototype)
      expect(Object.keys(Object.prototype)).toEqual([])
    }
  )

  test('__proto__ beside class_name is refused too', () => {
    const serialized: unknown = JSON.parse('{"class_name": "Zeros", "__proto__": {"config": {}}}')
    expectRefused(() => decode(serialized), 'UnknownKey at __proto__, got an object')
  })

  test('what a polluted Object.prototype holds is not in a config', () => {
    const pollution = {
      scale: 9,
      class_name: 'Ones',
      config: { scale: 9 },
      seed: 1.5,
      dtype: 'float8',
      index: 3,
      code: 4
    }
    const [named, empty, drawn] = polluted(Object.prototype, pollution, () => [
      decode(scaling({})),
      decode({}),
      Initializer.init({ shape: [2] })('ones')
    ])
    expect(right(named)).toEqual(right(decode('VarianceScaling')))
    expect(complaints(empty)).toEqual(['MissingKey at class_name, got undefined'])
    expect(right(drawn)).toEqual({ shape: [2], dtype: 'float32', data: Float32Array.of(1, 1) })
  })

  test('what a config inherits does not count', () => {
    expectRefused(
      () => decode(scaling(Object.create({ scale: 1 }) as unknown)),
      'WrongType at config, got an object that is not plain data'
    )
    const fromNothing = Object.create(Object.assign(Object.create(null) as object, { scale: -1 })) as object
    expect(right(decode(scaling(fromNothing)))).toEqual(right(decode('VarianceScaling')))
  })

  test('symbols and hidden keys are ignored', () => {
    const hidden = Object.defineProperty({ scale: 2, [Symbol('scale')]: -1 }, 'mode', { value: 'x', enumerable: false })
    expect(right(decode(scaling(hidden)))).toMatchObject({ scale: 2, mode: 'fan_in' })
  })
})

describe('plain data of any origin is accepted', () => {
  const expected = right(decode(scale(2)))
  const nothing = Object.create(null) as object

  cases<[claim: string, input: unknown]>(
    [
      ['without a prototype', Object.assign(Object.create(null), scaling(Object.assign(nothing, { scale: 2 })))],
      ['of another realm', runInNewContext('({ class_name: "VarianceScaling", config: { scale: 2 } })')],
      ['deeply frozen', Object.freeze(scaling(Object.freeze({ scale: 2 })))],
      ['behind a proxy', new Proxy(scaling(new Proxy({ scale: 2 }, {})), {})]
    ],
    (_, input) => {
      expect(decode(input)).toEqual(E.right(expected))
      expectCheap(() => decode(input))
    }
  )

  cases<[claim: string, input: unknown, received: string]>(
    [
      ['a class instance', new Config(), 'an object that is not plain data'],
      ['a Map', new Map([['scale', 2]]), 'an object that is not plain data'],
      ['a Date', new Date(0), 'an object that is not plain data'],
      ['a Map of another realm', runInNewContext('new Map()'), 'an object that is not plain data'],
      ['a list', [2], 'an array'],
      ['a list of another realm', runInNewContext('[2]'), 'an array'],
      ['a function', () => ({ scale: 2 }), 'a function'],
      ['a typed array', Float64Array.of(2), 'an object that is not plain data'],
      ['null', null, 'null'],
      ['text', '{"scale": 2}', '"{\\"scale\\": 2}"'],
      ['a promise', Promise.resolve({ scale: 2 }), 'an object that is not plain data'],
      ['an error', new Error('2'), 'an object that is not plain data']
    ],
    (_, input, received) => {
      expectRefused(() => decode(scaling(input)), `WrongType at config, got ${received}`)
    }
  )

  test('nothing is converted to a primitive or JSON', () => {
    const never = () => expect.fail('called')
    const shy = { toJSON: never, valueOf: never, toString: never, [Symbol.toPrimitive]: never, then: never }
    const run = () => [decode(shy), decode(scale(shy)), decode(scaling({ mode: shy, dtype: shy, seed: shy }))]
    run().forEach((outcome) => expect(refusal(outcome)).not.toEqual([]))
    expectCheap(run)
  })
})

describe('a value from outside is read once', () => {
  test('a getter that throws is an error', () => {
    const trap = {
      get scale(): number {
        throw new Error('mine')
      }
    }
    expectRefused(() => decode(scaling(trap)), 'Unreadable at config.scale, got a value that throws when it is read')
    const whole = Object.defineProperty({ class_name: 'Zeros' }, 'config', { get: () => trap.scale, enumerable: true })
    expectRefused(() => decode(whole), 'Unreadable at config, got a value that throws when it is read')
  })

  test.each(['get', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'has'] as const)(
    'a proxy whose %s throws is an error, or the trap is not called',
    (trap) => {
      const proxy = new Proxy(
        { scale: -1 },
        {
          [trap]: () => {
            throw new Error('mine')
          }
        }
      )
      expect(E.isLeft(decode(scaling(proxy)))).toBe(true)
      expect(E.isLeft(decode(proxy))).toBe(true)
      expectCheap(() => decode(scaling(proxy)))
    }
  )

  test('20,000 keys are counted and not read', () => {
    const { proxy, reads } = counting(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i])))
    expect(complaints(decode(scaling(proxy)))).toEqual(['TooLarge at config, got an object of 20000 keys'])
    expect(reads.size).toBe(0)
  })

  test('each property of a proxy is read once', () => {
    const inner = counting({ scale: 2, mode: 'fan_out', seed: 7 })
    const outer = counting(scaling(inner.proxy))
    right(decode(outer.proxy))
    expect([...outer.reads]).toEqual([
      ['class_name', 1],
      ['config', 1]
    ])
    expect([...inner.reads]).toEqual([
      ['scale', 1],
      ['mode', 1],
      ['seed', 1]
    ])
  })

  test('a getter that is valid once is read once', () => {
    let asked = 0
    const fickle = {
      get scale() {
        asked += 1
        return asked === 1 ? 2 : NaN
      }
    }
    expect(right(decode(scaling(fickle)))).toEqual(right(decode(scale(2))))
    expect(asked).toBe(1)
  })

  test('a getter may call the library', () => {
    const reentrant = {
      get scale() {
        const one = right(Initializer.init({ shape: [], dtype: 'float64' })('ones'))
        return 2 * Number(one.data[0])
      }
    }
    expect(right(decode(scaling(reentrant)))).toEqual(right(decode(scale(2))))
  })

  test('a config that changes later changes nothing', () => {
    const mutable = { scale: 2, mode: 'fan_in' }
    const initializer = right(decode(scaling(mutable)))
    mutable.scale = NaN
    mutable.mode = 'x'
    expect(initializer).toEqual(right(decode(scale(2))))
  })

  test('codecs look at copies as well', () => {
    const throwing = Object.defineProperty({}, '_tag', {
      enumerable: true,
      get: () => {
        throw new Error('mine')
      }
    })
    expect(Initializer.codec.is(throwing)).toBe(false)
    expect(Initializer.codec.is(revoked({}))).toBe(false)
    expect(polluted(Object.prototype, { dtype: null }, () => Initializer.codec.is({ _tag: 'Zeros' }))).toBe(false)
    expect(Initializer.codec.is({ _tag: 'Zeros', dtype: null })).toBe(true)
  })
})

describe('size and depth are limited', () => {
  const cyclic: Record<string, unknown> = { class_name: 'VarianceScaling' }
  cyclic['config'] = cyclic
  const wide: unknown[] = []
  for (let i = 0; i < 9000; i++) wide.push(wide)
  const laughs = Array.from({ length: 60 }).reduce<object>((inner) => ({ a: inner, b: inner }), {})

  test('a config that holds itself is refused', () => {
    expectRefused(
      () => decode(cyclic),
      'UnknownKey at config.class_name, got "VarianceScaling"',
      'UnknownKey at config.config, got an object'
    )
  })

  cases<[claim: string, value: unknown]>(
    [
      ['a list that holds itself 9000 times', wide],
      ['2^60 objects in 60', laughs],
      ['an array of 4294967295 holes', new Array(2 ** 32 - 1)],
      ['200,000 levels', nested(200_000, 'config')]
    ],
    (_, value) => {
      expect(refusal(decode(scale(value)))).toMatchObject([{ path: ['config', 'scale'] }])
      expect(cost(() => decode(scale(value))).ms).toBeLessThan(40) // the copy of 10,000 values
    }
  )

  test('levels deeper than 64 are not read', () => {
    const deep = nested(200_000, 'x')
    const levels = (p: Plain): number => (isRecord(p) ? 1 + levels(p['x'] ?? null) : 0)
    const innermost = (p: Plain): Plain => (isRecord(p) ? innermost(p['x'] ?? null) : p)
    expect(levels(fromUnknown(configLimits)(deep))).toBe(64)
    expect(innermost(fromUnknown(configLimits)(deep))).toMatchObject({ code: 'TooDeep' })
    expectRefused(() => decode(deep), 'MissingKey at class_name, got undefined')
    expectRefused(() => decode({ class_name: deep }), 'WrongType at class_name, got an object')
  })

  test('the length of a list is read once and used only if it is valid', () => {
    let asked = 0
    const growing = new Proxy([], {
      get: (_, key) => (key === 'length' ? { valueOf: () => (asked++ === 0 ? 0 : 1e8) } : 1)
    })
    expectRefused(() => decode(scale(growing)), 'Unreadable at config.scale, got a value that throws when it is read')
    expect(asked).toBe(0)
  })
})

describe('all errors are reported at once', () => {
  test('six mistakes are six errors', () => {
    const six = { scale: -1, mode: 'fan_inn', distribution: 3, seed: 0.5, dtype: 'float8', sclae: 1 }
    expectRefused(
      () => decode(scaling(six)),
      'NotPositive at config.scale, got -1',
      'UnknownValue at config.mode, got "fan_inn"',
      'WrongType at config.distribution, got 3',
      'BadSeed at config.seed, got 0.5',
      'UnknownDType at config.dtype, got "float8"',
      'UnknownKey at config.sclae, got 1'
    )
  })

  test('shape and dtype are checked together', () => {
    const spec = { shape: [-1, NaN], dtype: 'float8' as DType, seed: 0.5 }
    expectRefused(
      () => Initializer.init(spec)('he_normal'),
      'BadDim at shape.0, got -1',
      'BadDim at shape.1, got NaN',
      'UnknownDType at dtype, got "float8"',
      'BadSeed at seed, got 0.5'
    )
  })

  test('5000 unknown keys are a hundred errors and a count', () => {
    const unknownKeys = scaling(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])))
    const errors = refusal(decode(unknownKeys))
    expect(errors.length).toBe(maxErrors + 1)
    expect(errors.at(-1)).toEqual(error('TooManyErrors', 'at most 100 errors', '5000 wrong entries'))
    expect(errors.map(message).join('\n').length).toBeLessThan(65_536)
  })

  test('200,000 errors of one part are collected', () => {
    const errors = Array.from({ length: 200_000 }, () => error('BadDim', 'a size', '-1'))
    const both = all([E.left(errors as unknown as Errors), E.left(errors as unknown as Errors)])
    expect(E.isLeft(both) && both.left.length).toBe(400_000)
  })
})

describe('what a dtype cannot hold is refused, with the numbers', () => {
  const uniform = (value: number) => scaling({ scale: value, distribution: 'uniform' })
  const normal = (stddev: number) => config('RandomNormal', { stddev })

  cases<[claim: string, input: unknown, dtype: DType, complaint: string, expected: string]>(
    [
      [
        'a limit beyond float64',
        uniform(1e308),
        'float64',
        'BoundOverflow at config.scale, got numbers up to Infinity',
        '1.797'
      ],
      [
        'a scale of 5e-324 in float32',
        scale(5e-324),
        'float32',
        'BoundUnderflow at config.scale, got a spread of ',
        '64 steps of float32'
      ],
      [
        'a limit beyond float16',
        uniform(1.44e9),
        'float16',
        'BoundOverflow at config.scale, got numbers up to 65726.7',
        '65504'
      ],
      [
        'a stddev of 2^-25 in float16',
        normal(2 ** -25),
        'float16',
        'BoundUnderflow at config, got a spread of 2.98',
        '64 steps of float16'
      ],
      [
        'a stddev of 2^-19 in float16',
        normal(2 ** -19),
        'float16',
        'BoundUnderflow at config, got a spread of 0.0000019',
        '64 steps of float16'
      ],
      [
        'a limit below 64 steps',
        uniform(2 ** -36 / 3 / 1.001),
        'float16',
        'BoundUnderflow at config.scale, got a spread of 0.0000038',
        '64 steps'
      ],
      [
        'a normal that reaches beyond float16',
        normal(11_000),
        'float16',
        'BoundOverflow at config, got numbers up to 69717.',
        '65504'
      ],
      [
        'a constant of 1e39',
        config('Constant', { value: 1e39 }),
        'float32',
        'NotRepresentable at config.value, got 1e+39',
        '3.4028234663852886e+38'
      ],
      [
        'a constant of 65520',
        config('Constant', { value: 65_520 }),
        'float16',
        'NotRepresentable at config.value, got 65520',
        '65504'
      ]
    ],
    (_, input, dtype, complaint, expected) => {
      const run = () => draw(input, dtype)
      expect(complaints(run())).toHaveLength(1)
      expect(complaints(run())[0]).toContain(complaint)
      expect(refusal(run())[0].expected).toContain(expected)
      expectCheap(run)
    }
  )

  test('a stddev of exactly 64 steps is accepted unchanged', () => {
    const stddev = 2 ** -18
    const tensor = right(Initializer.init({ shape: [65_536], dtype: 'float16', seed: 1 })(normal(stddev)))
    const values = Tensor.values(tensor)
    const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length
    expect(Math.abs(variance / stddev ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length) + 0.0006)
  })

  test.each([NaN, Infinity, -Infinity])('a constant of %s is refused', (value) => {
    expectRefused(() => decode(config('Constant', { value })), `NotFinite at config.value, got ${value}`)
  })

  cases<[claim: string, config: object, dtype: DType, complaint: string]>(
    [
      ['reversed bounds', { minval: 1, maxval: -1 }, 'float32', 'BadBounds at config.maxval, got -1'],
      ['equal bounds', { minval: 1, maxval: 1 }, 'float32', 'BadBounds at config.maxval, got 1'],
      ['0 and −0', { minval: 0, maxval: -0 }, 'float32', 'BadBounds at config.maxval, got 0'],
      [
        'a width that overflows',
        { minval: -1.7e308, maxval: 1.7e308 },
        'float64',
        'BoundOverflow at config, got numbers up to Infinity'
      ],
      [
        'no float16 in between',
        { minval: 1.0001, maxval: 1.0002 },
        'float16',
        'BadBounds at config, got [1.0001, 1.0002], between two of them'
      ]
    ],
    (_, bounds, dtype, complaint) => {
      expectRefused(() => draw(config('RandomUniform', bounds), dtype), complaint)
    }
  )

  cases<[claim: string, config: object, complaint: string]>(
    [
      ['reversed bounds', { lower: 2, upper: -2 }, 'BadBounds at config.upper, got -2'],
      ['equal bounds', { lower: 2, upper: 2 }, 'BadBounds at config.upper, got 2'],
      [
        'an interval beyond 37 sigma above',
        { lower: 38, upper: 1000, stddev: 1 },
        'BadBounds at config, got [38, 1000]'
      ],
      [
        'an interval beyond 37 sigma below',
        { lower: -1000, upper: -37.5, stddev: 1 },
        'BadBounds at config, got [-1000, -37.5]'
      ],
      ['numbers far from the mean', { lower: 2, upper: 3, bounds: 'absolute' }, 'BadBounds at config, got [2, 3]'],
      ['no bounds', { lower: null, upper: null }, 'BadBounds at config.upper, got null']
    ],
    (_, bounds, complaint) => {
      expectRefused(() => draw(config('TruncatedNormal', bounds), 'float64'), complaint)
    }
  )

  test.each([
    [-2, 1000, -2, null],
    [-1000, 2, null, 2],
    [-37.0001, 0, null, 0]
  ])('a bound beyond 37 sigma is the same as none: [%s, %s]', (lower, upper, open, openUpper) => {
    const numbers = (bounds: object) =>
      right(Initializer.init({ shape: [100], dtype: 'float64', seed: 3 })(config('TruncatedNormal', bounds)))
    expect(numbers({ lower, upper })).toEqual(numbers({ lower: open, upper: openUpper }))
  })

  test('30 sigma out the numbers are still right', () => {
    const tail = config('TruncatedNormal', { stddev: 1, lower: 30, upper: 40 })
    const values = Tensor.values(right(Initializer.init({ shape: [4096], dtype: 'float64', seed: 3 })(tail)))
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    expect(Math.min(...values)).toBeGreaterThanOrEqual(30)
    expect(Math.abs(mean - 30.033_259_667_433_67)).toBeLessThan((5 * 0.0333) / 64) // 30 + 1/30 - 2/30^3 + …
  })
})

describe('an initializer that was not decoded is checked when it is drawn', () => {
  const scaled = right(decode(scale(1)))
  cases<[claim: string, fields: object]>(
    [
      ['NaN', { scale: NaN }],
      ['Infinity', { scale: Infinity }],
      ['-1', { scale: -1 }],
      ['0', { scale: 0 }],
      ['text', { scale: 'x' }],
      ['a mode of the prototype', { mode: 'constructor' }]
    ],
    (_, fields) => {
      const made = { ...scaled, ...fields }
      for (const distribution of ['truncated_normal', 'untruncated_normal', 'uniform']) {
        const outcome = Initializer.sampler({ shape: [2, 2] })({ ...made, distribution } as typeof made)
        expect(refusal(outcome)).toMatchObject([{ code: expect.stringMatching(/^(Bad|Bound)/) as unknown }])
      }
    }
  )
})

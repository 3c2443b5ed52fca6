import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect } from 'vitest'
import type { DType } from '../../src/DType.js'
import * as Fans from '../../src/Fans.js'
import * as Initializer from '../../src/Initializer.js'
import { cases, counting, expectCheap, expectRefused, nested, revoked } from '../support/hostile.js'
import { right } from '../support/either.js'

const scaling = (fans: unknown) => ({ class_name: 'VarianceScaling', config: { fans } })
const constant = (value: unknown) => ({ class_name: 'Constant', config: { value } })
const draw = (config: unknown, shape: ReadonlyArray<number>, dtype: DType = 'float32') =>
  pipe(Initializer.decode(config), E.chain(Initializer.sampler({ shape, dtype })))

const kernel = [3, 3, 8, 16]
const axes = (in_axis: unknown, out_axis: unknown = -1) => ({ rule: 'axes', in_axis, out_axis })
const square = (ranks: unknown) => ({ rule: 'square', ranks })
const groups = (groups: unknown) => ({ rule: 'layout', layout: 'HWIO', groups })
const at = 'config.fans'

describe('the axes of a rule are axes of the shape, each once', () => {
  cases<[claim: string, fans: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['out of range', axes(4), `BadAxis at ${at}.in_axis, got 4`],
      ['out of range from the end', axes(-5), `BadAxis at ${at}.in_axis, got -5`],
      ['2^53', axes(2 ** 53), `BadAxis at ${at}.in_axis, got 9007199254740992`],
      ['the largest safe integer', axes(2 ** 53 - 1), `BadAxis at ${at}.in_axis, got 9007199254740991`],
      ['a fraction', axes(1.5), `BadAxis at ${at}.in_axis, got 1.5`],
      ['a fraction in a list', axes([1, 1.5]), `BadAxis at ${at}.in_axis.1, got 1.5`],
      ['NaN', axes(NaN), `BadAxis at ${at}.in_axis, got NaN`],
      ['Infinity', axes([Infinity]), `BadAxis at ${at}.in_axis.0, got Infinity`],
      ['text', axes('2'), `WrongType at ${at}.in_axis, got "2"`],
      ['null', axes(null), `WrongType at ${at}.in_axis, got null`],
      ['a bigint', axes([2n]), `WrongType at ${at}.in_axis.0, got 2n`],
      [
        'a hole in a list',
        axes(Array(2)),
        `WrongType at ${at}.in_axis.0, got undefined`,
        `WrongType at ${at}.in_axis.1, got undefined`
      ], // 40, prettier-ignore
      ['a list in a list', axes([[0]]), `WrongType at ${at}.in_axis.0, got an array`],
      ['900 times', axes(Array(900).fill(0)), `RankTooLarge at ${at}.in_axis, got an array`],
      [
        'Keras’s lists sharing one',
        { rule: 'listed', input_axes: [2, 3], output_axes: [3] },
        `BadAxis at ${at}, got [2, 3, 3]`
      ] // 41, prettier-ignore
    ],
    (_, fans, ...complaints) => expectRefused(() => draw(scaling(fans), kernel), ...complaints)
  )
})

describe('fans are exact', () => {
  cases<[claim: string, fans: unknown, shape: ReadonlyArray<number>]>(
    [
      ['a receptive field beyond 2^53', { rule: 'default' }, [2 ** 30, 2 ** 30, 3, 3]],
      ['the same by axes', axes(2, 3), [2 ** 30, 2 ** 30, 3, 3]],
      ['the same after a zero', axes(2, 3), [2 ** 30, 2 ** 30, 0, 3]],
      ['the same by layout', groups(1), [2 ** 30, 2 ** 30, 3, 3]],
      ['its square root', square([]), [2 ** 30, 2 ** 30, 3, 3]]
    ],
    (_, fans, shape) =>
      expectRefused(() => draw(scaling(fans), shape), `ShapeTooLarge at shape, got sizes ${shape.join(', ')}`)
  )

  cases<[claim: string, fan_in: unknown, complaint: string]>(
    [
      ['a fan of 0', 0, 'NotPositive at config.fans.fan_in, got 0'],
      ['a fan of −1', -1, 'NotPositive at config.fans.fan_in, got -1'],
      ['a fan of NaN', NaN, 'NotFinite at config.fans.fan_in, got NaN'],
      ['a fan of Infinity', Infinity, 'NotFinite at config.fans.fan_in, got Infinity'],
      ['a fan of 1e308 in float32', 1e308, 'BoundUnderflow at config.scale, got a spread of 2.2736944686771127e-154']
    ],
    (_, fan_in, complaint) =>
      expectRefused(() => draw(scaling({ rule: 'explicit', fan_in, fan_out: 1 }), kernel), complaint)
  )
})

describe('the ranks of a rule are positive integers', () => {
  cases<[claim: string, ranks: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['0', [0], `BadCount at ${at}.ranks.0, got 0`],
      ['−0', [-0], `BadCount at ${at}.ranks.0, got -0`],
      ['−2', [2, -2], `BadCount at ${at}.ranks.1, got -2`],
      ['a fraction', [2.5], `BadCount at ${at}.ranks.0, got 2.5`],
      ['NaN', [NaN], `BadCount at ${at}.ranks.0, got NaN`],
      ['Infinity', [Infinity], `BadCount at ${at}.ranks.0, got Infinity`],
      ['2^53', [2 ** 53], `BadCount at ${at}.ranks.0, got 9007199254740992`],
      ['text', ['2'], `WrongType at ${at}.ranks.0, got "2"`],
      ['a bigint', [2n], `WrongType at ${at}.ranks.0, got 2n`],
      ['null', [null], `WrongType at ${at}.ranks.0, got null`],
      ['a hole', Array(1), `WrongType at ${at}.ranks.0, got undefined`],
      ['a list in a list', [[2]], `WrongType at ${at}.ranks.0, got an array`],
      ['a text for the list', 'x', `WrongType at ${at}.ranks, got "x"`],
      ['a number for the list', 2, `WrongType at ${at}.ranks, got 2`],
      ['an object for the list', { 0: 2, length: 1 }, `WrongType at ${at}.ranks, got an object`],
      ['a set for the list', new Set([2]), `WrongType at ${at}.ranks, got an object that is not plain data`],
      ['a revoked list', revoked([]), `Unreadable at ${at}.ranks, got a value that throws when it is read`],
      ['too many', new Array(20_000_001), `TooLarge at ${at}.ranks, got an array of 20000001 items`]
    ],
    (_, ranks, ...complaints) => expectRefused(() => draw(scaling(square(ranks)), kernel), ...complaints)
  )

  cases<[claim: string, ranks: unknown]>(
    [
      ['none', []],
      ['one twice', [4, 4]],
      ['beyond any shape', [2 ** 53 - 1]],
      ['9,900 times the same', Array(9_900).fill(4)]
    ],
    (_, ranks) => right(draw(scaling(square(ranks)), kernel))
  )
})

describe('groups divide the channels', () => {
  cases<[claim: string, groups: unknown, complaint: string]>(
    [
      ['0', 0, 'BadCount at config.fans.groups, got 0'],
      ['−0', -0, 'BadCount at config.fans.groups, got -0'],
      ['−2', -2, 'BadCount at config.fans.groups, got -2'],
      ['0.5', 0.5, 'BadCount at config.fans.groups, got 0.5'],
      ['NaN', NaN, 'BadCount at config.fans.groups, got NaN'],
      ['2^53', 2 ** 53, 'BadCount at config.fans.groups, got 9007199254740992'],
      ['null', null, 'WrongType at config.fans.groups, got null'],
      ['3 of 16', 3, 'BadGroups at config.fans.groups, got 3'],
      ['32 of 16', 32, 'BadGroups at config.fans.groups, got 32']
    ],
    (_, value, complaint) => expectRefused(() => draw(scaling(groups(value)), kernel), complaint)
  )
})

describe('a rule is read once, own keys only', () => {
  cases<[claim: string, fans: unknown, complaint: string]>(
    [
      ['a revoked proxy', revoked({}), 'Unreadable at config.fans, got a value that throws when it is read'],
      ['a Map', new Map([['rule', 'axes']]), 'WrongType at config.fans, got an object that is not plain data'],
      ['an inherited rule', Object.create({ rule: 'default' }), 'WrongType at config.fans, got an object that is not plain data'], // prettier-ignore
      ['__proto__', JSON.parse('{"rule":"default","__proto__":1}'), 'UnknownKey at config.fans.__proto__, got 1'],
      ['5 MB of equation', { rule: 'einsum', equation: 'a'.repeat(5e6) }, `WrongType at config.fans.equation, got "${'a'.repeat(49)}…" (5000000 characters)`], // prettier-ignore
      ['5 MB of rule', { rule: 'x'.repeat(5e6) }, `UnknownValue at config.fans.rule, got "${'x'.repeat(49)}…" (5000000 characters)`] // prettier-ignore
    ],
    (_, fans, complaint) => expectRefused(() => Initializer.decode(scaling(fans)), complaint)
  )

  cases<[claim: string]>([['a getter is read only once']], () => {
    const { proxy, reads } = counting({ rule: 'explicit', fan_in: 4, fan_out: 4 })
    right(Initializer.decode(scaling(proxy)))
    expect([...reads.values()].every((n) => n === 1)).toBe(true)
  })

  cases<[claim: string]>([['also by the codec alone, at any depth']], () => {
    const deep = { rule: 'packed', count: 1, of: nested(100_000, 'of') }
    expect(E.isLeft(Fans.codec.decode(deep))).toBe(true)
    expectCheap(() => Fans.codec.decode(deep))
  })
})

describe('a constant array has the shape of the tensor', () => {
  const mismatch = (received: string) => `ShapeMismatch at config.value, got ${received}`
  cases<[claim: string, value: unknown, shape: ReadonlyArray<number>, complaint: string]>(
    [
      ['shorter', [1, 2], [3], mismatch('an array of shape [2]')],
      ['longer', [1, 2, 3, 4], [3], mismatch('an array of shape [4]')],
      ['empty', [], [3], mismatch('an array of shape [0]')],
      ['TensorFlow 1 would repeat its last number', [1, 2, 3], [2, 3, 2], mismatch('an array of shape [3]')],
      ['of too high a rank', [[1, 2, 3]], [3], mismatch('an array of shape [1, 3]')],
      ['on a scalar', [1], [], mismatch('an array of shape [1]')],
      ['ragged', [[1, 2], [3]], [2, 2], mismatch('a ragged array')],
      ['ragged, with the right number of values', [[1, 2, 3], [4]], [2, 2], mismatch('a ragged array')],
      ['numbers next to rows', [1, [2]], [2], mismatch('a ragged array')],
      ['rows next to numbers', [[1], 2], [2, 1], mismatch('a ragged array')],
      ['an empty row', [[], [1]], [2, 1], mismatch('a ragged array')],
      ['ragged deep within', [[[1]], [[1, 2]]], [2, 1, 2], mismatch('a ragged array')],
      [
        'too many numbers',
        new Array(20_000_001),
        [20_000_001],
        'TooLarge at config.value, got an array of 20000001 items'
      ],
      ['a hole', Array(1), [1], 'WrongType at config.value.0, got undefined'],
      ['NaN', [[1], [NaN]], [2, 1], 'NotFinite at config.value.1.0, got NaN'],
      ['1e39 in float32', [0, 1e39], [2], 'NotRepresentable at config.value, got 1e+39']
    ],
    (_, value, shape, complaint) => expectRefused(() => draw(constant(value), shape), complaint)
  )

  cases<[claim: string, value: unknown, shape: ReadonlyArray<number>, complaint: string]>(
    [
      ['shorter', [1, 2], [3], mismatch('2 values')],
      ['longer', [1, 2, 3, 4], [3], mismatch('4 values')],
      ['empty', [], [3], mismatch('0 values')],
      ['one row of several', [1, 2, 3], [2, 3], mismatch('3 values')],
      ['ragged, with the right number of values', [[1, 2, 3], [4]], [2, 2], mismatch('a ragged array')],
      ['numbers next to rows', [1, [2]], [2], mismatch('a ragged array')],
      ['an empty row', [[], [1]], [1], mismatch('a ragged array')],
      ['1e39 in float32', [0, 1e39], [2, 1], 'NotRepresentable at config.value, got 1e+39']
    ],
    (_, value, shape, complaint) =>
      expectRefused(() => draw({ class_name: 'Constant', config: { value, reshape: true } }, shape), complaint)
  )

  cases<[claim: string]>([['nested too deep']], () => {
    const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], 1)
    expectRefused(
      () => draw(constant(deep), [1]),
      `TooDeep at config.value${'.0'.repeat(62)}, got nesting deeper than 64`
    )
  })
})

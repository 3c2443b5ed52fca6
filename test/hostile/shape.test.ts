import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import type { Validated } from '../../src/InitializerError.js'
import * as Shape from '../../src/Shape.js'
import * as Tensor from '../../src/Tensor.js'
import { cases, counting, expectCheap, expectRefused, nested, polluted, refusal, revoked } from '../support/hostile.js'
import { right } from '../support/either.js'

const ones = right(Initializer.decode('ones'))
const he = right(Initializer.decode('he_normal'))
const check = (shape: unknown) => Shape.check(shape as Shape.Shape)

/** Functions of a shape: none of them allocates or draws for a shape that it refuses. */
const takers: Readonly<Record<string, (shape: Shape.Shape) => Validated<unknown>>> = {
  sampler: (shape) => Initializer.sampler({ shape })(he),
  slice: (shape) => Initializer.slice({ shape, box: [] })(he),
  describe: (shape) => Initializer.describe({ shape })(he),
  init: (shape) => Initializer.init({ shape })('he_normal')
}

const unreadable = 'a value that throws when it is read'
const never = () => expect.fail('called')

describe('a shape is a list of integers', () => {
  cases<[claim: string, shape: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['a negative size', [-1], 'BadDim at 0, got -1'],
      ['a negative size further in', [2, -3], 'BadDim at 1, got -3'],
      ['1.5', [1.5], 'BadDim at 0, got 1.5'],
      ['NaN and Infinity, both reported', [NaN, 2, Infinity], 'BadDim at 0, got NaN', 'BadDim at 2, got Infinity'],
      ['text', ['3'], 'BadDim at 0, got "3"'],
      ['true', [true, 2], 'BadDim at 0, got true'],
      ['null', [null], 'BadDim at 0, got null'],
      ['lists', [[2], [3]], 'BadDim at 0, got an array', 'BadDim at 1, got an array'],
      ['a bigint', [2n], 'BadDim at 0, got 2n'],
      ['a symbol', [Symbol('2')], 'BadDim at 0, got a symbol'],
      ['what becomes a number', [{ valueOf: never, toString: never }], 'BadDim at 0, got an object'],
      // eslint-disable-next-line no-sparse-arrays
      ['a hole', [, 2], 'BadDim at 0, got undefined'],
      ['holes only', new Array(2), 'BadDim at 0, got undefined', 'BadDim at 1, got undefined'],
      ['NaN that hides in a product', [1e200, 1e200, 0], 'BadDim at 0, got 1e+200', 'BadDim at 1, got 1e+200'],
      ['2^60 before a 0', [2 ** 60, 2 ** 60, 0], ...[0, 1].map((i) => `BadDim at ${i}, got 1152921504606847000`)],
      ['2^60 after a 0', [0, 2 ** 60, 2 ** 60], ...[1, 2].map((i) => `BadDim at ${i}, got 1152921504606847000`)],
      ['text instead of a list', '34', 'BadShape at , got "34"'],
      ['what looks like a list', { length: 2, 0: 3, 1: 4 }, 'BadShape at , got an object'],
      ['a Set', new Set([3, 4]), 'BadShape at , got an object that is not plain data'],
      ['a typed array', Uint32Array.of(3, 4), 'BadShape at , got an object that is not plain data'],
      ['a number', 3, 'BadShape at , got 3'],
      ['null instead of a list', null, 'BadShape at , got null'],
      ['undefined', undefined, 'BadShape at , got undefined'],
      ['5 MB of text', ['3'.repeat(5e6)], `BadDim at 0, got "${'3'.repeat(49)}…" (5000000 characters)`],
      ['200,000 levels', [nested(200_000, 'x')], 'BadDim at 0, got an object'],
      ['a revoked proxy', revoked([]), `Unreadable at , got ${unreadable}`],
      ['a revoked proxy within', [revoked([])], `BadDim at 0, got ${unreadable}`],
      ['a list whose length throws', new Proxy([3], { get: never }), `Unreadable at , got ${unreadable}`],
      [
        'a list whose length is not a number',
        new Proxy([3], { get: () => ({ valueOf: never }) }),
        `Unreadable at , got ${unreadable}`
      ]
    ],
    (_, shape, ...complaints) => {
      expectRefused(() => check(shape), ...complaints)
      for (const take of Object.values(takers)) {
        expectRefused(
          () => take(shape as Shape.Shape),
          ...complaints.map((c) => c.replace(/ at (\d?)/, ' at shape.$1').replace('.,', ','))
        )
      }
    }
  )

  test('a polluted Array.prototype fills no hole', () => {
    const sparse = [, 2] as unknown as Shape.Shape // eslint-disable-line no-sparse-arrays
    expect(refusal(polluted(Array.prototype, { 0: 3 }, () => Shape.check(sparse)))[0].code).toBe('BadDim')
  })

  test('−0 is 0', () => {
    const shape = right(Shape.check([-0, 3]))
    expect(Object.is(shape[0], 0)).toBe(true)
  })

  test('a list that answers differently each time is read once', () => {
    const sizes = [2, 3, 4]
    let asked = 0
    const fickle = new Proxy([0], {
      get: (target, key) => (key === '0' ? sizes[asked++] : (Reflect.get(target, key) as unknown))
    })
    const tensor = right(Initializer.init({ shape: fickle })('ones'))
    expect(asked).toBe(1)
    expect(tensor).toEqual({ shape: [2], dtype: 'float32', data: Float32Array.of(1, 1) })

    const { proxy, reads } = counting([2, 3])
    right(Initializer.sampler({ shape: proxy })(ones))
    expect([...reads]).toEqual([
      ['length', 1],
      ['0', 1],
      ['1', 1]
    ])
  })

  test('a list counts by its items only', () => {
    class Odd extends Array<number> {
      static override get [Symbol.species](): ArrayConstructor {
        return never()
      }
      override map = never
    }
    const odd = Odd.from([2, 3])
    const labelled = Object.assign([2, 3], { scale: 9, toJSON: never, [Symbol.toPrimitive]: never })
    for (const list of [odd, labelled, Object.freeze([2, 3])]) expect(right(Shape.check(list))).toEqual([2, 3])
  })

  test('a shape that changes later changes nothing', () => {
    const shape = [2]
    const sample = right(Initializer.sampler({ shape })(ones))
    shape[0] = 1e9
    expect(sample({ generator: 'xoroshiro128plus', state: [1, 0, 0, 0] })[0].data.length).toBe(2)
  })
})

describe('the size of a shape is limited', () => {
  cases<[claim: string, shape: ReadonlyArray<number>, expected: RegExp, received: string]>(
    [
      ['2^54 elements', [2 ** 27, 2 ** 27], /below 2\^53/, 'sizes 134217728, 134217728'],
      ['a product that looks whole', [94906267, 94906267], /below 2\^53/, 'sizes 94906267, 94906267'],
      ['a 0 does not hide the rest', [2 ** 30, 2 ** 30, 0], /below 2\^53/, 'sizes 1073741824, 1073741824, 0'],
      ['nor does one before it', [0, 2 ** 30, 2 ** 30], /below 2\^53/, 'sizes 0, 1073741824, 1073741824'],
      ['2^53 - 1 twice', Array<number>(2).fill(2 ** 53 - 1), /below 2\^53/, 'sizes 9007199254740991, 9007199254740991'],
      [
        '32 large sizes are shortened in the message',
        Array<number>(32).fill(2 ** 53 - 1),
        /2\^53/,
        `sizes ${'9007199254740991, '.repeat(9).slice(0, 73)}…`
      ]
    ],
    (_, shape, expected, received) => {
      expectRefused(() => check(shape), `ShapeTooLarge at , got ${received}`)
      expect(refusal(check(shape))[0].expected).toMatch(expected)
      for (const take of Object.values(takers))
        expectRefused(() => take(shape), `ShapeTooLarge at shape, got ${received}`)
    }
  )

  cases<[claim: string, shape: unknown, received: string]>(
    [
      ['rank 33', Array<number>(33).fill(1), '33 axes'],
      ['rank 10,000', Array<number>(10_000).fill(1), 'an array of 10000 items'],
      ['10^8 entries', new Array(1e8), 'an array of 100000000 items'],
      ['4294967295 entries', new Array(2 ** 32 - 1), 'an array of 4294967295 items']
    ],
    (_, shape, received) => expectRefused(() => check(shape), `RankTooLarge at , got ${received}`)
  )

  test('of a list that is too long only the length is read', () => {
    const { proxy, reads } = counting(Array<number>(1000).fill(1))
    refusal(check(proxy))
    expect([...reads]).toEqual([['length', 1]])
  })

  test.each([
    ['float32', [2 ** 31], '8589934592 bytes'],
    ['float64', [2 ** 32], '34359738368 bytes'],
    ['bfloat16', [2 ** 33], '17179869184 bytes'],
    ['float32', [2 ** 30 + 1], '4294967300 bytes']
  ] as const)('%s %j is more than one piece of memory', (dtype, shape, received) => {
    for (const name of ['he_normal', 'zeros']) {
      expectRefused(() => Initializer.init({ shape, dtype })(name), `ShapeTooLarge at shape, got ${received}`)
    }
    expect(E.isRight(Initializer.describe({ shape, dtype })(he))).toBe(true)
  })

  test.each(['he_normal', 'zeros', 'RandomNormal'])('%s: bytes beyond 2^53 are refused', (name) => {
    const run = () =>
      pipe(Initializer.decode(name), E.chain(Initializer.describe({ shape: [2 ** 52], dtype: 'float32' })))
    expect(refusal(run())).toMatchObject([
      { code: 'ShapeTooLarge', path: ['shape'], received: '18014398509481984 bytes' }
    ])
    expectCheap(run)
  })
})

describe('small shapes are shapes', () => {
  const fans = (shape: Shape.Shape) => right(Initializer.describe({ shape })(he)).fans

  test('rank 0 is one element, of fans 1 and 1', () => {
    for (const name of ['ones', 'RandomNormal', 'he_normal', 'glorot_uniform']) {
      expect(right(Initializer.init({ shape: [] })(name)).data).toHaveLength(1)
    }
    expect(fans([])).toEqual({ fanIn: 1, fanOut: 1 })
  })

  test('rank 1 is both fans at once', () => {
    expect(fans([10])).toEqual({ fanIn: 10, fanOut: 10 })
  })

  test.each([[[0]], [[3, 0, 4]], [[0, 0]], [[0, 2 ** 40]]])(
    '%j is empty, and there is no division by a fan of 0',
    (shape) => {
      for (const name of ['ones', 'he_normal', 'glorot_uniform', 'TruncatedNormal']) {
        const tensor = right(Initializer.init({ shape })(name))
        expect(tensor.data).toHaveLength(0)
        expect(
          Number.isFinite(right(pipe(Initializer.decode(name), E.chain(Initializer.describe({ shape })))).stddev)
        ).toBe(true)
      }
    }
  )
})

describe('the rest of a request is checked as carefully', () => {
  const request = (spec: unknown) => spec as Initializer.TensorSpec

  cases<[claim: string, spec: unknown, complaint: string]>(
    [
      ['null', null, 'BadShape at shape, got undefined'],
      ['undefined', undefined, 'BadShape at shape, got undefined'],
      ['a number', 3, 'BadShape at shape, got undefined'],
      ['no shape', {}, 'BadShape at shape, got undefined'],
      ['a shape that is inherited', Object.create({ shape: [2] }), 'BadShape at shape, got undefined'],
      ['a revoked proxy', revoked({}), `Unreadable at shape, got ${unreadable}`]
    ],
    (_, spec, complaint) => {
      expect(refusal(Initializer.sampler(request(spec))(ones))).toContainEqual(
        expect.objectContaining({ path: ['shape'] })
      )
      if (!complaint.startsWith('Unreadable')) {
        expectRefused(() => Initializer.sampler(request(spec))(ones), complaint)
        expectRefused(() => Initializer.describe(request(spec))(ones), complaint)
        expectRefused(() => Initializer.init(request(spec))('ones'), complaint)
        expectRefused(() => Initializer.slice(spec as Initializer.TensorSpec & { box: Shape.Box })(ones), complaint)
      }
    }
  )

  test('each part is read once', () => {
    const { proxy, reads } = counting({
      shape: [2, 2],
      dtype: 'float16' as const,
      seed: 3,
      box: [
        [0, 1],
        [0, 2]
      ] as const
    })
    right(Initializer.init(proxy)('he_normal'))
    expect([...reads]).toEqual([
      ['shape', 1],
      ['dtype', 1],
      ['seed', 1]
    ])
    reads.clear()
    right(Initializer.slice(proxy)(he))
    expect([...reads]).toEqual([
      ['shape', 1],
      ['dtype', 1],
      ['box', 1]
    ])
  })

  test('a polluted Object.prototype has no effect', () => {
    const plain = right(Initializer.init({ shape: [4] })('he_normal'))
    const again = polluted(Object.prototype, { dtype: 'float64', seed: 9, shape: [1], box: [[0, 1]] }, () =>
      Initializer.init({ shape: [4] })('he_normal')
    )
    expect(right(again)).toEqual(plain)
  })
})

describe('bytes become a tensor if their number matches the shape', () => {
  test('a detached buffer has none', () => {
    const bytes = new Uint8Array(8)
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
    expectRefused(() => Tensor.fromBytes('float32', [2])(bytes), 'ShapeMismatch at , got 0 bytes')
    expect(right(Tensor.fromBytes('float32', [0])(bytes)).data).toHaveLength(0)
  })

  test('nothing is allocated for a shape that the bytes do not fill', () => {
    expectRefused(() => Tensor.fromBytes('float64', [2 ** 40])(new Uint8Array(8)), 'ShapeMismatch at , got 8 bytes')
    expectRefused(() => Tensor.fromBytes('float64', [-1])(new Uint8Array(8)), 'BadDim at 0, got -1')
    expectRefused(() => Tensor.fromBytes('int8' as 'float32', [8])(new Uint8Array(8)), 'UnknownDType at , got "int8"')
  })

  test('they are copied, from any offset in their buffer', () => {
    const buffer = Uint8Array.of(9, 0, 0, 128, 63, 9)
    const tensor = right(Tensor.fromBytes('float32', [1])(buffer.subarray(1, 5)))
    buffer.fill(255)
    expect(tensor.data).toEqual(Float32Array.of(1))
  })

  test('a big-endian machine would swap each element', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    expect(Tensor.swapped(bytes, 2)).toEqual(Uint8Array.of(2, 1, 4, 3, 6, 5, 8, 7))
    expect(Tensor.swapped(bytes, 4)).toEqual(Uint8Array.of(4, 3, 2, 1, 8, 7, 6, 5))
    expect(Tensor.swapped(bytes, 8)).toEqual(Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1))
    for (const width of [2, 4, 8]) expect(Tensor.swapped(Tensor.swapped(bytes, width), width)).toEqual(bytes)
    const big = right(Tensor.fromBytes('float32', [1], 'big')(Uint8Array.of(63, 128, 0, 0)))
    expect(big.data).toEqual(Float32Array.of(1))
  })
})

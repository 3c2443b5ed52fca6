import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { DType } from 'initializers-ts'

/** Bytes, words, largest and smallest: from the widths of IEEE 754's formats and of bfloat16, by hand. */
const table = [
  ['float16', 2, 1, 65504, 2 ** -24, Uint16Array],
  ['bfloat16', 2, 1, 255 * 2 ** 120, 2 ** -133, Uint16Array],
  ['float32', 4, 1, (2 ** 24 - 1) * 2 ** 104, 2 ** -149, Float32Array],
  ['float64', 8, 2, Number.MAX_VALUE, Number.MIN_VALUE, Float64Array]
] as const

describe.each(table)('%s', (dtype, bytes, words, largest, smallest, array) => {
  it('has its bytes and words', () => {
    expect(DType.traits(dtype).bytesPerElement).toBe(bytes)
    expect(DType.traits(dtype).wordsPerElement).toBe(words)
  })

  it('is stored in its typed array, zeros at first', () => {
    const data = DType.traits(dtype).make(3)
    expect(data).toBeInstanceOf(array)
    expect([...data]).toEqual([0, 0, 0])
    expect(data.BYTES_PER_ELEMENT).toBe(bytes)
  })

  it('ranges from its smallest to its largest number', () => {
    expect(DType.largest(dtype)).toBe(largest)
    expect(DType.smallestSubnormal(dtype)).toBe(smallest)
    expect(DType.round(dtype)(largest)).toBe(largest)
    expect(DType.round(dtype)(smallest)).toBe(smallest)
  })

  it('stores and loads a part of an array', () => {
    const { make, store, load } = DType.traits(dtype)
    const data = make(5)
    store(Float64Array.of(1, -2, 0.5, 99), 3, data, 1)
    const out = new Float64Array(5)
    load(data, 0, 5, out)
    expect([...out]).toEqual([0, 1, -2, 0.5, 0])
    load(data, 2, 2, out)
    expect([...out]).toEqual([-2, 0.5, -2, 0.5, 0])
  })

  it('keeps the sign of zero', () => {
    const { make, store, load } = DType.traits(dtype)
    const [data, out] = [make(2), new Float64Array(2)]
    store(Float64Array.of(-0, 0), 2, data, 0)
    load(data, 0, 2, out)
    expect([...out]).toEqual([-0, 0])
  })

  it('is a dtype', () => {
    expect(DType.is(dtype)).toBe(true)
    expect(DType.check(dtype)).toEqual(E.right(dtype))
  })
})

describe('rounding to a dtype', () => {
  it.each([
    ['float16', 0.1, 0.0999755859375, 0.10003662109375, 0.0999755859375],
    ['bfloat16', 0.1, 0.099609375, 0.10009765625, 0.10009765625],
    ['float32', 0.1, 0.09999999403953552, 0.10000000149011612, 0.10000000149011612],
    ['float64', 0.1, 0.1, 0.1, 0.1],
    ['float16', -0.1, -0.10003662109375, -0.0999755859375, -0.0999755859375],
    ['float16', 2049, 2048, 2050, 2048],
    ['float16', 2051, 2050, 2052, 2052],
    ['bfloat16', 257, 256, 258, 256],
    ['bfloat16', 259, 258, 260, 260],
    ['float16', 2 ** -25, 0, 2 ** -24, 0],
    ['float16', 3 * 2 ** -25, 2 ** -24, 2 ** -23, 2 ** -23],
    ['float16', 0, 0, 0, 0]
  ] as const)('%s has, for %d, %d below, %d above and %d nearest', (dtype, x, down, up, nearest) => {
    expect(DType.roundDown(dtype)(x)).toBe(down)
    expect(DType.roundUp(dtype)(x) + 0).toBe(up)
    expect(DType.round(dtype)(x)).toBe(nearest)
  })

  it('goes to infinity from half a step above the largest number on', () => {
    expect(DType.round('float16')(65519.99)).toBe(65504)
    expect(DType.round('float16')(65520)).toBe(Infinity)
    expect(DType.round('float16')(-65520)).toBe(-Infinity)
    expect(DType.round('bfloat16')(255.5 * 2 ** 120)).toBe(Infinity)
    expect(DType.round('float32')(3.5e38)).toBe(Infinity)
  })
})

describe('a name that is not a dtype', () => {
  it.each(['float8', 'Float32', 'f32 ', '', 'constructor', '__proto__', 32, null, undefined, {}, Symbol('float32')])(
    'is refused: %s',
    (name) => {
      expect(DType.is(name)).toBe(false)
      expect(DType.check(name as DType.DType)).toMatchObject(E.left([{ code: 'UnknownDType', path: [] }]))
    }
  )
})

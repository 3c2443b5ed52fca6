import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Tensor } from 'initializers-ts'
import { problems, right } from './support/either.js'

const tensor: Tensor.Tensor<'float32'> = { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, -0) }

describe('bytes', () => {
  // prettier-ignore
  it.each([
    ['float16',  Uint16Array.of(0x3c00, 0xc000),  [0x00, 0x3c, 0x00, 0xc0]],
    ['bfloat16', Uint16Array.of(0x3f80, 0xc000),  [0x80, 0x3f, 0x00, 0xc0]],
    ['float32',  Float32Array.of(1, -2),          [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]],
    ['float64',  Float64Array.of(1, -2),          [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]]
  ] as const)('of %s are little-endian, and make the tensor again', (dtype, data, bytes) => {
    const it: Tensor.Tensor = { shape: [2], dtype, data }
    expect([...Tensor.bytes(it)]).toEqual(bytes)
    expect(Tensor.fromBytes(dtype, [2])(Uint8Array.from(bytes))).toEqual(E.right(it))
    expect(Tensor.fromBytes(dtype, [2], 'big')(Tensor.swapped(Tensor.bytes(it), bytes.length / 2))).toEqual(E.right(it))
    expect([...Tensor.values(it)]).toEqual([1, -2])
  })

  it('of a part of a buffer are those of the part', () => {
    const data = Float32Array.of(0, 1, 0).subarray(1, 2)
    expect([...Tensor.bytes({ shape: [1], dtype: 'float32', data })]).toEqual([0, 0, 0x80, 0x3f])
  })

  it('are copied into a tensor', () => {
    const bytes = Uint8Array.of(0, 0, 0x80, 0x3f)
    const copy = right(Tensor.fromBytes('float32', [])(bytes))
    bytes.fill(0)
    expect(copy.data).toEqual(Float32Array.of(1))
  })

  // prettier-ignore
  it.each([
    ['float32', [2],   4, ['ShapeMismatch']],
    ['float32', [0],   1, ['ShapeMismatch']],
    ['float32', [-1],  4, ['BadDim 0']],
    ['int8',    [1],   1, ['UnknownDType']]
  ])('of %s in shape %j: %i of them are refused', (dtype, shape, n, expected) => {
    expect(problems(Tensor.fromBytes(dtype as 'float32', shape)(new Uint8Array(n)))).toEqual(expected)
  })
})

describe('a check', () => {
  // prettier-ignore
  it.each([
    [{},                                  []],
    [{ shape: [7] },                      ['ShapeMismatch data']],
    [{ data: new Float64Array(6) },       ['WrongType data']],
    [{ dtype: 'int8' },                   ['UnknownDType dtype']],
    [{ dtype: 'int8', shape: [-1] },      ['UnknownDType dtype', 'BadDim shape 0']]
  ])('of a tensor with %j: %j', (wrong, expected) => {
    expect(problems(Tensor.check({ ...tensor, ...wrong } as Tensor.Tensor))).toEqual(expected)
  })
})

describe('a slice', () => {
  it('has the elements in the box, in an array of its own', () => {
    const part = Tensor.slice([[0, 2], [1, 3]])(tensor) // prettier-ignore
    expect(part).toEqual({ shape: [2, 2], dtype: 'float32', data: Float32Array.of(2, 3, 5, -0) })
    expect(part.data.buffer).not.toBe(tensor.data.buffer)
  })
})

describe('equality', () => {
  // prettier-ignore
  it.each([
    [{},                                            true],
    [{ data: tensor.data.slice() },                 true],
    [{ shape: [3, 2] },                             false],
    [{ data: Float32Array.of(1, 2, 3, 4, 5, 0) },   false]
  ])('with %j changed is %j: −0 is not 0', (changed, expected) => {
    expect(Tensor.eq.equals(tensor, { ...tensor, ...changed })).toBe(expected)
  })

  it('tells dtypes of the same bytes apart', () => {
    const [a, b] = (['float16', 'bfloat16'] as const).map((dtype) => ({ shape: [1], dtype, data: Uint16Array.of(0) }))
    expect(Tensor.eq.equals(a!, b!)).toBe(false)
  })
})

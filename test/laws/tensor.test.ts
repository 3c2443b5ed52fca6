import { describe, expect, it } from 'vitest'
import type { Tensor } from 'initializers-ts'
import { tensorLaws } from 'initializers-ts/laws'
import { namesOf } from './names.js'

const tensor: Tensor.Tensor = { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1, -2, 0.5, 0) }

describe('tensorLaws', () => {
  it('hold of a tensor', () => {
    expect(namesOf(tensorLaws, tensor)).toEqual([])
  })

  it('detect too few elements', () => {
    expect(namesOf(tensorLaws, { ...tensor, shape: [2, 3] })).toEqual(
      expect.arrayContaining(['elementCount', 'byteCount', 'bytesRoundTrip'])
    )
  })

  it('detect elements that are not finite', () => {
    expect(namesOf(tensorLaws, { ...tensor, data: Float32Array.of(1, 2, 3, Infinity) })).toContain('finite')
  })

  it('detect numbers that the dtype does not have', () => {
    const wrong = { shape: [1], dtype: 'float16', data: Uint16Array.of(0x7c00) } as const
    expect(namesOf(tensorLaws, wrong)).toContain('finite')
    expect(namesOf(tensorLaws, { shape: [1], dtype: 'float32', data: Float64Array.of(0.1) } as never)).toContain(
      'representable'
    )
  })
})

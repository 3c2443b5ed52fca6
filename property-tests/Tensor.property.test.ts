/** Runs `tensorLaws`, and tests slices and summaries. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DType, Shape, Summary, Tensor } from 'initializers-ts'
import { tensorLaws } from 'initializers-ts/laws'
import { dtype, shape } from 'initializers-ts/laws/fast-check'
import { claims, right, runSeed } from './check.js'

/** Finite numbers of the dtype, of any size, including −0. */
const tensor = fc.record({ dtype: dtype(), shape: shape() }).chain(({ dtype, shape }) => {
  const most = Math.min(DType.largest(dtype), 1e300) // beyond it a sum of a few float64 overflows
  const size = Shape.size(shape)
  return fc
    .array(fc.double({ min: -most, max: most, noNaN: true }), { minLength: size, maxLength: size })
    .map((list): Tensor.Tensor => {
      const data = DType.traits(dtype).make(size)
      DType.traits(dtype).store(Float64Array.from(list, DType.roundDown(dtype)), size, data, 0)
      return { shape, dtype, data }
    })
})

describe('a tensor', () => {
  claims(tensorLaws, tensor)
})

describe('a slice', () => {
  const sliced = tensor.chain((tensor) =>
    fc.record({
      tensor: fc.constant(tensor),
      box: fc.tuple(
        ...tensor.shape.map((dim) =>
          fc.tuple(fc.nat(dim), fc.nat(dim)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
        )
      )
    })
  )

  it('has the elements whose indices lie in the box, in order', () => {
    fc.assert(
      fc.property(sliced, ({ tensor, box }) => {
        const { shape, dtype, data } = tensor
        const indexOf = (offset: number, axis: number) =>
          Math.floor(offset / Shape.size(shape.slice(axis + 1))) % Math.max(1, shape[axis]!)
        const kept = data.filter((_, offset) =>
          box.every(([start, stop], axis) => indexOf(offset, axis) >= start && indexOf(offset, axis) < stop)
        )
        const part = Tensor.slice(right(Shape.checkBox(shape)(box)))(tensor)
        expect(part).toEqual({ shape: box.map(([start, stop]) => stop - start), dtype, data: kept })
        expect(part.data.buffer).not.toBe(data.buffer)
      }),
      { seed: runSeed }
    )
  })
})

describe('summaries', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })
  const summary = (list: ReadonlyArray<number>) =>
    Summary.fromTensor({ shape: [list.length], dtype: 'float64', data: Float64Array.from(list) })

  it('of parts combine to the summary of the whole', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const whole = summary([...a, ...b])
        const joined = Summary.Monoid.concat(summary(a), summary(b))
        const size = Math.max(...[...a, ...b].map(Math.abs), 1e-300)
        expect(joined.count).toBe(whole.count)
        expect(joined.min).toBe(whole.min)
        expect(joined.max).toBe(whole.max)
        // 100 sums of numbers of at most that size: each rounds by half an ulp of a sum of at most 100 of them
        expect(Math.abs(joined.mean - whole.mean)).toBeLessThanOrEqual(100 * 2 ** -52 * size)
        expect(Math.abs(joined.m2 - whole.m2)).toBeLessThanOrEqual(100 * 100 * 2 ** -50 * size * size)
      }),
      { seed: runSeed }
    )
  })

  it('have the empty summary as neutral element', () => {
    fc.assert(
      fc.property(values, (a) => {
        expect(Summary.Monoid.concat(Summary.Monoid.empty, summary(a))).toEqual(summary(a))
        expect(Summary.Monoid.concat(summary(a), Summary.Monoid.empty)).toEqual(summary(a))
      }),
      { seed: runSeed }
    )
  })

  it('do not depend on the dtype that stores the values', () => {
    fc.assert(
      fc.property(tensor, (t) => {
        const wide: Tensor.Tensor = { shape: t.shape, dtype: 'float64', data: Tensor.values(t) }
        expect(Summary.fromTensor(t)).toEqual(Summary.fromTensor(wide))
        expect(right(Tensor.fromBytes(t.dtype, t.shape)(Tensor.bytes(t)))).toEqual(t)
      }),
      { seed: runSeed }
    )
  })
})

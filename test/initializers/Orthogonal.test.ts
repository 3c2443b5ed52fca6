import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { DType, Draw, Initializer, type Shape } from 'initializers-ts'
import { bernstein, exponent } from '../../src/laws/statistics/intervals.js'
import {
  behavesAsInitializer,
  defect,
  drawn,
  draws,
  hoeffding,
  made,
  mean,
  refusal,
  root,
  tiny,
  described,
  transposed,
  unit
} from '../support/initializers.js'
import { right } from '../support/either.js'

behavesAsInitializer({
  className: 'Orthogonal',
  snake: 'orthogonal',
  defaults: { gain: 1, column_axis: -1 },
  config: { gain: -1.5, column_axis: 0 },
  shape: [5, 3, 4],
  hasSeed: true,
  words: (dtype) => 60 * DType.traits(dtype).wordsPerElement
})

const orthogonal = made('Orthogonal')
const size = (shape: Shape.Shape): number => shape.reduce((n, dim) => n * dim, 1)

/** W with the columns along the last axis: [outer, cols, inner] → [outer, inner, cols]. */
const columnsLast = (w: Float64Array, shape: Shape.Shape, axis: number): Float64Array => {
  const cols = shape[axis]!
  const inner = size(shape.slice(axis + 1))
  const outer = size(shape.slice(0, axis))
  const out = new Float64Array(w.length)
  for (let o = 0; o < outer; o++)
    for (let c = 0; c < cols; c++)
      for (let i = 0; i < inner; i++) out[(o * inner + i) * cols + c] = w[(o * cols + c) * inner + i]!
  return out
}

/** The defect of the matrix's rows or columns, whichever are fewer. */
const defectOf = (shape: Shape.Shape, axis: number, gain: number, dtype: DType.DType): number => {
  const w = columnsLast(drawn(made('Orthogonal', { gain, column_axis: axis }), shape, dtype), shape, axis)
  const cols = shape[axis]!
  const rows = w.length / cols
  return rows <= cols ? defect(w, rows, gain, dtype) : defect(transposed(w, rows, cols), cols, gain, dtype)
}

// -------------------------------------------------------------------------------------
// orthogonality
// -------------------------------------------------------------------------------------

const shapes: ReadonlyArray<Shape.Shape> = [
  [1, 1],
  [2, 2],
  [7, 7],
  [64, 64],
  [130, 33],
  [33, 130],
  [1, 9],
  [9, 1],
  [3, 3, 4, 16],
  [3, 3, 4, 50],
  [2, 1, 3, 2, 4]
]

describe('an orthogonal tensor', () => {
  it.each(DType.all)('has orthonormal rows or columns, whichever are fewer, along any axis, in %s', (dtype) => {
    for (const shape of shapes)
      for (const axis of shape.keys())
        expect(defectOf(shape, axis, 1, dtype), `${shape.join()} along ${axis}`).toBeLessThanOrEqual(1)
  })

  it.each([-1, 0.5, -2.5, 100, 1e-3])('is that times the gain %d', (gain) => {
    for (const dtype of DType.all) expect(defectOf([20, 12], 1, gain, dtype), dtype).toBeLessThanOrEqual(1)
    const [one, scaled] = [drawn(orthogonal, [20, 12]), drawn(made('Orthogonal', { gain }), [20, 12])]
    expect(scaled).toEqual(one.map((x) => gain * x))
  })

  it('is 0 for the gain 0', () => {
    const zero = made('Orthogonal', { gain: 0 })
    expect(drawn(zero, [4, 3], 'float16').every((x) => x === 0)).toBe(true)
    expect(described(zero, [4, 3])).toMatchObject({ mean: 0, stddev: 0, low: 0, high: 0 })
  })

  it('is ±gain, rounded, if it is a single number', () => {
    // 0.3 in float16 lies above 0.3
    const gain = 0.3
    const rounded = DType.round('float16')(gain)
    expect(rounded).toBeGreaterThan(gain)
    expect(Math.abs(drawn(made('Orthogonal', { gain }), [1, 1], 'float16')[0]!)).toBe(rounded)
  })

  it('has the columns along another axis by construction: PyTorch’s layout is a transpose', () => {
    const along = (column_axis: number, shape: Shape.Shape): Float64Array =>
      drawn(made('Orthogonal', { column_axis }), shape)
    for (const [rows, cols] of [
      [5, 3],
      [3, 5],
      [4, 4]
    ] as const)
      expect(along(0, [cols, rows])).toEqual(transposed(along(-1, [rows, cols]), rows, cols))
    const shape = [4, 2, 3, 5]
    for (const axis of shape.keys()) {
      const last = along(-1, [...shape.toSpliced(axis, 1), shape[axis]!])
      expect(columnsLast(along(axis, shape), shape, axis)).toEqual(last)
      expect(along(axis - 4, shape)).toEqual(along(axis, shape))
    }
  })

  it('is the Q of the normal matrix of the same words, with R’s diagonal above 0', () => {
    for (const [rows, cols] of [
      [7, 4],
      [6, 6],
      [9, 1]
    ] as const) {
      const a = drawn(made('RandomNormal', { stddev: 1 }), [rows, cols])
      const tall = drawn(orthogonal, [rows, cols])
      const wide = transposed(drawn(orthogonal, [cols, rows]), cols, rows) // a wide one is a tall one, transposed
      for (const q of rows > cols ? [tall, wide] : [tall])
        for (let i = 0; i < cols; i++)
          for (let j = 0; j <= i; j++) {
            let r = 0
            for (let k = 0; k < rows; k++) r += q[k * cols + i]! * a[k * cols + j]!
            // rounding: |a| < 8.3 in every element, and 1e-14 n in Q
            if (j < i) expect(Math.abs(r)).toBeLessThan(1e-14 * rows * rows * 8.3)
            else expect(r).toBeGreaterThan(0)
          }
    }
  })

  it('has the moments of its description', () => {
    for (const shape of shapes.filter((s) => size(s) > 100))
      for (const dtype of DType.all) {
        const gain = 1.7
        const initializer = made('Orthogonal', { gain })
        const w = drawn(initializer, shape, dtype)
        const { mean: average, stddev } = described(initializer, shape, dtype)
        const cols = shape.at(-1)!
        expect(average).toBe(0)
        expect(stddev).toBeCloseTo(gain / Math.sqrt(Math.max(cols, size(shape) / cols)), 14)
        // the squares add up to gain² min(rows, cols) in every draw; rounding by Minkowski
        expect(Math.abs(Math.sqrt(mean(w.map((x) => x * x))) - stddev)).toBeLessThan(unit[dtype] * stddev + tiny)
        // elements do not correlate, so their mean has the variance stddev² / n; a wider one than 7 of it has no seed
        expect(Math.abs(mean(w))).toBeLessThan((7 * stddev) / Math.sqrt(w.length) + unit[dtype] * stddev + tiny)
      }
  })
})

// -------------------------------------------------------------------------------------
// the Haar distribution; each check has one false alarm in 2 / alpha = 512e9 seeds
// -------------------------------------------------------------------------------------

/** The greatest distance of an empirical distribution function from that of numbers uniform in [0, 1). */
const kolmogorov = (us: ReadonlyArray<number>): number =>
  us.toSorted((a, b) => a - b).reduce((most, u, i, { length: n }) => Math.max(most, (i + 1) / n - u, u - i / n), 0)

/** Numbers of mean `mu` and variance `v`, at most `most` from their mean: how far off their mean is, over Bernstein's. */
const offBy = (xs: ReadonlyArray<number>, mu: number, v: number, most: number): number =>
  Math.abs(mean(xs) - mu) / (Math.sqrt(v) * bernstein(xs.length, most / (3 * Math.sqrt(v)), exponent))

describe('the distribution of 2 × 2 matrices', () => {
  const all = draws(orthogonal, [2, 2], 20_000)
  const angle = ([a, , c]: Float64Array): number => (Math.atan2(c!, a!) / (2 * Math.PI) + 1) % 1
  const det = ([a, b, c, d]: Float64Array): number => a! * d! - b! * c!

  it('has rotations and reflections alike', () => {
    const rotations = all.filter((w) => det(w) > 0).length
    expect(Math.abs(rotations / all.length - 0.5)).toBeLessThan(hoeffding(all.length))
  })

  it('has angles that are uniform, among rotations and among reflections', () => {
    for (const sign of [1, -1]) {
      const angles = all.filter((w) => sign * det(w) > 0).map(angle)
      expect(kolmogorov(angles), `${sign}`).toBeLessThan(hoeffding(angles.length)) // Dvoretzky, Kiefer, Wolfowitz
    }
  })

  it('detects a Q with LAPACK’s signs', () => {
    const lapack = all.map((w) => w.map((x, i) => (i % 2 === 0 ? -Math.sign(w[0]!) * x : x)))
    expect(kolmogorov(lapack.map(angle))).toBeGreaterThan(hoeffding(lapack.length))
  })
})

describe.each([3, 4, 5, 6, 7, 8])('the distribution of matrices of %d rows', (n) => {
  const all = draws(orthogonal, [n, n], 3000)
  const [p2, p4, p8] = [1 / n, 3 / (n * (n + 2)), 105 / (n * (n + 2) * (n + 4) * (n + 6))]

  it('has E w² = 1 / n at every index', () => {
    for (let index = 0; index < n * n; index++)
      expect(
        offBy(
          all.map((w) => w[index]! ** 2),
          p2,
          p4 - p2 * p2,
          1
        )
      ).toBeLessThan(1)
  })

  it('has E w = 0 and E w⁴ = 3 / (n (n + 2)) in the corners', () => {
    for (const index of [0, n - 1, n * (n - 1), n * n - 1]) {
      const corner = all.map((w) => w[index]!)
      expect(offBy(corner, 0, p2, 1)).toBeLessThan(1)
      expect(
        offBy(
          corner.map((x) => x ** 4),
          p4,
          p8 - p4 * p4,
          1
        )
      ).toBeLessThan(1)
    }
  })

  it('has the cross moments of a uniform matrix, for any two rows', () => {
    // E w11² w21² = 1 / (n (n + 2)) and E w11² w22² = (n + 1) / (n (n - 1) (n + 2)); products of squares in [0, 1/4] or
    // [0, 1], and a variance of at most mean · most
    for (const [i, j] of [
      [0, 1],
      [0, n - 1],
      [1, n - 1]
    ] as const) {
      const same = all.map((w) => (w[i * n]! * w[j * n]!) ** 2)
      const other = all.map((w) => (w[i * n]! * w[j * n + 1]!) ** 2)
      const [a, b] = [1 / (n * (n + 2)), (n + 1) / (n * (n - 1) * (n + 2))]
      expect(offBy(same, a, a / 4, 0.25)).toBeLessThan(1)
      expect(offBy(other, b, b, 1)).toBeLessThan(1)
    }
  })

  it('has traces of mean 0 and variance 1', () => {
    // E tr² = 1 and E tr⁴ = 3 (Diaconis & Shahshahani, 1994)
    const traces = all.map((w) => w.reduce((sum, x, i) => (i % (n + 1) === 0 ? sum + x : sum), 0))
    expect(offBy(traces, 0, 1, n)).toBeLessThan(1)
    expect(
      offBy(
        traces.map((t) => t * t),
        1,
        2,
        n * n
      )
    ).toBeLessThan(1)
  })
})

describe.each([
  [5, 3],
  [3, 5]
])('the distribution of %d × %d matrices', (rows, cols) => {
  it('is that of a part of a square one', () => {
    const all = draws(orthogonal, [rows, cols], 3000)
    const [p2, p4] = [1 / 5, 3 / 35]
    for (let index = 0; index < 15; index++) {
      expect(
        offBy(
          all.map((w) => w[index]!),
          0,
          p2,
          1
        )
      ).toBeLessThan(1)
      expect(
        offBy(
          all.map((w) => w[index]! ** 2),
          p2,
          p4 - p2 * p2,
          1
        )
      ).toBeLessThan(1)
    }
  })
})

// -------------------------------------------------------------------------------------
// what it takes
// -------------------------------------------------------------------------------------

describe('drawing an orthogonal tensor', () => {
  it('takes as many words as a normal one, and all of them for any part', () => {
    for (const dtype of DType.all) {
      const { elementwise, words, elements, fans } = described(orthogonal, [6, 5, 4], dtype)
      expect({ elementwise, words, elements, fans }).toEqual({
        elementwise: false,
        words: 120 * DType.traits(dtype).wordsPerElement,
        elements: 120,
        fans: null
      })
    }
  })

  it('gives any range of the whole tensor', () => {
    const draw = right(Initializer.draw({ shape: [60, 50], dtype: 'float32' })(orthogonal))
    const all = Draw.range(draw)(0, 3000)(root)
    for (const [start, stop] of [
      [0, 1],
      [2047, 2049],
      [17, 2900],
      [3000, 3000]
    ] as const)
      expect(Draw.range(draw)(start, stop)(root)).toEqual(all.slice(start, stop))
  })

  it.each([[[0, 3]], [[3, 0]], [[0, 0]], [[2, 0, 3]]])('is empty for %j, and returns the given state', (shape) => {
    for (const column_axis of [-1, 0]) {
      const [tensor, next] = right(Initializer.sampler({ shape })(made('Orthogonal', { column_axis })))(root)
      expect(tensor.data).toHaveLength(0)
      expect(next).toBe(root)
    }
  })

  it.each([
    [{}, [], ['BadRank shape']],
    [{}, [4], ['BadRank shape']],
    [{ column_axis: 2 }, [4, 4], ['BadAxis config column_axis']],
    [{ column_axis: -3 }, [4, 4], ['BadAxis config column_axis']],
    [{ gain: 1e6 }, [4, 4], ['BoundOverflow config gain']],
    [{}, [2 ** 26, 2 ** 26], ['ShapeTooLarge shape']]
  ])('%j of shape %j is refused: %j', (config, shape, expected) => {
    expect(refusal(made('Orthogonal', config), shape, 'float16')).toEqual(expected)
    const box = shape.map(() => [0, 1] as const)
    expect(E.isLeft(Initializer.slice({ shape, dtype: 'float16', box })(made('Orthogonal', config)))).toBe(true)
  })

  it.each([
    [{ gain: NaN }, 'NotFinite config gain'],
    [{ gain: Infinity }, 'NotFinite config gain'],
    [{ gain: '1' }, 'WrongType config gain'],
    [{ column_axis: 0.5 }, 'BadAxis config column_axis'],
    [{ column_axis: '0' }, 'WrongType config column_axis']
  ])('the config %j is refused: %s', (config, expected) => {
    const read = Initializer.decode({ class_name: 'Orthogonal', config })
    expect(E.isLeft(read) && read.left.map(({ code, path }) => [code, ...path].join(' '))).toEqual([expected])
  })
})

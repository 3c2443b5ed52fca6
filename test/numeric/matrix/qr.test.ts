import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { orthonormalColumns, transpose } from '../../../src/numeric/matrix/qr.js'

/** A well-mixed int32 (the finalizer of MurmurHash3), so that any language can write the same matrices. */
const mix = (n: number): number => {
  const a = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return b ^ (b >>> 16)
}

/** Entries in [-1, 1), all exact. */
const mixed = (rows: number, cols: number, seed = 0): Float64Array =>
  Float64Array.from({ length: rows * cols }, (_, i) => mix(Math.imul(seed + i + 1, 0x9e3779b1)) / 2 ** 31)

const matrix = (...rows: ReadonlyArray<readonly number[]>): Float64Array => Float64Array.from(rows.flat())
const identity = (n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))

/** X' Y, of X with m columns and Y with n. */
const inner = (x: Float64Array, y: Float64Array, rows: number, m: number, n: number): Float64Array => {
  const out = new Float64Array(m * n)
  for (let k = 0; k < rows; k++)
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[i * n + j]! += x[k * m + i]! * y[k * n + j]!
  return out
}

const distance = (x: Float64Array, y: Float64Array): number => {
  let worst = x.length === y.length ? 0 : Infinity
  for (let i = 0; i < x.length; i++) {
    const d = Math.abs(x[i]! - y[i]!)
    if (!(d <= worst)) worst = d
  }
  return worst
}

/** The largest entry of |Q'Q - I|; NaN if Q contains NaN. */
const defect = (q: Float64Array, rows: number, cols: number): number => {
  const columns = transpose(q, rows, cols)
  let worst = 0
  for (let i = 0; i < cols; i++)
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? -1 : 0
      for (let k = 0; k < rows; k++) sum += columns[i * rows + k]! * columns[j * rows + k]!
      worst = Math.max(worst, Math.abs(sum))
    }
  return worst
}

/** The formulas in the header of qr.ts, one column and one reflection at a time, without a schedule. */
const textbook = (a: Float64Array, rows: number, cols: number): Float64Array => {
  const us: number[][] = []
  const out = new Float64Array(rows * cols)
  const reflect = (x: number[], k: number): number[] => {
    const u = us[k]!
    let t = 0
    for (let i = k; i < rows; i++) t += u[i]! * x[i]!
    return x.map((value, i) => value - u[i]! * t)
  }
  for (let j = 0; j < cols; j++) {
    let x = Array.from({ length: rows }, (_, i) => a[i * cols + j]!)
    for (let k = 0; k < j; k++) x = reflect(x, k)
    const largest = Math.max(...x.slice(j).map(Math.abs))
    const y = x.map((value, i) => (i < j ? 0 : value / largest))
    const n = Math.sqrt(y.slice(j).reduce((s, value) => s + value * value, 0))
    const h = Math.abs(y[j]!) + n
    const r = Math.sqrt(n * h)
    const trivial = x.slice(j + 1).every((value) => value === 0)
    const s = x[j]! >= 0 ? 1 : -1
    us.push(y.map((value, i) => (trivial ? 0 : (i === j ? s * h : value) / r)))
    let q = x.map((_, i) => (i === j ? (trivial ? s : -s) : 0))
    for (let k = j; k >= 0; k--) q = reflect(q, k)
    q.forEach((value, i) => (out[i * cols + j] = value))
  }
  return out
}

const SHAPES = [
  [1, 1],
  [2, 1],
  [2, 2],
  [3, 2],
  [5, 5],
  [7, 4],
  [33, 9],
  [40, 40],
  [65, 63],
  [200, 130]
] as const

describe('orthonormalColumns', () => {
  it('gives orthonormal columns, square, tall, and none', () => {
    // measured: 4e-15 at 1024 x 1024; the promise is 1e-14 n
    for (const [rows, cols] of [...SHAPES, [256, 256], [4096, 64], [2048, 1]] as const)
      expect(defect(orthonormalColumns(mixed(rows, cols), rows, cols), rows, cols), `${rows} x ${cols}`).toBeLessThan(
        1e-14
      )
    expect(orthonormalColumns(new Float64Array(0), 3, 0)).toEqual(new Float64Array(0))
    expect(orthonormalColumns(new Float64Array(0), 0, 0)).toEqual(new Float64Array(0))
  })

  it('gives orthonormal columns at 1024 x 1024', () => {
    expect(defect(orthonormalColumns(mixed(1024, 1024), 1024, 1024), 1024, 1024)).toBeLessThan(1e-14)
  })

  it('factors A into Q R, R upper triangular with a diagonal >= 0', () => {
    for (const [rows, cols] of SHAPES) {
      const a = mixed(rows, cols)
      const q = orthonormalColumns(a, rows, cols)
      const r = inner(q, a, rows, cols, cols)
      r.forEach((value, i) => {
        const [row, col] = [Math.floor(i / cols), i % cols]
        if (row > col) expect(Math.abs(value), `R ${row} ${col} of ${rows} x ${cols}`).toBeLessThan(1e-14 * cols)
        if (row === col) expect(value, `R ${row} ${col} of ${rows} x ${cols}`).toBeGreaterThan(0)
      })
      const back = inner(transpose(q, rows, cols), r, cols, rows, cols)
      expect(distance(back, a), `${rows} x ${cols}`).toBeLessThan(1e-14 * cols)
    }
  })

  it('has the bits of the formula, independent of the schedule', () => {
    for (const [rows, cols] of SHAPES)
      expect(orthonormalColumns(mixed(rows, cols), rows, cols), `${rows} x ${cols}`).toEqual(
        textbook(mixed(rows, cols), rows, cols)
      )
  })

  it('computes a column of Q from the columns of A up to it', () => {
    const [rows, cols] = [30, 17]
    const a = mixed(rows, cols)
    const column = (x: Float64Array, width: number, j: number): Float64Array =>
      transpose(x, rows, width).slice(j * rows, (j + 1) * rows)
    const q = orthonormalColumns(a, rows, cols)
    for (let width = 1; width < cols; width++) {
      const left = orthonormalColumns(
        a.filter((_, i) => i % cols < width),
        rows,
        width
      )
      expect(column(left, width, width - 1)).toEqual(column(q, cols, width - 1))
    }
  })

  it('is exact for identities, signs, permutations and triangles', () => {
    const exact = (a: Float64Array, rows: number, cols: number, q: Float64Array): void => {
      expect(orthonormalColumns(a, rows, cols)).toEqual(q)
    }
    const swap = matrix([0, 0, 1], [1, 0, 0], [0, 1, 0])
    exact(identity(9), 9, 9, identity(9))
    exact(
      identity(9).map((x) => 0 - x),
      9,
      9,
      identity(9).map((x) => 0 - x)
    )
    exact(swap, 3, 3, swap)
    exact(
      swap.map((x) => 0 - 7 * x),
      3,
      3,
      swap.map((x) => 0 - x)
    )
    exact(matrix([2, 3], [0, -5]), 2, 2, matrix([1, 0], [0, -1]))
    exact(matrix([0, -2], [3, 5]), 2, 2, matrix([0, -1], [1, 0])) // R = 3 5, 0 2
    exact(matrix([0, 4], [0, 0], [-8, 6]), 3, 2, matrix([0, 1], [0, 0], [-1, 0])) // R = 8 -6, 0 4
    exact(matrix([-3]), 1, 1, matrix([-1]))
    exact(matrix([0]), 1, 1, matrix([1]))
    exact(matrix([-0]), 1, 1, matrix([1]))
  })

  it('factors 2 x 2 matrices, worked out by hand', () => {
    const near = (a: Float64Array, q: Float64Array): void =>
      expect(distance(orthonormalColumns(a, 2, 2), q)).toBeLessThan(2 ** -51)
    near(matrix([3, 0], [4, 5]), matrix([0.6, -0.8], [0.8, 0.6])) // R = 5 4, 0 3
    near(matrix([-5, 1], [12, 5]), matrix([-5 / 13, 12 / 13], [12 / 13, 5 / 13])) // R = 13 55/13, 0 37/13
    near(
      matrix([1, 1], [1, -1]),
      matrix([1, 1], [1, -1]).map((x) => x / Math.sqrt(2))
    ) // R = sqrt(2) I
  })

  it('completes the basis if a column is 0', () => {
    expect(orthonormalColumns(new Float64Array(20), 5, 4)).toEqual(
      Float64Array.from({ length: 20 }, (_, i) => +(i % 5 === 0))
    )
    expect(orthonormalColumns(new Float64Array(20).fill(-0), 5, 4)).toEqual(
      orthonormalColumns(new Float64Array(20), 5, 4)
    )
    expect(orthonormalColumns(matrix([0, 0], [0, 0], [0, 2]), 3, 2)).toEqual(matrix([1, 0], [0, 0], [0, 1]))
    expect(orthonormalColumns(matrix([0, 0], [0, 0], [2, 0]), 3, 2)).toEqual(matrix([0, 0], [0, 1], [1, 0]))
    expect(orthonormalColumns(matrix([0, 0], [2, 0]), 2, 2)).toEqual(matrix([0, -1], [1, 0])) // H_0 e_1
    const a = mixed(30, 12).map((x, i) => ([0, 5, 11].includes(i % 12) ? 0 : x))
    expect(defect(orthonormalColumns(a, 30, 12), 30, 12)).toBeLessThan(1e-14)
  })

  it('gives orthonormal columns for dependent columns', () => {
    const sum = mixed(30, 12).map((x, i, a) => (i % 12 === 7 ? a[i - 1]! + a[i - 2]! : x))
    const twice = mixed(30, 12).map((x, i, a) => (i % 2 === 1 ? 2 * a[i - 1]! : x))
    for (const a of [sum, twice, new Float64Array(360).fill(0.1), new Float64Array(360).fill(-1e-200)]) {
      const q = orthonormalColumns(a, 30, 12)
      expect(defect(q, 30, 12)).toBeLessThan(1e-14)
      expect(q).toEqual(textbook(a, 30, 12))
    }
  })

  it('gives orthonormal columns from the smallest numbers to the largest', () => {
    const scales = [2 ** -1074, 1e-320, 1e-300, 1e-160, 1, 1e160, 2 ** 1018]
    for (const scale of scales) {
      const a = mixed(20, 20).map((x) => x * scale)
      expect(defect(orthonormalColumns(a, 20, 20), 20, 20), `${scale}`).toBeLessThan(1e-14)
    }
    for (const graded of [scales, [...scales].reverse()]) {
      const a = mixed(20, 14).map((x, i) => x * graded[(i % 14) >> 1]!)
      expect(defect(orthonormalColumns(a, 20, 14), 20, 14)).toBeLessThan(1e-14)
    }
  })

  it('has the same bits when a column is scaled by a power of 2', () => {
    const a = mixed(24, 24)
    expect(
      orthonormalColumns(
        a.map((x, i) => x * 2 ** ((i % 24) * 5 - 60)),
        24,
        24
      )
    ).toEqual(orthonormalColumns(a, 24, 24))
  })

  it('has no -0', () => {
    const signed = mixed(40, 25).map((x) => (Math.abs(x) < 0.5 ? -0 : x))
    for (const a of [signed, new Float64Array(1000).fill(-0), new Float64Array(1000).fill(-1)])
      expect(orthonormalColumns(a, 40, 25).some((x) => Object.is(x, -0))).toBe(false)
  })

  it('does not change its input and returns a new array each time', () => {
    const a = mixed(9, 6)
    const q = orthonormalColumns(a, 9, 6)
    expect(a).toEqual(mixed(9, 6))
    const again = orthonormalColumns(a, 9, 6)
    expect(again).toEqual(q)
    expect(again.buffer).not.toBe(q.buffer)
  })
})

describe('transpose', () => {
  it('moves element (i, j) to (j, i)', () => {
    expect(transpose(matrix([1, 2, 3], [4, 5, 6]), 2, 3)).toEqual(matrix([1, 4], [2, 5], [3, 6]))
    expect(transpose(new Float64Array(0), 0, 4)).toEqual(new Float64Array(0))
    for (const [rows, cols] of SHAPES) {
      const a = mixed(rows, cols)
      const t = transpose(a, rows, cols)
      expect(t).toEqual(Float64Array.from(a, (_, i) => a[(i % rows) * cols + Math.floor(i / rows)]!))
      expect(transpose(t, cols, rows)).toEqual(a)
    }
  })

  it('transposes each matrix of a stack', () => {
    expect(
      transpose(
        Float64Array.from({ length: 12 }, (_, i) => i),
        2,
        3
      )
    ).toEqual(matrix([0, 3], [1, 4], [2, 5], [6, 9], [7, 10], [8, 11]))
  })
})

/**
 * SHA-256 of the little-endian bytes of Q for `mixed(rows, cols)`; they never change. The formula in NumPy, a row of lanes at
 * a time, gives the same bytes; LAPACK's Q, with adjusted signs, is within 7e-15 (at 256 x 256, condition 1100).
 */
const golden = [
  [1, 1, '6c3c396ed6b5c36dcae172271f462051b1266b851e92df3deea8ac65478fd712'],
  [4, 4, '15432e8d97fc426c52108cf7f9b2244516e01493ff93fa674981acfcd5988384'],
  [13, 7, '348c757af1c8dea6355e7968bf1448f6c361ab6e78c1573ac9685578ab0b0499'],
  [64, 64, 'bc93626bee3df9e4231178bc0511f67e799c7d52174583d2c1dcba1deab18f30'],
  [300, 50, '9339d726816b478adb5e14885eb2b7b6c1dfb1504241251a46f03fedca56e1df'],
  [256, 256, '59fd9a5eea8b2b75b05ef9b52f03a93f03bce34384e4b8feb811c204a7862815']
] as const

describe('the golden bytes', () => {
  for (const [rows, cols, hash] of golden)
    it(`still hold: ${rows} x ${cols}`, () => {
      const q = orthonormalColumns(mixed(rows, cols), rows, cols)
      expect(createHash('sha256').update(new Uint8Array(q.buffer)).digest('hex')).toBe(hash)
    })
})

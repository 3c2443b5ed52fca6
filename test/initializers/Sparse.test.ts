import { describe, expect, it } from 'vitest'
import { DType, Initializer } from 'initializers-ts'
import { exponent } from '../../src/laws/statistics/intervals.js'
import {
  behavesAsInitializer,
  drawn,
  hoeffding,
  made,
  mean,
  refusal,
  root,
  tiny,
  described,
  unit
} from '../support/initializers.js'
import { problems, right } from '../support/either.js'

behavesAsInitializer({
  className: 'Sparse',
  snake: 'sparse',
  lacks: ['MissingKey config sparsity'],
  defaults: { sparsity: 0.5, stddev: 0.01 },
  config: { sparsity: 0.4, stddev: 0.7 },
  shape: [5, 6],
  hasSeed: true,
  words: (dtype) => 30 * DType.traits(dtype).wordsPerElement + 30
})

const zeros = (w: Float64Array, cols: number, col: number): number =>
  w.filter((x, i) => i % cols === col && x === 0).length

describe('a sparse matrix', () => {
  it.each([
    [0.07, 100, 7], // ⌈0.07 · 100⌉ is 8
    [0.29, 100, 29],
    [0.57, 100, 57],
    [0.58, 100, 58],
    [0.1, 10, 1],
    [0.11, 10, 2],
    [1 / 3, 3, 1],
    [0.5, 7, 4],
    [0, 5, 0],
    [1, 5, 5],
    [1e-300, 5, 1],
    [1 - 2 ** -53, 5, 5],
    [0.9, 1, 1],
    [0, 1, 0]
  ])('of sparsity %d over %d rows has %d zeros in each column', (sparsity, rows, count) => {
    for (const dtype of DType.all) {
      const w = drawn(made('Sparse', { sparsity, stddev: 1 }), [rows, 4], dtype)
      // a number that rounds to 0 comes once in 2^24 float16 numbers: not under this seed
      for (let col = 0; col < 4; col++) expect(zeros(w, 4, col), dtype).toBe(count)
    }
  })

  it('has elsewhere the numbers of the dense normal matrix', () => {
    for (const dtype of DType.all) {
      const dense = drawn(made('RandomNormal', { stddev: 0.3 }), [40, 9], dtype)
      const w = drawn(made('Sparse', { sparsity: 0.6, stddev: 0.3 }), [40, 9], dtype)
      w.forEach((x, i) => expect(x === 0 || x === dense[i]).toBe(true))
      expect(drawn(made('Sparse', { sparsity: 0, stddev: 0.3 }), [40, 9], dtype)).toEqual(dense)
    }
  })

  it('has its zeros in any row alike, apart from those of its neighbour; a false alarm in 512e9 seeds', () => {
    const [rows, cols] = [5, 2 ** 14]
    const w = drawn(made('Sparse', { sparsity: 0.4 }), [rows, cols])
    const isZero = (row: number, col: number): number => (w[row * cols + col] === 0 ? 1 : 0)
    const share = (f: (col: number) => number): number => mean(Array.from({ length: cols / 2 }, (_, i) => f(2 * i)))
    for (let row = 0; row < rows; row++)
      expect(Math.abs(share((col) => isZero(row, col)) - 0.4)).toBeLessThan(hoeffding(cols / 2))
    // two of a column: 2/5 · 1/4; of neighbouring columns: 2/5 · 2/5
    expect(Math.abs(share((col) => isZero(0, col) * isZero(4, col)) - 0.1)).toBeLessThan(hoeffding(cols / 2))
    expect(Math.abs(share((col) => isZero(2, col) * isZero(2, col + 1)) - 0.16)).toBeLessThan(hoeffding(cols / 2))
  })

  it.each(DType.all)('has the moments of its description, in %s', (dtype) => {
    const [rows, cols, stddev] = [128, 256, 0.7]
    const initializer = made('Sparse', { sparsity: 0.25, stddev })
    const w = drawn(initializer, [rows, cols], dtype)
    const it_ = described(initializer, [rows, cols], dtype)
    expect(it_.mean).toBe(0)
    expect(it_.stddev).toBeCloseTo(stddev * Math.sqrt(0.75), 15)
    // of the n numbers that are not 0, the squares are chi-square: Laurent & Massart, exp(−x) on either side
    const n = 0.75 * rows * cols
    const slack = 2 * Math.sqrt(exponent / n) + (2 * exponent) / n
    const found = Math.sqrt(mean(w.map((x) => x * x)))
    expect(Math.abs((found / it_.stddev) ** 2 - 1)).toBeLessThan(slack + 3 * unit[dtype])
    // their mean is normal, beyond √(2 x) stddevs of it once in exp(x)
    expect(Math.abs(mean(w))).toBeLessThan(
      (Math.sqrt(2 * exponent) * it_.stddev) / Math.sqrt(rows * cols) + unit[dtype] + tiny
    )
  })

  it('is bounded by the outermost normal number that words make', () => {
    // the normal quantile's last numbers: DESIGN.md 4
    const told32 = described(made('Sparse', { sparsity: 0.5, stddev: 1 }), [4, 4], 'float32')
    expect(told32.high).toBeCloseTo(6.3379577545537895, 12)
    expect(told32.low).toBe(-told32.high!)
    expect(described(made('Sparse', { sparsity: 0.5, stddev: 1 }), [4, 4], 'float64').high).toBeCloseTo(
      8.209536151601387,
      12
    )
  })

  it('is 0 for the sparsity 1, and described so', () => {
    const all = made('Sparse', { sparsity: 1, stddev: 1 })
    expect(drawn(all, [4, 3])).toEqual(new Float64Array(12))
    expect(described(all, [4, 3])).toMatchObject({ mean: 0, stddev: 0, elementwise: false, words: 36, fans: null })
  })

  it.each([[[0, 3]], [[3, 0]], [[0, 0]]])('is empty for %j, and returns the given state', (shape) => {
    const [tensor, next] = right(Initializer.sampler({ shape })(made('Sparse', { sparsity: 0.5 })))(root)
    expect(tensor.data).toHaveLength(0)
    expect(next).toBe(root)
    expect(described(made('Sparse', { sparsity: 0.5 }), shape)).toMatchObject({ words: 0 })
  })

  it.each([
    [{}, [3], ['BadRank shape']],
    [{}, [3, 3, 3], ['BadRank shape']],
    [{ stddev: 1e-9 }, [3, 3], ['BoundUnderflow config stddev']],
    [{ stddev: 20_000 }, [3, 3], ['BoundOverflow config stddev']],
    [{ stddev: 9000 }, [3, 3], []], // up to 57042
    [{}, [2 ** 26, 2 ** 26], ['ShapeTooLarge shape']]
  ])('%j of shape %j in float16 is refused as a normal one is: %j', (config, shape, expected) => {
    expect(refusal(made('Sparse', { sparsity: 0.5, ...config }), shape, 'float16')).toEqual(expected)
  })

  it.each([
    [{ sparsity: -0.1 }, 'BadBounds config sparsity'],
    [{ sparsity: 1.1 }, 'BadBounds config sparsity'],
    [{ sparsity: NaN }, 'BadBounds config sparsity'],
    [{ sparsity: '0.5' }, 'WrongType config sparsity'],
    [{ sparsity: 0.5, stddev: 0 }, 'NotPositive config stddev'],
    [{ sparsity: 0.5, stddev: -1 }, 'NotPositive config stddev'],
    [{ sparsity: 0.5, stddev: Infinity }, 'NotFinite config stddev']
  ])('the config %j is refused: %s', (config, expected) => {
    expect(problems(Initializer.decode({ class_name: 'Sparse', config }))).toEqual([expected])
  })

  it('reads −0 as 0', () => {
    expect(made('Sparse', { sparsity: -0 })).toEqual(made('Sparse', { sparsity: 0 }))
  })
})

import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it, test } from 'vitest'
import { Draw, DType, ICNR, Initializer } from 'initializers-ts'
import { complaints } from '../support/hostile.js'
import {
  constant,
  drawn,
  expectRoundTrip,
  indices,
  moments,
  numbers,
  keepsDrawLaws,
  rng,
  type Spec,
  described,
  tried,
  wrap
} from './drawing.js'
import { right } from '../support/either.js'

const icnr = (copies: unknown, initializer: unknown, more: object = {}) => ({
  class_name: 'ICNR',
  config: { copies, initializer, ...more }
})
const interleaved = { interleaved: true }

/** Where element i of the inner shape is 100, 101, … */
const counted = (...shape: ReadonlyArray<number>) => {
  const fill = (dims: ReadonlyArray<number>, from: number): unknown => {
    const [dim, ...rest] = dims
    const size = rest.reduce((n, d) => n * d, 1)
    return dim === undefined ? from : Array.from({ length: dim }, (_, i) => fill(rest, from + i * size))
  }
  return constant(fill(shape, 100))
}

describe('copies', () => {
  test.each<readonly [claim: string, config: unknown, shape: ReadonlyArray<number>, elements: ReadonlyArray<number>]>([
    ['lie side by side', icnr(2, counted(3)), [6], [100, 100, 101, 101, 102, 102]],
    ['or a set of channels apart', icnr(2, counted(3), interleaved), [6], [100, 101, 102, 100, 101, 102]],
    ['for each row', icnr(2, counted(2, 2)), [2, 4], [100, 100, 101, 101, 102, 102, 103, 103]],
    ['apart for each row', icnr(2, counted(2, 2), interleaved), [2, 4], [100, 101, 100, 101, 102, 103, 102, 103]],
    ['are rows along axis 0', icnr(2, counted(2, 2), { axis: 0 }), [4, 2], [100, 101, 100, 101, 102, 103, 102, 103]],
    [
      'apart along axis 0',
      icnr(2, counted(2, 2), { axis: 0, ...interleaved }),
      [4, 2],
      [100, 101, 102, 103, 100, 101, 102, 103]
    ],
    ['may be three', icnr(3, counted(1, 2), { axis: -2 }), [3, 2], [100, 101, 100, 101, 100, 101]],
    ['may be one', icnr(1, counted(3)), [3], [100, 101, 102]],
    ['may be of one channel', icnr(3, counted(1), interleaved), [3], [100, 100, 100]],
    ['may be of none', icnr(3, 'he_normal'), [2, 0], []],
    ['may be of a constant', icnr(4, 'ones', { axis: 0 }), [4, 1], [1, 1, 1, 1]]
  ])('%s', (_, config, shape, elements) => {
    expect(numbers(config, { shape, dtype: 'float64' })).toEqual(elements)
  })

  const shape = [6, 4, 12]
  test.each([
    [2, 0],
    [3, 0],
    [4, 1],
    [2, -2],
    [4, 2],
    [12, -1]
  ])('%d along axis %d are what the inner one draws, by index', (copies, axis) => {
    const along = axis < 0 ? axis + 3 : axis
    const channels = shape[along]! / copies
    const own = shape.with(along, channels)
    const offset = (index: ReadonlyArray<number>) => index.reduce((n, i, a) => n * own[a]! + i, 0)
    for (const dtype of DType.all) {
      const [inner, next] = drawn('he_normal', { shape: own, dtype })
      for (const apart of [false, true]) {
        const [tensor, after] = drawn(icnr(copies, 'he_normal', { axis, interleaved: apart }), { shape, dtype })
        const source = (index: ReadonlyArray<number>) =>
          index.with(along, apart ? index[along]! % channels : Math.floor(index[along]! / copies))
        expect([...tensor.data]).toEqual(indices(shape).map((index) => inner.data[offset(source(index))]))
        expect(after).toEqual(next)
      }
    }
  })

  it('are equal after the shuffle that they are for', () => {
    // PyTorch's PixelShuffle(2) reads pixel (y, x) of channel c from channel 4c + 2y + x; TensorFlow's depth_to_space(2)
    // of 3 channels from channel 3 (2y + x) + c
    const spec = { shape: [5, 12], dtype: 'float32' } as const
    const torch = numbers(icnr(4, 'he_normal'), spec)
    const tensorflow = numbers(icnr(4, 'he_normal', interleaved), spec)
    const alone = numbers('he_normal', { shape: [5, 3], dtype: 'float32' })
    for (const [y, x] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1]
    ] as const) {
      // prettier-ignore
      const pixels = alone.map((_, i) => [Math.floor(i / 3), i % 3] as const)
      expect(pixels.map(([row, c]) => torch[12 * row + 4 * c + 2 * y + x])).toEqual(alone)
      expect(pixels.map(([row, c]) => tensorflow[12 * row + 3 * (2 * y + x) + c])).toEqual(alone)
    }
  })

  it('of more elements than are held at once are the same', () => {
    // 30,000 elements of 4 bytes; 8192 are held
    const [tensor] = drawn('he_normal', { shape: [3, 10_000], dtype: 'float32' })
    const rows = [0, 1, 2].map((row) => [...tensor.data.subarray(10_000 * row, 10_000 * (row + 1))])
    const spec = { shape: [6, 10_000], dtype: 'float32' } as const
    const beside = numbers(icnr(2, 'he_normal', { axis: 0 }), spec)
    expect(beside).toEqual([0, 0, 1, 1, 2, 2].flatMap((row) => rows[row]!))
    const apart = numbers(icnr(2, 'he_normal', { axis: 0, ...interleaved }), spec)
    expect(apart).toEqual([0, 1, 2, 0, 1, 2].flatMap((row) => rows[row]!))
    const short = numbers(icnr(2, 'he_normal', { axis: 0 }), { shape: [20_000, 3], dtype: 'float32' })
    const long = drawn('he_normal', { shape: [10_000, 3], dtype: 'float32' })[0].data
    expect(short).toEqual(Array.from({ length: 60_000 }, (_, i) => long[Math.floor(i / 6) * 3 + (i % 3)]))
  })

  it('of a draw that is not elementwise are the same', () => {
    const q = numbers('orthogonal', { shape: [8, 4], dtype: 'float64' })
    const spec = { shape: [8, 8], dtype: 'float64' } as const
    expect(numbers(icnr(2, 'orthogonal', interleaved), spec)).toEqual(
      Array.from({ length: 64 }, (_, i) => q[Math.floor(i / 8) * 4 + (i % 4)])
    )
    expect(described(icnr(2, 'orthogonal'), spec).elementwise).toBe(false)
  })
})

it('computes a draw that is not elementwise once, whatever its size', () => {
  let times = 0
  const compute = () => {
    times++
    return new Float64Array(20_000)
  }
  const zeros = { name: 'zeros', mean: 0, stddev: 0, low: 0, high: 0 }
  const copied = ICNR.draw<null>(() => Draw.materialized(zeros, 20_000, compute))({
    _tag: 'ICNR',
    ...{ copies: 3, axis: 0, interleaved: true, initializer: null, seed: null, dtype: null }
  })({ shape: [60_000], dtype: 'float32' })
  right(Draw.sampler(right(copied)))(rng)
  expect(times).toBe(1)
})

describe('a slice takes the memory of the slice alone', () => {
  test.each([
    ['side by side', {}],
    ['apart', interleaved]
  ])('of 2^41 elements, %s', (_, more) => {
    const shape = [2 ** 40, 2]
    const config = icnr(2, 'random_uniform', { axis: 0, ...more })
    const box = [[2 ** 39 + 6, 2 ** 39 + 8], [0, 2]] as const // prettier-ignore
    const [tensor] = right(
      pipe(Initializer.decode(config), E.chain(Initializer.slice({ shape, dtype: 'float32', box })))
    )(rng)
    // rows 2^39 + 6 and + 7 are both copies of row 2^38 + 3, or, apart, of rows 6 and 7
    const rows: ReadonlyArray<number> = 'interleaved' in more ? [6, 7] : [2 ** 38 + 3, 2 ** 38 + 3]
    const inner = right(Initializer.decode('random_uniform'))
    const expected = rows.flatMap((row) => {
      const one = { shape: [2 ** 39, 2], dtype: 'float32', box: [[row, row + 1], [0, 2]] } as const // prettier-ignore
      return [...right(Initializer.slice(one)(inner))(rng)[0].data]
    })
    expect([...tensor.data]).toEqual(expected)
  })
})

describe('the description', () => {
  it('has the distribution, the fans and the words of one channel for each group', () => {
    // 3 · 3 · 64 inputs, 3 · 3 · 16 outputs of 4 copies
    const spec = { shape: [3, 3, 64, 64], dtype: 'float32' } as const
    const description = described(icnr(4, 'he_normal'), spec)
    expect(description).toMatchObject({
      fans: { fanIn: 576, fanOut: 144 },
      words: 9216,
      elements: 36864,
      elementwise: true
    })
    const { mean, stddev } = described('he_normal', { ...spec, shape: [3, 3, 64, 16] })
    expect(description.content).toMatchObject({ _tag: 'Structured', mean })
    expect(description.stddev).toBeCloseTo(stddev, 15)
  })

  it('is what is drawn: 6 standard errors of the elements that differ, a false alarm in 10^8 seeds', () => {
    const n = 10_000
    const normal = { class_name: 'RandomNormal', config: { mean: 1, stddev: 2 } }
    const spec = { shape: [n / 10, 40], dtype: 'float32' } as const
    const { mean, stddev } = moments(numbers(icnr(4, normal), spec))
    expect(described(icnr(4, normal), spec)).toMatchObject({ mean: 1, stddev: 2 })
    expect(Math.abs(mean - 1)).toBeLessThan((6 * 2) / Math.sqrt(n))
    expect(Math.abs(stddev * stddev - 4)).toBeLessThan(6 * 4 * Math.sqrt(2 / n))
  })
})

describe('is refused', () => {
  const spec: Spec = { shape: [4, 6], dtype: 'float32' }
  test.each<readonly [claim: string, config: unknown, ...complaints: ReadonlyArray<string>]>([
    ['no copies', wrap('ICNR')({ initializer: 'ones' }), 'MissingKey at config.copies, got undefined'],
    ['no initializer', wrap('ICNR')({ copies: 2 }), 'MissingKey at config.initializer, got undefined'],
    ['0 copies', icnr(0, 'ones'), 'BadCount at config.copies, got 0'],
    ['−2 copies', icnr(-2, 'ones'), 'BadCount at config.copies, got -2'],
    ['1.5 copies', icnr(1.5, 'ones'), 'BadCount at config.copies, got 1.5'],
    ['copies in words', icnr('2', 'ones'), 'WrongType at config.copies, got "2"'],
    ['copies that do not divide', icnr(4, 'ones'), 'BadCount at config.copies, got 4'],
    ['more copies than channels', icnr(12, 'ones'), 'BadCount at config.copies, got 12'],
    ['an axis that is not there', icnr(2, 'ones', { axis: 2 }), 'BadAxis at config.axis, got 2'],
    ['a fractional axis', icnr(2, 'ones', { axis: 0.5 }), 'BadAxis at config.axis, got 0.5'],
    ['interleaved in numbers', icnr(2, 'ones', { interleaved: 1 }), 'WrongType at config.interleaved, got 1'],
    ['what one channel cannot be', icnr(2, constant([1, 2])), 'ShapeMismatch at config.initializer.config.value, got an array of shape [2]'], // prettier-ignore
    [
      'a dtype inside',
      icnr(2, { class_name: 'Ones', config: { dtype: 'float32' } }),
      'Unsupported at config.initializer.config.dtype, got "float32"'
    ]
  ])('%s', (_, config, ...expected) => {
    expect(complaints(tried(config, spec))).toEqual(expected)
  })

  it('a scalar', () => {
    expect(complaints(tried(icnr(1, 'ones'), { shape: [], dtype: 'float32' }))).toEqual([
      'BadAxis at config.axis, got -1'
    ])
  })
})

describe('satisfies the laws of draws', () => {
  keepsDrawLaws(icnr(4, 'he_normal'), { shape: [2, 3, 8], dtype: 'float32' }, 12)
  keepsDrawLaws(icnr(2, 'he_uniform', { axis: 0, ...interleaved }), { shape: [6, 5], dtype: 'float64' }, 30)
  keepsDrawLaws(icnr(3, 'random_normal', { axis: 1 }), { shape: [2, 6, 3], dtype: 'bfloat16' }, 12)
  keepsDrawLaws(icnr(2, 'orthogonal', interleaved), { shape: [4, 8], dtype: 'float32' }, 16)
  keepsDrawLaws(icnr(2, icnr(2, 'he_normal', interleaved)), { shape: [3, 8], dtype: 'float32' }, 6)
  const masked = { class_name: 'Masked', config: { mask: 'lower', initializer: 'he_normal', value: 1 } }
  const blocks = { class_name: 'Blocks', config: { blocks: [{ size: 1, initializer: masked }, { size: 3, initializer: 'zeros' }] } } // prettier-ignore
  keepsDrawLaws(icnr(2, { class_name: 'Scaled', config: { factor: -0.3, initializer: blocks } }), { shape: [3, 8], dtype: 'float32' }, 3) // prettier-ignore

  test('is serialized and read back', () => {
    const ones = { class_name: 'Ones', config: {} }
    expectRoundTrip(icnr(4, ones, { axis: 1, interleaved: true }))
    expectRoundTrip(icnr(4, 'ones'), icnr(4, ones, { axis: -1, interleaved: false }))
  })
})

import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it, test } from 'vitest'
import { Blocks, Draw, DType, Initializer, Shape } from 'initializers-ts'
import { complaints } from '../support/hostile.js'
import {
  constant,
  draw,
  drawn,
  expectMoments,
  expectRoundTrip,
  indices,
  moments,
  numbers,
  keepsDrawLaws,
  rng,
  skipped,
  type Spec,
  described,
  tried,
  wrap
} from './drawing.js'
import { right } from '../support/either.js'

type Pair = readonly [size: number, initializer: unknown]

const blocks = (axis: unknown, ...pairs: ReadonlyArray<Pair>) => ({
  class_name: 'Blocks',
  config: { axis, blocks: pairs.map(([size, initializer]) => ({ size, initializer })) }
})

/** The elements of a tensor whose index along the axis is in [start, stop). */
const part = (xs: ReadonlyArray<number>, shape: ReadonlyArray<number>, axis: number, start: number, stop: number) =>
  indices(shape).flatMap((index, i) => (index[axis]! >= start && index[axis]! < stop ? [xs[i]!] : []))

describe('each block is what its initializer draws alone, from the words after those before it', () => {
  const inner: ReadonlyArray<unknown> = [
    'glorot_uniform',
    { class_name: 'RandomNormal', config: { stddev: 1 } },
    'ones',
    { class_name: 'TruncatedNormal', config: { lower: -1, upper: 3 } },
    'he_normal'
  ]
  const shape = [4, 6, 15]
  test.each([
    [0, [1, 1, 1, 1]],
    [1, [1, 2, 1, 1, 1]],
    [2, [3, 1, 5, 2, 4]],
    [-1, [1, 5, 4, 3, 2]],
    [-3, [3, 1]],
    [2, [15]]
  ] as const)('along axis %d, of sizes %j', (axis, sizes) => {
    for (const dtype of DType.all) {
      const whole = numbers(blocks(axis, ...sizes.map((size, b) => [size, inner[b]] as const)), { shape, dtype })
      const along = axis < 0 ? axis + 3 : axis
      let [start, words] = [0, 0]
      sizes.forEach((size, b) => {
        const spec = { shape: shape.with(along, size), dtype }
        expect(part(whole, shape, along, start, start + size)).toEqual(numbers(inner[b], spec, skipped(words)))
        start += size
        words += inner[b] === 'ones' ? 0 : Shape.size(spec.shape) * DType.traits(dtype).wordsPerElement
      })
    }
  })

  it('has fans of its own', () => {
    // query, key and value of 768: limit sqrt(6 / 1536) = 1/16, for the whole sqrt(6 / 3072) = 0.0442
    const qkv = blocks(-1, [768, 'glorot_uniform'], [768, 'glorot_uniform'], [768, 'glorot_uniform'])
    const spec = { shape: [768, 2304], dtype: 'float32' } as const
    const { high, fans, stddev } = described(qkv, spec)
    expect(high).toBeCloseTo(0.0625, 9)
    expect(stddev).toBeCloseTo(0.0625 / Math.sqrt(3), 12)
    expect(fans).toBeNull()
  })

  it('may be a draw that is not elementwise', () => {
    const gates = blocks(-1, [4, 'orthogonal'], [4, 'he_normal'], [4, 'orthogonal'])
    const spec = { shape: [4, 12], dtype: 'float32' } as const
    const whole = numbers(gates, spec)
    const square = { shape: [4, 4], dtype: 'float32' } as const
    expect(part(whole, [4, 12], 1, 0, 4)).toEqual(numbers('orthogonal', square))
    expect(part(whole, [4, 12], 1, 4, 8)).toEqual(numbers('he_normal', square, skipped(16)))
    expect(part(whole, [4, 12], 1, 8, 12)).toEqual(numbers('orthogonal', square, skipped(32)))
    expect(described(gates, spec)).toMatchObject({ elementwise: false, words: 48 })
  })

  it('is at its index: the gates of an LSTM’s bias, with 1 for the forget gate', () => {
    const bias = blocks(0, [2, 'zeros'], [2, 'ones'], [4, 'zeros'])
    const [tensor, next] = drawn(bias, { shape: [8], dtype: 'float32' })
    expect([...tensor.data]).toEqual([0, 0, 1, 1, 0, 0, 0, 0])
    expect(next).toBe(rng)
  })

  it('is in rows if there are axes before it', () => {
    const spec = { shape: [2, 3, 2], dtype: 'float32' } as const
    expect(numbers(blocks(1, [1, constant(1)], [2, constant(2)]), spec)).toEqual([1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 2, 2])
  })
})

describe('the description', () => {
  it('is exact for constants', () => {
    // 1, 1, 1, 5 in each row: mean 2, and the squares of the distances add up to 12
    const spec = { shape: [7, 4], dtype: 'float32' } as const
    const config = blocks(-1, [3, 'ones'], [1, constant(5)])
    expect(described(config, spec).content).toEqual({
      _tag: 'Structured',
      name: '2 blocks along axis 1',
      mean: 2,
      stddev: Math.sqrt(3),
      low: 1,
      high: 5
    })
    expectMoments(config, spec)
  })

  it('is what is drawn: 6 standard errors, a false alarm in 10^8 seeds', () => {
    // halves of N(0, 1) and N(0, 3): variance 5; the square of an element has the variance 2 · (1 + 81) / 2
    const n = 20_000
    const normal = (stddev: number) => ({ class_name: 'RandomNormal', config: { stddev } })
    const config = blocks(0, [n / 2, normal(1)], [n / 2, normal(3)])
    const spec = { shape: [n], dtype: 'float32' } as const
    const { mean, stddev } = moments(numbers(config, spec))
    expect(described(config, spec).mean).toBe(0)
    expect(described(config, spec).stddev).toBeCloseTo(Math.sqrt(5), 14)
    expect(Math.abs(mean)).toBeLessThan(6 * Math.sqrt(5 / n))
    expect(Math.abs(stddev * stddev - 5)).toBeLessThan(6 * Math.sqrt(82 / n))
  })

  it('has finite bounds, even if a distribution has none', () => {
    const { low, high } = described(blocks(0, [1, 'random_normal'], [1, 'ones']), { shape: [2], dtype: 'float32' })
    // 0.05 times the farthest normal number of a 32-bit word
    expect(low).toBeCloseTo(-0.05 * 6.3379577545537895, 14)
    expect(high).toBe(1)
  })

  it('exists for an empty tensor too', () => {
    const { mean, stddev, words } = described(blocks(0, [1, 'he_normal'], [1, 'ones']), {
      shape: [2, 0],
      dtype: 'float32'
    })
    expect({ mean, stddev, words }).toEqual({ mean: 0, stddev: 0, words: 0 })
  })
})

describe('is refused', () => {
  const spec: Spec = { shape: [4, 6], dtype: 'float32' }
  test.each<readonly [claim: string, config: unknown, ...complaints: ReadonlyArray<string>]>([
    ['no blocks', wrap('Blocks')({ axis: 0 }), 'MissingKey at config.blocks, got undefined'],
    ['an empty list', blocks(0), 'ShapeMismatch at config.blocks, got no blocks'],
    ['too little', blocks(-1, [2, 'ones'], [3, 'ones']), 'ShapeMismatch at config.blocks, got 2 + 3'],
    ['too much', blocks(-1, [4, 'ones'], [3, 'ones']), 'ShapeMismatch at config.blocks, got 4 + 3'],
    ['sizes for another axis', blocks(0, [3, 'ones'], [3, 'ones']), 'ShapeMismatch at config.blocks, got 3 + 3'],
    ['an axis that is not there', blocks(2, [6, 'ones']), 'BadAxis at config.axis, got 2'],
    ['nor from the end', blocks(-3, [6, 'ones']), 'BadAxis at config.axis, got -3'],
    ['half an axis', blocks(0.5, [6, 'ones']), 'BadAxis at config.axis, got 0.5'],
    [
      'bad sizes, all of them',
      blocks(0, [0, 'ones'], [-1, 'ones'], [1.5, 'ones']),
      'BadCount at config.blocks.0.size, got 0',
      'BadCount at config.blocks.1.size, got -1',
      'BadCount at config.blocks.2.size, got 1.5'
    ],
    [
      'a size in words, beside a misspelt initializer',
      blocks(0, ['4' as never, 'he_norml']),
      'WrongType at config.blocks.0.size, got "4"',
      'UnknownName at config.blocks.0.initializer, got "he_norml"'
    ],
    [
      'an unknown key of a block',
      wrap('Blocks')({ blocks: [{ size: 6, initializer: 'ones', gain: 1 }] }),
      'UnknownKey at config.blocks.0.gain, got 1'
    ],
    ['a value that is not a list', wrap('Blocks')({ blocks: 'ones' }), 'WrongType at config.blocks, got "ones"'],
    [
      'a seed and a dtype inside',
      blocks(0, [2, { class_name: 'HeNormal', config: { seed: 3 } }], [2, { class_name: 'Ones', config: { dtype: 'float16' } }]), // prettier-ignore
      'Unsupported at config.blocks.0.initializer.config.seed, got 3',
      'Unsupported at config.blocks.1.initializer.config.dtype, got "float16"'
    ],
    [
      'what cannot be drawn, in every block',
      blocks(0, [1, constant([1, 2])], [2, 'ones'], [1, { class_name: 'Dirac', config: {} }]),
      'ShapeMismatch at config.blocks.0.initializer.config.value, got an array of shape [2]',
      'BadRank at config.blocks.2.initializer.shape, got rank 2'
    ]
  ])('%s', (_, config, ...expected) => {
    expect(complaints(tried(config, spec))).toEqual(expected)
  })

  it('an empty axis, which no block fills', () => {
    expect(complaints(tried(blocks(1), { shape: [4, 0], dtype: 'float32' }))).toHaveLength(1)
    expect(complaints(tried(blocks(1, [1, 'ones']), { shape: [4, 0], dtype: 'float32' }))).toHaveLength(1)
  })
})

describe('satisfies the laws of draws', () => {
  const three: ReadonlyArray<Pair> = [
    [1, 'he_normal'],
    [2, 'zeros'],
    [3, 'random_uniform']
  ]
  keepsDrawLaws(blocks(0, ...three), { shape: [6, 4], dtype: 'float32' }, 16)
  keepsDrawLaws(blocks(1, ...three), { shape: [3, 6, 2], dtype: 'float64' }, 48)
  keepsDrawLaws(blocks(-1, ...three), { shape: [5, 6], dtype: 'bfloat16' }, 20)
  keepsDrawLaws(blocks(0, [1, 'ones'], [1, 'he_normal']), { shape: [2, 3, 0], dtype: 'float32' }, 0)
  keepsDrawLaws(blocks(1, [2, blocks(0, [1, 'he_normal'], [2, 'ones'])], [4, 'orthogonal']), { shape: [3, 6], dtype: 'float32' }, 14) // prettier-ignore

  test('is serialized and read back', () => {
    const ones = { class_name: 'Ones', config: {} }
    expectRoundTrip(blocks(1, [2, ones], [3, ones]))
    expectRoundTrip(wrap('Blocks')({ blocks: [{ size: 2, initializer: 'ones' }] }), blocks(-1, [2, ones]))
    expectRoundTrip(blocks(-0, [2, blocks(-1, [5, ones])]), blocks(0, [2, blocks(-1, [5, ones])]))
  })
})

describe('many blocks', () => {
  const n = 3300
  const config = blocks(-1, ...Array.from({ length: n }, () => [1, 'he_normal'] as const))
  const initializer = Initializer.decode(config)

  it('take time in proportion to their number', () => {
    const seconds = (rows: number): number => {
      const run = right(pipe(initializer, E.chain(Initializer.sampler({ shape: [rows, n] }))))
      const start = performance.now()
      run(rng)
      return (performance.now() - start) / 1000
    }
    seconds(1)
    expect(seconds(100)).toBeLessThan(2.5) // 0.3 s, and 5 s if each row looks through all blocks
  })

  it('are opened when they are reached', () => {
    const opened: Array<number> = []
    const inner =
      (b: number) =>
      <D extends DType.DType>(target: Draw.Target<D>) =>
        pipe(
          Draw.constant(b)(target),
          E.map((draw): Draw.Draw<D> => ({
            ...draw,
            open: (rng) => {
              opened.push(b)
              return draw.open(rng)
            }
          }))
        )
    const joined = Blocks.draw(inner)({
      _tag: 'Blocks',
      axis: 0,
      blocks: [0, 1, 2, 3].map((initializer) => ({ size: 5, initializer })),
      seed: null,
      dtype: null
    })({ shape: [20], dtype: 'float32' })
    expect([...Draw.range(right(joined))(9, 12)(rng)]).toEqual([1, 2, 2])
    expect(opened).toEqual([1, 2])
  })

  it('are each at their words, the last one too', () => {
    const last = { shape: [2, n], dtype: 'float32', box: [[1, 2], [n - 1, n]] } as const // prettier-ignore
    const [part] = right(pipe(initializer, E.chain(Initializer.slice(last))))(rng)
    expect(part.data).toEqual(drawn('he_normal', { shape: [2, 1], dtype: 'float32' }, skipped(2 * (n - 1)))[0].data.slice(1)) // prettier-ignore
    expect(draw(config, last).words).toBe(2 * n)
  })
})

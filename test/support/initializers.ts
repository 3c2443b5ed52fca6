/** Shared by the tests of initializers: how to make, draw and describe one, and the claims that hold for each. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { DType, Initializer, Rng, type Shape, Tensor } from 'initializers-ts'
import { exponent } from '../../src/laws/statistics/intervals.js'
import { problems, right } from './either.js'

export { problems, right } from './either.js'

export const root: Rng.Rng = right(Rng.fromSeed(42))

export const made = (class_name: string, config: object = {}): Initializer.Initializer =>
  right(Initializer.decode({ class_name, config }))

/** The elements as numbers, from `root`. */
export const drawn = (
  initializer: Initializer.Initializer,
  shape: Shape.Shape,
  dtype: DType.DType = 'float64',
  rng: Rng.Rng = root
): Float64Array => Tensor.values(right(Initializer.sampler({ shape, dtype })(initializer))(rng)[0])

/** As many draws in turn, each from the next state of the one before. */
export const draws = (
  initializer: Initializer.Initializer,
  shape: Shape.Shape,
  count: number,
  dtype: DType.DType = 'float64'
): ReadonlyArray<Float64Array> => {
  const run = right(Initializer.sampler({ shape, dtype })(initializer))
  let rng = root
  return Array.from({ length: count }, () => {
    const [tensor, next] = run(rng)
    rng = next
    return Tensor.values(tensor)
  })
}

export const described = (
  initializer: Initializer.Initializer,
  shape: Shape.Shape,
  dtype: DType.DType = 'float64'
): Initializer.Description => right(Initializer.describe({ shape, dtype })(initializer))

/** The errors of drawing it. */
export const refusal = (
  initializer: Initializer.Initializer,
  shape: Shape.Shape,
  dtype: DType.DType = 'float32'
): ReadonlyArray<string> => problems(Initializer.sampler({ shape, dtype })(initializer))

// -------------------------------------------------------------------------------------
// tolerances
// -------------------------------------------------------------------------------------

/** The most that rounding changes a number, relatively; for float64 what computing adds in a few thousand steps. */
export const unit: { readonly [D in DType.DType]: number } = {
  float64: 1e-13,
  float32: 2 ** -24,
  float16: 2 ** -11,
  bfloat16: 2 ** -8
}

/** Half of float16's smallest number: what rounding changes a number below its normal ones. The others have smaller. */
export const tiny = 2 ** -25

/**
 * The largest error of a mean of n numbers in [0, 1], except in one of 2 / alpha cases (Hoeffding); alpha = 1e-9 / 512 as
 * in src/laws/statistics/intervals.ts, so that 512 such checks raise one false alarm in 10^9 seeds.
 */
export const hoeffding = (n: number): number => Math.sqrt(exponent / (2 * n))

export const mean = (xs: ArrayLike<number>): number => Array.from(xs).reduce((sum, x) => sum + x, 0) / xs.length

/**
 * The greatest distance of W Wᵀ from gain² I, over what rounding W once explains: for rows w of length |gain|, entries
 * off by u relatively or by `tiny`, it is gain² (2 u + u²) + 2 |gain| tiny √n + n tiny² by Cauchy and Schwarz.
 */
export const defect = (w: Float64Array, rows: number, gain: number, dtype: DType.DType): number => {
  const n = w.length / rows
  const [u, g] = [unit[dtype], Math.abs(gain)]
  const allowed = g * g * (2 * u + u * u) + 2 * g * tiny * Math.sqrt(n) + n * tiny * tiny
  const computed = 1e-14 * n * g * g
  let worst = 0
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? -g * g : 0
      for (let k = 0; k < n; k++) sum += w[i * n + k]! * w[j * n + k]!
      worst = Math.max(worst, Math.abs(sum))
    }
  const bound = dtype === 'float64' ? computed : allowed + computed
  return worst === 0 ? 0 : worst / bound
}

/** Row-major `rows` × `cols` → `cols` × `rows`. */
export const transposed = (w: Float64Array, rows: number, cols: number): Float64Array =>
  w.map((_, i) => w[(i % rows) * cols + Math.floor(i / rows)]!)

// -------------------------------------------------------------------------------------
// claims
// -------------------------------------------------------------------------------------

/** An initializer, as the common claims see it. */
export interface Subject {
  readonly className: string
  /** its other name, and the fields that a config must have, if any */
  readonly snake: string
  readonly lacks?: ReadonlyArray<string>
  /** all fields with their defaults, in the canonical order */
  readonly defaults: object
  /** a config whose fields are no defaults, in the canonical order, and a shape for it */
  readonly config: object
  /** the fields of the config that may be null */
  readonly nullable?: ReadonlyArray<string>
  readonly shape: Shape.Shape
  readonly hasSeed: boolean
  readonly words: (dtype: DType.DType) => number
}

const reversed = (record: object): object => Object.fromEntries(Object.entries(record).toReversed())

/** As a config, by name, in every dtype, in slices. */
export const behavesAsInitializer = ({
  className,
  snake,
  lacks = [],
  defaults,
  config,
  nullable = [],
  shape,
  hasSeed,
  words
}: Subject): void => {
  const initializer = made(className, config)

  describe(`${className} as a config`, () => {
    const serialized = (u: object): string => JSON.stringify({ class_name: className, config: u })

    it('is written as it is read, in a fixed order of keys', () => {
      expect(JSON.stringify(Initializer.encode(initializer))).toBe(serialized(config))
      expect(JSON.stringify(Initializer.encode(made(className, reversed(config))))).toBe(serialized(config))
      expect(JSON.stringify(Initializer.encode(made(className, { ...defaults, dtype: null })))).toBe(
        serialized(defaults)
      )
      expect(Initializer.decode(Initializer.encode(initializer))).toEqual(E.right(initializer))
    })

    it(lacks.length === 0 ? 'needs only its name' : 'needs more than its name', () => {
      for (const name of [className, snake, { class_name: className }, { class_name: className, config: {} }]) {
        const read = Initializer.decode(name)
        if (lacks.length > 0) expect(problems(read)).toEqual(lacks)
        else expect(read).toEqual(E.right(made(className, defaults)))
      }
    })

    it('has a dtype, and a seed if it draws', () => {
      const both = { ...config, ...(hasSeed ? { seed: 7 } : {}), dtype: 'bfloat16' }
      expect(JSON.stringify(Initializer.encode(made(className, both)))).toBe(serialized(both))
      expect(Initializer.seedOf(made(className, both))).toBe(hasSeed ? 7 : null)
      if (!hasSeed) {
        const seeded = Initializer.decode({ class_name: className, config: { ...config, seed: 7 } })
        expect(problems(seeded)).toEqual(['UnknownKey config seed'])
      }
    })

    it('refuses unknown keys, and null for known ones', () => {
      const read = (u: object): ReadonlyArray<string> =>
        problems(Initializer.decode({ class_name: className, config: u }))
      expect(read({ ...config, gian: 1 })).toEqual(['UnknownKey config gian'])
      expect(problems(Initializer.decode({ class_name: className, config, module: 'keras' }))).toEqual([
        'UnknownKey module'
      ])
      for (const key of Object.keys(config).filter((key) => !nullable.includes(key)))
        expect(read({ ...config, [key]: null })).toEqual([`WrongType config ${key}`])
    })
  })

  describe(`${className} as a tensor`, () => {
    it('has the dtype of the call, else of the config, else float32', () => {
      const dtypeOf = (own: object, call: object): DType.DType =>
        right(Initializer.draw({ shape, ...call })(made(className, { ...config, ...own }))).dtype
      expect(dtypeOf({ dtype: 'float16' }, { dtype: 'float64' })).toBe('float64')
      expect(dtypeOf({ dtype: 'float16' }, {})).toBe('float16')
      expect(dtypeOf({}, {})).toBe('float32')
    })

    it.each(DType.all)('is a function of the state, in %s', (dtype) => {
      const run = right(Initializer.sampler({ shape, dtype })(initializer))
      const [tensor, next] = run(root)
      const count = words(dtype)
      expect(run(root)).toEqual([tensor, next])
      expect(next).toEqual(right(Rng.skip(count)(root)))
      expect(next === root).toBe(count === 0)
      expect(described(initializer, shape, dtype).words).toBe(count)
      if (hasSeed) expect(run(next)[0]).not.toEqual(tensor)
    })

    it.each(DType.all)('has slices that are parts of it, in %s', (dtype) => {
      const [whole, next] = right(Initializer.sampler({ shape, dtype })(initializer))(root)
      const [rows = 0, ...rest] = shape
      const row = rest.reduce((n, dim) => n * dim, 1)
      for (const [start, stop] of [
        [0, rows],
        [1, rows],
        [rows - 1, rows],
        [1, 1]
      ] as const) {
        const box = [[start, stop] as const, ...rest.map((dim) => [0, dim] as const)]
        const [part, after] = right(Initializer.slice({ shape, dtype, box })(initializer))(root)
        expect(part.data).toEqual(whole.data.slice(start * row, stop * row))
        expect(after).toEqual(next)
      }
    })

    it.each(DType.all)('lies within the bounds of its description, rounded, in %s', (dtype) => {
      const { low, high, content } = described(initializer, shape, dtype)
      const isExact = content._tag !== 'Structured'
      const bounds = [low ?? -Infinity, high ?? Infinity] as const
      const [least, most] = isExact ? bounds : [DType.round(dtype)(bounds[0]), DType.round(dtype)(bounds[1])]
      for (const x of drawn(initializer, shape, dtype)) {
        expect(x).toBeGreaterThanOrEqual(least)
        expect(x).toBeLessThanOrEqual(most)
      }
    })

    it('is described by JSON data, with its config', () => {
      const description = described(initializer, shape)
      expect(JSON.parse(JSON.stringify(description))).toEqual(description)
      expect(description.initializer).toEqual({ class_name: className, config })
    })

    it('reports a bad shape and a bad dtype together', () => {
      const bad = { shape: [-1, 2.5], dtype: 'float8' as DType.DType }
      expect(problems(Initializer.draw(bad)(initializer))).toEqual([
        'BadDim shape 0',
        'BadDim shape 1',
        'UnknownDType dtype'
      ])
    })

    it('is what init gives for its config', () => {
      const weights = Initializer.init({ shape, seed: 42 })({ class_name: className, config })
      expect(pipe(weights, E.map(Tensor.values))).toEqual(E.right(drawn(initializer, shape, 'float32')))
    })
  })
}

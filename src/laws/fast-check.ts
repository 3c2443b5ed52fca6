/**
 * Laws as fast-check's properties, and arbitraries of all that they speak of.
 *
 * fast-check 4 is an optional peer dependency: this is the only module that knows it. No arbitrary is narrower than its
 * type but where its comment says so.
 *
 * @since 0.1.0
 */
import * as fc from 'fast-check'
import { all as dtypes, type DType } from '../DType.js'
import * as Distribution from '../Distribution.js'
import { type FanRule, standard } from '../Fans.js'
import { modes } from '../Fans.js'
import * as presets from '../initializers/presets.js'
import type { Tagged } from '../initializers/tagTable.js'
import type { Kind, VarianceScaling } from '../initializers/VarianceScaling.js'
import * as Initializer from '../Initializer.js'
import type { Parameter, Plan } from '../plan/index.js'
import type { Generator, Rng } from '../Rng.js'
import { generators, names } from '../Rng/generators.js'
import { type Box, maxRank, type Shape, size } from '../Shape.js'
import type { Laws } from './law.js'

// -------------------------------------------------------------------------------------
// properties
// -------------------------------------------------------------------------------------

/**
 * Each law as a property, so that each becomes a test of its own.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 * import { fansLaws } from 'initializers-ts/laws'
 * import { properties, shape } from 'initializers-ts/laws/fast-check'
 * import * as fc from 'fast-check'
 *
 * const growth = fc.record({ shape: shape(), factor: fc.integer({ min: 1, max: 9 }) })
 * const claims = properties(fansLaws(Fans.fromShape), growth)
 * claims.map(([name]) => name).includes('a scalar is one of each') // => true
 * claims.some(([, property]) => fc.check(property, { numRuns: 10 }).failed) // => false
 *
 * // in a test file: for (const [name, property] of claims) it(name, () => fc.assert(property))
 */
export const properties = <A>(
  laws: Laws<A>,
  values: fc.Arbitrary<A>
): ReadonlyArray<readonly [name: string, property: fc.IProperty<[A]>]> =>
  Object.entries(laws).map(([name, law]) => [name, fc.property(values, law)])

// -------------------------------------------------------------------------------------
// states
// -------------------------------------------------------------------------------------

/**
 * A seed that `Rng.fromSeed` takes: a safe integer or a bigint below 2^64.
 *
 * @since 0.1.0
 */
export const seed = (): fc.Arbitrary<number | bigint> =>
  fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 0n, max: 0xffffffffffffffffn }))

/** @since 0.1.0 */
export const generator = (): fc.Arbitrary<Generator> => fc.constantFrom(...names)

const word = (): fc.Arbitrary<number> => fc.integer({ min: -0x80000000, max: 0x7fffffff })

/**
 * Any state, also such as no seed leads to.
 *
 * @since 0.1.0
 */
export const rng = (): fc.Arbitrary<Rng> =>
  generator().chain((generator) => {
    const { size, isState } = generators[generator]
    return fc
      .array(word(), { minLength: size, maxLength: size })
      .filter(isState)
      .map((state) => Object.freeze({ generator, state: Object.freeze(state) }))
  })

/**
 * A name of a parameter: whole characters, at least one; often with `/` and `.`.
 *
 * @since 0.1.0
 */
export const name = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    fc
      .array(fc.constantFrom('w', 'b', '0', '1', '/', '.', '__proto__'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''))
  )

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/**
 * How large shapes get.
 *
 * @since 0.1.0
 */
export interface ShapeConstraints {
  readonly maxRank?: number
  readonly maxDim?: number
  /** smallest size of an axis; 0 unless told */
  readonly minDim?: number
}

/**
 * A shape, small unless told otherwise.
 *
 * @since 0.1.0
 */
export const shape = ({ maxRank: rank = 4, maxDim = 6, minDim = 0 }: ShapeConstraints = {}): fc.Arbitrary<Shape> =>
  fc.array(fc.integer({ min: minDim, max: maxDim }), { maxLength: Math.min(rank, maxRank) })

/**
 * A box within a shape, often an empty one.
 *
 * @since 0.1.0
 */
export const box = (of: Shape): fc.Arbitrary<Box> =>
  fc.tuple(
    ...of.map((dim) =>
      fc
        .tuple(fc.integer({ min: 0, max: dim }), fc.integer({ min: 0, max: dim }))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    )
  )

/** @since 0.1.0 */
export const dtype = (): fc.Arbitrary<DType> => fc.constantFrom(...dtypes)

// -------------------------------------------------------------------------------------
// distributions
// -------------------------------------------------------------------------------------

/**
 * A number between two, evenly over the orders of magnitude where they are of one sign.
 *
 * @since 0.1.0
 */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)

/**
 * A centred uniform number as two words make it: never 0 and never ±½.
 *
 * @since 0.1.0
 */
export const centred = (): fc.Arbitrary<number> =>
  fc.integer({ min: -0x8000000000000, max: 0x7ffffffffffff }).map((k) => (k + 0.5) / 0x10000000000000)

/** Small and large enough for every dtype, float16 among them. */
const spread = (): fc.Arbitrary<number> => between(0.001, 50)

/** A mean and a spread, with the mean near enough to 0 that bfloat16 has numbers to tell the elements apart. */
const place = (): fc.Arbitrary<readonly [mean: number, spread: number]> =>
  fc.tuple(fc.oneof(fc.constant(0), between(-3, 3)), spread()).map(([k, s]) => [k * s + 0, s])

/**
 * A distribution that fits every dtype: numbers of size 0.001 to 1000, cuts within 6 stddev of the mean.
 *
 * @since 0.1.0
 */
export const distribution = (): fc.Arbitrary<Distribution.Distribution> =>
  fc.oneof(
    place().map(([m, s]) => Distribution.uniform(m - s, m + s)),
    spread().map((s) => Distribution.uniform(-s, s)),
    place().map(([m, s]) => Distribution.normal(m, s)),
    place().map(([m, s]) => Distribution.truncatedNormal(m, s, -2, 2)),
    fc.tuple(place(), cut()).map(([[m, s], [lower, upper]]) => Distribution.truncatedNormal(m, s, lower, upper))
  )

/** In stddev; at least half a stddev apart. */
const cut = (): fc.Arbitrary<readonly [number, number]> =>
  fc.oneof(
    between(0.25, 6).map((b) => [-b, b] as const),
    fc.tuple(between(-4, 4), between(0.5, 2)).map(([a, w]) => [a, a + w] as const)
  )

// -------------------------------------------------------------------------------------
// initializers whose elements are drawn one by one
// -------------------------------------------------------------------------------------

const optionalSeed = (): fc.Arbitrary<number | null> => fc.option(fc.maxSafeInteger())
const optionalDType = (): fc.Arbitrary<DType | null> => fc.option(dtype())

/** What an initializer has that stands alone, and one inside a combinator has not. */
const unset = { seed: null, dtype: null } as const

/**
 * A `VarianceScaling` that every dtype can hold over shapes of moderate size, with the fans of any shape.
 *
 * @since 0.1.0
 */
export const varianceScaling = (): fc.Arbitrary<VarianceScaling> => bareVarianceScaling().chain(dressed)

const bareVarianceScaling = (): fc.Arbitrary<VarianceScaling> =>
  fc.record(
    {
      _tag: fc.constant('VarianceScaling' as const),
      scale: between(0.001, 100),
      mode: fc.constantFrom(...modes),
      distribution: fc.constantFrom<Kind>('truncated_normal', 'untruncated_normal', 'uniform'),
      corrected: fc.boolean(),
      fans: fc.oneof(
        { weight: 4, arbitrary: fc.constant(standard) },
        { weight: 1, arbitrary: explicitFans() },
        { weight: 1, arbitrary: squareFans() }
      ),
      seed: fc.constant(null),
      dtype: fc.constant(null)
    },
    { noNullPrototype: true }
  )

const explicitFans = (): fc.Arbitrary<FanRule> =>
  fc.tuple(between(0.5, 5000), between(0.5, 5000)).map(([fan_in, fan_out]) => ({ rule: 'explicit', fan_in, fan_out }))

/** For the ranks that small shapes have. */
const squareFans = (): fc.Arbitrary<FanRule> => fc.subarray([1, 2, 3, 4, 5]).map((ranks) => ({ rule: 'square', ranks }))

/** Within every dtype. */
const moderate = (): fc.Arbitrary<number> => between(-60000, 60000)

/** Of any shape, without a seed and a dtype. */
const bareIndependent = (): fc.Arbitrary<Initializer.Initializer> =>
  fc.oneof(
    bareVarianceScaling(),
    fc.constantFrom('Zeros' as const, 'Ones' as const).map((_tag) => ({ _tag, dtype: null })),
    fc
      .tuple(moderate(), fc.boolean())
      .map(([value, reshape]): Tagged<'Constant'> => ({ _tag: 'Constant', value, reshape, dtype: null })),
    place().map(([m, s]): Tagged<'RandomUniform'> => ({
      _tag: 'RandomUniform',
      minval: m - s,
      maxval: m + s,
      ...unset
    })),
    place().map(([mean, stddev]): Tagged<'RandomNormal'> => ({ _tag: 'RandomNormal', mean, stddev, ...unset })),
    fc
      .tuple(place(), cut(), fc.boolean(), fc.constantFrom('both', 'lower', 'upper'))
      .map(([[mean, stddev], [lower, upper], corrected, open]): Tagged<'TruncatedNormal'> => ({
        _tag: 'TruncatedNormal',
        mean,
        stddev,
        lower: open === 'lower' ? null : lower,
        upper: open === 'upper' ? null : upper,
        bounds: 'stddev',
        corrected,
        ...unset
      })),
    spread().map((factor): Tagged<'UniformUnitScaling'> => ({ _tag: 'UniformUnitScaling', factor, ...unset }))
  )

/** With a seed, where it may have one, and a dtype. */
const dressed = <I extends Initializer.Initializer>(bare: I): fc.Arbitrary<I> =>
  fc
    .tuple(optionalSeed(), optionalDType())
    .map(([seed, dtype]) => ({ ...bare, ...('seed' in bare ? { seed } : {}), dtype }))

/**
 * An initializer whose elements are drawn one by one, or all the same: any shape has it. Every dtype can hold it over
 * shapes of moderate size.
 *
 * @since 0.1.0
 */
export const independent = (): fc.Arbitrary<Initializer.Initializer> => bareIndependent().chain(dressed)

// -------------------------------------------------------------------------------------
// initializers of some shapes
// -------------------------------------------------------------------------------------

const gain = (): fc.Arbitrary<number> => fc.oneof(fc.constantFrom(0, 1), between(-100, 100))

const axisOf = ({ length }: Shape): fc.Arbitrary<number> => fc.integer({ min: -length, max: length - 1 })

const divisors = (n: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(1, n) }, (_, i) => i + 1).filter((d) => n % d === 0)

/** Those that a vector, a matrix or a kernel has, and not every shape. */
const bareStructured = (shape: Shape): ReadonlyArray<fc.Arbitrary<Initializer.Initializer>> => {
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  const isKernel = shape.length >= 3 && shape.length <= 5
  const isCubic = shape.slice(0, -2).every((k) => k === shape[0])
  return [
    ...(shape.length >= 1 ? [constantArray(shape)] : []),
    ...(shape.length >= 2 ? [orthogonal(shape)] : []),
    ...(shape.length === 2
      ? [gain().map((g): Tagged<'Identity'> => ({ _tag: 'Identity', gain: g, dtype: null }))]
      : []),
    ...(shape.length === 2 ? [sparse()] : []),
    ...(isKernel ? [dirac(shape)] : []),
    ...(isKernel && inputs <= outputs
      ? [gain().map((g): Tagged<'DeltaOrthogonal'> => ({ _tag: 'DeltaOrthogonal', gain: g, ...unset }))]
      : []),
    ...(isKernel && isCubic && inputs <= outputs
      ? [gain().map((g): Tagged<'ConvolutionOrthogonal'> => ({ _tag: 'ConvolutionOrthogonal', gain: g, ...unset }))]
      : []),
    ...(shape.length === 3 && inputs === 1 && outputs >= 2 ? [stft(shape[0] ?? 0)] : [])
  ]
}

/** Of one axis: a row for the last one, or all elements one after the other, where they are not too many. */
const constantArray = (shape: Shape): fc.Arbitrary<Tagged<'Constant'>> =>
  fc.constantFrom(false, size(shape) <= 1000).chain((reshape) => {
    const length = reshape ? size(shape) : (shape.at(-1) ?? 0)
    return fc
      .array(moderate(), { minLength: length, maxLength: length })
      .map((value) => ({ _tag: 'Constant', value, reshape, dtype: null }))
  })

const orthogonal = (shape: Shape): fc.Arbitrary<Tagged<'Orthogonal'>> =>
  fc.tuple(gain(), axisOf(shape)).map(([gain, column_axis]) => ({ _tag: 'Orthogonal', gain, column_axis, ...unset }))

const sparse = (): fc.Arbitrary<Tagged<'Sparse'>> =>
  fc
    .tuple(fc.oneof(fc.constantFrom(0, 1), between(0, 1)), spread())
    .map(([sparsity, stddev]) => ({ _tag: 'Sparse', sparsity, stddev, ...unset }))

const dirac = (shape: Shape): fc.Arbitrary<Tagged<'Dirac'>> =>
  fc
    .boolean()
    .chain((channels_first) =>
      fc
        .tuple(
          gain(),
          fc.constantFrom(...divisors((channels_first ? shape[0] : shape.at(-1)) ?? 0)),
          fc.constantFrom('lower' as const, 'upper' as const)
        )
        .map(([gain, groups, centre]) => ({ _tag: 'Dirac', gain, groups, centre, channels_first, dtype: null }))
    )

/** A window that is not 0 everywhere, as the symmetric `hann` of 2 samples is. */
const stft = (samples: number): fc.Arbitrary<Tagged<'STFT'>> =>
  fc
    .tuple(
      fc.constantFrom('real' as const, 'imag' as const),
      fc.oneof(
        fc.constantFrom(null, 'hamming' as const, samples === 2 ? null : ('hann' as const)),
        fc.array(between(0.5, 3), { minLength: samples, maxLength: samples })
      ),
      fc.constantFrom('density' as const, 'spectrum' as const, null),
      fc.boolean()
    )
    .map(([side, window, scaling, periodic]) => ({ _tag: 'STFT', side, window, scaling, periodic, dtype: null }))

// -------------------------------------------------------------------------------------
// combinators
// -------------------------------------------------------------------------------------

/** Around initializers of the parts of a shape, with at most `depth` - 1 combinators in them. */
const bareCombinators = (shape: Shape, depth: number): ReadonlyArray<fc.Arbitrary<Initializer.Initializer>> => {
  const axes = shape.flatMap((dim, axis) => (dim > 0 ? [axis, axis - shape.length] : []))
  const inner = (part: Shape): fc.Arbitrary<Initializer.Initializer> => bareInitializer(part, depth - 1)
  return depth === 0
    ? []
    : [
        scaled(inner(shape)),
        ...(shape.length > 0 ? [masked(shape, inner(shape))] : []),
        ...(axes.length > 0 ? [fc.constantFrom(...axes).chain((axis) => blocks(shape, axis, inner))] : []),
        ...(axes.length > 0 ? [fc.constantFrom(...axes).chain((axis) => icnr(shape, axis, inner))] : [])
      ]
}

/** A factor that leaves numbers within every dtype. */
const scaled = (inner: fc.Arbitrary<Initializer.Initializer>): fc.Arbitrary<Initializer.Initializer> =>
  fc.tuple(between(0.25, 1), fc.boolean(), inner).map(([factor, isNegative, initializer]) => ({
    _tag: 'Scaled',
    factor: isNegative ? -factor : factor,
    initializer,
    ...unset
  }))

const bit = (): fc.Arbitrary<0 | 1> => fc.constantFrom(0 as const, 1 as const)

/** A triangle, or a row for the last axis. */
const masked = (shape: Shape, inner: fc.Arbitrary<Initializer.Initializer>): fc.Arbitrary<Initializer.Initializer> => {
  const row = fc.array(bit(), { minLength: shape.at(-1) ?? 0, maxLength: shape.at(-1) ?? 0 })
  const triangle = fc.constantFrom('lower' as const, 'upper' as const)
  return fc
    .tuple(shape.length < 2 ? row : fc.oneof(row, triangle), between(-100, 100), inner)
    .map(([mask, value, initializer]) => ({ _tag: 'Masked', mask, value, initializer, ...unset }))
}

type Inner = (part: Shape) => fc.Arbitrary<Initializer.Initializer>

/** One to three blocks along an axis that is not empty. */
const blocks = (shape: Shape, axis: number, inner: Inner): fc.Arbitrary<Initializer.Initializer> => {
  const place = axis < 0 ? axis + shape.length : axis
  const dim = shape[place] ?? 1
  const block = (size: number): fc.Arbitrary<Tagged<'Blocks'>['blocks'][number]> =>
    inner(shape.with(place, size)).map((initializer) => ({ size, initializer }))
  return fc
    .uniqueArray(fc.integer({ min: 1, max: dim }), { maxLength: 2 })
    .chain((cuts) => {
      const ends = [...new Set([...cuts, dim])].toSorted((a, b) => a - b)
      return fc.tuple(...ends.map((end, i) => block(end - (ends[i - 1] ?? 0))))
    })
    .map((parts) => ({ _tag: 'Blocks', axis, blocks: parts, ...unset }))
}

const icnr = (shape: Shape, axis: number, inner: Inner): fc.Arbitrary<Initializer.Initializer> => {
  const place = axis < 0 ? axis + shape.length : axis
  const dim = shape[place] ?? 1
  return fc
    .constantFrom(...divisors(dim))
    .chain((copies) => fc.tuple(fc.constant(copies), fc.boolean(), inner(shape.with(place, dim / copies))))
    .map(([copies, interleaved, initializer]) => ({ _tag: 'ICNR', copies, axis, interleaved, initializer, ...unset }))
}

// -------------------------------------------------------------------------------------
// all of them
// -------------------------------------------------------------------------------------

const bareInitializer = (shape: Shape, depth: number): fc.Arbitrary<Initializer.Initializer> =>
  fc.oneof(
    { weight: 2, arbitrary: bareIndependent() },
    ...[...bareStructured(shape), ...bareCombinators(shape, depth)].map((arbitrary) => ({ weight: 1, arbitrary }))
  )

/**
 * An initializer of any family that a shape has and every dtype can hold; `depth` is how deep combinators are nested, 0
 * for none of them.
 *
 * @since 0.1.0
 */
export const initializerOf = (shape: Shape, depth = 2): fc.Arbitrary<Initializer.Initializer> =>
  bareInitializer(shape, depth).chain(dressed)

/**
 * A shape and an initializer that it has.
 *
 * @since 0.1.0
 */
export interface Drawable {
  readonly shape: Shape
  readonly initializer: Initializer.Initializer
}

/**
 * Any small shape, often that of a kernel, with an initializer that it has.
 *
 * @since 0.1.0
 */
export const drawable = (constraints: ShapeConstraints = {}, depth = 2): fc.Arbitrary<Drawable> =>
  fc
    .oneof({ weight: 2, arbitrary: shape(constraints) }, { weight: 1, arbitrary: kernelShape() })
    .chain((shape) => initializerOf(shape, depth).map((initializer) => ({ shape, initializer })))

/** Of a convolution with as many taps along each axis and outputs enough, or of a Fourier transform. */
const kernelShape = (): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.nat(4), fc.nat(2))
      .map(([axes, taps, inputs, more]) => [...Array.from({ length: axes }, () => taps), inputs, inputs + more]),
    fc.tuple(fc.nat(9), fc.integer({ min: 2, max: 7 })).map(([samples, bins]) => [samples, 1, bins])
  )

/**
 * An initializer of any family, which some shape has.
 *
 * @since 0.1.0
 */
export const initializer = (): fc.Arbitrary<Initializer.Initializer> => drawable().map(({ initializer: i }) => i)

/** Those with fields that must be given, or that others depend on. */
const wholeConfigs = ['TruncatedNormal', 'RandomUniform', 'Sparse', 'Scaled', 'Blocks', 'Masked', 'ICNR']

/**
 * A config as people write it: a name, a preset, or an object with fields left out and keys in any order.
 *
 * @since 0.1.0
 */
export const paperConfig = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom('zeros', 'Ones', 'he_normal', 'GlorotUniform', 'random_normal', 'VarianceScaling', 'orthogonal'),
    fc
      .tuple(fc.constantFrom(...presets.byName.keys()), fc.option(fc.maxSafeInteger(), { nil: undefined }))
      .map(([className, seed]) => ({ class_name: className, ...(seed === undefined ? {} : { config: { seed } }) })),
    initializer().chain((i) => {
      const { class_name, config } = Initializer.encode(i)
      const fields = Object.entries(config)
      const kept = wholeConfigs.includes(class_name) ? fc.constant(fields) : fc.subarray(fields)
      return fc.tuple(kept, fc.boolean()).map(([entries, isReversed]) => ({
        class_name,
        config: Object.fromEntries(isReversed ? entries.toReversed() : entries)
      }))
    })
  )

// -------------------------------------------------------------------------------------
// plans
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const parameter = (): fc.Arbitrary<Parameter> =>
  fc
    .tuple(name(), drawable(), dtype())
    .map(([name, { shape, initializer }, dtype]) => ({ name, shape, dtype, initializer }))

/**
 * A resolved plan of a few parameters with names that differ.
 *
 * @since 0.1.0
 */
export const plan = (): fc.Arbitrary<Plan> =>
  fc.record(
    {
      seed: optionalSeed(),
      parameters: fc.uniqueArray(parameter(), { maxLength: 6, selector: ({ name }) => name })
    },
    { noNullPrototype: true }
  )

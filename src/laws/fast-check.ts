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
import { standard } from '../FanRule.js'
import { modes } from '../Fans.js'
import * as presets from '../family/presets.js'
import type { Kind, VarianceScaling } from '../family/VarianceScaling.js'
import * as Initializer from '../Initializer.js'
import type { Parameter, Plan } from '../plan/index.js'
import type { Generator, Rng } from '../Rng.js'
import { type Box, maxRank, type Shape } from '../Shape.js'
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
export const generator = (): fc.Arbitrary<Generator> => fc.constantFrom('xoroshiro128plus', 'xorshift128plus')

const word = (): fc.Arbitrary<number> => fc.integer({ min: -0x80000000, max: 0x7fffffff })

/**
 * Any state, also such as no seed leads to.
 *
 * @since 0.1.0
 */
export const rng = (): fc.Arbitrary<Rng> =>
  fc
    .record({ generator: generator(), state: fc.tuple(word(), word(), word(), word()) }, { noNullPrototype: true })
    .filter(({ state }) => state.some((w) => w !== 0))
    .map(frozen)

const frozen = ({ generator, state }: Rng): Rng => Object.freeze({ generator, state: Object.freeze(state) })

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
// initializers
// -------------------------------------------------------------------------------------

const optionalSeed = (): fc.Arbitrary<number | null> => fc.option(fc.maxSafeInteger())
const optionalDType = (): fc.Arbitrary<DType | null> => fc.option(dtype())

/**
 * A `VarianceScaling` that every dtype can hold over shapes of moderate size.
 *
 * @since 0.1.0
 */
export const varianceScaling = (): fc.Arbitrary<VarianceScaling> =>
  fc.record(
    {
      _tag: fc.constant('VarianceScaling' as const),
      scale: between(0.001, 100),
      mode: fc.constantFrom(...modes),
      distribution: fc.constantFrom<Kind>('truncated_normal', 'untruncated_normal', 'uniform'),
      fans: fc.constant(standard),
      seed: optionalSeed(),
      dtype: optionalDType()
    },
    { noNullPrototype: true }
  )

/**
 * An initializer of any family that every dtype can hold over shapes of moderate size.
 *
 * @since 0.1.0
 */
export const initializer = (): fc.Arbitrary<Initializer.Initializer> =>
  fc.oneof(
    varianceScaling(),
    fc
      .tuple(fc.constantFrom('Zeros' as const, 'Ones' as const), optionalDType())
      .map(([_tag, dtype]) => ({ _tag, dtype })),
    fc
      .tuple(between(-60000, 60000), optionalDType())
      .map(([value, dtype]) => ({ _tag: 'Constant' as const, value, dtype })),
    fc
      .tuple(place(), optionalSeed(), optionalDType())
      .map(([[m, s], seed, dtype]) => ({ _tag: 'RandomUniform' as const, minval: m - s, maxval: m + s, seed, dtype })),
    fc
      .tuple(place(), optionalSeed(), optionalDType())
      .map(([[mean, stddev], seed, dtype]) => ({ _tag: 'RandomNormal' as const, mean, stddev, seed, dtype })),
    fc
      .tuple(place(), cut(), fc.boolean(), fc.constantFrom('both', 'lower', 'upper'), optionalSeed(), optionalDType())
      .map(([[mean, stddev], [lower, upper], corrected, open, seed, dtype]) => ({
        _tag: 'TruncatedNormal' as const,
        mean,
        stddev,
        lower: open === 'lower' ? null : lower,
        upper: open === 'upper' ? null : upper,
        bounds: 'stddev' as const,
        corrected,
        seed,
        dtype
      }))
  )

/**
 * A config as people write it: a name, a preset, or an object with fields left out and keys in any order.
 *
 * @since 0.1.0
 */
export const paperConfig = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom('zeros', 'Ones', 'he_normal', 'GlorotUniform', 'random_normal', 'VarianceScaling'),
    fc
      .tuple(fc.constantFrom(...presets.byName.keys()), fc.option(fc.maxSafeInteger(), { nil: undefined }))
      .map(([className, seed]) => ({ class_name: className, ...(seed === undefined ? {} : { config: { seed } }) })),
    initializer().chain((i) => {
      const { class_name, config } = Initializer.encode(i)
      const fields = Object.entries(config)
      const kept =
        i._tag === 'TruncatedNormal' || i._tag === 'RandomUniform' ? fc.constant(fields) : fc.subarray(fields)
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
  fc.record({ name: name(), shape: shape(), dtype: dtype(), initializer: initializer() }, { noNullPrototype: true })

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

/**
 * The initializers of `tf.compat.v1` as pure functions: TensorFlow 1's constructors, `from_config`, `get_config` and call.
 *
 * Arguments, defaults, the keys of configs and the order in which mistakes are told are TensorFlow's (`init_ops.py`, 2.21);
 * it raises the first, here all come at once. It differs where TensorFlow does by mistake: NaN and infinities are refused,
 * GlorotUniform and GlorotNormal keep their dtype, the dtype of a call is checked, and a part of a variable is that part of
 * the whole, where TensorFlow gives each part of a seeded variable the same numbers.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Initializer from '../Initializer.js'
import { configLimits, fromUnknown, isRecord, own, type Plain, type PlainRecord, showPlain } from '../codec/plain.js'
import type { DType } from '../DType.js'
import { shapeOf } from '../family/Constant.js'
import { at, error, type Errors, fail, type InitializerError, type Validated } from '../InitializerError.js'
import { fromSeed, type Sampler } from '../Rng.js'
import * as Shape from '../Shape.js'
import type { Tensor } from '../Tensor.js'
import { wrongType } from './problems.js'
import { read } from './read.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * An initializer of TensorFlow 1: its class, its config as `get_config` gives it, and what it means here.
 *
 * @since 0.1.0
 */
export interface V1 {
  readonly class_name: ClassName
  readonly config: PlainRecord
  readonly initializer: Initializer.Initializer
  /** of Constant alone, which leaves it out of its config */
  readonly verify_shape: boolean
}

/** @since 0.1.0 */
export type ClassName = keyof typeof signatures

/**
 * Where in a variable the tensor of a call lies.
 *
 * @since 0.1.0
 */
export interface PartitionInfo {
  readonly full_shape: Shape.Shape
  readonly var_offset: ReadonlyArray<number>
}

const random = { seed: null, dtype: 'float32' }
const gained = { gain: 1, ...random }

/** The arguments of each class in order, with their defaults. */
const signatures = {
  VarianceScaling: { scale: 1, mode: 'fan_in', distribution: 'truncated_normal', ...random },
  GlorotUniform: random,
  GlorotNormal: random,
  UniformUnitScaling: { factor: 1, ...random },
  RandomUniform: { minval: 0, maxval: null, ...random },
  RandomNormal: { mean: 0, stddev: 1, ...random },
  TruncatedNormal: { mean: 0, stddev: 1, ...random },
  Orthogonal: gained,
  DeltaOrthogonal: gained,
  ConvolutionOrthogonal1D: gained,
  ConvolutionOrthogonal2D: gained,
  ConvolutionOrthogonal3D: gained,
  Zeros: { dtype: 'float32' },
  Ones: { dtype: 'float32' },
  Constant: { value: 0, dtype: 'float32' },
  Identity: { gain: 1, dtype: 'float32' }
} as const

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * The initializer of a config: unknown keys are told first, then what is wrong with `scale`, `mode`, `distribution` and the
 * others in the order of TensorFlow's checks.
 *
 * @since 0.1.0
 * @example
 * import { tf1 } from 'initializers-ts/config'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 *
 * const config = pipe(tf1.fromConfig('VarianceScaling')({ scale: 2, distribution: 'NORMAL' }), E.map(tf1.getConfig))
 * config // => E.right({ scale: 2, mode: 'fan_in', distribution: 'normal', seed: null, dtype: 'float32' })
 */
export const fromConfig =
  (class_name: ClassName) =>
  (config: unknown): Validated<V1> => {
    const given = fromUnknown(configLimits)(config)
    return isRecord(given) ? construct(class_name, given) : wrongType(given, 'an object')
  }

const construct = (class_name: ClassName, given: PlainRecord, verify_shape = false): Validated<V1> => {
  const signature: PlainRecord = signatures[class_name]
  const config = { ...signature, ...given }
  const reading = read('tf1')({ class_name, config })
  const nones = Object.keys(config).filter((key) => config[key] === null && (signature[key] ?? null) !== null)
  if (E.isLeft(reading) || nones.length > 0) {
    const errors = [...(E.isLeft(reading) ? reading.left.map(inConfig) : []), ...nones.map(noneAt)]
    return E.left(inOrder(Object.keys(signature), errors) as unknown as Errors)
  }
  const { initializer } = reading.right
  return E.right({ class_name, config: Object.freeze(asKept(config, initializer)), initializer, verify_shape })
}

const noneAt = (key: string): InitializerError =>
  error('WrongType', `a value, as ${key} may not be None`, 'null', [key])

/** The errors of a config alone, without the key `config`. */
const inConfig = (e: InitializerError): InitializerError => ({ ...e, path: e.path.slice(1) })

/** Keys that TensorFlow does not know come first. */
const inOrder = (
  keys: ReadonlyArray<string>,
  errors: ReadonlyArray<InitializerError>
): ReadonlyArray<InitializerError> => {
  const places = errors.map((e) => keys.indexOf(String(e.path[0])))
  return [-1, ...keys.keys()].flatMap((place) => errors.filter((_, i) => places[i] === place))
}

/** A config with the defaults filled in; TensorFlow lowers the case of a distribution and of nothing else. */
const asKept = (config: PlainRecord, { dtype }: Initializer.Initializer): PlainRecord => ({
  ...config,
  ...(typeof config['distribution'] === 'string' ? { distribution: config['distribution'].toLowerCase() } : {}),
  dtype
})

type Seed = number | null

/** @since 0.1.0 */
export const VarianceScaling = (
  scale = 1,
  mode = 'fan_in',
  distribution = 'truncated_normal',
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1> => fromConfig('VarianceScaling')({ scale, mode, distribution, seed, dtype })

/** @since 0.1.0 */
export const GlorotUniform = (seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('GlorotUniform')({ seed, dtype })

/** @since 0.1.0 */
export const GlorotNormal = (seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('GlorotNormal')({ seed, dtype })

/** @since 0.1.0 */
export const lecun_normal = (seed: Seed = null): Validated<V1> => VarianceScaling(1, 'fan_in', 'truncated_normal', seed)

/** @since 0.1.0 */
export const lecun_uniform = (seed: Seed = null): Validated<V1> => VarianceScaling(1, 'fan_in', 'uniform', seed)

/** @since 0.1.0 */
export const he_normal = (seed: Seed = null): Validated<V1> => VarianceScaling(2, 'fan_in', 'truncated_normal', seed)

/** @since 0.1.0 */
export const he_uniform = (seed: Seed = null): Validated<V1> => VarianceScaling(2, 'fan_in', 'uniform', seed)

/** @since 0.1.0 */
export const UniformUnitScaling = (factor = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('UniformUnitScaling')({ factor, seed, dtype })

/**
 * Numbers from 0 to 1; `tf.compat.v1.keras.initializers` has -0.05 to 0.05.
 *
 * @since 0.1.0
 */
export const RandomUniform = (
  minval = 0,
  maxval: number | null = null,
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1> => fromConfig('RandomUniform')({ minval, maxval, seed, dtype })

/**
 * Numbers of stddev 1; `tf.compat.v1.keras.initializers` has 0.05.
 *
 * @since 0.1.0
 */
export const RandomNormal = (mean = 0, stddev = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('RandomNormal')({ mean, stddev, seed, dtype })

/**
 * Numbers of stddev 1 before the cut; `tf.compat.v1.keras.initializers` has 0.05.
 *
 * @since 0.1.0
 */
export const TruncatedNormal = (mean = 0, stddev = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('TruncatedNormal')({ mean, stddev, seed, dtype })

/** @since 0.1.0 */
export const Orthogonal = (gain = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('Orthogonal')({ gain, seed, dtype })

/** @since 0.1.0 */
export const DeltaOrthogonal = (gain = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
  fromConfig('DeltaOrthogonal')({ gain, seed, dtype })

/**
 * For kernels in so many dimensions.
 *
 * @since 0.1.0
 */
export const ConvolutionOrthogonal =
  (dimensions: 1 | 2 | 3) =>
  (gain = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1> =>
    fromConfig(`ConvolutionOrthogonal${dimensions}D`)({ gain, seed, dtype })

/** @since 0.1.0 */
export const Zeros = (dtype: DType = 'float32'): Validated<V1> => fromConfig('Zeros')({ dtype })

/** @since 0.1.0 */
export const Ones = (dtype: DType = 'float32'): Validated<V1> => fromConfig('Ones')({ dtype })

/**
 * A number, or an array whose values come in row-major order; with `verify_shape` it must have the tensor's shape.
 *
 * @since 0.1.0
 */
export const Constant = (value: unknown = 0, dtype: DType = 'float32', verify_shape = false): Validated<V1> =>
  pipe(
    fromConfig('Constant')({ value, dtype }),
    E.map((it) => ({ ...it, verify_shape }))
  )

/** @since 0.1.0 */
export const Identity = (gain = 1, dtype: DType = 'float32'): Validated<V1> => fromConfig('Identity')({ gain, dtype })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The config with TensorFlow's keys in TensorFlow's order; `normal` stays as it was written.
 *
 * @since 0.1.0
 */
export const getConfig = ({ config }: V1): PlainRecord => config

/**
 * A tensor of the shape as a function of a random state. The dtype is that of the call, else that of the config.
 *
 * With `partition_info` the shape is that of a part, whose fans are those of the whole and whose numbers are that part of the
 * whole's.
 *
 * @since 0.1.0
 */
export const sampler =
  <D extends DType = DType>(shape: Shape.Shape, dtype?: D | null, partition_info?: PartitionInfo | null) =>
  (it: V1): Validated<Sampler<Tensor<D>>> => {
    const spec = dtype === undefined || dtype === null ? {} : { dtype }
    const own = at('shape')(Shape.check(shape))
    if (partition_info === undefined || partition_info === null) {
      return pipe(
        own,
        E.chain((shape) => whole(it, shape)),
        E.chain(() => Initializer.sampler<D>({ shape, ...spec })(it.initializer))
      )
    }
    return pipe(
      own,
      E.chain((part) => boxOf(part, partition_info)),
      E.chain(({ full_shape, box }) =>
        pipe(
          whole(it, full_shape),
          E.chain(() => Initializer.slice<D>({ shape: full_shape, ...spec, box })(it.initializer)),
          E.mapLeft((errors) => errors.map(inPartition) as unknown as Errors)
        )
      )
    )
  }

/**
 * The tensor of a call, drawn from the config's seed or else from 0.
 *
 * @since 0.1.0
 * @example
 * import { tf1 } from 'initializers-ts/config'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 *
 * const weights = pipe(tf1.VarianceScaling(2, 'fan_in', 'normal', 42), E.chain(tf1.call([784, 256])))
 * pipe(weights, E.map(({ dtype, data }) => [dtype, data.length])) // => E.right(['float32', 200704])
 */
export const call =
  <D extends DType = DType>(shape: Shape.Shape, dtype?: D | null, partition_info?: PartitionInfo | null) =>
  (it: V1): Validated<Tensor<D>> =>
    pipe(
      sampler<D>(shape, dtype, partition_info)(it),
      E.chain((run) =>
        pipe(
          fromSeed(Initializer.seedOf(it.initializer) ?? 0),
          E.map((rng) => run(rng)[0])
        )
      )
    )

/** What a class asks of a shape beyond what its initializer asks. */
const whole = ({ class_name, initializer, verify_shape }: V1, shape: Shape.Shape): Validated<unknown> => {
  const rank = /(\d)D$/.exec(class_name)?.[1]
  if (rank !== undefined && shape.length !== Number(rank) + 2) {
    return fail('BadRank', `rank ${Number(rank) + 2}, for ${class_name}`, `rank ${shape.length}`, ['shape'])
  }
  if (!verify_shape || initializer._tag !== 'Constant') return E.right(undefined)
  const dims = shapeOf(initializer.value)
  return dims.join() === shape.join()
    ? E.right(undefined)
    : fail('ShapeMismatch', `the shape of the value, [${dims.join(', ')}]`, `[${shape.join(', ')}]`, ['shape'])
}

/** The part as a box of the whole; whether it lies within is checked with the whole. */
const boxOf = (
  shape: Shape.Shape,
  partition_info: PartitionInfo
): Validated<{ readonly full_shape: Shape.Shape; readonly box: ReadonlyArray<readonly [number, number]> }> => {
  const info: Plain = fromUnknown(configLimits)(partition_info)
  const [full, offset] = [own(info, 'full_shape'), own(info, 'var_offset')]
  if (!Array.isArray(full)) return at('partition_info')(wrongType(full as Plain | undefined, 'a shape', ['full_shape']))
  if (!Array.isArray(offset) || offset.length !== shape.length) {
    return fail('BadSlice', `${shape.length} offsets`, showPlain(offset), ['partition_info', 'var_offset'])
  }
  const starts = offset as ReadonlyArray<number>
  return E.right({
    full_shape: full as Shape.Shape,
    box: shape.map((dim, axis) => [starts[axis] ?? NaN, (starts[axis] ?? NaN) + dim] as const)
  })
}

const inPartition = (e: InitializerError): InitializerError => {
  const [key, ...rest] = e.path
  if (key === 'shape') return { ...e, path: ['partition_info', 'full_shape', ...rest] }
  return key === 'box' ? { ...e, path: ['partition_info', 'var_offset', ...rest] } : e
}

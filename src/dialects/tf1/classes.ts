/**
 * The classes of TensorFlow 1: the arguments of their constructors, in the order in which they are checked, and the initializer that
 * they describe.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type * as t from 'io-ts'
import { initializerLimits, fromUnknown, isRecord, type Plain, type PlainRecord, valueAt } from '../../codec/plain.js'
import { decode, wrongType } from '../../codec/problems.js'
import { boolean, finite, oneOf, positive } from '../../codec/leaf.js'
import { closed, type Field, nullable, optional } from '../../codec/record.js'
import { all as dtypes, type DType } from '../../DType.js'
import { value } from '../../initializers/kit/values.js'
import { seed } from '../../initializers/kit/definition.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { cap, type Errors, fail, type InitializerError, show, type Validated } from '../../InitializerError.js'
import type { KerasSpec } from '../keras/spec.js'
import { classReader, type Described, type Fields, type ReadClass } from '../kit/classReader.js'
import { lowerCase, nonNegative, spelt } from '../kit/fields.js'
import type { Arguments, ClassName, Distribution, Gained, Mode, Moments, Random, Seeded, Typed, V1 } from './model.js'
import { spec } from './spec.js'

// -------------------------------------------------------------------------------------
// the classes
// -------------------------------------------------------------------------------------

/** How the arguments of a class are read, in TensorFlow's order, and the initializer that they describe. */
interface Signature<A> {
  readonly codec: t.Type<A, unknown>
  readonly read: ReadClass
}

/** A constructor does not take None for the default. */
const ofConstructors: KerasSpec = { ...spec, nullIsDefault: false }

const signature = <A extends object>(
  fields: Fields<A>,
  describe: (args: A) => Described['initializer']
): Signature<A> => ({
  codec: closed<A>('arguments', fields),
  read: classReader<A>(
    () => fields,
    (args) => ({ initializer: describe(args), points: [] })
  )(ofConstructors)
})

/** The other names of `tf.as_dtype`; a config has the usual one. */
const aliases: ReadonlyMap<string, DType> = new Map([
  ['half', 'float16'],
  ['float', 'float32'],
  ['double', 'float64']
])

const dtype: Field<DType, unknown> = optional(oneOf('UnknownDType', dtypes, aliases), 'float32')
const random: Fields<Random> = { seed, dtype }
const gained: Fields<Gained> = { gain: optional(finite, 1), ...random }
const moments: Fields<Moments> = {
  mean: optional(finite, 0),
  stddev: optional(nonNegative, spec.defaults.stddev),
  ...random
}

/** Without a spread all numbers are the mean. */
const normal = (_tag: 'RandomNormal' | 'TruncatedNormal'): Signature<Moments> =>
  signature(moments, (config) =>
    config.stddev === 0 ? { _tag: 'Constant', value: config.mean, dtype: config.dtype } : { _tag, ...config }
  )

const distribution = spelt<Distribution>(['truncated_normal', 'normal', 'untruncated_normal', 'uniform'], lowerCase)

/** The distribution that a name stands for. */
const kindOf = (name: Distribution): Kind => (name === 'normal' ? 'truncated_normal' : name)

const glorot = (distribution: Kind): Signature<Random> =>
  signature(random, (config) => ({ _tag: 'VarianceScaling', mode: 'fan_avg', distribution, ...config }))

/** A class of Keras in TensorFlow 1, whose only argument is a seed. */
const ofKeras = (scale: number, distribution: Kind): Signature<Seeded> =>
  signature<Seeded>({ seed }, (config) => ({
    ...{ _tag: 'VarianceScaling', scale, mode: 'fan_in', distribution, dtype: 'float32' },
    ...config
  }))

const convolutionOrthogonal = signature(gained, (config) => ({ _tag: 'ConvolutionOrthogonal', ...config }))

const signatures: { readonly [C in ClassName]: Signature<Arguments[C]> } = {
  VarianceScaling: signature<Arguments['VarianceScaling']>(
    {
      scale: optional(positive, 1),
      mode: optional(oneOf<Mode>('UnknownValue', ['fan_in', 'fan_out', 'fan_avg']), 'fan_in'),
      distribution: optional(distribution, 'truncated_normal'),
      ...random
    },
    ({ distribution, ...config }) => ({ _tag: 'VarianceScaling', distribution: kindOf(distribution), ...config })
  ),
  GlorotUniform: glorot('uniform'),
  GlorotNormal: glorot('truncated_normal'),
  HeUniform: ofKeras(2, 'uniform'),
  HeNormal: ofKeras(2, 'truncated_normal'),
  LecunUniform: ofKeras(1, 'uniform'),
  LecunNormal: ofKeras(1, 'truncated_normal'),
  UniformUnitScaling: signature<Arguments['UniformUnitScaling']>(
    { factor: optional(positive, 1), ...random },
    (config) => ({ _tag: 'UniformUnitScaling', ...config })
  ),
  RandomUniform: signature<Arguments['RandomUniform']>(
    { minval: optional(finite, 0), maxval: optional(nullable(finite), null), ...random },
    ({ minval, maxval, seed, dtype }) =>
      minval === (maxval ?? 1)
        ? { _tag: 'Constant', value: minval, dtype }
        : { _tag: 'RandomUniform', minval, maxval: maxval ?? 1, seed, dtype }
  ),
  RandomNormal: normal('RandomNormal'),
  TruncatedNormal: normal('TruncatedNormal'),
  Orthogonal: signature(gained, (config) => ({ _tag: 'Orthogonal', ...config })),
  ConvolutionDeltaOrthogonal: signature(gained, (config) => ({ _tag: 'DeltaOrthogonal', ...config })),
  ConvolutionOrthogonal1D: convolutionOrthogonal,
  ConvolutionOrthogonal2D: convolutionOrthogonal,
  ConvolutionOrthogonal3D: convolutionOrthogonal,
  Zeros: signature<Typed>({ dtype }, (config) => ({ _tag: 'Zeros', ...config })),
  Ones: signature<Typed>({ dtype }, (config) => ({ _tag: 'Ones', ...config })),
  Constant: signature<Arguments['Constant']>(
    { value: optional(value, 0), dtype, verify_shape: optional(boolean, false) },
    ({ value, dtype }) => ({ _tag: 'Constant', value, reshape: Array.isArray(value), dtype })
  ),
  Identity: signature<Arguments['Identity']>({ gain: optional(finite, 1), dtype }, (config) => ({
    _tag: 'Identity',
    ...config
  }))
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The initializer of a class and the arguments of its constructor; missing arguments have TensorFlow's defaults. Errors
 * that TensorFlow raises come first, in the order of its checks: unknown keys (`UnknownKey`), then `scale`, `mode`,
 * `distribution` and `dtype`. Errors that it does not raise, such as those of NaN, come after.
 *
 * @since 0.1.0
 * @example
 * import * as tf1 from 'initializers-ts/tf1'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const config = pipe(tf1.fromConfig('VarianceScaling')({ scale: 2, distribution: 'NORMAL' }), E.map(tf1.getConfig))
 * config // => E.right({ scale: 2, mode: 'fan_in', distribution: 'normal', seed: null, dtype: 'float32' })
 */
export const fromConfig =
  <C extends ClassName>(class_name: C) =>
  (config: unknown): Validated<V1<C>> => {
    const classes = Object.keys(signatures)
    if (!classes.includes(class_name)) return fail('UnknownName', `one of ${classes.join(', ')}`, show(class_name))
    const given = fromUnknown(initializerLimits)(config)
    if (!isRecord(given)) return wrongType(given, 'an object')
    const { read, codec } = signatures[class_name]
    return pipe(
      E.Do,
      E.apS('reading', read(given)),
      E.apS('args', decode(codec)(given)),
      E.bimap(sortedBy(isRaised(given)), ({ reading: { initializer }, args }) => ({
        class_name,
        arguments: Object.freeze(args),
        initializer
      })),
      cap
    )
  }

/** Whether TensorFlow's constructor raises this error; it accepts other arguments without a check. */
const isRaised =
  (given: PlainRecord) =>
  ({ code, path: [key, ...within] }: InitializerError): boolean => {
    if (code === 'UnknownKey') return true
    if (key === 'scale') return isNotPositive(valueAt(given, key))
    if (key === 'value') return within.length === 0 && !isScalar(valueAt(given, key))
    return key === 'mode' || key === 'distribution' || key === 'dtype'
  }

/** Python's `scale <= 0.`, which is an error for text and None; it is false for NaN, and True is 1. */
const isNotPositive = (scale: Plain): boolean =>
  !(typeof scale === 'number' || typeof scale === 'boolean' || typeof scale === 'bigint') || Number(scale) <= 0

/** NumPy's `isscalar`. */
const isScalar = (value: Plain): boolean => typeof value !== 'object'

/** The errors with this property first, each group in its order. */
const sortedBy =
  (isFirst: (e: InitializerError) => boolean) =>
  (errors: Errors): Errors => {
    const [first, rest] = [errors.filter(isFirst), errors.filter((e) => !isFirst(e))]
    return RA.isNonEmpty(first) ? RNEA.concat(rest)(first) : errors
  }

/**
 * The config with TensorFlow's keys in TensorFlow's order; `normal` is kept. As in TensorFlow, `verify_shape` is omitted.
 *
 * @since 0.1.0
 */
export const getConfig = <C extends ClassName>({
  arguments: args
}: V1<C>): Omit<Readonly<Arguments[C]>, 'verify_shape'> => {
  const { verify_shape, ...config }: typeof args & { readonly verify_shape?: unknown } = args
  return config
}

/**
 * Calling an initializer of TensorFlow 1: `(shape, dtype, partition_info)`.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { configLimits, fromUnknown, isRecord, type Plain, showPlain } from '../../codec/plain.js'
import { wrongType } from '../../codec/problems.js'
import * as Draw from '../../Draw.js'
import { check as checkDType, type DType } from '../../DType.js'
import { shapeOf } from '../../initializers/kit/values.js'
import * as Initializer from '../../Initializer.js'
import { Applicative, at, type Errors, fail, type Validated } from '../../InitializerError.js'
import { fromSeed, type Sampler } from '../../Rng.js'
import * as Shape from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import type { V1 } from './model.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A part of a variable: the shape of the whole, and the index of the part's first element on each axis.
 *
 * @since 0.1.0
 */
export interface PartitionInfo {
  readonly full_shape: Shape.Shape
  readonly var_offset: ReadonlyArray<number>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * A tensor of the shape as a function of a random state. The dtype is that of the call, else that of the config.
 *
 * With `partition_info` the shape is that of a part. Its fans are those of the whole and its numbers a slice of the whole: draw
 * each part from the same state.
 *
 * @since 0.1.0
 */
export const sampler =
  <D extends DType = DType>(shape: Shape.Shape, dtype?: D | null, partition_info?: PartitionInfo | null) =>
  (it: V1): Validated<Sampler<Tensor<D>>> =>
    partition_info === undefined || partition_info === null
      ? pipe(drawOf(it, shape, dtype), E.chain(Draw.sampler))
      : partOf(it, shape, dtype, partition_info)

/**
 * The tensor of a call, drawn from the seed of the config, or from 0 if there is none.
 *
 * @since 0.1.0
 * @example
 * import * as tf1 from 'initializers-ts/tf1'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const weights = pipe(tf1.VarianceScaling(2, 'fan_in', 'normal', 42), E.chain(tf1.call([784, 256])))
 * pipe(weights, E.map(({ dtype, data }) => [dtype, data.length])) // => E.right(['float32', 200704])
 */
export const call =
  <D extends DType = DType>(shape: Shape.Shape, dtype?: D | null, partition_info?: PartitionInfo | null) =>
  (it: V1): Validated<Tensor<D>> =>
    pipe(
      E.Do,
      E.apS('run', sampler<D>(shape, dtype, partition_info)(it)),
      E.apS('rng', fromSeed(Initializer.seedOf(it.initializer) ?? 0)),
      E.map(({ run, rng }) => run(rng)[0])
    )

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

const drawOf = <D extends DType>(it: V1, shape: Shape.Shape, dtype?: D | null): Validated<Draw.Draw<D>> =>
  pipe(
    sequenceS(Applicative)({
      shape: at('shape')(pipe(Shape.check(shape), E.chain(checkShape(it)))),
      dtype: at('dtype')(checkDType(dtype ?? (dtypeOf(it) as D)))
    }),
    E.chain((spec) =>
      sequenceS(Applicative)({
        draw: Initializer.draw<D>(spec)(it.initializer),
        dtype: at('dtype')(checkDTypeIn(it)(spec.dtype))
      })
    ),
    E.map(({ draw }) => draw)
  )

/** The dtype of the config; a class of Keras has none. */
const dtypeOf = ({ arguments: args }: V1): DType => ('dtype' in args ? args.dtype : 'float32')

/** TensorFlow decomposes no bfloat16 matrices, and multiplies a kernel of the config's dtype by a gain of the call's. */
const checkDTypeIn =
  (it: V1) =>
  <D extends DType>(dtype: D): Validated<D> => {
    if (!/Orthogonal/.test(it.class_name)) return E.right(dtype)
    const own = dtypeOf(it)
    if (/^ConvolutionOrthogonal/.test(it.class_name) && dtype !== own) {
      return fail('UnknownDType', `${own}, the dtype of the config`, dtype)
    }
    return dtype === 'bfloat16' ? fail('UnknownDType', 'float16, float32 or float64, for qr', dtype) : E.right(dtype)
  }

/** Checks that a class requires of a shape and its initializer does not. */
const checkShape =
  (it: V1) =>
  (shape: Shape.Shape): Validated<Shape.Shape> => {
    const dimensions = /(\d)D$/.exec(it.class_name)?.[1]
    const rank = dimensions === undefined ? shape.length : Number(dimensions) + 2
    if (rank !== shape.length) return fail('BadRank', `rank ${rank}, for ${it.class_name}`, `rank ${shape.length}`)
    if (it.class_name === 'ConvolutionDeltaOrthogonal' && shape.includes(0)) {
      return fail('ShapeMismatch', 'a kernel with elements', `[${shape.join(', ')}]`)
    }
    const dims = requiredShape(it) ?? shape
    return dims.join() === shape.join()
      ? E.right(shape)
      : fail('ShapeMismatch', `the shape of the value, [${dims.join(', ')}]`, `[${shape.join(', ')}]`)
  }

/** The shape that a constant with `verify_shape` requires. */
const requiredShape = ({ class_name, arguments: args }: V1): Shape.Shape | undefined =>
  class_name === 'Constant' && 'verify_shape' in args && args.verify_shape ? shapeOf(args.value) : undefined

const partOf = <D extends DType>(
  it: V1,
  shape: Shape.Shape,
  dtype: D | null | undefined,
  partition_info: PartitionInfo
): Validated<Sampler<Tensor<D>>> => {
  const info = fromUnknown(configLimits)(partition_info)
  if (!isRecord(info)) return wrongType(info, 'an object { full_shape, var_offset }', ['partition_info'])
  const { full_shape, var_offset } = info
  return pipe(
    sequenceS(Applicative)({
      part: at('shape')(Shape.check(shape)),
      whole: pipe(drawOf(it, full_shape as Shape.Shape, dtype), E.mapLeft(ofWhole))
    }),
    E.chain(({ part, whole }) =>
      pipe(
        boxOf(part, var_offset),
        E.chain(Shape.checkBox(whole.shape)),
        at('partition_info', 'var_offset'),
        E.chain((box) => Draw.slice(box)(whole))
      )
    )
  )
}

/** Moves the errors of the whole's shape to `full_shape`. */
const ofWhole: (errors: Errors) => Errors = RNEA.map((e) =>
  e.path[0] === 'shape' ? { ...e, path: ['partition_info', 'full_shape', ...e.path.slice(1)] } : e
)

/** The box of the part in the whole. */
const boxOf = (part: Shape.Shape, offset: Plain | undefined): Validated<Shape.Box> =>
  isOffset(offset) && offset.length === part.length
    ? E.right(part.map((dim, axis) => [offset[axis]!, offset[axis]! + dim]))
    : fail(
        'BadSlice',
        `${part.length} offsets`,
        Array.isArray(offset) ? `[${offset.map(showPlain).join(', ')}]` : showPlain(offset)
      )

const isOffset = (p: unknown): p is ReadonlyArray<number> => Array.isArray(p) && p.every((x) => typeof x === 'number')

/**
 * A plan from a JSON object of names and shapes, such as `{ k: list(v.shape) for k, v in model.state_dict().items() }`
 * gives in Python; initializers by rules.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { decode } from '../codec/problems.js'
import { fromUnknown, isRecord, modelLimits, type Plain, showPlain } from '../codec/plain.js'
import { closed, optional, required } from '../codec/record.js'
import { all, Applicative, at, cap, fail, type Validated } from '../InitializerError.js'
import * as Shape from '../Shape.js'
import { type FileDType, fromDType, readDType } from './dtype.js'
import { type FileTensor, type Imported, type ImportOptions, planOf } from './model.js'

/** The long form of a tensor: a shape and an optional dtype. */
const spec = closed<{ readonly shape: unknown; readonly dtype: unknown }>('tensor', {
  shape: required(t.unknown),
  dtype: optional(t.unknown, 'float32')
})

/**
 * The plan of `{ NAME: { shape, dtype? } }` or `{ NAME: shape }`, in the order of the keys. The default dtype is float32;
 * names of dtypes are those of this library (`float16`), safetensors (`F16`) and PyTorch (`torch.float16`). Integer and
 * boolean tensors are skipped and reported.
 *
 * Errors: `WrongType`, those of `Shape.check` and `Plan.fromParameters`, `UnknownDType`, `UnsupportedDType`, and
 * `NoInitializer` for each parameter that no rule matches.
 *
 * @since 0.1.0
 * @example
 * import { fromShapes } from 'initializers-ts/importers'
 * import * as Plan from 'initializers-ts/plan'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const shapes = { 'fc.weight': [10, 784], 'bn.num_batches_tracked': { shape: [], dtype: 'torch.int64' } }
 * const imported = pipe(
 *   Plan.decodeRules([{ match: '**', initializer: 'he_normal' }]),
 *   E.chain((rules) => fromShapes(shapes, { rules }))
 * )
 * pipe(imported, E.map(({ plan }) => plan.parameters.length)) // => E.right(1)
 * pipe(imported, E.map(({ skipped }) => skipped))
 * // => E.right([{ name: 'bn.num_batches_tracked', dtype: 'torch.int64' }])
 */
export const fromShapes = (u: unknown, options: ImportOptions = {}): Validated<Imported> => {
  const file = fromUnknown(modelLimits)(u)
  return pipe(
    isRecord(file)
      ? all(Object.entries(file).map(tensorOf))
      : fail('WrongType', 'an object that maps names to shapes', showPlain(file)),
    E.chain(planOf(options)),
    E.map((outcome): Imported => ({ source: 'shapes', dialect: null, ...outcome })),
    cap
  )
}

/** Whether a value has the form of names and shapes. */
export const isShapes = (file: Plain): boolean =>
  isRecord(file) &&
  Object.keys(file).length > 0 &&
  Object.values(file).every((each) =>
    Array.isArray(each) ? !each.some(isRecord) : isRecord(each) && Object.hasOwn(each, 'shape')
  )

const tensorOf = ([name, u]: readonly [string, Plain]): Validated<FileTensor> =>
  pipe(
    Array.isArray(u) ? E.right({ shape: u, dtype: 'float32' }) : decode(spec)(u),
    E.chain(({ shape, dtype }) =>
      sequenceS(Applicative)({
        name: E.right(name),
        shape: at('shape')(Shape.check(shape as Shape.Shape)),
        dtype: at('dtype')(dtypeOf(dtype)),
        initializer: E.right(null)
      })
    ),
    at(name)
  )

const dtypeOf = (u: unknown): Validated<FileDType> =>
  typeof u === 'string'
    ? readDType(u)
    : u === null
      ? E.right(fromDType('float32'))
      : fail('WrongType', 'the name of a dtype, such as "float32"', showPlain(u))

/**
 * A plan from a JSON of names and shapes, as `{ k: list(v.shape) for k, v in model.state_dict().items() }` makes one;
 * initializers by rules.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { fromUnknown, isRecord, modelLimits, type Plain, showPlain } from '../codec/plain.js'
import { closed, decode, optional, required } from '../codec/record.js'
import { all, Applicative, at, cap, fail, type Validated } from '../InitializerError.js'
import * as Shape from '../Shape.js'
import { type FileDType, ours, readDType } from './dtype.js'
import { type Found, type Imported, type Options, planOf } from './model.js'

/** What a file may say of a tensor beside its shape. */
const spec = closed<{ readonly shape: unknown; readonly dtype: unknown }>('tensor', {
  shape: required(t.unknown),
  dtype: optional(t.unknown, 'float32')
})

/**
 * The plan of `{ NAME: { shape, dtype? } }` or `{ NAME: shape }`, in the order of the names. A dtype is float32 unless
 * said: in our words, those of safetensors, or PyTorch's `torch.float16`. Integers and truth values are skipped, and said.
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
export const fromShapes = (u: unknown, options: Options = {}): Validated<Imported> => {
  const file = fromUnknown(modelLimits)(u)
  return pipe(
    isRecord(file)
      ? all(Object.entries(file).map(foundOf))
      : fail('WrongType', 'an object of names and shapes', showPlain(file)),
    E.chain(planOf(options)),
    E.map((outcome): Imported => ({ source: 'shapes', dialect: null, ...outcome })),
    cap
  )
}

/** Whether a value looks like names and shapes. */
export const isShapes = (file: Plain): boolean =>
  isRecord(file) &&
  Object.keys(file).length > 0 &&
  Object.values(file).every((each) =>
    Array.isArray(each) ? !each.some(isRecord) : isRecord(each) && Object.hasOwn(each, 'shape')
  )

const foundOf = ([name, u]: readonly [string, Plain]): Validated<Found> =>
  pipe(
    Array.isArray(u) ? E.right({ shape: u, dtype: 'float32' }) : decode(spec)(u),
    E.chain(({ shape, dtype }) =>
      sequenceS(Applicative)({
        name: E.right(name),
        shape: at('shape')(Shape.check(shape as Shape.Shape)),
        dtype: at('dtype')(dtypeOf(dtype)),
        start: E.right(null)
      })
    ),
    at(name)
  )

const dtypeOf = (u: unknown): Validated<FileDType> =>
  typeof u === 'string'
    ? readDType(u)
    : u === null
      ? E.right(ours('float32'))
      : fail('WrongType', 'a dtype', showPlain(u))

/**
 * A plan from whatever kind of model file a JSON is.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, isRecord, modelLimits, type Plain, showPlain } from '../codec/plain.js'
import { fail, type Validated } from '../InitializerError.js'
import { weightsIn } from './keras/fromKeras.js'
import { type Imported, type ImportOptions, planOf, type Source } from './model.js'
import { fromShapes, isShapes } from './shapes.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface ModelOptions extends ImportOptions {
  /** whether kernels of depthwise, grouped and transposed layers get the fans of their kind, where Keras takes others */
  readonly rightFans?: boolean
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The plan of a model file: Keras's `model.to_json()`, the `model.json` of TF.js, or names and shapes as `fromShapes` reads
 * them. Rules go before what the file says, also where it says nothing that can be read. Errors: those of `fromKeras` and `fromShapes`, and `WrongType` or
 * `Unsupported` for a value that is none of them.
 *
 * @since 0.1.0
 * @example
 * import { fromModel } from 'initializers-ts/importers'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const dense = { class_name: 'Dense', config: { name: 'dense', units: 10, batch_input_shape: [null, 784] } }
 * const model = { class_name: 'Sequential', config: { name: 'mlp', layers: [dense] }, keras_version: '2.15.0' }
 * const names = pipe(fromModel(model), E.map(({ plan }) => plan.parameters.map(({ name, shape }) => [name, shape])))
 * names // => E.right([['dense/kernel', [784, 10]], ['dense/bias', [10]]])
 */
export const fromModel = (u: unknown, options: ModelOptions = {}): Validated<Imported> => {
  const file = fromUnknown(modelLimits)(u)
  if (isShapes(file)) return fromShapes(file, options)
  const source = sourceOf(file)
  return source === null ? refuse(file) : fromLayers(file, source, options)
}

/** By the keys that a file of Keras or TF.js cannot do without. */
const sourceOf = (file: Plain): Source | null => {
  if (has(file, 'modelTopology', 'weightsManifest')) return 'tfjs'
  return has(file, 'class_name', 'model_config') ? 'keras' : null
}

const has = (file: Plain, ...keys: ReadonlyArray<string>): boolean =>
  isRecord(file) && keys.some((key) => Object.hasOwn(file, key))

const refuse = (file: Plain): Validated<never> => {
  if (has(file, 'parameters')) return fail('Unsupported', 'a model file', 'a plan, which needs no other')
  if (has(file, 'weight_map'))
    return fail('Unsupported', 'one of the .safetensors files that the index names', 'an index')
  return fail(
    'WrongType',
    'a Keras model (class_name, config), a TF.js model.json (modelTopology), or names and shapes such as ' +
      '{ "dense/kernel": [784, 10] }',
    isRecord(file) ? `an object with the keys ${Object.keys(file).slice(0, 8).join(', ') || '(none)'}` : showPlain(file)
  )
}

const fromLayers = (
  file: Plain,
  source: Source,
  { rightFans = false, ...options }: ModelOptions
): Validated<Imported> =>
  pipe(
    weightsIn(file, { rightFans }),
    E.chain(({ dialect, found }) =>
      pipe(
        planOf(options)(found),
        E.map((outcome) => ({ source, dialect, ...outcome }))
      )
    )
  )

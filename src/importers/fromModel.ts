/**
 * A plan from a model file in JSON: Keras, TF.js, or names and shapes.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, isRecord, modelLimits, type Plain, showPlain } from '../codec/plain.js'
import { readEnvelope } from '../dialects/keras/envelope.js'
import { fail, type Validated } from '../InitializerError.js'
import { type KerasOptions, tensorsIn } from './keras/fromKeras.js'
import { type Imported, type ImportOptions, planOf } from './model.js'
import { fromShapes, isShapes } from './shapes.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface ModelOptions extends ImportOptions, KerasOptions {}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The plan of a model file: Keras's `model.to_json()`, the `model.json` of TF.js, or names and shapes as `fromShapes` reads
 * them. Rules take precedence over the file; a rule also replaces an initializer that cannot be read. Errors: those of
 * `fromKeras` and `fromShapes`, and `WrongType` or `Unsupported` for any other value.
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
export const fromModel = (u: unknown, { rightFans = false, ...options }: ModelOptions = {}): Validated<Imported> => {
  const file = fromUnknown(modelLimits)(u)
  if (isShapes(file)) return fromShapes(file, options)
  const { source } = readEnvelope(file)
  if (source === null) return refuse(file)
  return pipe(
    tensorsIn(file, { rightFans }),
    E.chain(({ dialect, tensors }) =>
      pipe(
        planOf(options)(tensors),
        E.map((outcome) => ({ source, dialect, ...outcome }))
      )
    )
  )
}

const refuse = (file: Plain): Validated<never> => {
  if (has(file, 'parameters')) return fail('Unsupported', 'a model file', 'a plan, which needs no import')
  if (has(file, 'weight_map')) {
    return fail('Unsupported', 'one of the .safetensors files that the index lists', 'an index of .safetensors files')
  }
  return fail(
    'WrongType',
    'a Keras model (class_name, config), a TF.js model.json (modelTopology), or names and shapes such as ' +
      '{ "dense/kernel": [784, 10] }',
    isRecord(file) ? `an object with the keys ${Object.keys(file).slice(0, 8).join(', ') || '(none)'}` : showPlain(file)
  )
}

const has = (file: Plain, key: string): boolean => isRecord(file) && Object.hasOwn(file, key)

/** One layer by itself: the names, shapes and initializers of its weights, and its output shapes. */
import * as E from 'fp-ts/Either'
import { fromUnknown, modelLimits, type PlainRecord } from '../../../src/codec/plain.js'
import type { Dialect } from '../../../src/dialects/index.js'
import { layerBuilder } from '../../../src/importers/keras/build.js'
import type { LayerInputs } from '../../../src/importers/keras/kit/layer.js'
import type { OpenShape } from '../../../src/importers/keras/kit/openShape.js'
import type { LayerResult, Weight } from '../../../src/importers/keras/kit/weights.js'
import type { Initializer } from '../../../src/Initializer.js'
import type { Validated } from '../../../src/InitializerError.js'
import { right } from '../../support/either.js'

// -------------------------------------------------------------------------------------
// building
// -------------------------------------------------------------------------------------

/** A layer built with input shapes, by position or by name. */
export const build =
  (dialect: Dialect) =>
  (
    className: string,
    config: object,
    inputs: ReadonlyArray<OpenShape> | LayerInputs['named']
  ): Validated<LayerResult> =>
    layerBuilder(dialect)(
      {
        className,
        name: 'layer',
        config: fromUnknown(modelLimits)(config) as PlainRecord,
        dialect,
        path: [],
        buildConfig: null,
        module: null,
        outerInput: null
      },
      isList(inputs) ? { positional: inputs, named: {} } : { positional: [], named: inputs }
    )

const isList = (inputs: ReadonlyArray<OpenShape> | LayerInputs['named']): inputs is ReadonlyArray<OpenShape> =>
  Array.isArray(inputs)

/** A layer inside a config. */
export const inner = (class_name: string, config: object): object => ({
  module: 'keras.layers',
  class_name,
  config,
  registered_name: null
})

// -------------------------------------------------------------------------------------
// results
// -------------------------------------------------------------------------------------

/** Names and shapes of weights in order, and the output shapes. */
export const shapesOf = (
  result: Validated<LayerResult>
): { readonly weights: ReadonlyArray<readonly [string, OpenShape]>; readonly outputs: ReadonlyArray<OpenShape> } => {
  const { weights, outputs } = right(result)
  return { weights: weights.map(({ name, shape }) => [name, shape]), outputs }
}

export const initializerOf = ({ initializer }: Weight): Initializer => right(initializer).initializer

/** The same in one row of a table: `kernel 3,5; bias 5` and the output shapes, or the code and path of each error. */
export const outcome = (
  className: string,
  config: object,
  inputs: ReadonlyArray<OpenShape>,
  dialect: Dialect = 'keras3'
): ReadonlyArray<unknown> => {
  const result = build(dialect)(className, config, inputs)
  if (E.isLeft(result)) return errorsIn(result.left)
  const { weights, outputs } = result.right
  return [weights.map(({ name, shape }) => `${name} ${shape.join(',')}`).join('; '), ...outputs]
}

/** Code and path of each error. */
export const errorsIn = (
  errors: ReadonlyArray<{ readonly code: string; readonly path: ReadonlyArray<string | number> }>
): ReadonlyArray<string> =>
  errors.map(({ code, path }) => [code, path.join('.')].filter((part) => part !== '').join(' '))

/** A layer by itself: what its entry says of names, shapes and initializers. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, modelLimits, type PlainRecord } from '../../../src/codec/plain.js'
import type { Dialect } from '../../../src/dialects/index.js'
import type { Initializer } from '../../../src/Initializer.js'
import { fail, type Validated } from '../../../src/InitializerError.js'
import { attentions } from '../../../src/importers/keras/layers/attention.js'
import { convolutions } from '../../../src/importers/keras/layers/convolution.js'
import { core } from '../../../src/importers/keras/layers/core.js'
import type { LayerCall, LayerTable } from '../../../src/importers/keras/kit/reader.js'
import type { LayerInputs, Layer } from '../../../src/importers/keras/kit/layer.js'
import { recurrent } from '../../../src/importers/keras/layers/recurrent.js'
import type { OpenShape } from '../../../src/importers/keras/kit/openShape.js'
import { initializerReader } from '../../../src/importers/weightInitializer.js'
import type { LayerResult, Weight } from '../../../src/importers/keras/kit/weights.js'
import { wrappers } from '../../../src/importers/keras/layers/wrappers.js'

const table: LayerTable = { ...core, ...convolutions, ...recurrent, ...attentions, ...wrappers }

const buildLayer: LayerCall['build'] = (layer, inputs) =>
  table[layer.className]?.({ layer, inputs, build: buildLayer, readInitializer: initializerReader(layer.dialect) }) ??
  fail('UnknownName', 'a layer', layer.className)

/** What comes of a layer with these inputs, by place or by name. */
export const build =
  (dialect: Dialect) =>
  (
    className: string,
    config: object,
    inputs: ReadonlyArray<OpenShape> | LayerInputs['named']
  ): Validated<LayerResult> => {
    const layer: Layer = {
      className,
      name: 'layer',
      config: fromUnknown(modelLimits)(config) as PlainRecord,
      dialect,
      path: [],
      buildConfig: null,
      module: null
    }
    return buildLayer(layer, isList(inputs) ? { positional: inputs, named: {} } : { positional: [], named: inputs })
  }

const isList = (inputs: ReadonlyArray<OpenShape> | LayerInputs['named']): inputs is ReadonlyArray<OpenShape> =>
  Array.isArray(inputs)

/** Names and shapes in order, and the shapes that go out. */
export const shapesOf = (
  built: Validated<LayerResult>
): { readonly weights: ReadonlyArray<readonly [string, OpenShape]>; readonly outputs: ReadonlyArray<OpenShape> } => {
  const { weights, outputs } = right(built)
  return { weights: weights.map(({ name, shape }) => [name, shape]), outputs }
}

/** What a weight begins with. */
export const startOf = ({ initializer }: Weight): Initializer => right(initializer).initializer

export const right = <A>(fa: Validated<A>): A =>
  pipe(
    fa,
    E.getOrElse((e): A => {
      throw new Error(JSON.stringify(e))
    })
  )

/** A layer inside a config. */
export const inner = (class_name: string, config: object): object => ({
  module: 'keras.layers',
  class_name,
  config,
  registered_name: null
})

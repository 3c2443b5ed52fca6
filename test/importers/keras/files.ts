/** Files of Keras 3, part by part, and what is read from them. */
import * as E from 'fp-ts/Either'
import { fromKeras } from '../../../src/importers/keras/fromKeras.js'
import { errorsIn } from './support.js'
import { right } from '../../support/either.js'

// -------------------------------------------------------------------------------------
// files
// -------------------------------------------------------------------------------------

export interface Json {
  readonly [key: string]: unknown
}

export const keras3 = (class_name: string, config: Json, more: Json = {}): Json => ({
  module: 'keras.layers',
  class_name,
  config,
  registered_name: null,
  name: config['name'],
  ...more
})

export const tensor = (name: string, node = 0, output = 0): Json => ({
  class_name: '__keras_tensor__',
  config: { shape: null, dtype: 'float32', keras_history: [name, node, output] }
})

/** A call of Keras 3, with each tensor an argument. */
export const call = (...names: ReadonlyArray<string>): Json => ({ args: names.map((name) => tensor(name)), kwargs: {} })

/** A call with one argument, a list of tensors. */
export const callList = (...names: ReadonlyArray<string>): Json => ({
  args: [names.map((name) => tensor(name))],
  kwargs: {}
})

export const input = (name: string, ...shape: ReadonlyArray<number | null>): Json =>
  keras3('InputLayer', { name, batch_shape: [null, ...shape] }, { inbound_nodes: [] })

export const dense = (name: string, units: number, ...inbound_nodes: ReadonlyArray<unknown>): Json =>
  keras3('Dense', { name, units }, { inbound_nodes })

export const functional = (
  name: string,
  layers: ReadonlyArray<Json>,
  inputs: ReadonlyArray<string>,
  outputs: ReadonlyArray<string>,
  ...inbound_nodes: ReadonlyArray<unknown>
): Json => ({
  module: 'keras.src.models.functional',
  class_name: 'Functional',
  config: {
    name,
    layers,
    input_layers: inputs.map((each) => [each, 0, 0]),
    output_layers: outputs.map((each) => [each, 0, 0])
  },
  registered_name: 'Functional',
  name,
  inbound_nodes
})

export const sequential = (name: string, layers: ReadonlyArray<Json>, more: Json = {}): Json => ({
  module: 'keras',
  class_name: 'Sequential',
  config: { name, layers, ...more },
  registered_name: null,
  name
})

// -------------------------------------------------------------------------------------
// results
// -------------------------------------------------------------------------------------

/** Name and shape of each weight, such as `dense/kernel 784,10`. */
export const weightsOf = (file: unknown, options = {}): ReadonlyArray<string> =>
  right(fromKeras(file, options)).plan.parameters.map(({ name, shape }) => `${name} ${shape.join(',')}`)

/** Code and path of each error. */
export const errorsOf = (file: unknown): ReadonlyArray<string> => {
  const result = fromKeras(file)
  return E.isLeft(result) ? errorsIn(result.left) : ['none']
}

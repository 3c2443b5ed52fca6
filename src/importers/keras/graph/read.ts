/**
 * Reads the graph of a model: its layers, the calls of each, its inputs and outputs. A `Sequential` is a chain; files do not
 * write its calls.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { decode, wrongType } from '../../../codec/problems.js'
import { isRecord, type Plain, type PlainRecord } from '../../../codec/plain.js'
import { all, at, fail, type Path, show, type Validated } from '../../../InitializerError.js'
import { type Layer, layerAt } from '../kit/layer.js'
import { openShape, type OpenShape } from '../kit/openShape.js'
import { type Node, readNodes, type TensorRef, tensorsIn } from './tensors.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Member {
  readonly layer: Layer
  /** at least one: a layer that is never called has one call without tensors */
  readonly nodes: ReadonlyArray<Node>
}

export interface Graph {
  readonly members: ReadonlyArray<Member>
  /** names of input layers, in the order of the model's arguments */
  readonly inputs: ReadonlyArray<string>
  readonly outputs: ReadonlyArray<TensorRef>
}

const uncalled: Node = { positional: [], named: [] }

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

const listOf = (layers: Plain | undefined, path: Path): Validated<ReadonlyArray<Plain>> =>
  Array.isArray(layers) ? E.right(layers as ReadonlyArray<Plain>) : at(...path)(wrongType(layers, 'a list of layers'))

/** A model with inputs and outputs of its own, of any class. */
export const isFunctional = ({ config }: Layer): boolean =>
  Object.hasOwn(config, 'layers') && Object.hasOwn(config, 'output_layers')

export const isSequential = ({ className }: Layer): boolean => className === 'Sequential'

export const isModel = (layer: Layer): boolean => isFunctional(layer) || isSequential(layer)

export const readFunctional = (model: Layer): Validated<Graph> => {
  const path = [...model.path, 'config', 'layers']
  return pipe(
    listOf(model.config['layers'], path),
    E.chain((layers) => all(layers.map((each, i) => readMember(each, [...path, i], model)))),
    E.chain(distinct(path)),
    E.map((members) => ({
      members,
      inputs: tensorsIn(model.config['input_layers']).map(({ layer }) => layer),
      outputs: tensorsIn(model.config['output_layers'])
    }))
  )
}

const readMember = (u: Plain, path: Path, { dialect }: Layer): Validated<Member> =>
  pipe(
    layerAt(u, path, dialect, ''),
    E.chain((layer) => {
      const { inbound_nodes: nodes = [], name } = u as PlainRecord // `layerAt` has checked it
      return pipe(
        at(...path, 'inbound_nodes')(readNodes(nodes)),
        E.map((calls) => ({
          // calls refer to a layer by the name beside its config
          layer: typeof name === 'string' ? { ...layer, name } : layer,
          nodes: calls.length === 0 ? [uncalled] : calls
        }))
      )
    })
  )

const distinct =
  (path: Path) =>
  (members: ReadonlyArray<Member>): Validated<ReadonlyArray<Member>> => {
    const first = new Map(members.map(({ layer }, i) => [layer.name, i] as const).toReversed())
    const repeated = members.flatMap(({ layer }, i) =>
      first.get(layer.name) === i
        ? []
        : [fail('DuplicateName', 'a unique name among the layers of the model', show(layer.name), [...path, i, 'name'])]
    )
    return pipe(
      all(repeated),
      E.map(() => members)
    )
  }

// -------------------------------------------------------------------------------------
// Sequential
// -------------------------------------------------------------------------------------

/** A chain that begins with an input layer. If the file has none, the first layer or the model has the input shape. */
export const readSequential = (model: Layer): Validated<Graph> => {
  const path = [...model.path, 'config', 'layers']
  return pipe(
    listOf(model.config['layers'], path),
    E.chain((layers) => all(layers.map((each, i) => layerAt(each, [...path, i], model.dialect, `layer_${i}`)))),
    E.chain((layers) => {
      const [first] = layers
      if (first === undefined || first.className === 'InputLayer') return E.right(layers)
      return pipe(
        firstShape(model, first),
        E.map((shape) => [inputOf(model, shape), ...layers])
      )
    }),
    E.chain((layers) => distinct(path)(layers.map(chained))),
    E.map((members) => {
      const [first, last] = [members[0]?.layer.name, members.at(-1)?.layer.name]
      return {
        members,
        inputs: first === undefined ? [] : [first],
        outputs: last === undefined ? [] : [{ layer: last, node: 0, output: 0, shape: null }]
      }
    })
  )
}

const chained = (layer: Layer, i: number, layers: ReadonlyArray<Layer>): Member => {
  const before = layers[i - 1]
  const tensors = before === undefined ? [] : [{ layer: before.name, node: 0, output: 0, shape: null }]
  return { layer, nodes: [{ positional: tensors, named: [] }] }
}

/** The input shape of a chain, the batch axis first; null if neither its first layer nor the model has one. */
const firstShape = (model: Layer, first: Layer): Validated<OpenShape | null> => {
  const candidates = [
    { layer: first, key: 'batch_input_shape' },
    { layer: first, key: 'batch_shape' },
    { layer: model, key: 'build_input_shape' },
    { layer: model, key: 'batch_input_shape' }
  ]
  const found = candidates.find(({ layer, key }) => Array.isArray(layer.config[key]))
  return found === undefined
    ? E.right(null)
    : at(...found.layer.path, 'config', found.key)(decode(openShape)(found.layer.config[found.key]))
}

/** The name of the input layer of a chain whose file has none. No layer of a file has this name. */
const chainInput = '/'

const inputOf = (model: Layer, shape: OpenShape | null): Layer => ({
  ...model,
  className: 'InputLayer',
  name: chainInput,
  config: { batch_shape: shape },
  buildConfig: null,
  module: null,
  outerInput: null
})

/** The input layer of a chain whose input shape is not in the file. */
export const isOpenInput = ({ name, config }: Layer): boolean => name === chainInput && config['batch_shape'] === null

/** The least number in the names of a model's input layers, by which Keras counts input layers; null if none has one. */
export const inputNumber = (model: Layer): number | null => {
  const layers = isModel(model) ? model.config['layers'] : null
  const numbers = Array.isArray(layers) ? (layers as ReadonlyArray<Plain>).flatMap(numberOfInput) : []
  return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.min(a, b))
}

const numberOfInput = (layer: Plain): ReadonlyArray<number> => {
  const config = isRecord(layer) && layer['class_name'] === 'InputLayer' ? layer['config'] : null
  const name = isRecord(config) ? config['name'] : null
  const found = typeof name === 'string' ? /^input_layer(?:_(\d{1,9}))?$/.exec(name) : null
  return found === null ? [] : [Number(found[1] ?? 0)]
}

/**
 * Whether a model was built before the model that contains it. A Sequential was if it has an Input of its own; otherwise the
 * outer model or a wrapper builds it, and the outer names come first. Files have an input layer in either case, and Keras
 * numbers input layers in the order of creation. (If both had an Input and the outer's was created first, or if one has a
 * name of its own, the file does not show it.)
 */
export const isBuiltBefore = (layer: Layer): boolean => {
  const inner = inputNumber(layer)
  return inner !== null && layer.outerInput !== null && inner < layer.outerInput
}

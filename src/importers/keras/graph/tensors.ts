/**
 * The tensors that a layer is called with, as Keras writes them.
 *
 * A tensor is the name of a layer, the index of one of its calls (a node) and the index of one of that call's outputs. Keras 2
 * and TF.js write each call as `[["name", 0, 0, { … }], …]`, with tensors among the keyword arguments in the same form.
 * Keras 3 writes the arguments and replaces each tensor by
 * `{ class_name: "__keras_tensor__", config: { shape, keras_history } }`.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { decode, wrongType } from '../../../codec/problems.js'
import { isRecord, type Plain, type PlainRecord } from '../../../codec/plain.js'
import { all, at, type Validated } from '../../../InitializerError.js'
import { openShape, type OpenShape } from '../kit/openShape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface TensorRef {
  readonly layer: string
  readonly node: number
  readonly output: number
  /** null if the file has none */
  readonly shape: OpenShape | null
}

/** One call of a layer; Keras calls it a node. */
export interface Node {
  readonly positional: ReadonlyArray<TensorRef>
  /** the first tensor of each keyword argument that has tensors */
  readonly named: ReadonlyArray<readonly [name: string, tensor: TensorRef]>
}

export const tensorsOf = ({ positional, named }: Node): ReadonlyArray<TensorRef> => [
  ...positional,
  ...named.map(([, tensor]) => tensor)
]

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** The calls of a layer. Paths of errors are relative to the list. */
export const readNodes = (nodes: Plain | undefined): Validated<ReadonlyArray<Node>> =>
  Array.isArray(nodes)
    ? all((nodes as ReadonlyArray<Plain>).map((node, i) => at(i)(readNode(node))))
    : wrongType(nodes, 'a list of calls of the layer')

const readNode = (node: Plain): Validated<Node> => {
  if (Array.isArray(node)) return E.right(legacyNode(node))
  return isRecord(node)
    ? pipe(
        all([argument('args', node), argument('kwargs', node)]),
        E.map(([args = [], kwargs = []]) => ({
          positional: args.map(([, tensor]) => tensor),
          named: [...new Map(kwargs.toReversed())].toReversed()
        }))
      )
    : wrongType(node, 'the tensors of a call')
}

// -------------------------------------------------------------------------------------
// Keras 2 and TF.js
// -------------------------------------------------------------------------------------

const isNumber = (u: unknown): u is number => Number.isSafeInteger(u)

const legacyTensor = (u: Plain | undefined): ReadonlyArray<TensorRef> => {
  if (!Array.isArray(u)) return []
  const [layer, node, output] = u as ReadonlyArray<Plain>
  return typeof layer === 'string' && isNumber(node) && isNumber(output) && node >= 0
    ? [{ layer, node, output, shape: null }]
    : []
}

/** The tensors in nested lists and records. A constant has the node −1 and is not a tensor. */
const legacyTensors = (u: Plain): ReadonlyArray<readonly [TensorRef, Plain]> => {
  const [tensor] = legacyTensor(u)
  if (tensor !== undefined) return [[tensor, (u as ReadonlyArray<Plain>)[3] ?? null]]
  if (Array.isArray(u)) return (u as ReadonlyArray<Plain>).flatMap(legacyTensors)
  return isRecord(u) ? Object.values(u).flatMap(legacyTensors) : []
}

const legacyNode = (node: Plain): Node => {
  const found = legacyTensors(node)
  const named = found.flatMap(([, kwargs]) =>
    isRecord(kwargs)
      ? Object.entries(kwargs).flatMap(([name, u]) =>
          legacyTensors(u)
            .slice(0, 1)
            .map(([t]) => [name, t] as const)
        )
      : []
  )
  return { positional: found.map(([tensor]) => tensor), named }
}

// -------------------------------------------------------------------------------------
// Keras 3
// -------------------------------------------------------------------------------------

type ArgumentTensors = ReadonlyArray<readonly [argument: string, tensor: TensorRef]>

/** The tensors of `args` or `kwargs`, each with its key. */
const argument = (key: 'args' | 'kwargs', node: PlainRecord): Validated<ArgumentTensors> => {
  const value = node[key] ?? null
  if (value === null) return E.right([])
  return pipe(
    all(Object.entries(value as PlainRecord).map(([name, u]) => at(name)(kerasTensors(name, u)))),
    E.map((found) => found.flat()),
    at(key)
  )
}

const kerasTensors = (name: string, u: Plain): Validated<ArgumentTensors> => {
  if (Array.isArray(u)) return flat((u as ReadonlyArray<Plain>).map((item, i) => at(i)(kerasTensors(name, item))))
  if (!isRecord(u)) return E.right([])
  return u['class_name'] === '__keras_tensor__'
    ? pipe(
        at('config')(kerasTensor(u['config'])),
        E.map((tensor) => [[name, tensor] as const])
      )
    : flat(Object.entries(u).map(([key, item]) => at(key)(kerasTensors(name, item))))
}

const flat = (found: ReadonlyArray<Validated<ArgumentTensors>>): Validated<ArgumentTensors> =>
  pipe(
    all(found),
    E.map((each) => each.flat())
  )

const kerasTensor = (config: Plain | undefined): Validated<TensorRef> => {
  const { keras_history: history, shape = null } = isRecord(config) ? config : {}
  const [tensor] = legacyTensor(history)
  if (tensor === undefined) {
    return at('keras_history')(wrongType(history, 'a layer, a call and an output, such as ["dense", 0, 0]'))
  }
  return shape === null
    ? E.right(tensor)
    : pipe(
        at('shape')(decode(openShape)(shape)),
        E.map((known) => ({ ...tensor, shape: known }))
      )
}

/** The input or output tensors of a model, in lists and records. */
export const tensorsIn = (u: Plain | undefined): ReadonlyArray<TensorRef> =>
  u === undefined ? [] : legacyTensors(u).map(([tensor]) => tensor)

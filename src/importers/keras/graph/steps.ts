/**
 * The calls of a model's layers as steps, each after those whose tensors it takes.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { all, at, fail, show, type Validated } from '../../../InitializerError.js'
import { type Graph, isModel, type Member } from './read.js'
import { type Node, type TensorRef, tensorsOf } from './tensors.js'
import type { Layer } from '../kit/layer.js'
import { topologicalOrder } from './topologicalOrder.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A call of a layer of the model. */
export interface Step {
  readonly layer: Layer
  readonly node: Node
  /** of the call among those of the layer */
  readonly index: number
  /** the numbers of the steps that its tensors come from */
  readonly needs: ReadonlyArray<number>
}

export interface Steps {
  readonly steps: ReadonlyArray<Step>
  /** the numbers of the steps, each after those that it needs */
  readonly order: ReadonlyArray<number>
  /** the steps that the model's outputs come from */
  readonly outputs: ReadonlyArray<number>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** All calls of all layers, numbered in the order of the file. */
export const stepsOf = (model: Layer, { members, outputs }: Graph): Validated<Steps> => {
  const starts = RA.scanLeft(0, (start: number, { nodes }: Member) => start + nodes.length)(members)
  const numbers = new Map(members.map(({ layer }, i) => [layer.name, i]))
  const firsts = firstNodes(members, outputs)
  const stepOf = ({ layer, node }: TensorRef): Validated<number> => {
    const i = numbers.get(layer) ?? -1
    const member = members[i]
    if (member === undefined) return fail('UnknownName', 'a layer of the model', show(layer))
    const index = isModel(member.layer) ? node - (firsts.get(layer) ?? 0) : node
    return index < member.nodes.length
      ? E.right((starts[i] ?? 0) + index)
      : fail('UnknownValue', `one of the ${member.nodes.length} calls of ${layer}`, `call ${node}`)
  }
  const steps = members.flatMap(({ layer, nodes }) =>
    nodes.map((node, index) =>
      pipe(
        all(tensorsOf(node).map(stepOf)),
        E.map((needs) => ({ layer, node, index, needs })),
        at(...layer.path, 'inbound_nodes', index)
      )
    )
  )
  return pipe(
    all(steps),
    E.bindTo('steps'),
    E.bind('outputs', () => at(...model.path, 'config', 'output_layers')(all(outputs.map(stepOf)))),
    E.bind('order', ({ steps }) => orderOf(steps))
  )
}

const orderOf = (steps: ReadonlyArray<Step>): Validated<ReadonlyArray<number>> => {
  const { order, cyclic } = topologicalOrder(steps.map(({ needs }) => needs))
  const loop = steps[cyclic[0] ?? -1]
  return loop === undefined
    ? E.right(order)
    : fail('UnknownValue', 'tensors that do not come from the layer itself', 'a loop', [
        ...loop.layer.path,
        'inbound_nodes',
        loop.index
      ])
}

/** The least number of a call of each layer: a nested model had one when it was made, which a file does not have. */
const firstNodes = (members: ReadonlyArray<Member>, outputs: ReadonlyArray<TensorRef>): ReadonlyMap<string, number> => {
  const least = new Map<string, number>()
  const see = ({ layer, node }: TensorRef): void => void least.set(layer, Math.min(node, least.get(layer) ?? node))
  members.forEach(({ nodes }) => nodes.forEach((node) => tensorsOf(node).forEach(see)))
  outputs.forEach(see)
  return least
}

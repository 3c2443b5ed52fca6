/**
 * The calls of a model's layers as steps, and an order in which each comes after the steps whose tensors it takes.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { all, at, fail, show, type Validated } from '../../../InitializerError.js'
import type { Layer } from '../kit/layer.js'
import { type Graph, isModel, type Member } from './read.js'
import { type Node, type TensorRef, tensorsOf } from './tensors.js'
import { topologicalOrder } from './topologicalOrder.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** One call of a layer of the model. */
export interface Step {
  readonly layer: Layer
  readonly node: Node
  /** the index of the call among those of the layer */
  readonly index: number
  /** the step that each of its tensors comes from */
  readonly needs: ReadonlyArray<number>
}

export interface Steps {
  readonly steps: ReadonlyArray<Step>
  /** indices of steps, each after those that it needs */
  readonly order: ReadonlyArray<number>
  /** the steps that the outputs of the model come from */
  readonly outputs: ReadonlyArray<number>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** All calls of all layers, in the order of the file. */
export const stepsOf = (model: Layer, { members, outputs }: Graph): Validated<Steps> => {
  const offsets = RA.scanLeft(0, (offset: number, { nodes }: Member) => offset + nodes.length)(members)
  const indices = new Map(members.map(({ layer }, i) => [layer.name, i]))
  const firsts = firstNodes(members, outputs)
  const stepOf = ({ layer, node }: TensorRef): Validated<number> => {
    const i = indices.get(layer) ?? -1
    const member = members[i]
    if (member === undefined) return fail('UnknownName', 'a layer of the model', show(layer))
    const index = isModel(member.layer) ? node - (firsts.get(layer) ?? 0) : node
    return index < member.nodes.length
      ? E.right((offsets[i] ?? 0) + index)
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
  const { order, blocked } = topologicalOrder(steps.map(({ needs }) => needs))
  const first = steps[blocked[0] ?? -1]
  return first === undefined
    ? E.right(order)
    : fail('UnknownValue', 'inputs that do not depend on the layer itself', 'a cycle', [
        ...first.layer.path,
        'inbound_nodes',
        first.index
      ])
}

/** The least call of each layer. A nested model was called once when it was made, and that call is not in the file. */
const firstNodes = (members: ReadonlyArray<Member>, outputs: ReadonlyArray<TensorRef>): ReadonlyMap<string, number> => {
  const inputs = members.flatMap(({ nodes }) => nodes.flatMap(tensorsOf))
  const least = new Map<string, number>()
  for (const { layer, node } of [...inputs, ...outputs]) least.set(layer, Math.min(node, least.get(layer) ?? node))
  return least
}

/**
 * Models, which are layers themselves: `Functional`, and `Sequential` as a chain of one.
 *
 * The weights of a model are those of its layers in the order of the file, each once however often the layer is called.
 * A layer is built with the shapes of its first call: those of its `build_config`, which Keras 3 writes, or else those
 * that come out of the layers before it.
 *
 * Names, as the path of a Keras 3 variable: the layers of a functional model are built by nobody, so theirs begin at the
 * root, also in a nested model; a Sequential builds its layers itself, and its name stands before theirs. In Keras 2
 * and TF.js neither does.
 *
 * @see keras/src/models/functional.py, keras/src/models/sequential.py, keras/src/layers/layer.py (`build_wrapper`)
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { all, at, fail, show, type Validated } from '../InitializerError.js'
import {
  type Graph,
  inputNumber,
  isFunctional,
  isModel,
  isOpenInput,
  isSequential,
  type Member,
  readFunctional,
  readSequential
} from './graph.js'
import { type Node, type Tensor, tensorsOf } from './inbound.js'
import {
  type Built,
  type Call,
  type Entry,
  hasShapes,
  type Inputs,
  isKeras3,
  type Layer,
  type OpenShape,
  under,
  type Weight
} from './layer.js'
import { inOrder } from './order.js'
import { isWeightless } from './weightless.js'

// -------------------------------------------------------------------------------------
// calls
// -------------------------------------------------------------------------------------

/** A call of a layer of the model. */
interface Step {
  readonly layer: Layer
  readonly node: Node
  /** of the call among those of the layer */
  readonly index: number
  /** the numbers of the steps that its tensors come from */
  readonly needs: ReadonlyArray<number>
}

interface Steps {
  readonly steps: ReadonlyArray<Step>
  /** the steps that the model's outputs come from */
  readonly outputs: ReadonlyArray<number>
}

/** All calls of all layers, numbered in the order of the file. */
const stepsOf = (model: Layer, { members, outputs }: Graph): Validated<Steps> => {
  const starts = RA.scanLeft(0, (start: number, { nodes }: Member) => start + nodes.length)(members)
  const numbers = new Map(members.map(({ layer }, i) => [layer.name, i]))
  const firsts = firstNodes(members, outputs)
  const stepOf = ({ layer, node }: Tensor): Validated<number> => {
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
    E.chain((found) =>
      pipe(
        at(...model.path, 'config', 'output_layers')(all(outputs.map(stepOf))),
        E.map((ends) => ({ steps: found, outputs: ends }))
      )
    )
  )
}

/** The least number of a call of each layer: a nested model had one when it was made, which a file does not have. */
const firstNodes = (members: ReadonlyArray<Member>, outputs: ReadonlyArray<Tensor>): ReadonlyMap<string, number> => {
  const least = new Map<string, number>()
  const see = ({ layer, node }: Tensor): void => void least.set(layer, Math.min(node, least.get(layer) ?? node))
  members.forEach(({ nodes }) => nodes.forEach((node) => tensorsOf(node).forEach(see)))
  outputs.forEach(see)
  return least
}

// -------------------------------------------------------------------------------------
// building
// -------------------------------------------------------------------------------------

/** What comes out of a step: shapes, or nobody knows (`open`), or an error says why not (`failed`). */
type Outcome = ReadonlyArray<OpenShape> | 'open' | 'failed'

const run = (call: Call, graph: Graph): Validated<Built> =>
  pipe(
    stepsOf(call.layer, graph),
    E.chain((steps) => {
      const { order, stuck } = inOrder(steps.steps.map(({ needs }) => needs))
      const loop = steps.steps[stuck[0] ?? -1]
      return loop === undefined
        ? runSteps(call, graph, steps, order)
        : fail('UnknownValue', 'tensors that do not come from the layer itself', 'a loop', [
            ...loop.layer.path,
            'inbound_nodes',
            loop.index
          ])
    })
  )

const runSteps = (
  call: Call,
  graph: Graph,
  { steps, outputs }: Steps,
  order: ReadonlyArray<number>
): Validated<Built> => {
  const outcomes = new Map<number, Outcome>()
  const weights = new Map<string, ReadonlyArray<Weight>>()
  const args = argumentsOf(call, graph)
  const sourceOf = (step: number | undefined, tensor: Tensor): OpenShape | 'open' | 'failed' => {
    const outcome = outcomes.get(step ?? -1) ?? 'open'
    return typeof outcome === 'string' ? (tensor.shape ?? outcome) : (outcome[tensor.output] ?? tensor.shape ?? 'open')
  }
  const results = order.flatMap((i) => {
    const step = steps[i]
    if (step === undefined) return []
    const sources = tensorsOf(step.node).map((tensor, j) => sourceOf(step.needs[j], tensor))
    const result = runStep(call, step, sources, args.get(step.layer.name))
    outcomes.set(i, E.isLeft(result) ? 'failed' : result.right.outcome)
    if (E.isRight(result) && step.index === 0) weights.set(step.layer.name, result.right.weights)
    return [result]
  })
  return pipe(
    all(results),
    E.chain(() => {
      const ends = graph.outputs.map((tensor, i) => sourceOf(outputs[i], tensor))
      const shapes = ends.filter((end) => typeof end !== 'string')
      return E.right({
        weights: graph.members.flatMap(({ layer }) => weights.get(layer.name) ?? []),
        outputs: shapes.length === ends.length ? shapes : []
      })
    })
  )
}

/** The shapes with which the model is called, by the names of its input layers. */
const argumentsOf = ({ inputs: { positional, named } }: Call, { inputs }: Graph): ReadonlyMap<string, OpenShape> => {
  const byPlace = [...positional, ...Object.values(named)]
  return new Map(
    inputs.flatMap((name, i) => {
      const shape = Object.hasOwn(named, name) ? named[name] : byPlace[i]
      return shape === undefined ? [] : [[name, shape] as const]
    })
  )
}

interface Result {
  readonly outcome: Outcome
  readonly weights: ReadonlyArray<Weight>
}

const runStep = (
  { layer: model, build }: Call,
  { layer: whole, node, index }: Step,
  sources: ReadonlyArray<OpenShape | 'open' | 'failed'>,
  argument: OpenShape | undefined
): Validated<Result> => {
  const layer = index === 0 ? whole : { ...whole, buildConfig: null }
  const shapes = sources.filter((source) => typeof source !== 'string')
  const isKnown = shapes.length === sources.length
  if (isOpenInput(layer) && argument === undefined) return E.right({ outcome: 'open', weights: [] })
  if (!isKnown && !isBuiltAnyway(layer)) {
    return sources.includes('failed') || isWeightless(layer)
      ? E.right({ outcome: sources.includes('failed') ? 'failed' : 'open', weights: [] })
      : fail(
          'MissingKey',
          `a known input of ${layer.className} (an input_shape, or a build_config)`,
          'none',
          layer.path
        )
  }
  return pipe(
    build(layer, isKnown ? inputsOf(node, argument === undefined ? shapes : [argument]) : none),
    E.map(({ weights, outputs }) => ({
      outcome: outputs.length === 0 ? 'open' : outputs,
      weights: pipe(weights, under(layer.name), isBuiltBefore(layer, model) ? rooted : (own) => own)
    }))
  )
}

const none: Inputs = { positional: [], named: {} }

/** Named tensors come after those by place. */
const inputsOf = ({ positional, named }: Node, shapes: ReadonlyArray<OpenShape>): Inputs => {
  const rest = shapes.slice(positional.length)
  return named.length === 0
    ? { positional: shapes, named: {} }
    : {
        positional: shapes.slice(0, positional.length),
        named: Object.fromEntries(named.map(([name], i) => [name, rest[i] ?? []]))
      }
}

/** Models say their shapes themselves, and a `build_config` says those of a layer. */
const isBuiltAnyway = (layer: Layer): boolean => isModel(layer) || hasShapes(layer)

const rooted = (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
  weights.map((each) => ({ ...each, rooted: true }))

/**
 * Whether a Sequential was built before the Sequential that holds it, as it is when it has an Input of its own; else the
 * outer one builds it, so that the outer name comes first. Files have an input layer in either case, and Keras
 * numbers them as they are made.
 */
const isBuiltBefore = (layer: Layer, model: Layer): boolean => {
  const [inner, outer] = [inputNumber(layer), inputNumber(model)]
  return inner !== null && outer !== null && inner < outer
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

const functional: Entry = (call) =>
  pipe(
    readFunctional(call.layer),
    E.chain((graph) => run(call, graph)),
    E.map(({ weights, outputs }) => ({ weights: rooted(weights), outputs }))
  )

const sequential: Entry = (call) =>
  pipe(
    readSequential(call.layer),
    E.chain((graph) => run(call, graph)),
    E.map(({ weights, outputs }) => ({ weights: isKeras3(call.layer) ? weights : rooted(weights), outputs }))
  )

/** The entry of a model, or null for a layer of another kind. */
export const modelEntry = (layer: Layer): Entry | null => {
  if (isFunctional(layer)) return functional
  return isSequential(layer) ? sequential : null
}

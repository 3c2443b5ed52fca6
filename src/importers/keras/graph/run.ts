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
import { all, fail, type Validated } from '../../../InitializerError.js'
import type { LayerCall, LayerReader } from '../kit/reader.js'
import {
  type Graph,
  inputNumber,
  isFunctional,
  isModel,
  isOpenInput,
  isSequential,
  readFunctional,
  readSequential
} from './read.js'
import { type Node, type TensorRef, tensorsOf } from './tensors.js'
import { hasBuildShapes, type LayerInputs, isKeras3, type Layer, noInputs } from '../kit/layer.js'
import type { OpenShape } from '../kit/openShape.js'
import { type Step, type Steps, stepsOf } from './steps.js'
import { isWeightless } from '../layers/index.js'
import { type LayerResult, absolute, under, type Weight } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// building
// -------------------------------------------------------------------------------------

/** What comes out of a step: shapes, or nobody knows (`open`), or an error says why not (`failed`). */
type Outcome = ReadonlyArray<OpenShape> | 'open' | 'failed'

const run = (call: LayerCall, graph: Graph): Validated<LayerResult> =>
  pipe(
    stepsOf(call.layer, graph),
    E.chain((steps) => runSteps(call, graph, steps))
  )

const runSteps = (call: LayerCall, graph: Graph, { steps, order, outputs }: Steps): Validated<LayerResult> => {
  const outcomes = new Map<number, Outcome>()
  const weights = new Map<string, ReadonlyArray<Weight>>()
  const args = argumentsOf(call, graph)
  const sourceOf = (step: number | undefined, tensor: TensorRef): OpenShape | 'open' | 'failed' => {
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
    E.map(() => {
      const ends = graph.outputs.map((tensor, i) => sourceOf(outputs[i], tensor))
      const shapes = ends.filter((end) => typeof end !== 'string')
      return {
        weights: graph.members.flatMap(({ layer }) => weights.get(layer.name) ?? []),
        outputs: shapes.length === ends.length ? shapes : []
      }
    })
  )
}

/** The shapes with which the model is called, by the names of its input layers. */
const argumentsOf = (
  { inputs: { positional, named } }: LayerCall,
  { inputs }: Graph
): ReadonlyMap<string, OpenShape> => {
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
  { layer: model, build }: LayerCall,
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
    build(layer, isKnown ? inputsOf(node, argument === undefined ? shapes : [argument]) : noInputs),
    E.map(({ weights, outputs }) => ({
      outcome: outputs.length === 0 ? 'open' : outputs,
      weights: pipe(weights, under(layer.name), isBuiltBefore(layer, model) ? absolute : (own) => own)
    }))
  )
}

/** Named tensors come after those by place. */
const inputsOf = ({ positional, named }: Node, shapes: ReadonlyArray<OpenShape>): LayerInputs => {
  const rest = shapes.slice(positional.length)
  return named.length === 0
    ? { positional: shapes, named: {} }
    : {
        positional: shapes.slice(0, positional.length),
        named: Object.fromEntries(named.map(([name], i) => [name, rest[i] ?? []]))
      }
}

/** Models say their shapes themselves, and a `build_config` says those of a layer. */
const isBuiltAnyway = (layer: Layer): boolean => isModel(layer) || hasBuildShapes(layer)

/**
 * Whether a Sequential was built before the Sequential that holds it, as it is when it has an Input of its own; else the
 * outer one builds it, so that the outer name comes first. Files have an input layer in either case, and Keras
 * numbers them as they are made. (Where both had an Input and the outer's was made first, no file tells.)
 */
const isBuiltBefore = (layer: Layer, model: Layer): boolean => {
  const [inner, outer] = [inputNumber(layer), inputNumber(model)]
  return inner !== null && outer !== null && inner < outer
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

const functional: LayerReader = (call) =>
  pipe(
    readFunctional(call.layer),
    E.chain((graph) => run(call, graph)),
    E.map(({ weights, outputs }) => ({ weights: absolute(weights), outputs }))
  )

const sequential: LayerReader = (call) =>
  pipe(
    readSequential(call.layer),
    E.chain((graph) => run(call, graph)),
    E.map(({ weights, outputs }) => ({ weights: isKeras3(call.layer) ? weights : absolute(weights), outputs }))
  )

/** The entry of a model, or null for a layer of another kind. */
export const modelReader = (layer: Layer): LayerReader | null => {
  if (isFunctional(layer)) return functional
  return isSequential(layer) ? sequential : null
}

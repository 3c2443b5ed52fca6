/**
 * Models are layers too: a `Functional` model, and a `Sequential` as a chain. A model is run with shapes in place of tensors.
 *
 * The weights of a model are those of its layers in the order of the file, each once however often the layer is called.
 * A layer is built with the input shapes of its first call: those of its `build_config`, which Keras 3 writes, else those
 * inferred from the layers before it.
 *
 * Names follow the variable paths of Keras 3. A functional model does not build its layers, so their names begin at the
 * root, also in a nested model; a Sequential builds its layers, so its name is a prefix of theirs. In Keras 2 and TF.js
 * neither is a prefix.
 *
 * @see keras/src/models/functional.py, keras/src/models/sequential.py, keras/src/layers/layer.py (`build_wrapper`)
 */
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { all, fail, type Validated } from '../../../InitializerError.js'
import { hasBuildShapes, isKeras3, type Layer, type LayerInputs, noInputs } from '../kit/layer.js'
import type { OpenShape } from '../kit/openShape.js'
import type { LayerCall, LayerReader } from '../kit/reader.js'
import {
  absolute,
  after,
  type LayerResult,
  plus,
  type SeedCount,
  type Seeded,
  under,
  type Weight
} from '../kit/weights.js'
import { isWeightless } from '../layers/index.js'
import {
  type Graph,
  inputNumber,
  isBuiltBefore,
  isFunctional,
  isModel,
  isOpenInput,
  isSequential,
  type Member,
  readFunctional,
  readSequential
} from './read.js'
import { type Step, type Steps, stepsOf } from './steps.js'
import { type Node, type TensorRef, tensorsOf } from './tensors.js'

// -------------------------------------------------------------------------------------
// readers
// -------------------------------------------------------------------------------------

/** The reader of a model; null for any other layer. */
export const modelReader = (layer: Layer): LayerReader | null => {
  if (isFunctional(layer)) return functional
  return isSequential(layer) ? sequential : null
}

const functional: LayerReader = (call) =>
  pipe(
    readFunctional(call.layer),
    E.chain((graph) => run(call, graph)),
    E.map((result) => ({ ...result, weights: absolute(result.weights) }))
  )

const sequential: LayerReader = (call) =>
  pipe(
    readSequential(call.layer),
    E.chain((graph) => run(call, graph)),
    E.map((result) => (isKeras3(call.layer) ? result : { ...result, weights: absolute(result.weights) }))
  )

// -------------------------------------------------------------------------------------
// a model
// -------------------------------------------------------------------------------------

/** The output shapes of a step, or `unknown`, or `failed` if an error has been reported for it. */
type Outcome = ReadonlyArray<OpenShape> | 'unknown' | 'failed'

/** The shape of one tensor. */
type Known = OpenShape | 'unknown' | 'failed'

const run = (call: LayerCall, graph: Graph): Validated<LayerResult> =>
  pipe(
    stepsOf(call.layer, graph),
    E.chain((steps) => runSteps(call, graph, steps))
  )

const runSteps = (call: LayerCall, graph: Graph, { steps, order, outputs }: Steps): Validated<LayerResult> => {
  const outcomes = new Map<number, Outcome>()
  const built = new Map<string, StepResult>()
  const results: Array<Validated<StepResult>> = []
  const argumentShapes = argumentsOf(call, graph)
  const outerInput = inputNumber(call.layer)
  for (const i of order) {
    const step = steps[i]!
    const shapes = tensorsOf(step.node).map((tensor, j) => shapeOf(outcomes.get(step.needs[j]!), tensor))
    const result = runStep(
      call,
      { ...step, layer: { ...step.layer, outerInput } },
      shapes,
      argumentShapes.get(step.layer.name)
    )
    results.push(result)
    outcomes.set(i, E.isLeft(result) ? 'failed' : result.right.outcome)
    if (E.isRight(result) && step.index === 0) built.set(step.layer.name, result.right)
  }
  return pipe(
    all(results),
    E.map(() => ({
      ...weightsOf(graph, built, outerInput),
      outputs: allKnown(graph.outputs.map((tensor, i) => shapeOf(outcomes.get(outputs[i]!), tensor))) ?? []
    }))
  )
}

/**
 * The weights of all layers in the order of the file. Layers take their seeds in this order, except that models which were
 * built before this one come first.
 */
const weightsOf = ({ members }: Graph, built: ReadonlyMap<string, StepResult>, outerInput: number | null): Seeded => {
  const isFirst = ({ layer }: Member): boolean => isModel(layer) && isBuiltBefore({ ...layer, outerInput })
  const constructed = [...members.filter(isFirst), ...members.filter((member) => !isFirst(member))]
  const counts = constructed.map(({ layer }) => built.get(layer.name)?.seeds ?? 0)
  const offsets = RA.scanLeft<SeedCount, SeedCount>(0, plus)(counts)
  const offsetOf = new Map(constructed.map(({ layer }, i) => [layer.name, offsets[i] ?? 0]))
  return {
    weights: members.flatMap(({ layer: { name } }) => after(offsetOf.get(name) ?? 0)(built.get(name)?.weights ?? [])),
    seeds: offsets.at(-1) ?? 0
  }
}

/** The shape of a tensor by the outcome of its step, else as the file gives it. */
const shapeOf = (outcome: Outcome = 'unknown', { output, shape }: TensorRef): Known =>
  typeof outcome === 'string' ? (shape ?? outcome) : (outcome[output] ?? shape ?? 'unknown')

const allKnown = (shapes: ReadonlyArray<Known>): ReadonlyArray<OpenShape> | null => {
  const known = shapes.filter((shape) => typeof shape !== 'string')
  return known.length === shapes.length ? known : null
}

/** The shapes that the model is called with, by the names of its input layers. */
const argumentsOf = (
  { inputs: { positional, named } }: LayerCall,
  { inputs }: Graph
): ReadonlyMap<string, OpenShape> => {
  const inOrder = [...positional, ...Object.values(named)]
  return new Map(
    inputs.flatMap((name, i) => {
      const shape = Object.hasOwn(named, name) ? named[name] : inOrder[i]
      return shape === undefined ? [] : [[name, shape] as const]
    })
  )
}

// -------------------------------------------------------------------------------------
// one step
// -------------------------------------------------------------------------------------

interface StepResult {
  readonly outcome: Outcome
  readonly weights: ReadonlyArray<Weight>
  readonly seeds?: SeedCount
}

const runStep = (
  { build }: LayerCall,
  { layer: whole, node, index }: Step,
  sources: ReadonlyArray<Known>,
  argument: OpenShape | undefined
): Validated<StepResult> => {
  const layer = index === 0 ? whole : { ...whole, buildConfig: null }
  if (isOpenInput(layer) && argument === undefined) return E.right({ outcome: 'unknown', weights: [] })
  const shapes = allKnown(sources)
  if (shapes === null && !hasOwnShapes(layer)) return withoutInputs(layer, sources)
  return pipe(
    build(layer, shapes === null ? noInputs : inputsOf(node, argument === undefined ? shapes : [argument])),
    E.map(({ weights, outputs, seeds = 0 }) => ({
      seeds,
      outcome: outputs.length === 0 ? 'unknown' : outputs,
      weights: pipe(weights, under(layer.name), isBuiltBefore(layer) ? absolute : identity)
    }))
  )
}

/** A layer of unknown inputs has unknown outputs, and an error if it has weights. A failed input has its own error. */
const withoutInputs = (layer: Layer, sources: ReadonlyArray<Known>): Validated<StepResult> => {
  if (sources.includes('failed')) return E.right({ outcome: 'failed', weights: [] })
  if (isWeightless(layer)) return E.right({ outcome: 'unknown', weights: [] })
  return fail(
    'MissingKey',
    `a known input shape of ${layer.className} (an input_shape or a build_config)`,
    'none',
    layer.path
  )
}

/** Named tensors come after the positional ones. */
const inputsOf = ({ positional, named }: Node, shapes: ReadonlyArray<OpenShape>): LayerInputs => {
  const rest = shapes.slice(positional.length)
  return named.length === 0
    ? { positional: shapes, named: {} }
    : {
        positional: shapes.slice(0, positional.length),
        named: Object.fromEntries(named.map(([name], i) => [name, rest[i] ?? []]))
      }
}

/** Whether a layer can be built without its inputs: a model has the shapes itself, a layer in its `build_config`. */
const hasOwnShapes = (layer: Layer): boolean => isModel(layer) || hasBuildShapes(layer)

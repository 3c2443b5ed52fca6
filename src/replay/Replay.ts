/**
 * A whole model drawn by the stream of another framework: the weights that a Python program starts from.
 *
 * A plan names its stream, `stream: { name, options }`, and its initializers are configs of that stream, or canonical ones
 * that are translated. Where a stream derives a state for each parameter (JAX), it depends on the parameter's index in the
 * plan. Elsewhere one state is threaded through all parameters in the plan's order, as a model's weights are made one after
 * the other.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { State } from 'fp-ts/State'
import { own } from '../codec/plain.js'
import { type AnyInitializer, draw, type Initializer, type Registry, seedOf } from '../Initializer.js'
import { all, cap, fail, type Validated } from '../InitializerError.js'
import { registryOr } from '../initializers/registry.js'
import * as Plan from '../plan/index.js'
import { deterministic } from '../streams/deterministic.js'
import type { AnyStream } from '../streams/index.js'
import type { Tensor } from '../Tensor.js'
import { fromOneState, fromOwnStates, type ReplayedTensor } from './order.js'
import { codecFor, openStream } from './streams.js'

export type { ReplayedTensor } from './order.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A parameter with its config in the stream's language, and its checked draw.
 *
 * @since 0.1.0
 */
export interface ReplayParameter extends Plan.Parameter<unknown> {
  readonly run: State<unknown, Tensor>
}

/**
 * The checked parameters of a plan, and the stream that draws them.
 *
 * @since 0.1.0
 */
export interface Replay extends Plan.DataLayout<ReplayParameter> {
  readonly stream: AnyStream
  /** the default of a run; null for none */
  readonly seed: number | null
}

/** @since 0.1.0 */
export interface Options {
  /** replaces the plan's stream */
  readonly stream?: Plan.StreamConfig | undefined
  /** the initializers of canonical plans; the built-in ones by default */
  readonly registry?: Registry<AnyInitializer> | undefined
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Reads a plan of any stream and checks every draw; returns all errors at once.
 *
 * @since 0.1.0
 * @example
 * import * as Replay from 'initializers-ts/replay'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const replay = Replay.decode({
 *   stream: { name: 'torch' },
 *   parameters: {
 *     'fc.weight': { shape: [10, 784], initializer: { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } } },
 *     'fc.bias': { shape: [10], initializer: { class_name: 'uniform_', config: { a: -1 / 28, b: 1 / 28 } } }
 *   }
 * })
 * pipe(replay, E.map(({ bytes }) => bytes)) // => E.right(31400)
 */
export const decode = (u: unknown, options: Options = {}): Validated<Replay> =>
  pipe(
    decodePlan(u, options),
    E.bindTo('plan'),
    E.bind('stream', ({ plan }) => openStream(plan, ownOptions(options).registry)),
    E.chain(({ plan, stream }) => fromPlan(stream)(plan))
  )

/**
 * Reads a plan of any stream. Draws are not checked.
 *
 * @since 0.1.0
 */
export const decodePlan = (u: unknown, options: Options = {}): Validated<Plan.Plan<unknown>> => {
  const { stream, registry } = ownOptions(options)
  return pipe(u, Plan.decodeWith(codecFor(registryOr(registry)), stream))
}

/** Ignores what a page adds to `Object.prototype`. */
const ownOptions = (options: Options): Options => ({
  stream: own(options, 'stream') as Options['stream'],
  registry: own(options, 'registry') as Options['registry']
})

/**
 * Checks the draws of all parameters by a stream, which may have other options than the plan's.
 *
 * @since 0.1.0
 */
export const fromPlan =
  (stream: AnyStream) =>
  (plan: Plan.Plan<unknown>): Validated<Replay> =>
    pipe(
      all(plan.parameters.map(inParameter(checkDraw(stream, plan.language, hasSeeds(plan))))),
      E.chain(Plan.layOutData),
      E.map((layout) => ({ ...layout, stream, seed: plan.seed })),
      cap
    )

/** Puts the errors of a function of a parameter at the parameter's path. */
const inParameter =
  <A>(f: (parameter: Plan.Parameter<unknown>) => Validated<A>) =>
  (parameter: Plan.Parameter<unknown>): Validated<A> =>
    pipe(f(parameter), E.mapLeft(RNEA.map(Plan.atParameter(parameter.name))))

/** The seed of a parameter, an own property: a page may have added the key to Object.prototype. */
const parameterSeed = (parameter: Plan.Parameter<unknown>): Plan.ParameterSeed | undefined =>
  own(parameter, 'seed') as Plan.ParameterSeed | undefined

/** Whether the plan says which seeds of a sequence its parameters have. */
const hasSeeds = ({ parameters }: Plan.Plan<unknown>): boolean =>
  parameters.some((parameter) => {
    const seed = parameterSeed(parameter)
    return seed !== undefined && !('own' in seed)
  })

const checkDraw =
  (stream: AnyStream, language: Plan.Language, isOrdered: boolean) =>
  (parameter: Plan.Parameter<unknown>): Validated<ReplayParameter> => {
    const { initializer, shape, dtype } = parameter
    const constant = withoutWords(parameter)
    const drawn = pipe(
      language === 'canonical' ? stream.fromInitializer(initializer as Initializer) : E.right(initializer),
      E.bindTo('initializer'),
      E.bind('run', (config) => pipe(config.initializer, stream.sampler({ shape, dtype }))),
      E.map((config) => ({ ...parameter, ...config }))
    )
    if (constant === null) return pipe(drawn, E.chain(seeded(stream, isOrdered)))
    return language === 'canonical'
      ? E.alt((): Validated<ReplayParameter> => E.right({ ...parameter, run: constant }))(drawn)
      : drawn
  }

/** The tensor of an initializer that draws no random word, which is the same in any stream; null for others. */
const withoutWords = ({ initializer, shape, dtype }: Plan.Parameter<unknown>): State<unknown, Tensor> | null =>
  pipe(
    isTagged(initializer) ? draw({ shape, dtype })(initializer as Initializer) : E.left(null),
    E.chainW((checked) => (checked.words === 0 ? deterministic(checked) : E.left(null))),
    E.getOrElseW(() => null)
  )

/** Whether a config is an initializer of this library, as those of Keras are. */
const isTagged = (config: unknown): boolean => own(config, '_tag') !== undefined

/** A parameter that is drawn from the seed of its config, if it has one and the stream reads it. */
const seeded =
  (stream: AnyStream, isOrdered: boolean) =>
  (parameter: ReplayParameter): Validated<ReplayParameter> => {
    const { initializer, run } = parameter
    const seed = parameterSeed(parameter) ?? { unknown: 'none' }
    const ownSeed = 'own' in seed ? seed.own : seedOf(initializer as AnyInitializer)
    if (stream.ownSeed !== undefined && ownSeed !== null) {
      return pipe(
        stream.ownSeed(ownSeed),
        E.map((state) => ({ ...parameter, run: (next: unknown): [Tensor, unknown] => [run(state)[0], next] }))
      )
    }
    return stream.seeds !== undefined && isOrdered && 'unknown' in seed
      ? fail('MissingKey', 'the index of the seed, which others of the plan have', seed.unknown, ['seed'])
      : E.right(parameter)
  }

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The native plan with the same distributions, which draws other numbers.
 *
 * @since 0.1.0
 */
export const toNative =
  (stream: AnyStream) =>
  ({ seed, language, parameters }: Plan.Plan<unknown>): Validated<Plan.Plan<AnyInitializer>> =>
    pipe(
      all(parameters.map(inParameter(toCanonical(stream, language)))),
      E.map((canonical) => ({ stream: Plan.native, language: 'canonical', seed, parameters: canonical }))
    )

const toCanonical =
  (stream: AnyStream, language: Plan.Language) =>
  (parameter: Plan.Parameter<unknown>): Validated<Plan.Parameter<AnyInitializer>> =>
    pipe(
      language === 'canonical'
        ? E.right(parameter.initializer as AnyInitializer)
        : stream.toInitializer(parameter.initializer),
      E.map((initializer: AnyInitializer) => ({ ...parameter, initializer }))
    )

/**
 * The tensors of a model in the order of its file, each drawn when the iterator asks for it.
 *
 * @since 0.1.0
 */
export const tensors = (replay: Replay): ((root: unknown) => Iterable<ReplayedTensor>) => {
  const { parameter: stateOf, seeds } = replay.stream
  const indices = replay.parameters.map((parameter) => {
    const seed = parameterSeed(parameter)
    return seed !== undefined && 'index' in seed ? seed.index : -1
  })
  if (seeds !== undefined && indices.some((index) => index >= 0)) {
    const states = seeds(indices.reduce((a, b) => Math.max(a, b)) + 1)
    return (root) => ({
      [Symbol.iterator]: () => {
        const known = states(root)
        return fromOwnStates(replay, (_, i) => known[indices[i]!] ?? root)
      }
    })
  }
  const count = replay.parameters.length
  return (root) => ({
    [Symbol.iterator]: () =>
      stateOf === undefined
        ? fromOneState(replay, root)
        : fromOwnStates(replay, (name, index) => stateOf(name, index, count)(root))
  })
}

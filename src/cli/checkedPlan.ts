/**
 * A plan whose draws are checked, by the native stream or another one, and how it is drawn into a file.
 */
import * as E from 'fp-ts/Either'
import { constNull, pipe } from 'fp-ts/function'
import type * as TE from 'fp-ts/TaskEither'
import type * as Content from '../Content.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer } from '../Initializer.js'
import { at, type Errors, type Validated } from '../InitializerError.js'
import { registryOr } from '../initializers/registry.js'
import { type Initialized, initialize, replay, type ThreadOptions, type WriteOptions } from '../node/index.js'
import * as Plan from '../plan/index.js'
import * as Replay from '../replay/index.js'
import * as Rng from '../Rng.js'
import type { Modules } from './module.js'
import type { Source } from './source.js'
import { parseStream } from './stream.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A parameter and the distribution of its elements. */
export interface Row extends Plan.Parameter<AnyInitializer> {
  /** null if the native stream cannot draw it: a dtype may round all elements to 0 */
  readonly content: Content.Content | null
}

/** Draws the model into a file. */
export type Initialize = (options: WriteOptions & ThreadOptions) => TE.TaskEither<Errors, Initialized>

/** A plan whose draws are checked. */
export interface CheckedPlan {
  readonly stream: string
  readonly entries: ReadonlyArray<Row>
  /** of all data */
  readonly bytes: number
  readonly seed: number | null
  readonly from: (seed: number | bigint) => Validated<Initialize>
}

/** The options of the command that choose a stream. */
export interface StreamOptions {
  readonly stream?: string
  readonly streamOption: ReadonlyArray<string>
}

// -------------------------------------------------------------------------------------
// checking
// -------------------------------------------------------------------------------------

/** Reads the plan and checks its draws by the stream of the options, else by its own. */
export const checkPlan = (
  { stream, streamOption }: StreamOptions,
  modules: Modules,
  { name, value }: Source
): Validated<CheckedPlan> =>
  pipe(
    givenStream(stream, streamOption),
    E.chain((given) => at(name)(Replay.decodePlan(value, { stream: given, registry: modules.registry }))),
    E.bindTo('plan'),
    E.bind('config', ({ plan }) =>
      stream === undefined ? parseStream(plan.stream.name, streamOption, plan.stream.options) : E.right(plan.stream)
    ),
    E.chain(({ plan, config }) => at(name)(checkDraws(modules, { ...plan, stream: config })))
  )

const givenStream = (
  name: string | undefined,
  options: ReadonlyArray<string>
): Validated<Plan.StreamConfig | undefined> => (name === undefined ? E.right(undefined) : parseStream(name, options))

const checkDraws = (modules: Modules, plan: Plan.Plan<unknown>): Validated<CheckedPlan> =>
  Plan.isNative(plan) ? checkModel(modules, plan) : checkReplay(plan)

const checkModel = ({ registry, urls }: Modules, plan: Plan.Plan<AnyInitializer>): Validated<CheckedPlan> =>
  pipe(
    Plan.toModel(plan, registry),
    E.map((model) => ({
      stream: plan.stream.name,
      seed: plan.seed,
      entries: model.parameters.map(({ draw: { content }, ...parameter }) => ({ ...parameter, content })),
      bytes: model.bytes,
      from: (seed) =>
        pipe(
          Rng.fromSeed(seed),
          E.map((rng) => (options) => initialize({ ...options, rng, modules: urls })(model))
        )
    }))
  )

const checkReplay = (plan: Plan.Plan<unknown>): Validated<CheckedPlan> =>
  pipe(
    Replay.openStream(plan),
    E.bindTo('stream'),
    E.bind('model', ({ stream }) => Replay.fromPlan(stream)(plan)),
    E.bind('native', ({ stream }) => Replay.toNative(stream)(plan)),
    E.map(({ stream, model, native }) => ({
      stream: stream.name,
      seed: model.seed,
      entries: native.parameters.map(rowOf),
      bytes: model.bytes,
      from: (seed) =>
        pipe(
          stream.fromSeed(seed),
          E.map((root) => (options) => replay({ ...options, root })(model))
        )
    }))
  )

const rowOf = (parameter: Plan.Parameter<AnyInitializer>): Row => ({
  ...parameter,
  content: pipe(
    parameter.initializer,
    Initializer.draw(parameter, registryOr(undefined)),
    E.match(constNull, ({ content }) => content)
  )
})

/**
 * A whole model by the stream of another framework: the weights that Python starts from.
 *
 * A plan names its stream, `stream: { name, options, keys }`, and its initializers are the stream's configs. Where a stream
 * has keys (JAX), each parameter has its own, by its place in the plan; elsewhere one state goes through all of them in the
 * plan's order, as a model's weights are made one after the other.
 *
 * Tensors are drawn whole, one at a time, in the order of the file. Where that is not the plan's order, as float64 comes
 * first, what is needed of a state before its turn is drawn twice.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { State } from 'fp-ts/State'
import * as t from 'io-ts'
import { fromValidated } from './codec/record.js'
import { all, at, cap, type Validated } from './InitializerError.js'
import * as Plan from './plan/index.js'
import { type AnyStream, open } from './streams/index.js'
import type { Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Entry extends Plan.Parameter<unknown> {
  readonly run: State<unknown, Tensor>
}

/**
 * The checked parameters of a plan, and the stream that draws them.
 *
 * @since 0.1.0
 */
export interface Replay extends Plan.LaidOut<Entry> {
  readonly stream: AnyStream
  /** for a run that is given none */
  readonly seed: number | null
}

/**
 * A tensor of a model.
 *
 * @since 0.1.0
 */
export interface Piece {
  /** place in the plan */
  readonly parameter: number
  readonly tensor: Tensor
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Reads a plan for the stream that it names, or for another one that is given, and checks every draw.
 *
 * @since 0.1.0
 * @example
 * import * as Replay from 'initializers-ts/Replay'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
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
export const decode = (u: unknown, given?: AnyStream): Validated<Replay> =>
  pipe(
    given === undefined ? streamOf(u) : E.right(given),
    E.chain((stream) => pipe(u, decodePlan(stream), E.chain(fromPlan(stream))))
  )

/**
 * Reads a plan whose configs are a stream's, and checks no draws.
 *
 * @since 0.1.0
 */
export const decodePlan = (stream: AnyStream): ((u: unknown) => Validated<Plan.Plan<unknown>>) =>
  Plan.decodeWith(codecOf(stream))

/**
 * The stream that a plan names, `native` where it names none; errors are at `stream`.
 *
 * @since 0.1.0
 */
export const streamOf = (u: unknown): Validated<AnyStream> =>
  pipe(
    Plan.streamOf(u),
    E.chain(({ name, options }) => at('stream')(open(name, options)))
  )

/** The configs of a stream, as io-ts has it. */
const codecOf = (stream: AnyStream): t.Type<unknown, unknown> =>
  new t.Type(
    'config',
    (u): u is unknown => u !== undefined,
    (u, c) => fromValidated(stream.decode(u), c),
    t.identity
  )

/**
 * Checks the draws of all parameters.
 *
 * @since 0.1.0
 */
export const fromPlan =
  (stream: AnyStream) =>
  ({ seed, parameters }: Plan.Plan<unknown>): Validated<Replay> =>
    pipe(
      all(
        parameters.map((parameter) =>
          pipe(
            parameter.initializer,
            stream.sampler({ shape: parameter.shape, dtype: parameter.dtype }),
            E.bimap(RNEA.map(Plan.inParameter(parameter.name)), (run) => ({ ...parameter, run }))
          )
        )
      ),
      E.chain(Plan.layOut),
      E.map((laidOut) => ({ ...laidOut, stream, seed })),
      cap
    )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * A plan in the library's own terms: the same distributions, and other numbers.
 *
 * @since 0.1.0
 */
export const meaning =
  (stream: AnyStream) =>
  ({ seed, parameters }: Plan.Plan<unknown>): Validated<Plan.Plan> =>
    pipe(
      all(
        parameters.map((parameter) =>
          pipe(
            stream.meaning(parameter.initializer),
            E.bimap(RNEA.map(Plan.inParameter(parameter.name)), (initializer) => ({ ...parameter, initializer }))
          )
        )
      ),
      E.map((parameters) => ({ seed, parameters }))
    )

/**
 * The tensors of a model in the order of its file, drawn as they are asked for.
 *
 * @since 0.1.0
 */
export const pieces =
  ({ entries, stream }: Replay) =>
  (root: unknown): Iterable<Piece> => ({
    *[Symbol.iterator]() {
      const draw = drawer(entries, stream, root)
      const inFile = entries.map((entry, parameter) => ({ entry, parameter }))
      for (const { parameter } of inFile.toSorted((a, b) => a.entry.byteOffset - b.entry.byteOffset)) {
        yield { parameter, tensor: draw(parameter) }
      }
    }
  })

const drawer = (entries: Replay['entries'], { parameter }: AnyStream, root: unknown): ((place: number) => Tensor) => {
  if (parameter !== undefined) {
    return (place) => {
      const { name, run } = entries[place]!
      return run(parameter(name, place, entries.length)(root))[0]
    }
  }
  const states = [root] // before each parameter, as far as they are known and still of use
  return (place) => {
    while (states.length <= place) states.push(entries[states.length - 1]!.run(states.at(-1))[1])
    const [tensor, next] = entries[place]!.run(states[place])
    if (states.length === place + 1) states.push(next)
    states[place] = undefined
    return tensor
  }
}

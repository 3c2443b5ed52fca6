/**
 * A whole model by the stream of another framework: the weights that Python starts from.
 *
 * A plan names its stream, `stream: { name, options, keys }`, and its initializers are the stream's configs. Where a stream
 * has keys (JAX), each parameter has its own, by its place in the plan; elsewhere one state goes through all of them in the
 * plan's order, as a model's weights are made one after the other.
 *
 * Tensors are drawn whole, one at a time, in the order of the file, which has the dtypes of wide elements first. Where that
 * is not the plan's order, a state goes through the plan once for each width, and no more than one of them is kept.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { State } from 'fp-ts/State'
import * as t from 'io-ts'
import { fromValidated } from '../codec/failure.js'
import { traits } from '../DType.js'
import { all, at, cap, type InitializerError, type Validated } from '../InitializerError.js'
import * as Plan from '../plan/index.js'
import { type AnyStream, parse } from '../streams/index.js'
import type { Tensor } from '../Tensor.js'

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
 * The stream that a plan names, `native` where it names none; where there is no such stream, what is wrong with the rest of
 * the plan too. Configs are read if the name is known, as options change no language.
 *
 * @since 0.1.0
 */
export const streamOf = (u: unknown): Validated<AnyStream> => {
  const named = Plan.streamOf(u)
  const stream = pipe(
    named,
    E.chain(({ name, options }) => at('stream')(parse(name, options)))
  )
  if (E.isRight(stream)) return stream
  const configs = pipe(
    named,
    E.chain(({ name }) => parse(name)),
    E.match((): t.Type<unknown, unknown> => t.unknown, codecOf)
  )
  const rest = Plan.decodeWith(configs)(u)
  return cap(E.left(pipe(stream.left, RNEA.concat(E.isLeft(rest) ? rest.left.filter(notOfStream) : []))))
}

const notOfStream = ({ path }: InitializerError): boolean => path[0] !== 'stream'

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
            stream.toInitializer(parameter.initializer),
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
  ({ entries, stream: { parameter } }: Replay) =>
  (root: unknown): Iterable<Piece> => ({
    [Symbol.iterator]: () =>
      parameter === undefined
        ? inTurn(entries, root)
        : byKeys(entries, (name, place) => parameter(name, place, entries.length)(root))
  })

/** Each from a state of its own. */
function* byKeys(
  entries: Replay['entries'],
  stateOf: (name: string, place: number) => unknown
): Generator<Piece, void, undefined> {
  const inFile = entries.map((entry, parameter) => ({ entry, parameter }))
  for (const { entry, parameter } of inFile.toSorted((a, b) => a.entry.byteOffset - b.entry.byteOffset)) {
    yield { parameter, tensor: entry.run(stateOf(entry.name, parameter))[0] }
  }
}

/** One state through all, up to the last one of each width. */
function* inTurn(entries: Replay['entries'], root: unknown): Generator<Piece, void, undefined> {
  const widths = entries.map(({ dtype }) => traits(dtype).bytes)
  for (const width of [...new Set(widths)].toSorted((a, b) => b - a)) {
    let state = root
    for (const [parameter, { run }] of entries.slice(0, widths.lastIndexOf(width) + 1).entries()) {
      const [tensor, next] = run(state)
      if (widths[parameter] === width) yield { parameter, tensor }
      state = next
    }
  }
}

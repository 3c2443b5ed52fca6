/**
 * A whole model from a plan to a safetensors file, in bounded memory.
 *
 * The header comes first, as all places follow from the plan; then chunk after chunk is drawn, summed up, written and
 * forgotten. The file has no metadata: it is, byte for byte, `Safetensors.encode()` of the tensors of `Plan.sampler`,
 * whatever the size of the chunks, and so the same for every run of one plan and state. A replay is written tensor by tensor.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { Safetensors } from '../formats/index.js'
import { at, type Errors } from '../InitializerError.js'
import type * as Plan from '../plan/index.js'
import { type Chunk, chunks, drawChunk, type Entry, type Model } from '../plan/index.js'
import * as Replay from '../Replay.js'
import type { Rng } from '../Rng.js'
import * as Summary from '../Summary.js'
import * as Tensor from '../Tensor.js'
import { writeWhole, type Written } from './files.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Options extends WriteOptions {
  /** of the model; each parameter draws from its own child */
  readonly rng: Rng
  /** drawn in one go; 2^16 unless told. Multiples of 2048 give the same summaries to the last bit */
  readonly chunkElements?: number
}

/** @since 0.1.0 */
export interface WriteOptions {
  /** of the safetensors file */
  readonly path: string
  /** called with the bytes of data that have been written, after each chunk */
  readonly onProgress?: (bytes: number) => void
  /** aborting it removes what has been written */
  readonly signal?: AbortSignal
}

/** @since 0.1.0 */
export interface Initialized extends Written {
  /** of the parameters' elements as they are stored, in the plan's order */
  readonly summaries: ReadonlyArray<Summary.Summary>
}

/** As fast as longer chunks, and a process stays below 80 MB, where 2^20 takes 150 (ResNet-50, and a file of 2 GB). */
const defaultChunk = 0x10000

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Draws a checked model and writes it to a safetensors file. Errors: those of `Safetensors.layout` before anything is
 * written, then `FileError`; whatever fails, a file that was there before is still there.
 *
 * @since 0.1.0
 * @example
 * import { initialize } from 'initializers-ts/node'
 * import * as Plan from 'initializers-ts/plan'
 * import { Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 * import * as TE from 'fp-ts/TaskEither'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 *
 * const result = await pipe(
 *   E.Do,
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.apS('plan', Plan.decode({ parameters: { kernel: { shape: [784, 10], initializer: 'he_normal' } } })),
 *   E.bind('model', ({ plan }) => Plan.fromPlan(plan)),
 *   TE.fromEither,
 *   TE.chain(({ model, rng }) => initialize({ rng, path: join(tmpdir(), 'example.safetensors') })(model)),
 *   TE.map(({ bytes }) => bytes)
 * )()
 * result // => E.right(31440)
 */
export const initialize =
  (options: Options) =>
  (model: Model): TE.TaskEither<Errors, Initialized> =>
    write(options, model.entries, { [Symbol.iterator]: () => piecesOf(options, model) })

/**
 * Draws a model by the stream of another framework, from a state of that stream, and writes it in the same way. One
 * tensor at a time is in memory.
 *
 * @since 0.1.0
 */
export const replay =
  (options: WriteOptions & { readonly root: unknown }) =>
  (model: Replay.Replay): TE.TaskEither<Errors, Initialized> =>
    write(options, model.entries, Replay.pieces(model)(options.root))

function* piecesOf(
  { rng, chunkElements = defaultChunk }: Options,
  model: Model
): Generator<Replay.Piece, void, undefined> {
  const draw = drawChunk(model)(rng)
  for (const chunk of chunks(chunkElements)(model)) {
    yield { parameter: chunk.parameter, tensor: { ...elements(model, chunk), data: draw(chunk) } }
  }
}

const write = (
  options: WriteOptions,
  entries: ReadonlyArray<Plan.Parameter<unknown>>,
  pieces: Iterable<Replay.Piece>
): TE.TaskEither<Errors, Initialized> =>
  pipe(
    TE.fromEither(at('parameters')(Safetensors.layout()(entries))),
    TE.chain(({ header }) => () => {
      const summaries = entries.map(() => Summary.Monoid.empty) // of this run of the task
      return pipe(
        writeWhole(options.path, bytesOf(options, header, pieces, summaries), options.signal),
        TE.map((written) => ({ ...written, summaries }))
      )()
    })
  )

function* bytesOf(
  { onProgress }: WriteOptions,
  header: Uint8Array,
  pieces: Iterable<Replay.Piece>,
  summaries: Array<Summary.Summary>
): Generator<Uint8Array, void, undefined> {
  let done = 0
  yield header
  for (const { parameter, tensor } of pieces) {
    summaries[parameter] = Summary.append(tensor)(summaries[parameter]!)
    const bytes = Tensor.bytes(tensor)
    yield bytes
    done += bytes.length
    onProgress?.(done)
  }
}

/** A chunk as a vector. */
const elements = ({ entries }: Model, { parameter, start, stop }: Chunk): Pick<Tensor.Tensor, 'shape' | 'dtype'> => ({
  shape: [stop - start],
  dtype: (entries[parameter] as Entry).dtype
})

/**
 * A whole model from a plan to a safetensors file, in bounded memory.
 *
 * The header comes first, as all places follow from the plan; then chunk after chunk is drawn and summed up, by as many
 * threads as are given, and written while the next ones are drawn. The file has no metadata: it is, byte for byte,
 * `Safetensors.encode()` of the tensors of `Plan.sampler`, whatever the number of threads and the size of the chunks, and so
 * the same for every run of one plan and state. A replay is written tensor by tensor, on this thread.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { Safetensors } from '../formats/index.js'
import { at, type Errors, type Validated } from '../InitializerError.js'
import type * as Plan from '../plan/index.js'
import * as Replay from '../replay/index.js'
import type { Rng } from '../Rng.js'
import * as Summary from '../Summary.js'
import * as Tensor from '../Tensor.js'
import { type ModelData, drawModel, modelChunk } from '../workers/model.js'
import { chunkOf } from '../workers/sampler.js'
import { writePartsAtomic, type Written } from './files.js'
import { type ThreadOptions, withThreads, workOf } from './threads.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Options extends WriteOptions, ThreadOptions {
  /** of the model; each parameter draws from its own child */
  readonly rng: Rng
  /** drawn in one go; 2^18 unless told. Multiples of 2048 give the same summaries to the last bit */
  readonly chunkElements?: number
}

/** @since 0.1.0 */
export interface WriteOptions {
  /** of the safetensors file */
  readonly path: string
  /** called with the bytes of data that have been drawn and given to the disk, a few chunks at a time */
  readonly onProgress?: (bytes: number) => void
  /** aborting it removes what has been written */
  readonly signal?: AbortSignal
}

/** @since 0.1.0 */
export interface Initialized extends Written {
  /** of the parameters' elements as they are stored, in the plan's order */
  readonly summaries: ReadonlyArray<Summary.Summary>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Draws a checked model and writes it to a safetensors file. Errors: `BadCount` of threads and those of
 * `Safetensors.layout` before anything is written, then `FileError`, `WorkerFailed` and `Interrupted`; whatever fails, a
 * file that was there before is still there.
 *
 * @since 0.1.0
 * @example
 * import { initialize } from 'initializers-ts/node'
 * import * as Plan from 'initializers-ts/plan'
 * import { Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 *
 * const result = await pipe(
 *   E.Do,
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.apS('plan', Plan.decode({ parameters: { kernel: { shape: [784, 10], initializer: 'he_normal' } } })),
 *   E.bind('model', ({ plan }) => Plan.toModel(plan)),
 *   TE.fromEither,
 *   TE.chain(({ model, rng }) => initialize({ rng, path: join(tmpdir(), 'example.safetensors') })(model)),
 *   TE.map(({ bytes }) => bytes)
 * )()
 * result // => E.right(31440)
 */
export const initialize =
  (options: Options) =>
  (model: Plan.Model): TE.TaskEither<Errors, Initialized> =>
    withThreads(
      options,
      workOf(
        model.parameters.map(({ draw }) => draw),
        chunkOf(options, modelChunk)
      ),
      (pool) => write(options, model.parameters, drawModel(pool, model, options))
    )

/**
 * Draws a model by the stream of another framework, from a state of that stream, and writes it in the same way: one tensor
 * while the one before is written.
 *
 * @since 0.1.0
 */
export const replay =
  (options: WriteOptions & { readonly root: unknown }) =>
  (model: Replay.Replay): TE.TaskEither<Errors, Initialized> =>
    write(options, model.parameters, { [Symbol.asyncIterator]: () => replayed(model, options.root) })

async function* replayed(model: Replay.Replay, root: unknown): AsyncGenerator<Validated<ModelData>, void, undefined> {
  for (const { parameter, tensor } of Replay.tensors(model)(root)) {
    yield await Promise.resolve(
      E.right({ bytes: Tensor.bytes(tensor), sums: [{ parameter, parts: Summary.parts(tensor) }] })
    )
  }
}

const write = (
  options: WriteOptions,
  entries: ReadonlyArray<Plan.Parameter<unknown>>,
  filled: AsyncIterable<Validated<ModelData>>
): TE.TaskEither<Errors, Initialized> =>
  pipe(
    TE.fromEither(at('parameters')(Safetensors.layout()(entries))),
    TE.chain(({ header }) => () => {
      const summaries = entries.map(() => Summary.Monoid.empty) // of this run of the task
      return pipe(
        writePartsAtomic(options.path, bytesOf(options, header, filled, summaries), options.signal),
        TE.map((written) => ({ ...written, summaries }))
      )()
    })
  )

async function* bytesOf(
  { onProgress }: WriteOptions,
  header: Uint8Array,
  filled: AsyncIterable<Validated<ModelData>>,
  summaries: Array<Summary.Summary>
): AsyncGenerator<Validated<Uint8Array>, void, undefined> {
  let done = 0
  yield E.right(header)
  for await (const piece of filled) {
    yield E.map(({ bytes }: ModelData) => bytes)(piece)
    if (E.isLeft(piece)) return
    const { bytes, sums } = piece.right
    for (const { parameter, parts } of sums) summaries[parameter] = Summary.appendParts(parts)(summaries[parameter]!)
    done += bytes.length
    onProgress?.(done)
  }
}

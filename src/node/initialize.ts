/**
 * Draws a whole model into a safetensors file, in bounded memory.
 *
 * The header is written first, as all offsets follow from the plan. Then chunks are drawn and summarized by threads, and
 * written while the next ones are drawn. The file has no metadata. Its bytes are those of `Safetensors.encode()` for the
 * tensors of `Plan.sampler`, for any number of threads and any size of chunks, so each run of a plan and a state gives the
 * same file. A replay is drawn tensor by tensor on the calling thread.
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
import { Monoid, type Summary } from '../Summary.js'
import { appendParts, parts } from '../Summary/parts.js'
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
  /** drawn at once; 2^18 by default. Multiples of 2048 give summaries that are equal to the last bit */
  readonly chunkElements?: number
}

/** @since 0.1.0 */
export interface WriteOptions {
  /** of the safetensors file */
  readonly path: string
  /** called after every few chunks with the number of bytes of data that are drawn */
  readonly onProgress?: (bytes: number) => void
  /** aborting it removes the unfinished file */
  readonly signal?: AbortSignal
}

/** @since 0.1.0 */
export interface Initialized extends Written {
  /** of the stored elements of each parameter, in the plan's order */
  readonly summaries: ReadonlyArray<Summary>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Draws a checked model and writes it to a safetensors file. Errors: `BadCount` of threads and those of
 * `Safetensors.layout` before anything is written, then `FileError`, `WorkerFailed` and `Interrupted`. After any error an
 * existing file is unchanged. A model with initializers of your own needs `modules` if threads draw it.
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
 * Draws a model by the stream of another framework, from a state of that stream, and writes it in the same way. A tensor is
 * drawn while the one before it is written.
 *
 * @since 0.1.0
 */
export const replay =
  (options: WriteOptions & { readonly root: unknown }) =>
  (model: Replay.Replay): TE.TaskEither<Errors, Initialized> =>
    write(options, model.parameters, { [Symbol.asyncIterator]: () => replayed(model, options.root) })

async function* replayed(model: Replay.Replay, root: unknown): AsyncGenerator<Validated<ModelData>, void, undefined> {
  for (const { parameter, tensor } of Replay.tensors(model)(root)) {
    yield await Promise.resolve(E.right({ bytes: Tensor.bytes(tensor), sums: [{ parameter, packed: parts(tensor) }] }))
  }
}

const write = (
  options: WriteOptions,
  entries: ReadonlyArray<Plan.Parameter<unknown>>,
  data: AsyncIterable<Validated<ModelData>>
): TE.TaskEither<Errors, Initialized> =>
  pipe(
    TE.fromEither(at('parameters')(Safetensors.layout()(entries))),
    TE.chain(({ header }) => () => {
      const summaries = entries.map(() => Monoid.empty) // of one run of the task
      return pipe(
        writePartsAtomic(options.path, bytesOf(options, header, data, summaries), options.signal),
        TE.map((written) => ({ ...written, summaries }))
      )()
    })
  )

async function* bytesOf(
  { onProgress }: WriteOptions,
  header: Uint8Array,
  data: AsyncIterable<Validated<ModelData>>,
  summaries: Array<Summary>
): AsyncGenerator<Validated<Uint8Array>, void, undefined> {
  let done = 0
  yield E.right(header)
  for await (const part of data) {
    yield E.map(({ bytes }: ModelData) => bytes)(part)
    if (E.isLeft(part)) return
    const { bytes, sums } = part.right
    for (const { parameter, packed } of sums) summaries[parameter] = appendParts(packed)(summaries[parameter]!)
    done += bytes.length
    onProgress?.(done)
  }
}

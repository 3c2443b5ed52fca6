/**
 * One tensor, drawn by several threads.
 */
import { tooLarge } from '../Draw/make.js'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { type DType, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { error, type Errors, fromErrors, type Validated } from '../InitializerError.js'
import { registryOr } from '../initializers/registry.js'
import { type Rng, skipWords } from '../Rng.js'
import { size } from '../Shape.js'
import type { Tensor } from '../Tensor.js'
import { allocate, type Batch, drawInOrder, type Pool, workingMemory } from './Pool.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface DrawOptions {
  /** aborting it gives `Interrupted` */
  readonly signal?: AbortSignal | undefined
  /** how many elements a thread draws at once; by default 2^20 of a tensor, 2^18 of a model */
  readonly chunkElements?: number | undefined
}

/** @since 0.1.0 */
export interface SamplerOptions extends DrawOptions {
  /** the registry of the initializers; the workers of the pool must have it too. By default the built-in initializers */
  readonly registry?: Registry<AnyInitializer> | undefined
}

/** In elements, which take some milliseconds. A message and the skip to a chunk's words take hundredths of that. */
export const tensorChunk = 0x100000

/** Elements of a chunk, at least 1. */
export const chunkOf = ({ chunkElements }: DrawOptions, byDefault: number): number => {
  const elements = chunkElements ?? byDefault
  return elements >= 1 ? Math.floor(elements) : 1
}

/** A checked draw, and the initializer that a worker draws. */
export interface Checked<D extends DType> {
  readonly draw: Draw.Draw<D>
  readonly initializer: AnyInitializer
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** A draw whose tensor fits into one buffer. */
export const check =
  <D extends DType = DType>(spec: Initializer.TensorSpec<D>, registry?: Registry<AnyInitializer>) =>
  (initializer: AnyInitializer): Validated<Checked<D>> =>
    pipe(
      initializer,
      Initializer.draw(spec, registryOr(registry)),
      E.chain((draw) => fromErrors(tooLarge(draw.shape, draw.dtype), { draw, initializer }))
    )

/**
 * `Initializer.sampler` on the threads of a pool: the same elements and the same next state for any number of threads and
 * any size of chunks. The data is in a `SharedArrayBuffer` if the threads share memory. Errors: those of
 * `Initializer.sampler`, `WorkerFailed`, `Interrupted`.
 *
 * @since 0.1.0
 */
export const sampler =
  (pool: Pool, options: SamplerOptions = {}) =>
  <D extends DType = DType>(spec: Initializer.TensorSpec<D>) =>
  (initializer: AnyInitializer) =>
  (rng: Rng): TE.TaskEither<Errors, readonly [Tensor<D>, Rng]> =>
    pipe(
      initializer,
      check(spec, options.registry),
      TE.fromEither,
      TE.chain((checked) => run(pool, options, checked, rng))
    )

/** Draws a checked tensor. */
export const run = <D extends DType>(
  pool: Pool,
  options: DrawOptions,
  checked: Checked<D>,
  rng: Rng
): TE.TaskEither<Errors, readonly [Tensor<D>, Rng]> => {
  const { shape, dtype, words } = checked.draw
  const batches = batchesOf(checked, rng, chunkOf(options, tensorChunk), pool.shares)
  return pipe(
    allocateTensor(pool, Draw.bytes(checked.draw)),
    TE.fromEither,
    TE.chain((tensor) => () => gather(pool, batches(), tensor, options.signal)),
    TE.map((tensor) => [{ shape, dtype, data: traits(dtype).view(tensor, 0, size(shape)) }, skipWords(words)(rng)])
  )
}

const allocateTensor = (pool: Pool, bytes: number): Validated<ArrayBufferLike> =>
  E.tryCatch(
    () => allocate(pool, bytes),
    (): Errors => [error('ShapeTooLarge', 'a tensor that fits into memory', `${bytes} bytes`, ['shape'])]
  )

/** One batch for each chunk, into the tensor itself or into a buffer of its own. */
const batchesOf = <D extends DType>(
  { draw, initializer }: Checked<D>,
  rng: Rng,
  chunkElements: number,
  shares: boolean
): (() => Generator<Batch, void, undefined>) => {
  const { bytesPerElement: elementBytes } = traits(draw.dtype)
  const elements = size(draw.shape)
  const step = draw.elementwise ? chunkElements : elements
  return function* () {
    for (let start = 0; start < elements; start += step) {
      const stop = Math.min(elements, start + step)
      const bytes = (stop - start) * elementBytes
      const range = { draw, initializer, rng, start, stop, byteOffset: shares ? start * elementBytes : 0 }
      yield { ranges: [range], destination: 'memory', bytes, memory: bytes + workingMemory(draw) }
    }
  }
}

/** Draws all batches into the tensor, or copies them to it. */
const gather = async (
  pool: Pool,
  batches: Iterable<Batch>,
  tensor: ArrayBufferLike,
  signal: AbortSignal | undefined
): Promise<Validated<ArrayBufferLike>> => {
  const bufferOf = ({ bytes }: Batch): ArrayBufferLike => (pool.shares ? tensor : allocate(pool, bytes))
  let byteOffset = 0
  for await (const drawn of drawInOrder(pool, batches, bufferOf, signal)) {
    if (E.isLeft(drawn)) return drawn
    if (pool.shares) continue
    new Uint8Array(tensor, byteOffset).set(new Uint8Array(drawn.right.buffer))
    byteOffset += drawn.right.buffer.byteLength
  }
  return E.right(tensor)
}

/**
 * One tensor, by several threads.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { type DType, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import * as Initializer from '../Initializer.js'
import { error, type Errors, fromErrors, type Validated } from '../InitializerError.js'
import { type Rng, skipWords } from '../Rng.js'
import { size } from '../Shape.js'
import { type Tensor, tooLarge } from '../Tensor.js'
import { allocate, type Batch, drawInOrder, type Pool, workingMemory } from './Pool.js'

/** @since 0.1.0 */
export interface SamplerOptions {
  /** aborting it gives `Interrupted` */
  readonly signal?: AbortSignal | undefined
  /** that a thread draws in one go; 2^20 of a tensor, 2^18 of a model, unless told */
  readonly chunkElements?: number | undefined
}

/** Some milliseconds of drawing: a message and the way to a chunk's words take hundredths. */
export const tensorChunk = 0x100000

/** A whole number of at least 1. */
export const chunkOf = ({ chunkElements }: SamplerOptions, unlessTold: number): number => {
  const elements = chunkElements ?? unlessTold
  return elements >= 1 ? Math.floor(elements) : 1
}

/** A checked draw and what it draws for a state. */
export interface Checked<D extends DType> {
  readonly draw: Draw.Draw<D>
  readonly initializer: Initializer.Initializer
}

/** What can be drawn in one piece of memory. */
export const check =
  <D extends DType = DType>(spec: Initializer.TensorSpec<D>) =>
  (initializer: Initializer.Initializer): Validated<Checked<D>> =>
    pipe(
      initializer,
      Initializer.draw(spec),
      E.chain((draw) => fromErrors(tooLarge(draw.shape, draw.dtype), { draw, initializer }))
    )

/**
 * `Initializer.sampler` by the threads of a pool: the same elements and the same next state, whatever the number of threads
 * and the size of the chunks. The data lies in a `SharedArrayBuffer` where there is one. Errors: those of
 * `Initializer.sampler`, `WorkerFailed`, `Interrupted`.
 *
 * @since 0.1.0
 */
export const sampler =
  (pool: Pool, options: SamplerOptions = {}) =>
  <D extends DType = DType>(spec: Initializer.TensorSpec<D>) =>
  (initializer: Initializer.Initializer) =>
  (rng: Rng): TE.TaskEither<Errors, readonly [Tensor<D>, Rng]> =>
    pipe(
      initializer,
      check(spec),
      TE.fromEither,
      TE.chain((checked) => run(pool, options, checked, rng))
    )

/** Draws what has been checked. */
export const run = <D extends DType>(
  pool: Pool,
  options: SamplerOptions,
  { draw, initializer }: Checked<D>,
  rng: Rng
): TE.TaskEither<Errors, readonly [Tensor<D>, Rng]> => {
  const { shape, dtype, words } = draw
  return pipe(
    allocateTensor(pool, Draw.bytes(draw)),
    TE.fromEither,
    TE.chain(
      (whole) => () =>
        gather(
          pool,
          ordersOf({ draw, initializer }, rng, chunkOf(options, tensorChunk), pool.shares),
          whole,
          options.signal
        )
    ),
    TE.map((whole) => [{ shape, dtype, data: traits(dtype).view(whole, 0, size(shape)) }, skipWords(words)(rng)])
  )
}

const allocateTensor = (pool: Pool, bytes: number): Validated<ArrayBufferLike> =>
  E.tryCatch(
    () => allocate(pool, bytes),
    (): Errors => [error('ShapeTooLarge', 'as many bytes as there is memory for', `${bytes} bytes`, ['shape'])]
  )

/** One order a chunk. Where the memory is not that of the tensor, a chunk is at the start of its own. */
function* ordersOf<D extends DType>(
  { draw, initializer }: Checked<D>,
  rng: Rng,
  chunkElements: number,
  shares: boolean
): Generator<Batch, void, undefined> {
  const { bytesPerElement: width } = traits(draw.dtype)
  const elements = size(draw.shape)
  const step = draw.elementwise ? chunkElements : elements
  for (let start = 0; start < elements; start += step) {
    const stop = Math.min(elements, start + step)
    const bytes = (stop - start) * width
    const piece = { draw, initializer, rng, start, stop, byteOffset: shares ? start * width : 0 }
    yield { ranges: [piece], destination: 'memory', bytes, memory: bytes + workingMemory(draw) }
  }
}

/** Has all orders drawn into the whole, or copies them there. */
const gather = async (
  pool: Pool,
  orders: Iterable<Batch>,
  whole: ArrayBufferLike,
  signal: AbortSignal | undefined
): Promise<Validated<ArrayBufferLike>> => {
  const bufferOf = ({ bytes }: Batch): ArrayBufferLike => (pool.shares ? whole : allocate(pool, bytes))
  let place = 0
  for await (const done of drawInOrder(pool, orders, bufferOf, signal)) {
    if (E.isLeft(done)) return done
    if (pool.shares) continue
    new Uint8Array(whole, place).set(new Uint8Array(done.right.buffer))
    place += done.right.buffer.byteLength
  }
  return E.right(whole)
}

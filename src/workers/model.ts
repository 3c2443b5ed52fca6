/**
 * The data of a whole model, drawn by the threads of a pool in the order of the file.
 *
 * Threads draw into a few buffers of some megabytes that are reused, so the memory does not depend on the size of the model.
 * A draw that is not elementwise and is larger than these buffers gets a buffer of its own.
 */
import * as E from 'fp-ts/Either'
import { traits } from '../DType.js'
import type { Validated } from '../InitializerError.js'
import { type Chunk, chunks, type Model } from '../plan/index.js'
import { foldIn, type Rng } from '../Rng.js'
import { allocate, type Batch, drawInOrder, type Pool, workingMemory } from './Pool.js'
import { chunkOf, type DrawOptions } from './sampler.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** Bytes of the data, and the packed summaries (`Summary/parts`) of the parameters whose elements they are. */
export interface ModelData {
  readonly bytes: Uint8Array
  readonly sums: ReadonlyArray<{ readonly parameter: number; readonly packed: Float64Array }>
}

/** @since 0.1.0 */
export interface ModelOptions extends DrawOptions {
  /** of the model; each parameter draws from its own child */
  readonly rng: Rng
}

/** Chunks that one thread draws into one buffer. */
interface ModelBatch extends Batch {
  readonly chunks: ReadonlyArray<Chunk>
}

/** In elements. Smaller than for a single tensor, so that the reused buffers are small. */
export const modelChunk = 0x40000

/** Bytes of an element of the widest dtype. */
const maxElementBytes = 8

/** Limits a batch, so that a plan of many small tensors is spread over the threads as well. */
const maxChunks = 256

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The data of a model. Yielded bytes stay valid until the next item but one is requested, so that one item can be written
 * while the next is drawn.
 */
export async function* drawModel(
  pool: Pool,
  model: Model,
  options: ModelOptions
): AsyncGenerator<Validated<ModelData>, void, undefined> {
  const bufferBytes = Math.min(model.bytes, maxElementBytes * chunkOf(options, modelChunk))
  const free: Array<ArrayBufferLike> = []
  const bufferOf = ({ bytes }: ModelBatch): ArrayBufferLike =>
    bytes > bufferBytes ? new ArrayBuffer(bytes) : (free.pop() ?? allocate(pool, bufferBytes))
  let previous: ArrayBufferLike | undefined
  for await (const drawn of drawInOrder(pool, batches(model, options, bufferBytes), bufferOf, options.signal)) {
    if (E.isRight(drawn)) {
      const { batch, buffer, sums } = drawn.right
      yield E.right({
        bytes: new Uint8Array(buffer, 0, batch.bytes),
        sums: batch.chunks.map(({ parameter }, i) => ({ parameter, packed: sums[i]! }))
      })
      if (previous?.byteLength === bufferBytes) free.push(previous)
      previous = buffer
    } else yield drawn
  }
}

/** Chunks in the order of the file, joined to batches that fit into a buffer. */
function* batches(model: Model, options: ModelOptions, bufferBytes: number): Generator<ModelBatch, void, undefined> {
  let joined: Array<Chunk> = []
  let bytes = 0
  for (const chunk of chunks(chunkOf(options, modelChunk))(model)) {
    const more = (chunk.stop - chunk.start) * traits(model.parameters[chunk.parameter]!.dtype).bytesPerElement
    if (joined.length === maxChunks || (bytes > 0 && bytes + more > bufferBytes)) {
      yield batchOf(model, options.rng, joined, bytes)
      joined = []
      bytes = 0
    }
    joined.push(chunk)
    bytes += more
  }
  if (bytes > 0) yield batchOf(model, options.rng, joined, bytes)
}

const batchOf = ({ parameters }: Model, rng: Rng, joined: ReadonlyArray<Chunk>, bytes: number): ModelBatch => ({
  chunks: joined,
  destination: 'file',
  bytes,
  memory: joined.reduce((sum, { parameter }) => sum + workingMemory(parameters[parameter]!.draw), bytes),
  ranges: joined.map(({ parameter, start, stop, byteOffset }) => {
    const { name, draw, initializer } = parameters[parameter]!
    return { draw, initializer, rng: foldIn(name)(rng), start, stop, byteOffset: byteOffset - joined[0]!.byteOffset }
  })
})

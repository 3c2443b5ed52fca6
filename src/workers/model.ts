/**
 * A whole model by the threads of a pool: the bytes of its data, in the order of the file.
 *
 * Threads draw into a few buffers of some megabytes that go round, so the memory is the same for a model of any size. A
 * draw that is not elementwise, and larger than they are, has one of its own, which is handed over and back.
 */
import * as E from 'fp-ts/Either'
import { traits } from '../DType.js'
import type { Validated } from '../InitializerError.js'
import { type Chunk, chunks, type Model } from '../plan/index.js'
import { foldIn, type Rng } from '../Rng.js'
import { allocate, type Batch, drawInOrder, type Pool, workingMemory } from './Pool.js'
import { chunkOf, type SamplerOptions } from './sampler.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** Bytes of the data, and `Summary.parts` of the parameters whose elements they are. */
export interface ModelData {
  readonly bytes: Uint8Array
  readonly sums: ReadonlyArray<{ readonly parameter: number; readonly parts: Float64Array }>
}

/** @since 0.1.0 */
export interface ModelOptions extends SamplerOptions {
  /** of the model; each parameter draws from its own child */
  readonly rng: Rng
}

/** Chunks that are drawn together. */
interface ModelBatch extends Batch {
  readonly chunks: ReadonlyArray<Chunk>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The data of a model. What is handed out stays as it is until the next but one is asked for, so that one can be written
 * while the next is drawn.
 */
export async function* drawModel(
  pool: Pool,
  model: Model,
  options: ModelOptions
): AsyncGenerator<Validated<ModelData>, void, undefined> {
  const bufferBytes = Math.min(model.bytes, widest * chunkOf(options, modelChunk))
  const free: Array<ArrayBufferLike> = []
  const take = ({ bytes }: ModelBatch): ArrayBufferLike =>
    bytes > bufferBytes ? new ArrayBuffer(bytes) : (free.pop() ?? allocate(pool, bufferBytes))
  let before: ArrayBufferLike | undefined
  for await (const drawn of drawInOrder(pool, batches(model, options, bufferBytes), take, options.signal)) {
    if (E.isRight(drawn)) {
      const { order, buffer, sums } = drawn.right
      yield E.right({
        bytes: new Uint8Array(buffer, 0, order.bytes),
        sums: order.chunks.map(({ parameter }, i) => ({ parameter, parts: sums[i]! }))
      })
      if (before?.byteLength === bufferBytes) free.push(before)
      before = buffer
    } else yield drawn
  }
}

/** Less than of a single tensor, so that the buffers that go round are small. */
export const modelChunk = 0x40000

/** Bytes of an element of the widest dtype. */
const widest = 8

/** So that a plan of many small tensors is spread over the threads as well. */
const maxChunks = 256

/** As many chunks together as fit a buffer, in the order of the file. */
function* batches(model: Model, options: ModelOptions, bufferBytes: number): Generator<ModelBatch, void, undefined> {
  let together: Array<Chunk> = []
  let bytes = 0
  for (const chunk of chunks(chunkOf(options, modelChunk))(model)) {
    const more = (chunk.stop - chunk.start) * traits(model.parameters[chunk.parameter]!.dtype).bytesPerElement
    if (together.length === maxChunks || (bytes > 0 && bytes + more > bufferBytes)) {
      yield batch(model, options.rng, together, bytes)
      together = []
      bytes = 0
    }
    together.push(chunk)
    bytes += more
  }
  if (bytes > 0) yield batch(model, options.rng, together, bytes)
}

const batch = ({ parameters }: Model, rng: Rng, together: ReadonlyArray<Chunk>, bytes: number): ModelBatch => ({
  chunks: together,
  destination: 'file',
  bytes,
  memory: together.reduce((sum, { parameter }) => sum + workingMemory(parameters[parameter]!.draw), bytes),
  ranges: together.map(({ parameter, start, stop, byteOffset }) => {
    const { name, draw, initializer } = parameters[parameter]!
    return { draw, initializer, rng: foldIn(name)(rng), start, stop, byteOffset: byteOffset - together[0]!.byteOffset }
  })
})

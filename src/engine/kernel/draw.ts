/**
 * Elements of a distribution, by the draw kernel (`assembly/draw.ts`) where it is available and worth its cost, else in
 * TypeScript: the same bytes. The choice is made here and nowhere else.
 *
 * Each call copies its input to the kernel and its output back, block by block. The next call depends on nothing that
 * stays in the kernel's memory except the table, which is identified by its truncation object.
 */
import { type DataOf, type DType, traits } from '../../DType.js'
import { lazily } from '../../numeric/memo.js'
import * as limits from '../limits.js'
import { scratch } from '../../numeric/scratch.js'
import { fillReals, type Transform, type Truncation } from '../transform.js'
import type { WordReader } from '../words.js'
import { base64 } from './generated/draw.js'
import { type Exports, instances } from './instance.js'

/** Writes the next `n` elements of a reader, rounded, into `out` from `offset` on. */
export const write = <D extends DType>(
  reader: WordReader,
  transform: Transform,
  dtype: D,
  n: number,
  out: DataOf<D>,
  offset: number
): void => {
  const generator = generators.find((name) => name === reader.generator)
  const kernel = generator === undefined || n < limits.drawKernel ? undefined : load()
  if (kernel === undefined || generator === undefined) inTypeScript(reader, transform, dtype, n, out, offset)
  else byKernel(kernel, generator, reader, transform, dtype, n, out, offset)
}

// -------------------------------------------------------------------------------------
// TypeScript
// -------------------------------------------------------------------------------------

const wordScratch = /* @__PURE__ */ scratch(2 * limits.chunk, (n) => new Int32Array(n))
const realScratch = /* @__PURE__ */ scratch(limits.chunk, (n) => new Float64Array(n))

/** A chunk at a time: words, numbers, elements. */
const inTypeScript = <D extends DType>(
  reader: WordReader,
  transform: Transform,
  dtype: D,
  n: number,
  out: DataOf<D>,
  offset: number
): void => {
  const { store } = traits(dtype)
  const words = wordScratch.take(2 * limits.chunk)
  const reals = realScratch.take(limits.chunk)
  for (let done = 0; done < n; done += limits.chunk) {
    const count = Math.min(limits.chunk, n - done)
    reader.read(transform.wordsPerElement * count, words)
    fillReals(transform, words, count, reals)
    store(reals, count, out, offset + done)
  }
  wordScratch.release(words)
  realScratch.release(reals)
}

// -------------------------------------------------------------------------------------
// the kernel
// -------------------------------------------------------------------------------------

/** An address, in bytes. */
interface Address {
  readonly value: number
}

interface Instance extends Exports, Readonly<Record<'STATE' | 'AFFINE' | 'TRUNCATION' | 'OUT' | 'BLOCK', Address>> {
  /** each makes the next block of words */
  readonly xoroshiro128plus: () => void
  readonly threefry2x32: () => void
  readonly philox4x32: () => void
  /** moves the lanes of xoroshiro128plus to their starts, from the state of the first */
  readonly spread: () => void
  /** makes the table of the truncation */
  readonly tabulate: () => void
  /** turns the first words of the block into `n` elements */
  readonly elements: (n: number, wordsPerElement: number, standard: number, format: number) => void
}

/** An instance, with views of its input. */
interface Kernel {
  readonly instance: Instance
  readonly state: Int32Array
  /** sets the constants of the last step, and those of the truncation or its table */
  readonly setTransform: (transform: Transform) => void
}

const generators = ['xoroshiro128plus', 'threefry2x32', 'philox4x32'] as const
type Generator = (typeof generators)[number]

/** In the order of the enumerations of `assembly/draw.ts`. */
const standards: ReadonlyArray<Transform['standard']['_tag']> = ['Uniform', 'Tabulated', 'Precise']
const formats: ReadonlyArray<DType> = ['float16', 'bfloat16', 'float32', 'float64']

/** All of the kernel's memory: the table comes last. */
const memoryBytes = 0x30000

const byKernel = <D extends DType>(
  kernel: Kernel,
  generator: Generator,
  reader: WordReader,
  transform: Transform,
  dtype: D,
  n: number,
  out: DataOf<D>,
  offset: number
): void => {
  const { instance, state } = kernel
  const { wordsPerElement, standard } = transform
  const start = reader.state() // first, because a reader may draw to compute it
  kernel.setTransform(transform)
  if (generator === 'xoroshiro128plus') spread(kernel, start)
  else state.set(start)
  const most = instance.BLOCK.value / wordsPerElement
  const elements = traits(dtype).view(instance.memory.buffer, instance.OUT.value, most)
  const lastBlock = new Int32Array(state.length)
  for (let done = 0; done < n; done += most) {
    const count = Math.min(most, n - done)
    lastBlock.set(state)
    instance[generator]()
    instance.elements(count, wordsPerElement, standards.indexOf(standard._tag), formats.indexOf(dtype))
    out.set(count === most ? elements : elements.subarray(0, count), offset + done)
  }
  if (generator === 'xoroshiro128plus') leave(kernel, wordsPerElement * n, lastBlock, reader)
  else reader.skip(wordsPerElement * n)
}

// -------------------------------------------------------------------------------------
// the lanes of xoroshiro128plus
// -------------------------------------------------------------------------------------

/** The kernel has `a` of four lanes, then `b`, lower halves first; a state has upper halves first. */
const lanes = 4

/** Starts the lanes from a state. */
const spread = ({ instance, state: lane }: Kernel, from: Int32Array): void => {
  lane[0] = from[1]!
  lane[1] = from[0]!
  lane[8] = from[3]!
  lane[9] = from[2]!
  instance.spread()
}

/**
 * Moves the reader past `n` > 0 words without a polynomial: to the start of the lane that has the next word, in the last block
 * or the one after it, and from there by single steps.
 */
const leave = ({ instance, state }: Kernel, n: number, lastBlock: Int32Array, reader: WordReader): void => {
  const block = instance.BLOCK.value
  const inBlock = ((n - 1) % block) + 1
  const lane = Math.floor((inBlock * lanes) / block)
  const [from, at] = lane === lanes ? [state, 0] : [lastBlock, 2 * lane]
  reader.state().set([from[at + 1]!, from[at]!, from[at + 9]!, from[at + 8]!])
  reader.skip(inBlock - (lane * block) / lanes)
}

// -------------------------------------------------------------------------------------
// loading
// -------------------------------------------------------------------------------------

const load = lazily((): Kernel | undefined => {
  const instance = instances(base64)(memoryBytes) as Instance | undefined
  if (instance === undefined) return undefined
  const { buffer } = instance.memory
  const constants = new Float64Array(buffer, instance.AFFINE.value, 4)
  const truncated = new Float64Array(buffer, instance.TRUNCATION.value, 4)
  let tabulated: Truncation | undefined
  return {
    instance,
    state: new Int32Array(buffer, instance.STATE.value, 16),
    setTransform: ({ affine: { shift, scale, low, high }, standard }) => {
      constants.set([shift, scale, low, high])
      if (standard._tag === 'Uniform') return
      const { truncation } = standard
      if (standard._tag === 'Tabulated' && truncation === tabulated) return // one object for one truncation: `truncationOf`
      truncated.set([truncation.centre, truncation.mass, truncation.left, truncation.right])
      if (standard._tag === 'Precise') return
      instance.tabulate()
      tabulated = truncation
    }
  }
})

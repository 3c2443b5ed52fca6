/**
 * Elements of a distribution, by the draw kernel (`assembly/draw.ts`) where it is available and worth its cost, else in
 * TypeScript: the same bytes. The choice is made here and nowhere else.
 *
 * A call of the kernel hands everything in and takes everything out, block by block. The next call depends on nothing that
 * stays in the kernel's memory, except for the table, which is known by the identity of its truncation.
 */
import { type DataOf, type DType, traits } from '../../DType.js'
import { lazily } from '../../numeric/memo.js'
import type { Truncation } from '../../numeric/normal/truncation.js'
import { moveBy } from '../../numeric/words/counter.js'
import { fillXoroshiro128plus } from '../../numeric/words/xoroshiro.js'
import * as limits from '../limits.js'
import { scratch } from '../scratch.js'
import { fillReals, type Transform } from '../transform.js'
import type { WordReader } from '../words.js'
import { base64 } from './generated/draw.js'
import { type Exports, instances } from './instance.js'

/** Writes the next `n` elements of a reader, rounded, into `out` from `offset` on. */
export const write = <D extends DType>(
  reader: WordReader,
  transform: Transform,
  dtype: D,
  out: DataOf<D>,
  offset: number,
  n: number
): void => {
  const kernel = n < limits.drawKernel ? undefined : load()
  const generator = generators.find((name) => name === reader.generator)
  if (kernel === undefined || generator === undefined) inTypeScript(reader, transform, dtype, out, offset, n)
  else byKernel(kernel, generator, reader, transform, dtype, out, offset, n)
}

// -------------------------------------------------------------------------------------
// TypeScript
// -------------------------------------------------------------------------------------

const wordScratch = scratch(2 * limits.chunk, (n) => new Int32Array(n))
const realScratch = scratch(limits.chunk, (n) => new Float64Array(n))

/** A chunk at a time: words, numbers, elements. */
export const inTypeScript = <D extends DType>(
  reader: WordReader,
  transform: Transform,
  dtype: D,
  out: DataOf<D>,
  offset: number,
  n: number
): void => {
  const { store } = traits(dtype)
  const words = wordScratch.take(2 * limits.chunk)
  const reals = realScratch.take(limits.chunk)
  for (let done = 0; done < n; done += limits.chunk) {
    const count = Math.min(limits.chunk, n - done)
    reader.read(words, transform.wordsPerElement * count)
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

/** An instance, with views of what is handed in. */
interface Kernel {
  readonly instance: Instance
  readonly state: Int32Array
  /** a copy of `state` before the last block */
  readonly blockStart: Int32Array
  readonly affine: Float64Array
  readonly setTruncation: (truncation: Truncation) => void
  /** makes the table of a truncation, unless it is the one that is there */
  readonly setTable: (truncation: Truncation) => void
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
  out: DataOf<D>,
  offset: number,
  n: number
): void => {
  const { instance, blockStart } = kernel
  const { wordsPerElement, standard } = transform
  const state = reader.state() // first, as a reader may draw on the way to it
  handIn(kernel, transform)
  if (generator === 'xoroshiro128plus') spread(kernel, state)
  else kernel.state.set(state)
  const most = instance.BLOCK.value / wordsPerElement
  const elements = traits(dtype).view(instance.memory.buffer, instance.OUT.value, most)
  for (let done = 0; done < n; done += most) {
    const count = Math.min(most, n - done)
    blockStart.set(kernel.state)
    instance[generator]()
    instance.elements(count, wordsPerElement, standards.indexOf(standard._tag), formats.indexOf(dtype))
    out.set(count === most ? elements : elements.subarray(0, count), offset + done)
  }
  if (generator === 'xoroshiro128plus') gather(kernel, wordsPerElement * n, state)
  else moveBy(state, wordsPerElement * n)
}

const handIn = (
  { affine, setTruncation, setTable }: Kernel,
  { affine: { shift, scale, low, high }, standard }: Transform
): void => {
  affine.set([shift, scale, low, high])
  switch (standard._tag) {
    case 'Uniform':
      return
    case 'Tabulated':
      setTable(standard.truncation)
      return
    case 'Precise':
      setTruncation(standard.truncation)
      return
  }
}

// -------------------------------------------------------------------------------------
// the lanes of xoroshiro128plus
// -------------------------------------------------------------------------------------

/** The kernel has `a` of four lanes, then `b`, lower halves first; a state has upper halves first. */
const lanes = 4

/** Starts the lanes from a state. */
const spread = ({ instance, state: lane }: Kernel, state: Int32Array): void => {
  lane[0] = state[1] as number
  lane[1] = state[0] as number
  lane[8] = state[3] as number
  lane[9] = state[2] as number
  instance.spread()
}

/**
 * The state after `n` > 0 words, without a polynomial: the start of the lane of the last block in which the next word is,
 * and steps from there.
 */
const gather = ({ instance, state, blockStart }: Kernel, n: number, out: Int32Array): void => {
  const block = instance.BLOCK.value
  const inBlock = ((n - 1) % block) + 1
  const lane = Math.floor((inBlock * lanes) / block)
  const [from, at] = lane === lanes ? [state, 0] : [blockStart, 2 * lane]
  out[0] = from[at + 1] as number
  out[1] = from[at] as number
  out[2] = from[at + 9] as number
  out[3] = from[at + 8] as number
  const words = wordScratch.take(block)
  fillXoroshiro128plus(out, inBlock - (lane * block) / lanes, words)
  wordScratch.release(words)
}

// -------------------------------------------------------------------------------------
// loading
// -------------------------------------------------------------------------------------

const load = lazily((): Kernel | undefined => {
  const instance = instances(base64)(memoryBytes) as Instance | undefined
  if (instance === undefined) return undefined
  const { buffer } = instance.memory
  const doubles = (address: Address, n: number): Float64Array => new Float64Array(buffer, address.value, n)
  const constants = doubles(instance.TRUNCATION, 4)
  const setTruncation = ({ centre, mass, left, right }: Truncation): void => constants.set([centre, mass, left, right])
  let tabulated: Truncation | undefined
  return {
    instance,
    state: new Int32Array(buffer, instance.STATE.value, 16),
    blockStart: new Int32Array(16),
    affine: doubles(instance.AFFINE, 4),
    setTruncation,
    setTable: (truncation) => {
      if (truncation === tabulated) return // `truncationOf` gives one object for one truncation
      setTruncation(truncation)
      instance.tabulate()
      tabulated = truncation
    }
  }
})

/**
 * Elements of a distribution by the draw kernel (`assembly/draw.ts`): the bytes that TypeScript gives, faster.
 *
 * A call hands everything in and takes everything out, block by block; what the kernel's memory holds in between, the
 * next call does not see, but for the table, which is known by identity.
 */
import { lazily } from '../../numeric/memo.js'
import type { Transform } from '../reals.js'
import type { Truncation } from '../../numeric/normal/truncation.js'
import { base64 } from './generated/draw.js'
import { type Exports, instances } from './instance.js'

/** Where to find words: the generator, and the state of the next word. */
export interface Words {
  readonly generator: string
  readonly state: () => Int32Array
}

/** An address, in bytes. */
interface Address {
  readonly value: number
}

interface Kernel extends Exports, Readonly<Record<'STATE' | 'AFFINE' | 'CUT' | 'OUT' | 'BLOCK', Address>> {
  /** each makes the next block of words */
  readonly xoroshiro128plus: () => void
  readonly threefry2x32: () => void
  readonly philox4x32: () => void
  /** puts the lanes of xoroshiro128plus where they start, from the state of the first */
  readonly spread: () => void
  /** makes the table of the cut */
  readonly tabulate: () => void
  /** turns the first words of the block into `n` elements */
  readonly elements: (n: number, words: number, standard: number, format: number) => void
}

/** The kernel, with views of what is handed in. */
interface Loaded {
  readonly kernel: Kernel
  readonly state: Int32Array
  readonly affine: Float64Array
  readonly takeCut: (truncation: Truncation) => void
  /** makes the table of a cut, unless it is the one that is there */
  readonly takeTable: (truncation: Truncation) => void
}

const generators = ['xoroshiro128plus', 'threefry2x32', 'philox4x32'] as const
const standards = ['Uniform', 'Tabulated', 'Cut'] as const
const formats = ['float16', 'bfloat16', 'float32', 'float64'] as const

export type Format = (typeof formats)[number]
const arrays = { float16: Uint16Array, bfloat16: Uint16Array, float32: Float32Array, float64: Float64Array } as const
export type Elements = Uint16Array | Float32Array | Float64Array

/**
 * Below so many elements TypeScript is as fast, with a table that is there: a block of words costs the same however few are
 * asked for. A cut that differs from that of the draw before costs a table more.
 */
const WORTHWHILE = 2048

/** All of the kernel's memory: the table comes last. */
const ROOM = 0x30000

/** Puts `n` elements of a format into `out` from `offset` on, made of the words to come. False where TypeScript must. */
export const store = (
  from: Words,
  transform: Transform,
  format: Format,
  out: Elements,
  offset: number,
  n: number
): boolean => {
  const generator = generators.find((name) => name === from.generator)
  if (generator === undefined || n < WORTHWHILE) return false
  const loaded = load()
  if (loaded === undefined) return false
  const { kernel } = loaded
  handIn(loaded, from, transform)
  const most = kernel.BLOCK.value / transform.words
  const elements = new arrays[format](kernel.memory.buffer, kernel.OUT.value, most)
  for (let done = 0; done < n; done += most) {
    const count = Math.min(most, n - done)
    kernel[generator]()
    kernel.elements(count, transform.words, standards.indexOf(transform.standard._tag), formats.indexOf(format))
    out.set(count === most ? elements : elements.subarray(0, count), offset + done)
  }
  return true
}

const handIn = (loaded: Loaded, from: Words, transform: Transform): void => {
  const place = from.state() // whoever reads words may draw on the way there
  const { state, affine, takeCut, takeTable } = loaded
  const { shift, scale, low, high } = transform.affine
  affine.set([shift, scale, low, high])
  if (transform.standard._tag === 'Tabulated') takeTable(transform.standard.truncation)
  if (transform.standard._tag === 'Cut') takeCut(transform.standard.truncation)
  if (from.generator === 'xoroshiro128plus') spread(loaded, place)
  else state.set(place)
}

/** Its lanes hold `a`, then `b`, of 64 bits; pure-rand has upper halves first. */
const spread = ({ kernel, state }: Loaded, place: Int32Array): void => {
  state[0] = place[1] as number
  state[1] = place[0] as number
  state[8] = place[3] as number
  state[9] = place[2] as number
  kernel.spread()
}

// -------------------------------------------------------------------------------------
// loading
// -------------------------------------------------------------------------------------

const load = lazily((): Loaded | undefined => {
  const kernel = instances(base64)(ROOM) as Kernel | undefined
  if (kernel === undefined) return undefined
  const { buffer } = kernel.memory
  const doubles = (address: Address, n: number): Float64Array => new Float64Array(buffer, address.value, n)
  const cut = doubles(kernel.CUT, 4)
  const takeCut = ({ centre, mass, left, right }: Truncation): void => cut.set([centre, mass, left, right])
  let tabulated: Truncation | undefined
  return {
    kernel,
    state: new Int32Array(buffer, kernel.STATE.value, 16),
    affine: doubles(kernel.AFFINE, 4),
    takeCut,
    takeTable: (truncation) => {
      if (truncation === tabulated) return
      takeCut(truncation)
      kernel.tabulate()
      tabulated = truncation
    }
  }
})

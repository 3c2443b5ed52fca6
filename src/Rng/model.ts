/** What the library knows of a generator, the same for all of them. A place is the words of a state, to be moved. */
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

export interface GeneratorSpec {
  /** how many int32 words a state has */
  readonly size: number
  /** what a state is, in words for people */
  readonly expected: string
  /** of `size` words */
  readonly isState: (words: ReadonlyArray<number>) => boolean
  /** the state for two well mixed numbers of 64 bits */
  readonly fromPair: (a: bigint, b: bigint) => ReadonlyArray<number>
  /** a generator of pure-rand's kind, at a place that it leaves alone */
  readonly generator: (place: Int32Array) => RandomGenerator
  /** puts the next `n` words into the first places of `out` and moves on */
  readonly fill: (place: Int32Array, out: Int32Array, n: number) => void
  /** moves on by `n` ≥ 0 words */
  readonly skip: (place: Int32Array, n: number | bigint) => void
}

/** The words of a place; to spread a typed array would ask its iterator for each of them, at three times the cost. */
export const listOf = (place: Int32Array): ReadonlyArray<number> => {
  const words: Array<number> = []
  for (let i = 0; i < place.length; i++) words.push(place[i] as number)
  return words
}

/** A 64-bit number as pure-rand orders its halves. */
export const halves = (n: bigint): readonly [high: number, low: number] => [
  Number(BigInt.asIntN(32, n >> 32n)),
  Number(BigInt.asIntN(32, n))
]

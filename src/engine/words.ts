/**
 * A reader of random words: a position in the stream of a generator, which moves as words are read.
 *
 * Readers are local to one run of a sampler. The state of the generator is copied when a reader is made, so an `Rng` never
 * changes.
 */
import type { Generator, Rng } from '../Rng.js'
import { frozen, generators, listOf, mutableState } from '../Rng/generators.js'

export interface WordReader {
  readonly generator: Generator
  /** puts the next `n` words at the start of `out` */
  readonly read: (n: number, out: Int32Array) => void
  readonly skip: (n: number) => void
  /** the words of the state at this position; overwriting them moves the reader */
  readonly state: () => Int32Array
  /** the state at this position */
  readonly rng: () => Rng
}

/** A reader of the words from a state on. Skips are carried out when words are next read: they add up, and the last one is free. */
export const reader = (rng: Rng): WordReader => {
  const { fill, skip } = generators[rng.generator]
  const words = mutableState(rng)
  let skipped = 0
  const state = (): Int32Array => {
    if (skipped > 0) skip(words, skipped)
    skipped = 0
    return words
  }
  return {
    generator: rng.generator,
    read: (n, out) => fill(state(), n, out),
    skip: (n) => void (skipped += n),
    state,
    rng: () => frozen(rng.generator, listOf(state()))
  }
}

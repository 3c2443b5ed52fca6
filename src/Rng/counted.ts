/**
 * Generators whose words are a function of a counter (`numeric/words/counter.ts`), behind pure-rand's interface: every state is
 * a right one, the last two of its words are the index of the next word of 2^64, and a skip adds to it.
 */
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { type FillWords, moveBy } from '../numeric/words/counter.js'
import type { GeneratorSpec } from './model.js'

export const counted = (
  size: number,
  expected: string,
  fromPair: (a: bigint, b: bigint) => ReadonlyArray<number>,
  fill: FillWords
): GeneratorSpec => ({
  size,
  expected,
  isState: () => true,
  fromPair,
  generator: generator(fill),
  fill,
  skip: moveBy
})

/** How many words are made at a time. */
const ahead = 16

const generator =
  (fill: FillWords) =>
  (start: Int32Array): RandomGenerator => {
    const [place, words] = [start.slice(), new Int32Array(ahead)] // the place is behind the words
    let read = ahead
    const here = (): Int32Array => {
      const copy = place.slice()
      moveBy(copy, read - ahead)
      return copy
    }
    return {
      next: () => {
        if (read === ahead) {
          fill(place, words, ahead)
          read = 0
        }
        return words[read++] as number
      },
      clone: () => generator(fill)(here()),
      getState: () => [...here()]
    }
  }

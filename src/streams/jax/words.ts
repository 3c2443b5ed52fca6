/**
 * The random words of a JAX key (`jax._src.prng`): a function of key and index.
 *
 * There are two layouts, `jax_threefry_partitionable`: since JAX 0.5.0 the word at index i depends on i alone; before
 * (`legacy`), on i and on the number of words drawn.
 */
import { maxBytes } from '../../Draw/make.js'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fail, type Validated } from '../../InitializerError.js'
import { threefry2x32 } from '../../numeric/words/threefry2x32.js'
import { check as checkShape, type Shape, size } from '../../Shape.js'
import type { Key, Layout } from './keys.js'

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

/** Bits that JAX draws for one element. */
export type Width = 8 | 16 | 32 | 64

/**
 * Writes the bits of elements `start`, `start + 1`, … to `out`: one word for each element, whose lowest `width` bits count, or
 * two words for 64 bits, the upper half first.
 */
export type Words = (start: number, n: number, out: Int32Array) => void

/** The bits of an array of `size` elements, below 2^32. */
export const wordsOf = (layout: Layout, width: Width, size: number, from: Key): Words => {
  switch (layout) {
    case 'partitionable':
      return width === 64 ? pairsByIndex(from) : wordsByIndex(from)
    case 'legacy':
      return width === 64 ? pairsOfHalves(from, size) : piecesOfWords(from, width, size)
  }
}

/** Both words of the block whose number is the index of the element. */
const pairsByIndex =
  ([k0, k1]: Key): Words =>
  (start, n, out) => {
    for (let i = 0; i < n; i++) threefry2x32(k0, k1, 0, start + i, out, 2 * i)
  }

/** The exclusive or of both words of that block. */
const wordsByIndex =
  ([k0, k1]: Key): Words =>
  (start, n, out) => {
    const pair = new Int32Array(2)
    for (let i = 0; i < n; i++) {
      threefry2x32(k0, k1, 0, start + i, pair, 0)
      out[i] = pair[0]! ^ pair[1]!
    }
  }

/** The upper half of an element is in the first half of the words, its lower half in the second. */
const pairsOfHalves = (from: Key, size: number): Words => {
  const words = legacyWords(from, 2 * size)
  return (start, n, out) => {
    for (let i = 0; i < n; i++) {
      out[2 * i] = words[start + i]!
      out[2 * i + 1] = words[size + start + i]!
    }
  }
}

/** A word holds one element, or several from its lowest bits on. */
const piecesOfWords = (from: Key, width: 8 | 16 | 32, size: number): Words => {
  const pieces = 32 / width
  const words = legacyWords(from, Math.ceil(size / pieces))
  return (start, n, out) => {
    for (let i = 0; i < n; i++) {
      const at = start + i
      out[i] = words[Math.floor(at / pieces)]! >>> ((at % pieces) * width)
    }
  }
}

/**
 * `n` words: the list of the numbers from 0 to n - 1, with a 0 appended if n is odd, is split in halves. Number j of the first
 * half and number j of the second are the counter of a block, whose two words replace them.
 */
const legacyWords = ([k0, k1]: Key, n: number): Int32Array => {
  const half = Math.ceil(n / 2)
  const [out, pair] = [new Int32Array(2 * half), new Int32Array(2)]
  for (let j = 0; j < half; j++) {
    threefry2x32(k0, k1, j, half + j < n ? half + j : 0, pair, 0)
    out[j] = pair[0]!
    out[half + j] = pair[1]!
  }
  return out
}

// -------------------------------------------------------------------------------------
// jax.random.bits
// -------------------------------------------------------------------------------------

interface Arrays {
  readonly 8: Uint8Array
  readonly 16: Uint16Array
  readonly 32: Uint32Array
  readonly 64: BigUint64Array
}

/**
 * `jax.random.bits`: an array of `uint8` to `uint64` with the elements of a shape in row-major order. Errors are those of a
 * shape, and `ShapeTooLarge` beyond 2^32 bytes of words.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // tests/random_test.py
 * const bits = jax.bits([3], 32, 'legacy')
 * pipe(bits, E.ap(jax.key(1701))) // => E.right(Uint32Array.of(56197195, 4200222568, 961309823))
 */
export const bits = <W extends Width = 32>(
  shape: Shape,
  width: W = 32 as W,
  layout: Layout = 'partitionable'
): Validated<(key: Key) => Arrays[W]> =>
  pipe(
    checkShape(shape),
    E.chain((dims) => {
      const n = size(dims)
      const bytes = n * Math.max(4, width / 8) // narrow elements are words first
      return bytes > maxBytes
        ? fail('ShapeTooLarge', `at most ${maxBytes} bytes in one piece`, `${bytes} bytes`)
        : E.right((key: Key) => packed(width, n, wordsOf(layout, width, n, key)) as Arrays[W])
    })
  )

const packed = (width: Width, n: number, words: Words): Arrays[Width] => {
  const all = new Int32Array(width === 64 ? 2 * n : n)
  words(0, n, all)
  switch (width) {
    case 8:
      return Uint8Array.from(all)
    case 16:
      return Uint16Array.from(all)
    case 32:
      return new Uint32Array(all.buffer)
    case 64:
      return BigUint64Array.from(
        { length: n },
        (_, i) => unsigned(all[2 * i]) * 0x100000000n + unsigned(all[2 * i + 1])
      )
  }
}

const unsigned = (word = 0): bigint => BigInt(word >>> 0)

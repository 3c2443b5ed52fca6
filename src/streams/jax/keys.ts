/**
 * JAX's keys and the words they stand for (`jax._src.prng`, threefry2x32): all that is random in JAX.
 *
 * A key is 64 bits. It is never used up: whoever wants other numbers makes another key of it, by `split` or `foldIn`.
 * Words are a function of key and place. JAX has had two layouts, `jax_threefry_partitionable`: since 0.5.0 the word at
 * place i is made from i alone; before, from i and the number of words that are asked for (`legacy`).
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fail, show, type Validated } from '../../InitializerError.js'
import { threefry2x32 } from '../../numeric/threefry2x32.js'
import { check as checkShape, type Shape, size } from '../../Shape.js'
import { maxBytes } from '../../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What `jax.random.key_data` shows: two words from 0 to 2^32 - 1.
 *
 * @since 0.1.0
 */
export type Key = readonly [k0: number, k1: number]

/**
 * How words are laid out: `jax_threefry_partitionable` true, the default since JAX 0.5.0, or false.
 *
 * @since 0.1.0
 */
export type Layout = 'partitionable' | 'legacy'

const make = (k0: number, k1: number): Key => Object.freeze([k0 >>> 0, k1 >>> 0] as const)

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * `jax.random.key(seed)` and `PRNGKey(seed)`, for an integer from -2^63 to 2^63 - 1 (a number must be a safe one); else
 * `BadSeed`. JAX keeps the lower 32 bits of the seed, and all 64 in its x64 mode.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/Either'
 *
 * jax.key(42) // => E.right([0, 42])
 * jax.key(-1) // => E.right([0, 4294967295])
 * jax.key(-1, true) // => E.right([4294967295, 4294967295])
 */
export const key = (seed: number | bigint, x64 = false): Validated<Key> => {
  if (!(Number.isSafeInteger(seed) || (typeof seed === 'bigint' && BigInt.asIntN(64, seed) === seed))) {
    return fail('BadSeed', 'a safe integer, or a bigint from -2^63 to 2^63 - 1', show(seed))
  }
  const bits = BigInt(seed)
  return E.right(make(x64 ? Number(BigInt.asUintN(32, bits >> 32n)) : 0, Number(BigInt.asUintN(32, bits))))
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * `jax.random.fold_in`: another key, for an integer, of which the lower 32 bits count.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 *
 * jax.foldIn(4)([0, 0]) // => [2285895361, 433833334]
 */
export const foldIn =
  (data: number) =>
  (parent: Key): Key =>
    block(parent, 0, data)

const block = ([k0, k1]: Key, c0: number, c1: number): Key => {
  const out = new Int32Array(2)
  threefry2x32(k0, k1, c0, c1, out, 0)
  return make(out[0] as number, out[1] as number)
}

/** The greatest number of keys that one `split` makes. */
const maxSplit = 0x100000

/**
 * `jax.random.split`: `n` other keys, 0 ≤ n ≤ 2^20, else `BadCount`.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/Either'
 *
 * jax.split(2, 'legacy')([0, 0]) // => E.right([[4146024105, 967050713], [2718843009, 1272950319]])
 */
export const split =
  (n: number, layout: Layout = 'partitionable') =>
  (parent: Key): Validated<ReadonlyArray<Key>> =>
    Number.isInteger(n) && n >= 0 && n <= maxSplit
      ? E.right(Array.from({ length: n }, (_, i) => childOf(layout, n, i)(parent)))
      : fail('BadCount', `a whole number from 0 to ${maxSplit}`, show(n))

/** Number `i` of `n` keys. */
export const childOf =
  (layout: Layout, n: number, i: number) =>
  (parent: Key): Key => {
    switch (layout) {
      case 'partitionable':
        return block(parent, 0, i)
      case 'legacy':
        return make(legacyWord(parent, 2 * n, 2 * i), legacyWord(parent, 2 * n, 2 * i + 1))
    }
  }

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

/** Bits that JAX draws for one element. */
export type Width = 8 | 16 | 32 | 64

/**
 * Puts the bits of elements `start`, `start + 1`, … into the first places of `out`: the lowest `width` bits of a word for
 * each, whose other bits mean nothing; two words, the upper half first, where there are 64.
 */
export type Words = (start: number, n: number, out: Int32Array) => void

/** The bits of an array of `size` elements, below 2^32. */
export const wordsOf = (layout: Layout, width: Width, size: number, from: Key): Words => {
  switch (layout) {
    case 'partitionable':
      return width === 64 ? pairsByPlace(from) : wordsByPlace(from)
    case 'legacy':
      return width === 64 ? pairsOfHalves(from, size) : piecesOfWords(from, width, size)
  }
}

/** Both words of the block with the element's number. */
const pairsByPlace =
  ([k0, k1]: Key): Words =>
  (start, n, out) => {
    for (let i = 0; i < n; i++) threefry2x32(k0, k1, 0, start + i, out, 2 * i)
  }

/** The two words of that block made one. */
const wordsByPlace =
  ([k0, k1]: Key): Words =>
  (start, n, out) => {
    const pair = new Int32Array(2)
    for (let i = 0; i < n; i++) {
      threefry2x32(k0, k1, 0, start + i, pair, 0)
      out[i] = (pair[0] as number) ^ (pair[1] as number)
    }
  }

/** The element's upper half is in the first half of the words, its lower half in the second. */
const pairsOfHalves = (from: Key, size: number): Words => {
  const words = legacyWords(from, 2 * size)
  return (start, n, out) => {
    for (let i = 0; i < n; i++) {
      out[2 * i] = words[start + i] as number
      out[2 * i + 1] = words[size + start + i] as number
    }
  }
}

/** A word is one element or, cut from its lower end on, several. */
const piecesOfWords = (from: Key, width: 8 | 16 | 32, size: number): Words => {
  const pieces = 32 / width
  const words = legacyWords(from, Math.ceil(size / pieces))
  return (start, n, out) => {
    for (let i = 0; i < n; i++) {
      const at = start + i
      out[i] = (words[Math.floor(at / pieces)] as number) >>> ((at % pieces) * width)
    }
  }
}

/**
 * `n` words: the numbers from 0 to n - 1, and a 0 where n is odd, are halved, number j of the first half makes a block
 * with number j of the second, and what comes out lies where the numbers were.
 */
const legacyWords = ([k0, k1]: Key, n: number): Int32Array => {
  const half = Math.ceil(n / 2)
  const [out, pair] = [new Int32Array(2 * half), new Int32Array(2)]
  for (let j = 0; j < half; j++) {
    threefry2x32(k0, k1, j, half + j < n ? half + j : 0, pair, 0)
    out[j] = pair[0] as number
    out[half + j] = pair[1] as number
  }
  return out
}

/** Word `j` of an even number of them. */
const legacyWord = (from: Key, n: number, j: number): number =>
  j < n / 2 ? block(from, j, j + n / 2)[0] : block(from, j - n / 2, j)[1]

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
 * `jax.random.bits`: an array of as many elements as the shape has, in row-major order, of `uint8` to `uint64`. Errors
 * are those of a shape, and `ShapeTooLarge` beyond 2^32 bytes of words.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
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
      const bytes = n * Math.max(4, width / 8) // also of narrow elements, which are words at first
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

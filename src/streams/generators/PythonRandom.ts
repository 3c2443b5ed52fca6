/**
 * CPython's `random`, as far as frameworks draw seeds from it: a state is one of MT19937.
 *
 * Source: Modules/_randommodule.c and Lib/random.py, the same since Python 3.2.
 */
import * as Mt19937 from './Mt19937.js'
import { wordsOf } from './words.js'

/** `random.seed(n)` of an integer, whose sign does not count. */
export const fromSeed = (n: number | bigint): Mt19937.Mt19937 => Mt19937.fromKey(wordsOf(n))

/** `random.getrandbits(bits)` for 0 to 53 bits: whole words from the lowest, the upper bits of the last one. */
export const getrandbits = ({ next }: Mt19937.Reader, bits: number): number => {
  if (bits <= 0) return 0
  if (bits <= 32) return next() >>> (32 - bits)
  const low = next()
  return low + (next() >>> (64 - bits)) * 0x100000000
}

/** `random.randint(low, high)`, both inclusive, for integers less than 2^53 apart; low where high is below it. */
export const randint = (reader: Mt19937.Reader, low: number, high: number): number => {
  const width = Math.max(1, high - low + 1)
  const bits = width.toString(2).length
  let drawn = getrandbits(reader, bits)
  while (drawn >= width) drawn = getrandbits(reader, bits)
  return low + drawn
}

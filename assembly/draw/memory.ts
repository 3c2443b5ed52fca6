/**
 * The layout of the memory of the draw kernel, in bytes.
 *
 * A block is 8192 words, the `chunk` of `src/engine/limits.ts`. They become elements in strips that fit the first-level
 * cache, so intermediate numbers stay there between two passes. A pass works on 8 elements at a time, so every array has
 * space for 7 more.
 */

/** Words of a block, and elements of a strip. */
export const BLOCK: i32 = 8192
export const STRIP: i32 = 512

/** The state of the generator, in its own format. For xoroshiro128plus also the starts of its lanes. */
export const STATE: usize = 0x1000
export const STARTS: usize = 0x1040

/** shift, scale, low and high of the last step; centre, mass, left and right of a truncation. */
export const AFFINE: usize = 0x10c0
export const TRUNCATION: usize = 0x10e0

/** There is space before them, for a block that starts inside a block of the counter. */
export const WORDS: usize = 0x1140

/** Standard numbers of a strip; a number and an address of each, from one pass to the next; numbers in the tails, for later. */
export const REALS: usize = 0x9300
export const NUMBERS: usize = 0xa400
export const ADDRESSES: usize = 0xb500
export const TAILS: usize = 0xbe00

/** Elements of a block, of up to 8 bytes each. */
export const OUT: usize = 0xcf00

/** 32 octaves of 64 segments of 4 coefficients. */
export const TABLE: usize = 0x20000

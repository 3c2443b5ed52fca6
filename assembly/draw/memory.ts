/**
 * Where things lie in the memory of the draw kernel, in bytes.
 *
 * A block is 8192 words. They become elements in strips that fit the first cache: standard numbers, and what belongs to
 * them, stay there between two passes. A pass works on 8 elements at a time, so all have room for 7 more.
 */

/** Words of a block, and elements of a strip. */
export const BLOCK: i32 = 8192
export const STRIP: i32 = 512

/** The generator's state, of its own kind. Of xoroshiro128plus also the starts of its lanes. */
export const STATE: usize = 0x1000
export const STARTS: usize = 0x1040

/** shift, scale, low, high of the last step. Centre, mass, left, right of a cut. */
export const AFFINE: usize = 0x10c0
export const CUT: usize = 0x10e0

/** With room before them, for a block that starts inside one of a counter's. */
export const WORDS: usize = 0x1140

/** Standard numbers of a strip. What a pass hands to the next: a number and a place for each; what is left for later. */
export const REALS: usize = 0x9300
export const NUMBERS: usize = 0xa400
export const PLACES: usize = 0xb500
export const TAILS: usize = 0xbe00

/** Elements of a block, of up to 8 bytes each. */
export const OUT: usize = 0xcf00

/** 32 octaves of 64 segments of 4 coefficients. */
export const TABLE: usize = 0x20000

/**
 * All sizes and thresholds of drawing. None of them changes a byte; each was chosen by measurement (`npm run bench`).
 */

/**
 * The elements that are computed at a time in float64: as many as the words in a block of the draw kernel, so that a
 * chunk is one call of the kernel. With 2048, TypeScript is 6 to 13 % slower, and a factor on the elements of the kernel
 * 30 %.
 */
export const chunk = 8192

/**
 * The elements of one block of an initializer that are drawn together where its rows are shorter (`Cursor.interleaved`). With
 * one chunk instead of four, a fused [768, 3 · 768] is 20 % slower, as the last block of words is only used in part.
 */
export const panel = 4 * chunk

/**
 * From this many elements on the draw kernel is used. A block of words costs the same however few of them are needed; if
 * the table exists already, 2048 elements take as long in TypeScript. A new truncation costs one more table.
 */
export const drawKernel = 2048

/**
 * From this many products on, about `rows · cols · cols`, the QR kernel is used. 32 x 32 takes 30 µs in TypeScript and 10 µs
 * on the kernel. Programs that only draw smaller matrices do not wait half a millisecond for the kernel to compile.
 */
export const qrKernel = 32768

/**
 * The bytes that the QR kernel keeps for the next matrix. 1024 x 1024 takes 9 MB, and allocating its pages anew takes up to a
 * tenth of the time. A larger matrix gets an instance of its own, which is released with all its memory.
 */
export const qrMemory = 16777216

/** Runs of fewer elements are copied and filled one by one: a call of `set` or `fill` costs as much as some 32 elements. */
export const shortRun = 32

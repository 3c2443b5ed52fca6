/** The upper half of a product of two 32-bit words, for which ECMAScript has no operation; `Math.imul` is the lower half. */

/** floor(x·y / 2^32) of two unsigned words, as an int32, by long multiplication of halves; no sum exceeds 2^32. */
export const mulHigh = (x: number, y: number): number => {
  const xl = x & 0xffff
  const xh = x >>> 16
  const yl = y & 0xffff
  const yh = y >>> 16
  const middle = Math.imul(xh, yl) + (Math.imul(xl, yl) >>> 16)
  const low = Math.imul(xl, yh) + (middle & 0xffff)
  return (Math.imul(xh, yh) + (middle >>> 16) + (low >>> 16)) | 0
}

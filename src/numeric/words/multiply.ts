/** The upper half of a product of two 32-bit words, which no operation of ECMAScript gives; `Math.imul` is the lower. */

/** floor(x·y / 2^32) of two words taken as unsigned, as an int32: long multiplication by halves, no sum above 2^32. */
export const mulHigh = (x: number, y: number): number => {
  const xl = x & 0xffff
  const xh = x >>> 16
  const yl = y & 0xffff
  const yh = y >>> 16
  const middle = Math.imul(xh, yl) + (Math.imul(xl, yl) >>> 16)
  const low = Math.imul(xl, yh) + (middle & 0xffff)
  return (Math.imul(xh, yh) + (middle >>> 16) + (low >>> 16)) | 0
}

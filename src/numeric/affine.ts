/**
 * The last step from a standard number to an element: moved, scaled, and kept within bounds.
 */

/** x ↦ shift + scale·x, brought into [low, high]. */
export interface Affine {
  readonly shift: number
  readonly scale: number
  readonly low: number
  readonly high: number
}

export const identity: Affine = { shift: 0, scale: 1, low: -Infinity, high: Infinity }

/** Ordinary minima and maxima: WebAssembly's are the same, to the sign of a zero. */
export const apply = ({ shift, scale, low, high }: Affine, x: number): number =>
  Math.min(high, Math.max(low, shift + scale * x))

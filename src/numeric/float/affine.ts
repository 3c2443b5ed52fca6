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

/** By comparisons, whose vector forms are one instruction; those of minimum and maximum are many, for NaN and -0. */
export const apply = ({ shift, scale, low, high }: Affine, x: number): number => {
  const moved = shift + scale * x
  const atLeast = moved < low ? low : moved
  return high < atLeast ? high : atLeast
}

/**
 * The last step from a standard number to an element: scale, shift, clamp.
 */

/** x ↦ shift + scale·x, clamped to [low, high]. */
export interface Affine {
  readonly shift: number
  readonly scale: number
  readonly low: number
  readonly high: number
}

export const identity: Affine = { shift: 0, scale: 1, low: -Infinity, high: Infinity }

/** Clamps by comparisons: each is one vector instruction, while `Math.min` and `Math.max` take several for NaN and -0. */
export const apply = ({ shift, scale, low, high }: Affine, x: number): number => {
  const moved = shift + scale * x
  const atLeast = moved < low ? low : moved
  return high < atLeast ? high : atLeast
}

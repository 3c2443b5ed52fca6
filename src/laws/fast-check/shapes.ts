/** Shapes, boxes and dtypes. */
import * as fc from 'fast-check'
import { all as dtypes, type DType } from '../../DType.js'
import { type Box, maxRank, type Shape } from '../../Shape.js'

/**
 * Limits of a shape's rank (default 4) and of the size of its axes (default 0 to 6).
 *
 * @since 0.1.0
 */
export interface ShapeConstraints {
  readonly maxRank?: number
  readonly maxDim?: number
  readonly minDim?: number
}

/**
 * A shape, small by default.
 *
 * @since 0.1.0
 */
export const shape = ({ maxRank: rank = 4, maxDim = 6, minDim = 0 }: ShapeConstraints = {}): fc.Arbitrary<Shape> =>
  fc.array(fc.integer({ min: minDim, max: maxDim }), { maxLength: Math.min(rank, maxRank) })

/**
 * A box within a shape, often an empty one.
 *
 * @since 0.1.0
 */
export const box = (within: Shape): fc.Arbitrary<Box> =>
  fc.tuple(
    ...within.map((dim) =>
      fc
        .tuple(fc.integer({ min: 0, max: dim }), fc.integer({ min: 0, max: dim }))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    )
  )

/** @since 0.1.0 */
export const dtype = (): fc.Arbitrary<DType> => fc.constantFrom(...dtypes)

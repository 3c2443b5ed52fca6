/**
 * Numbers that stand for a scale in other frameworks: the gains and slopes of PyTorch and Burn, and the scale of a
 * truncated normal that is not corrected for the truncation.
 */
import * as Distribution from '../../Distribution.js'
import type { Tagged } from '../../initializers/tagTable.js'
import type { DialectSpec } from '../spec.js'
import { squareOf } from './gain.js'

/** 2^-53 (1 + 2^-52): x ± this times x are the neighbours of a normal double x (Rump, Zimmermann, Boldo & Melquiond, 2009). */
const toNeighbour = 1.1102230246251568e-16

const withNeighbours = (x: number): ReadonlyArray<number> => [x, x + toNeighbour * x, x - toNeighbour * x]

/**
 * The candidate, the nearest of which is first, that reads back as exactly the scale. If there is none, as for half of all
 * gains, the candidate for the scale that the nearest reads back as: so reading and writing again changes nothing.
 */
const inverse =
  (candidates: (scale: number) => ReadonlyArray<number>, readBack: (x: number) => number) =>
  (scale: number): number => {
    const exact = (s: number) => candidates(s).find((x) => readBack(x) === s)
    const nearest = candidates(scale)[0] ?? NaN
    return exact(scale) ?? exact(readBack(nearest)) ?? nearest
  }

/** g with g² = scale */
export const gainOf: (scale: number) => number = inverse((scale) => withNeighbours(Math.sqrt(scale)), squareOf)

/** a with 2 / (1 + a²) = scale, for a scale up to 2 */
export const slopeOf: (scale: number) => number = inverse(
  (scale) => withNeighbours(2 / scale).flatMap((square) => withNeighbours(Math.sqrt(square - 1))),
  (a) => 2 / (1 + squareOf(a))
)

/** The variance of a standard normal that is truncated at ±2. */
const truncatedVariance = Distribution.truncatedStddev(-2, 2) * Distribution.truncatedStddev(-2, 2)

/** The corrected scale that draws the same as an uncorrected one. */
const withCorrection = (scale: number): number => scale * truncatedVariance

/** The uncorrected scale that draws the same as a corrected one. */
const withoutCorrection: (scale: number) => number = inverse(
  (scale) => withNeighbours(scale / truncatedVariance),
  withCorrection
)

/** The scale with which a dialect draws the same distribution, and whether it is a different number. */
export const scaleIn = (
  { corrected: isCorrected }: DialectSpec,
  { scale, distribution, corrected }: Tagged<'VarianceScaling'>
): { readonly scale: number; readonly isConverted: boolean } => {
  if (distribution !== 'truncated_normal' || corrected === (isCorrected !== false)) return { scale, isConverted: false }
  return { scale: corrected ? withoutCorrection(scale) : withCorrection(scale), isConverted: true }
}

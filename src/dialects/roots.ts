/**
 * What a scale is called elsewhere: the gains and slopes of PyTorch and Burn, and the scale of a truncated normal that does not
 * make up for its cut.
 */
import * as Distribution from '../Distribution.js'
import { squareOf } from './gain.js'

/** 2^-53 (1 + 2^-52): x ± this times x are the neighbours of a normal double x (Rump, Zimmermann, Boldo & Melquiond, 2009). */
const toNeighbour = 1.1102230246251568e-16

const withNeighbours = (x: number): ReadonlyArray<number> => [x, x + toNeighbour * x, x - toNeighbour * x]

/**
 * Of the candidates for a scale, the nearest of which comes first, the one that reads back as the very scale. Where there is
 * none, as for half of all gains, it is that of what the nearest reads back as: so writing what was read changes nothing.
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

/** What the cut at ±2 leaves of a variance. */
const left = Distribution.truncatedStddev(-2, 2) * Distribution.truncatedStddev(-2, 2)

/** The scale that makes up for the cut, from one that does not. */
export const withCorrection = (scale: number): number => scale * left

/** The scale that does not make up for the cut, from one that does. */
export const withoutCorrection: (scale: number) => number = inverse(
  (scale) => withNeighbours(scale / left),
  withCorrection
)

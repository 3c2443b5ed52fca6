/**
 * Variance scaling as PyTorch and Burn say it: by a gain g, which is a `scale` of g², and never by a truncated normal.
 *
 * Where g is a double as it comes of the root of a whole number n or of 1 / n, as √2 and 1/√3 do, the scale is n or 1 / n itself
 * and not the square of a rounded number.
 */
import type * as t from 'io-ts'
import { refuse } from '../codec/failure.js'
import { finite, leaf } from '../codec/leaf.js'
import type { Kind } from '../initializers/VarianceScaling.js'
import type { Mode } from '../Fans.js'
import type { Traits } from './dialect.js'
import type { Meaning } from './meaning.js'

/** Fans and small numbers such as 3; beyond, whole numbers lie as close as doubles, and any square would be near one. */
const isMeant = (n: number): boolean => n < 0x100000

export const squareOf = (x: number): number => {
  const [size, square] = [Math.abs(x), x * x]
  const n = Math.floor(square + 0.5)
  if (isMeant(n) && Math.sqrt(n) === size) return n
  const m = Math.floor(1 / square + 0.5)
  return isMeant(m) && (Math.sqrt(1 / m) === size || 1 / Math.sqrt(m) === size) ? 1 / m : square
}

/** A finite number whose square is finite too. */
export const squarable: t.Type<number, number> = leaf(
  'squarable',
  (u): u is number => finite.is(u) && Number.isFinite(u * u),
  (u, c) =>
    finite.is(u) && !Number.isFinite(u * u)
      ? refuse(u, c, 'NotFinite', 'a number with a finite square')
      : finite.validate(u, c)
)

/** A gain of 0 makes all weights 0. */
export const gain: t.Type<number, number> = leaf(
  'gain',
  (u): u is number => squarable.is(u) && (u === 0 || (u > 0 && u * u > 0)),
  (u, c) => {
    if (finite.is(u) && u < 0) return refuse(u, c, 'NotPositive', 'a number of at least 0')
    return finite.is(u) && u > 0 && u * u === 0
      ? refuse(u, c, 'BoundUnderflow', 'a number with a square above 0')
      : squarable.validate(u, c)
  }
)

export const scaling = (scale: number, mode: Mode, distribution: Kind, { fans }: Traits): Meaning =>
  scale === 0
    ? { class_name: 'Zeros', config: {}, touched: ['zero_scale'] }
    : {
        class_name: 'VarianceScaling',
        config: { scale, mode, distribution, fans },
        touched: [
          ...(distribution === 'untruncated_normal' ? (['named_normals'] as const) : []),
          ...(['vector_fans', 'clamp', 'layout', 'unseeded'] as const)
        ]
      }

/**
 * Variance scaling by a gain g, as in PyTorch and Burn: a `scale` of g², and no truncated normal.
 *
 * If g is the double nearest to the root of an integer n or of 1 / n, such as √2 and 1/√3, the scale is n or 1 / n itself
 * and not the square of a rounded number.
 */
import type * as t from 'io-ts'
import { refuse } from '../../codec/problems.js'
import { finite, leaf } from '../../codec/leaf.js'
import type { Mode } from '../../Fans.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { when } from '../points.js'
import type { DialectSpec } from '../spec.js'
import type { Described } from './classReader.js'

/** Fans, and small numbers such as 3; larger integers are so dense that any square would be close to one. */
const isExact = (n: number): boolean => n < 0x100000

export const squareOf = (x: number): number => {
  const [size, square] = [Math.abs(x), x * x]
  const n = Math.floor(square + 0.5)
  if (isExact(n) && Math.sqrt(n) === size) return n
  const m = Math.floor(1 / square + 0.5)
  return isExact(m) && (Math.sqrt(1 / m) === size || 1 / Math.sqrt(m) === size) ? 1 / m : square
}

/** A finite number with a finite square. */
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

export const scaling = (scale: number, mode: Mode, distribution: Kind, { fans }: DialectSpec): Described =>
  scale === 0
    ? { initializer: { _tag: 'Zeros' }, points: ['zero_scale'] }
    : {
        initializer: { _tag: 'VarianceScaling', scale, mode, distribution, fans },
        points: [
          ...when(distribution === 'untruncated_normal', 'named_normals'),
          'vector_fans',
          'clamp',
          'layout',
          'unseeded'
        ]
      }

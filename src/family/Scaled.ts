/**
 * What another initializer draws, times a factor: before the one rounding, not after it.
 *
 * Residual projections scaled by 1/√(2L) (Radford et al., 2019), Fixup's L^(−1/(2m−2)) (Zhang et al., 2019) and muP's
 * widths are factors of this kind.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { finite, required } from '../codec/record.js'
import * as Distribution from '../Distribution.js'
import { type DType, roundDown, roundUp } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, type Validated } from '../InitializerError.js'
import { type Inner, type Meaning, plain } from './inner.js'
import { dtype, type Family, family, type Paper, seed } from './paper.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.2.0 */
export interface Scaled<I> {
  readonly _tag: 'Scaled'
  readonly factor: number
  readonly initializer: I
  readonly seed: number | null
  readonly dtype: DType | null
}

/**
 * On paper `{ class_name: 'Scaled', config: { factor: 0.2, initializer: 'he_normal' } }`.
 *
 * @since 0.2.0
 */
export const of = <I extends Inner>(inner: t.Type<I, Paper>): Family<Scaled<I>> =>
  family<Scaled<I>>('Scaled', { factor: required(finite), initializer: required(plain(inner)), seed, dtype })

// -------------------------------------------------------------------------------------
// meaning
// -------------------------------------------------------------------------------------

/** @since 0.2.0 */
export const draw =
  <I>(inner: Meaning<I>) =>
  ({ factor, initializer }: Scaled<I>) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      inner(initializer)(target),
      at('config', 'initializer'),
      E.chain((it) => at('config', 'factor')(scaled(factor, it)))
    )

const scaled = <D extends DType>(factor: number, it: Draw.Draw<D>): Validated<Draw.Draw<D>> =>
  pipe(
    Draw.fits(it.dtype)(scaledLaw(factor, it.law)),
    E.map((law) => {
      const [low, high] = Draw.supportOf(law)
      const [least, greatest] = [roundUp(it.dtype)(low), roundDown(it.dtype)(high)]
      return {
        ...it,
        law,
        open: (rng) => {
          const { next, skip } = it.open(rng)
          return {
            next: (out, n) => {
              next(out, n)
              for (let i = 0; i < n; i++) out[i] = Math.min(greatest, Math.max(least, factor * (out[i] as number)))
            },
            skip
          }
        }
      }
    })
  )

const scaledLaw = (factor: number, law: Draw.Law): Draw.Law => {
  const ordered = (low: number, high: number): readonly [number, number] =>
    factor < 0 ? [factor * high, factor * low] : [factor * low, factor * high]
  switch (law._tag) {
    case 'Constant':
      return { _tag: 'Constant', value: factor * law.value }
    case 'Structured': {
      const { name, mean, stddev } = law
      return Draw.structured(name, factor * mean, Math.abs(factor) * stddev, ...ordered(law.low, law.high))
    }
    case 'Uniform':
      return Distribution.uniform(...ordered(law.low, law.high))
    case 'Normal':
      return Distribution.normal(factor * law.mean, Math.abs(factor) * law.stddev)
    case 'TruncatedNormal': {
      const [low, high] = ordered(law.low, law.high)
      const [lower, upper] = law.cut
      const cut = factor < 0 ? ([-upper, -lower] as const) : law.cut
      return { ...law, mean: factor * law.mean, stddev: Math.abs(factor) * law.stddev, cut, low, high }
    }
  }
}

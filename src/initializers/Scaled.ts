/**
 * The elements of another initializer times a factor, rounded once after the product.
 *
 * Examples are residual projections scaled by 1/√(2L) (Radford et al., 2019), Fixup's L^(−1/(2m−2)) (Zhang et al., 2019) and
 * the width multipliers of muP.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { numberThat } from '../codec/leaf.js'
import { required } from '../codec/record.js'
import * as Content from '../Content.js'
import * as Cursor from '../engine/cursor.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { checked, within } from '../Draw/make.js'
import { at, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import { unseeded } from './kit/inner.js'
import { type AnyInitializer, define, type Definition, type DrawOf, dtype, type Inner, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Scaled<I> {
  readonly _tag: 'Scaled'
  readonly factor: number
  readonly initializer: I
  readonly seed: number | null
  readonly dtype: DType | null
}

const factor = numberThat(
  'factor',
  (n) => Number.isFinite(n) && n !== 0,
  'a finite number other than 0',
  (n) => (n === 0 ? 'NotPositive' : 'NotFinite')
)

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const draw =
  <I>(inner: DrawOf<I>) =>
  ({ factor, initializer }: Scaled<I>) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      inner(initializer)(target),
      at('config', 'initializer'),
      E.chain((it) => at('config', 'factor')(scaled(factor, it)))
    )

/** A distribution times a factor above 0 is another distribution; otherwise each element is multiplied. */
const scaled = <D extends DType>(factor: number, it: Draw.Draw<D>): Validated<Draw.Draw<D>> => {
  const content = Content.scale(factor)(it.content)
  return factor > 0 && Content.isDistribution(content)
    ? Draw.independent(content, it.fans)(it)
    : pipe(
        checked(it.dtype, content),
        E.map(() => ({
          ...it,
          content,
          open: (rng: Rng) => within(it.dtype, content, Cursor.scaled(factor, it.open(rng)))
        }))
      )
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Scaled', config: { factor: 0.2, initializer: 'he_normal' } }`.
 *
 * @since 0.1.0
 */
export const definition = <I extends AnyInitializer>(inner: Inner<I>): Definition<Scaled<I>> =>
  define<Scaled<I>>({
    name: 'Scaled',
    fields: { factor: required(factor), initializer: required(unseeded(inner.codec)), seed, dtype },
    draw: draw(inner.draw)
  })

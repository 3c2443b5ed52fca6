/** Initializers of every kind, with a shape for which they are valid. */
import * as fc from 'fast-check'
import type { AnyInitializer, Initializer, InitializerOr } from '../../Initializer.js'
import type { Shape } from '../../Shape.js'
import { bareCombinators } from './combinators.js'
import { withSeedAndDType } from './fields.js'
import { bareIndependent } from './independent.js'
import { shape, type ShapeConstraints } from './shapes.js'
import { bareStructured } from './structured.js'

/**
 * Arbitraries of your own initializers that are valid for a shape.
 *
 * @since 0.1.0
 */
export type Own<A extends AnyInitializer> = (shape: Shape) => ReadonlyArray<fc.Arbitrary<A>>

const none: Own<never> = () => []

/**
 * An initializer that is valid for a shape and that every dtype can hold. Combinators are nested up to `depth` deep; 0
 * means no combinators. Your own initializers, if any, occur as often as the built-in ones, also inside combinators.
 *
 * @since 0.1.0
 */
export const initializerOf = <A extends AnyInitializer = never>(
  shape: Shape,
  depth = 2,
  own: Own<A> = none
): fc.Arbitrary<InitializerOr<A>> => bareInitializer(shape, depth, own).chain(withSeedAndDType)

const bareInitializer = <A extends AnyInitializer>(
  shape: Shape,
  depth: number,
  own: Own<A>
): fc.Arbitrary<InitializerOr<A>> => {
  const inner = (part: Shape): fc.Arbitrary<InitializerOr<A>> => bareInitializer(part, depth - 1, own)
  const ofShape: ReadonlyArray<fc.Arbitrary<InitializerOr<A>>> = [
    ...bareStructured(shape),
    ...(depth === 0 ? [] : bareCombinators(shape, inner)),
    ...own(shape)
  ]
  return fc.oneof(
    { weight: 2, arbitrary: bareIndependent() },
    ...ofShape.map((arbitrary) => ({ weight: 1, arbitrary }))
  )
}

/**
 * A shape and an initializer that is valid for it.
 *
 * @since 0.1.0
 */
export interface Drawable<I extends AnyInitializer = Initializer> {
  readonly shape: Shape
  readonly initializer: I
}

/**
 * A small shape, often that of a kernel, and an initializer that is valid for it.
 *
 * @since 0.1.0
 */
export const drawable = <A extends AnyInitializer = never>(
  constraints: ShapeConstraints = {},
  depth = 2,
  own: Own<A> = none
): fc.Arbitrary<Drawable<InitializerOr<A>>> =>
  fc
    .oneof({ weight: 2, arbitrary: shape(constraints) }, { weight: 1, arbitrary: kernelShape() })
    .chain((shape) => initializerOf(shape, depth, own).map((initializer) => ({ shape, initializer })))

/** A convolution with equal spatial axes and at least as many outputs as inputs, or a Fourier transform. */
const kernelShape = (): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.nat(4), fc.nat(2))
      .map(([axes, taps, inputs, more]) => [...Array.from({ length: axes }, () => taps), inputs, inputs + more]),
    fc.tuple(fc.nat(9), fc.integer({ min: 2, max: 7 })).map(([samples, bins]) => [samples, 1, bins])
  )

/**
 * An initializer of any kind, valid for some shape.
 *
 * @since 0.1.0
 */
export const initializer = (): fc.Arbitrary<Initializer> => drawable().map((found) => found.initializer)

/** Initializers of every kind, with a shape that has them. */
import * as fc from 'fast-check'
import type { Initializer } from '../../Initializer.js'
import type { Shape } from '../../Shape.js'
import { bareCombinators } from './combinators.js'
import { withSeedAndDType } from './fields.js'
import { bareIndependent } from './independent.js'
import { shape, type ShapeConstraints } from './shapes.js'
import { bareStructured } from './structured.js'

/**
 * An initializer that a shape has and that every dtype can hold. Combinators are nested up to `depth` deep; 0 is for no
 * combinators.
 *
 * @since 0.1.0
 */
export const initializerOf = (shape: Shape, depth = 2): fc.Arbitrary<Initializer> =>
  bareInitializer(shape, depth).chain(withSeedAndDType)

const bareInitializer = (shape: Shape, depth: number): fc.Arbitrary<Initializer> => {
  const combinators = depth === 0 ? [] : bareCombinators(shape, (part) => bareInitializer(part, depth - 1))
  return fc.oneof(
    { weight: 2, arbitrary: bareIndependent() },
    ...[...bareStructured(shape), ...combinators].map((arbitrary) => ({ weight: 1, arbitrary }))
  )
}

/**
 * A shape and an initializer that it has.
 *
 * @since 0.1.0
 */
export interface Drawable {
  readonly shape: Shape
  readonly initializer: Initializer
}

/**
 * A small shape, often that of a kernel, and an initializer that it has.
 *
 * @since 0.1.0
 */
export const drawable = (constraints: ShapeConstraints = {}, depth = 2): fc.Arbitrary<Drawable> =>
  fc
    .oneof({ weight: 2, arbitrary: shape(constraints) }, { weight: 1, arbitrary: kernelShape() })
    .chain((shape) => initializerOf(shape, depth).map((initializer) => ({ shape, initializer })))

/** A convolution with equal spatial axes and at least as many outputs as inputs, or a Fourier transform. */
const kernelShape = (): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.nat(4), fc.nat(2))
      .map(([axes, taps, inputs, more]) => [...Array.from({ length: axes }, () => taps), inputs, inputs + more]),
    fc.tuple(fc.nat(9), fc.integer({ min: 2, max: 7 })).map(([samples, bins]) => [samples, 1, bins])
  )

/**
 * An initializer of any kind, which some shape has.
 *
 * @since 0.1.0
 */
export const initializer = (): fc.Arbitrary<Initializer> => drawable().map((found) => found.initializer)

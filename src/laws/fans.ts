/**
 * Fans as a function of the shape, in TensorFlow's layout: the last two axes are input and output channels.
 *
 * A law that compares a function with itself passes a `fanOut` that returns `fanIn`. `inputsCoverWeights` and
 * `outputsCoverWeights` compare with the size, and hand-computed tables stand beside the laws in the tests.
 *
 * @since 0.1.0
 */
import type { Fans } from '../Fans.js'
import { type Shape, size } from '../Shape.js'
import { equal } from './equal.js'
import { law, type Laws } from './law.js'

/**
 * A shape without empty axes, and a factor by which one of its axes grows.
 *
 * @since 0.1.0
 */
export interface FansCase {
  readonly shape: Shape
  readonly factor: number
}

/**
 * Laws of a rule from shapes to fans.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 * import { broken, fansLaws } from 'initializers-ts/laws'
 *
 * broken(fansLaws(Fans.fromShape))({ shape: [3, 3, 64, 128], factor: 2 }) // => []
 */
export const fansLaws = (fromShape: (shape: Shape) => Fans) =>
  ({
    receptiveField: law(
      'an axis of the receptive field multiplies both fans',
      ({ shape, factor }) => shape.length < 2 || equal(fromShape([factor, ...shape]), times(factor)(fromShape(shape)))
    ),
    fieldOrder: law('the order of the receptive field does not matter', ({ shape }) =>
      equal(fromShape([...shape.slice(0, -2).toReversed(), ...shape.slice(-2)]), fromShape(shape))
    ),
    transpose: law(
      'swapping the channels swaps the fans',
      ({ shape }) =>
        shape.length < 2 ||
        equal(fromShape([...shape.slice(0, -2), ...shape.slice(-2).toReversed()]), swap(fromShape(shape)))
    ),
    fanInWithoutOutputs: law(
      'the fan in does not depend on the number of outputs',
      ({ shape, factor }) => shape.length < 2 || fromShape(lastTimes(factor)(shape)).fanIn === fromShape(shape).fanIn
    ),
    fanOutPerOutput: law(
      'the fan out is proportional to the number of outputs',
      ({ shape, factor }) =>
        shape.length < 2 || fromShape(lastTimes(factor)(shape)).fanOut === factor * fromShape(shape).fanOut
    ),
    inputsCoverWeights: law(
      'the fan in times the number of outputs is the number of weights',
      ({ shape }) => shape.length < 2 || fromShape(shape).fanIn * (shape.at(-1) ?? 0) === size(shape)
    ),
    outputsCoverWeights: law(
      'the fan out times the number of inputs is the number of weights',
      ({ shape }) => shape.length < 2 || fromShape(shape).fanOut * (shape.at(-2) ?? 0) === size(shape)
    ),
    vector: law('both fans of a vector are its length', ({ factor }) =>
      equal(fromShape([factor]), { fanIn: factor, fanOut: factor })
    ),
    scalar: law('both fans of a scalar are 1', () => equal(fromShape([]), { fanIn: 1, fanOut: 1 }))
  }) satisfies Laws<FansCase>

const times =
  (k: number) =>
  ({ fanIn, fanOut }: Fans): Fans => ({ fanIn: k * fanIn, fanOut: k * fanOut })

const swap = ({ fanIn, fanOut }: Fans): Fans => ({ fanIn: fanOut, fanOut: fanIn })

const lastTimes =
  (k: number) =>
  (shape: Shape): Shape =>
    shape.map((dim, axis) => (axis === shape.length - 1 ? k * dim : dim))

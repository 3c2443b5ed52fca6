/**
 * Fans as a function of the shape, in the layout of TensorFlow: the last two axes are input and output channels.
 *
 * Laws alone would pass a `fanOut` that returns `fanIn`, as long as they only compare the function with itself; the one
 * about the size does not, and hand-computed tables stand beside them in the tests.
 *
 * @since 0.1.0
 */
import * as Fans from '../Fans.js'
import { type Shape, size } from '../Shape.js'
import { equal, type Laws } from './law.js'

/**
 * A shape, and by how much one of its axes grows.
 *
 * @since 0.1.0
 */
export interface Growth {
  readonly shape: Shape
  readonly factor: number
}

/**
 * For a rule from shapes to fans; of shapes without empty axes.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 * import { broken, fansLaws } from 'initializers-ts/laws'
 *
 * broken(fansLaws(Fans.fromShape))({ shape: [3, 3, 64, 128], factor: 2 }) // => []
 */
export const fansLaws = (fromShape: (shape: Shape) => Fans.Fans): Laws<Growth> => ({
  'an axis of the receptive field multiplies both fans': ({ shape, factor }) =>
    shape.length < 2 || equal(fromShape([factor, ...shape]), times(factor)(fromShape(shape))),
  'the order of the receptive field does not matter': ({ shape }) =>
    equal(fromShape([...shape.slice(0, -2).toReversed(), ...shape.slice(-2)]), fromShape(shape)),
  'swapping the channels swaps the fans': ({ shape }) =>
    shape.length < 2 ||
    equal(fromShape([...shape.slice(0, -2), ...shape.slice(-2).toReversed()]), swap(fromShape(shape))),
  'more output channels leave the fan in': ({ shape, factor }) =>
    shape.length < 2 || fromShape(lastTimes(factor)(shape)).fanIn === fromShape(shape).fanIn,
  'more output channels multiply the fan out': ({ shape, factor }) =>
    shape.length < 2 || fromShape(lastTimes(factor)(shape)).fanOut === factor * fromShape(shape).fanOut,
  'the inputs of one output, over all outputs, are all weights': ({ shape }) =>
    shape.length < 2 || fromShape(shape).fanIn * (shape.at(-1) ?? 0) === size(shape),
  'the outputs of one input, over all inputs, are all weights': ({ shape }) =>
    shape.length < 2 || fromShape(shape).fanOut * (shape.at(-2) ?? 0) === size(shape),
  'a vector counts as inputs and as outputs': ({ factor }) =>
    equal(fromShape([factor]), { fanIn: factor, fanOut: factor }),
  'a scalar is one of each': () => equal(fromShape([]), { fanIn: 1, fanOut: 1 })
})

const times =
  (k: number) =>
  ({ fanIn, fanOut }: Fans.Fans): Fans.Fans => ({ fanIn: k * fanIn, fanOut: k * fanOut })

const swap = ({ fanIn, fanOut }: Fans.Fans): Fans.Fans => ({ fanIn: fanOut, fanOut: fanIn })

const lastTimes =
  (k: number) =>
  (shape: Shape): Shape =>
    shape.map((dim, axis) => (axis === shape.length - 1 ? k * dim : dim))

/** Half a unit in the last place of each square root, and of their product, twice over. */
const twoUlp = 4.440892098500626e-16

/** @since 0.1.0 */
export const denominatorLaws: Laws<Fans.Fans> = {
  'fan_in is the fan in and fan_out the fan out, at least 1': ({ fanIn, fanOut }) =>
    Fans.denominator('fan_in')({ fanIn, fanOut }) === Math.max(1, fanIn) &&
    Fans.denominator('fan_out')({ fanIn, fanOut }) === Math.max(1, fanOut),
  'fan_avg lies halfway': ({ fanIn, fanOut }) =>
    Fans.denominator('fan_avg')({ fanIn, fanOut }) === Math.max(1, (fanIn + fanOut) / 2),
  'the square of fan_geo_avg is the product of the fans': ({ fanIn, fanOut }) => {
    const n = Fans.denominator('fan_geo_avg')({ fanIn, fanOut })
    const product = Math.max(1, fanIn * fanOut)
    return Math.abs(n * n - product) <= 4 * twoUlp * product
  },
  'no mode is below 1': (fans) => Fans.modes.every((mode) => Fans.denominator(mode)(fans) >= 1),
  'the averages do not tell the fans apart': (fans) =>
    (['fan_avg', 'fan_geo_avg'] as const).every(
      (mode) => Fans.denominator(mode)(fans) === Fans.denominator(mode)(swap(fans))
    ),
  'each average lies between the fans': ({ fanIn, fanOut }) =>
    (['fan_avg', 'fan_geo_avg'] as const).every((mode) => {
      const n = Fans.denominator(mode)({ fanIn, fanOut })
      const [least, most] = [Math.max(1, Math.min(fanIn, fanOut)), Math.max(1, fanIn, fanOut)]
      return n >= least * (1 - twoUlp) && n <= most * (1 + twoUlp)
    }),
  'the geometric average is at most the arithmetic one': (fans) =>
    Fans.denominator('fan_geo_avg')(fans) <= Fans.denominator('fan_avg')(fans) * (1 + twoUlp)
}

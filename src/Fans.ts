/**
 * How many inputs feed one output unit, and how many outputs one input unit feeds: by TensorFlow's rule for a shape
 * (`fromShape`), or by a rule in a config (`fromRule`).
 *
 * TensorFlow's rule (`_compute_fans` in `init_ops.py`): the last two axes are input and output channels, all others the
 * receptive field, which multiplies both; a vector counts as both, a scalar as one input and one output.
 *
 * A shape alone is ambiguous: (512, 8, 64) may be a one-dimensional convolution, with fans (4096, 32768), or the query
 * projection of an attention layer, with fans (512, 512). A rule, which is a field of a config, decides.
 *
 * | rule | fans |
 * | --- | --- |
 * | `default` | TensorFlow's: the last two axes, times all others (`fromShape`) |
 * | `square` | the same for some `ranks`; for any other both fans are the root of the size (Keras 1 to 2.3, TF.js) |
 * | `explicit` | two numbers |
 * | `axes` | JAX's `in_axis`, `out_axis`, `batch_axis`: axes in none of them multiply both fans, batch axes neither; they may coincide |
 * | `listed` | Keras 3's `input_axes`, `output_axes`: axes in neither are ignored |
 * | `layout` | named axes of a dense or convolution kernel, with groups, transposed or depthwise |
 * | `packed` | one of `count` kernels that lie side by side along an axis, such as fused query, key and value |
 * | `einsum` | the kernel of `"abc,cd->abd"`: labels that are summed over are inputs, new ones outputs, others batch |
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { all, at, fail, type Validated } from './InitializerError.js'
import { resolveAxis, type Shape } from './Shape.js'
import {
  type Axes,
  type Axis,
  type Einsum,
  type FanRule,
  type Layout,
  layoutInconsistencies,
  type Listed,
  type Packed,
  parseEquation
} from './Fans/rule.js'

export { codec } from './Fans/codec.js'
export { type Axes, type Axis, type Default, type Einsum, type Explicit, type FanRule } from './Fans/rule.js'
export { type Layout, type LayoutName, type Listed, type Packed, type Square, standard } from './Fans/rule.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Fans {
  readonly fanIn: number
  readonly fanOut: number
}

/** @since 0.1.0 */
export type Mode = 'fan_in' | 'fan_out' | 'fan_avg' | 'fan_geo_avg'

/** @since 0.1.0 */
export const modes: ReadonlyArray<Mode> = ['fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg']

// -------------------------------------------------------------------------------------
// the fans of a shape
// -------------------------------------------------------------------------------------

/**
 * The fans of a checked shape; exact, as their products are below 2^53.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 *
 * Fans.fromShape([3, 3, 64, 128]) // => { fanIn: 576, fanOut: 1152 }
 * Fans.fromShape([10]) // => { fanIn: 10, fanOut: 10 }
 */
export const fromShape = (shape: Shape): Fans => {
  const fanOut = shape.at(-1) ?? 1
  const fanIn = shape.at(-2) ?? fanOut
  const receptiveField = shape.reduce((n, dim, axis) => (axis < shape.length - 2 ? n * dim : n), 1)
  return { fanIn: fanIn * receptiveField, fanOut: fanOut * receptiveField }
}

/**
 * The number n that a scale is divided by: at least 1, as in TensorFlow, so that there is no division by 0 for an empty
 * tensor.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 *
 * Fans.denominator('fan_avg')({ fanIn: 512, fanOut: 500 }) // => 506
 */
export const denominator =
  (mode: Mode) =>
  (fans: Fans): number =>
    Math.max(1, average(mode)(fans))

const average =
  (mode: Mode) =>
  ({ fanIn, fanOut }: Fans): number => {
    switch (mode) {
      case 'fan_in':
        return fanIn
      case 'fan_out':
        return fanOut
      case 'fan_avg':
        return (fanIn + fanOut) / 2
      case 'fan_geo_avg':
        return Math.sqrt(fanIn) * Math.sqrt(fanOut)
    }
  }

// -------------------------------------------------------------------------------------
// the fans of a shape by a rule
// -------------------------------------------------------------------------------------

/**
 * The fans of a checked shape by a rule. If the rule does not fit the shape: `BadAxis`, `BadGroups`, `BadCount`,
 * `ShapeMismatch`.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const query = Fans.fromRule({ rule: 'einsum', equation: 'abc,cde->abde' })
 * query([512, 8, 64]) // => E.right({ fanIn: 512, fanOut: 512 })
 */
export const fromRule =
  (rule: FanRule) =>
  (shape: Shape): Validated<Fans> => {
    switch (rule.rule) {
      case 'default':
        return E.right(fromShape(shape))
      case 'square':
        return E.right(rule.ranks.includes(shape.length) ? fromShape(shape) : fansOfSquare(shape))
      case 'explicit':
        return E.right({ fanIn: rule.fan_in, fanOut: rule.fan_out })
      case 'axes':
        return fansOfAxes(rule, shape)
      case 'listed':
        return fansOfListed(rule, shape)
      case 'layout':
        return fansOfLayout(rule, shape)
      case 'packed':
        return fansOfPacked(rule, shape)
      case 'einsum':
        return fansOfEinsum(rule, shape)
    }
  }

const product = (dims: ReadonlyArray<number>): number => dims.reduce((n, dim) => n * dim, 1)

/** The product of the sizes of the axes for which the predicate holds. */
const productOf = (shape: Shape, holds: (axis: number) => boolean): number => product(shape.filter((_, i) => holds(i)))

/** The axes of each list, counted from 0. */
const resolveEach = (shape: Shape, lists: Readonly<Record<string, Axis>>): Validated<ReadonlyArray<Axis>> =>
  all(Object.entries(lists).map(([key, axes]) => at(key)(all(axes.map(resolveAxis(shape))))))

const areDifferent = (axes: Axis): boolean => new Set(axes).size === axes.length

/** The same; they must all be different. */
const resolve = (shape: Shape, lists: Readonly<Record<string, Axis>>): Validated<ReadonlyArray<Axis>> =>
  pipe(
    resolveEach(shape, lists),
    E.chain((resolved) =>
      areDifferent(resolved.flat())
        ? E.right(resolved)
        : fail('BadAxis', 'different axes', `[${Object.values(lists).flat().join(', ')}]`)
    )
  )

/** The fans of a square matrix with as many elements. */
const fansOfSquare = (shape: Shape): Fans => {
  const root = Math.sqrt(product(shape))
  return { fanIn: root, fanOut: root }
}

/** Axes may coincide, as JAX allows it; then the receptive field is a quotient. */
const fansOfAxes = ({ in_axis, out_axis, batch_axis }: Axes, shape: Shape): Validated<Fans> =>
  pipe(
    resolveEach(shape, { in_axis, out_axis, batch_axis }),
    E.map((resolved) => {
      const [inputs = 1, outputs = 1, batch = 1] = resolved.map((axes) => product(axes.map((axis) => shape[axis] ?? 1)))
      const axes = resolved.flat()
      const isEmpty = inputs * outputs * batch === 0
      const receptiveField =
        areDifferent(axes) || isEmpty
          ? productOf(shape, (i) => !axes.includes(i))
          : product(shape) / inputs / outputs / batch
      return { fanIn: inputs * receptiveField, fanOut: outputs * receptiveField }
    })
  )

const fansOfListed = ({ input_axes, output_axes }: Listed, shape: Shape): Validated<Fans> =>
  pipe(
    resolve(shape, { input_axes, output_axes }),
    E.map(([inputs = [], outputs = []]) => ({
      fanIn: productOf(shape, (i) => inputs.includes(i)),
      fanOut: productOf(shape, (i) => outputs.includes(i))
    }))
  )

const fansOfLayout = (rule: Layout, shape: Shape): Validated<Fans> => {
  const { layout, groups, transposed, depthwise } = rule
  const letters = Array.from(layout)
  const wrong = layoutInconsistencies(rule)
  if (RA.isNonEmpty(wrong)) return E.left(wrong)
  if (letters.length !== shape.length) {
    return fail('ShapeMismatch', `a shape of rank ${letters.length}`, `rank ${shape.length}`, ['layout'])
  }
  const sizeOf = (letter: string): number => shape[letters.indexOf(letter)] ?? 1
  const receptiveField = productOf(shape, (axis) => letters[axis] !== 'I' && letters[axis] !== 'O')
  if (depthwise) return E.right({ fanIn: receptiveField, fanOut: sizeOf('O') * receptiveField })
  if (sizeOf('O') % groups !== 0) return fail('BadGroups', `a divisor of ${sizeOf('O')}`, `${groups}`, ['groups'])
  const one = sizeOf('I') * receptiveField
  const other = (sizeOf('O') / groups) * receptiveField
  return E.right(transposed ? { fanIn: other, fanOut: one } : { fanIn: one, fanOut: other })
}

const fansOfPacked = ({ count, axis, of }: Packed, shape: Shape): Validated<Fans> =>
  pipe(
    at('axis')(resolveAxis(shape)(axis)),
    E.chain((resolved) => {
      const dim = shape[resolved] ?? 0
      return dim % count === 0
        ? at('of')(fromRule(of)(shape.map((size, i) => (i === resolved ? size / count : size))))
        : fail('BadCount', `a divisor of ${dim}`, `${count}`, ['count'])
    })
  )

const fansOfEinsum = ({ equation }: Einsum, shape: Shape): Validated<Fans> =>
  pipe(
    parseEquation(equation),
    E.chain(({ input, kernel, output }) => {
      if (kernel.length !== shape.length) {
        return fail('ShapeMismatch', `a shape of rank ${kernel.length}`, `rank ${shape.length}`, ['equation'])
      }
      const isLabel = (among: string, notAmong: string) => (axis: number) =>
        among.includes(kernel.charAt(axis)) && !notAmong.includes(kernel.charAt(axis))
      return E.right({
        fanIn: productOf(shape, isLabel(input, output)),
        fanOut: productOf(shape, isLabel(output, input))
      })
    })
  )

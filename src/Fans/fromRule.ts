/**
 * The fans of a shape by each rule, and the errors of a rule that no shape can fix.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { type Fans, fromShape } from './fromShape.js'
import { all, at, error, fail, type InitializerError, show, type Validated } from '../InitializerError.js'
import { resolveAxis, type Shape } from '../Shape.js'
import type { Axes, Axis, Einsum, FanRule, Layout, Listed, Packed } from './rule.js'

// -------------------------------------------------------------------------------------
// operations
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

/** The axes of each list, counted from 0; they must all be different. */
const resolve = (shape: Shape, lists: Readonly<Record<string, Axis>>): Validated<ReadonlyArray<Axis>> =>
  pipe(
    all(Object.entries(lists).map(([key, axes]) => at(key)(all(axes.map(resolveAxis(shape)))))),
    E.chain((resolved) => {
      const axes = resolved.flat()
      return new Set(axes).size === axes.length
        ? E.right(resolved)
        : fail('BadAxis', 'different axes', `[${Object.values(lists).flat().join(', ')}]`)
    })
  )

/** The fans of a square matrix with as many elements. */
const fansOfSquare = (shape: Shape): Fans => {
  const root = Math.sqrt(product(shape))
  return { fanIn: root, fanOut: root }
}

const fansOfAxes = ({ in_axis, out_axis, batch_axis }: Axes, shape: Shape): Validated<Fans> =>
  pipe(
    resolve(shape, { in_axis, out_axis, batch_axis }),
    E.map(([inputs = [], outputs = [], batch = []]) => {
      const axes = [...inputs, ...outputs, ...batch]
      const receptiveField = productOf(shape, (i) => !axes.includes(i))
      return {
        fanIn: productOf(shape, (i) => inputs.includes(i)) * receptiveField,
        fanOut: productOf(shape, (i) => outputs.includes(i)) * receptiveField
      }
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

interface Equation {
  readonly input: string
  readonly kernel: string
  readonly output: string
}

/** One letter for each axis. An ellipsis stands for axes that pass from input to output and that the kernel does not have. */
const parse = (equation: string): Validated<Equation> => {
  const [input = '', kernel = '', output = ''] = equation.replaceAll(' ', '').split(/,|->/)
  const bare = { input: input.replace('...', ''), kernel, output: output.replace('...', '') }
  const comesFrom = (part: string, others: string): boolean => Array.from(part).every((label) => others.includes(label))
  const isWhole = equation.replaceAll(' ', '') === `${input},${kernel}->${output}` && kernel.length > 0
  const isPlain = Object.values(bare).every((part) => /^[A-Za-z]*$/.test(part) && new Set(part).size === part.length)
  const isEven = input.includes('...') === output.includes('...')
  const isUsed = comesFrom(kernel, bare.input + bare.output) && comesFrom(bare.output, bare.input + kernel)
  return isWhole && isPlain && isEven && isUsed
    ? E.right(bare)
    : fail('UnknownValue', 'an equation such as abc,cd->abd, each label once a part', show(equation), ['equation'])
}

const fansOfEinsum = ({ equation }: Einsum, shape: Shape): Validated<Fans> =>
  pipe(
    parse(equation),
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

// -------------------------------------------------------------------------------------
// inconsistencies
// -------------------------------------------------------------------------------------

/** The errors of a rule that do not depend on the shape. */
export const inconsistencies = (rule: FanRule): ReadonlyArray<InitializerError> => {
  switch (rule.rule) {
    case 'layout':
      return layoutInconsistencies(rule)
    case 'einsum':
      return E.match(
        (errors: ReadonlyArray<InitializerError>) => errors,
        () => []
      )(parse(rule.equation))
    case 'default':
    case 'square':
    case 'explicit':
    case 'axes':
    case 'listed':
    case 'packed':
      return []
  }
}

const layoutInconsistencies = ({ layout, groups, transposed, depthwise }: Layout): ReadonlyArray<InitializerError> => {
  const isDense = layout.length === 2
  return [
    ...(groups > 1 && (isDense || depthwise)
      ? [
          error('BadGroups', isDense ? '1, as a dense kernel has no groups' : '1, with depthwise', `${groups}`, [
            'groups'
          ])
        ]
      : []),
    ...(transposed && (isDense || depthwise)
      ? [error('Unsupported', isDense ? 'false, for a dense kernel' : 'false, with depthwise', 'true', ['transposed'])]
      : []),
    ...(depthwise && isDense ? [error('Unsupported', 'false, for a dense kernel', 'true', ['depthwise'])] : [])
  ]
}

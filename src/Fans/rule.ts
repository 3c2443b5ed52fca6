/**
 * The eight rules, and the errors of a rule that no shape can fix. The serialized form of a rule is the rule.
 */
import * as E from 'fp-ts/Either'
import { error, fail, type InitializerError, show, type Validated } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type FanRule = Default | Square | Explicit | Axes | Listed | Layout | Packed | Einsum

/** @since 0.1.0 */
export interface Default {
  readonly rule: 'default'
}

/**
 * The default rule for shapes of these ranks. Any other shape counts as a square matrix with as many elements, so both fans
 * are the square root of its size. Keras 2.0 to 2.3 and TF.js use the ranks 2 to 5, Keras 1 uses 2, 4 and 5.
 *
 * @since 0.1.0
 */
export interface Square {
  readonly rule: 'square'
  readonly ranks: ReadonlyArray<number>
}

/** @since 0.1.0 */
export interface Explicit {
  readonly rule: 'explicit'
  readonly fan_in: number
  readonly fan_out: number
}

/** @since 0.1.0 */
export interface Axes {
  readonly rule: 'axes'
  readonly in_axis: Axis
  readonly out_axis: Axis
  readonly batch_axis: Axis
}

/** @since 0.1.0 */
export interface Listed {
  readonly rule: 'listed'
  readonly input_axes: Axis
  readonly output_axes: Axis
}

/**
 * Axes; negative ones count from the end.
 *
 * @since 0.1.0
 */
export type Axis = ReadonlyArray<number>

/** @since 0.1.0 */
export interface Layout {
  readonly rule: 'layout'
  readonly layout: LayoutName
  /** the groups of a convolution, whose kernel holds the input channels of one group */
  readonly groups: number
  /** a transposed convolution, whose kernel is that of the convolution it transposes: I and O are swapped */
  readonly transposed: boolean
  /** O counts the filters of each input channel, as in Keras; for a kernel with all filters in O, use `groups` instead */
  readonly depthwise: boolean
}

/** @since 0.1.0 */
export type LayoutName = (typeof layoutNames)[number]

export const layoutNames = [
  ...(['IO', 'OI'] as const),
  ...(['WIO', 'OIW', 'OWI'] as const),
  ...(['HWIO', 'OIHW', 'OHWI', 'WHIO'] as const),
  ...(['DHWIO', 'OIDHW', 'ODHWI', 'WHDIO'] as const)
] as const

/** @since 0.1.0 */
export interface Packed {
  readonly rule: 'packed'
  readonly count: number
  readonly axis: number
  /** the rule for one of the kernels */
  readonly of: FanRule
}

/** @since 0.1.0 */
export interface Einsum {
  readonly rule: 'einsum'
  /** input, kernel -> output */
  readonly equation: string
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * TensorFlow's rule.
 *
 * @since 0.1.0
 */
export const standard: FanRule = Object.freeze({ rule: 'default' })

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
      )(parseEquation(rule.equation))
    case 'default':
    case 'square':
    case 'explicit':
    case 'axes':
    case 'listed':
    case 'packed':
      return []
  }
}

export const layoutInconsistencies = ({
  layout,
  groups,
  transposed,
  depthwise
}: Layout): ReadonlyArray<InitializerError> => {
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

// -------------------------------------------------------------------------------------
// einsum equations
// -------------------------------------------------------------------------------------

/** The parts of an einsum equation. */
export interface Equation {
  readonly input: string
  readonly kernel: string
  readonly output: string
}

/** One letter for each axis. An ellipsis stands for axes that pass from input to output and are not axes of the kernel. */
export const parseEquation = (equation: string): Validated<Equation> => {
  const [input = '', kernel = '', output = ''] = equation.replaceAll(' ', '').split(/,|->/)
  const bare = { input: input.replace('...', ''), kernel, output: output.replace('...', '') }
  const comesFrom = (part: string, others: string): boolean => Array.from(part).every((label) => others.includes(label))
  const isWhole = equation.replaceAll(' ', '') === `${input},${kernel}->${output}` && kernel.length > 0
  const isPlain = Object.values(bare).every((part) => /^[A-Za-z]*$/.test(part) && new Set(part).size === part.length)
  const isEven = input.includes('...') === output.includes('...')
  const isUsed = comesFrom(kernel, bare.input + bare.output) && comesFrom(bare.output, bare.input + kernel)
  return isWhole && isPlain && isEven && isUsed
    ? E.right(bare)
    : fail('UnknownValue', 'an equation such as abc,cd->abd, with each label at most once per term', show(equation), [
        'equation'
      ])
}

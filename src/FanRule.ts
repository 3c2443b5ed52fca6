/**
 * Which axes of a kernel count as inputs and which as outputs.
 *
 * The shape alone does not tell: (512, 8, 64) may be a one-dimensional convolution or the query projection of an
 * attention layer, with fans (4096, 32768) or (512, 512). A rule says it, as a field of a config.
 *
 * | rule | fans |
 * | --- | --- |
 * | `default` | TensorFlow's: the last two axes, times all others (`Fans.fromShape`) |
 * | `explicit` | two numbers |
 * | `axes` | JAX's `in_axis`, `out_axis`, `batch_axis`: axes in none of them multiply both fans, batch axes neither |
 * | `listed` | Keras 3's `input_axes`, `output_axes`: axes in neither count for nothing |
 * | `layout` | named axes of a dense or convolution kernel, with groups, transposed or depthwise |
 * | `packed` | one of `count` kernels that lie side by side along an axis, such as fused query, key and value |
 * | `einsum` | the kernel of `"abc,cd->abd"`: labels that are summed away are inputs, new ones outputs, others batch |
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { count, integer } from './codec/fields.js'
import { configLimits, isRecord, own } from './codec/plain.js'
import {
  boolean,
  closed,
  fromValidated,
  guarded,
  leaf,
  list,
  nearest,
  optional,
  positive,
  refuse,
  required,
  word
} from './codec/record.js'
import { type Fans, fromShape } from './Fans.js'
import { all, at, error, fail, fromErrors, type InitializerError, show, type Validated } from './InitializerError.js'
import { maxRank, resolveAxis, type Shape } from './Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type FanRule = Default | Explicit | Axes | Listed | Layout | Packed | Einsum

/** @since 0.1.0 */
export interface Default {
  readonly rule: 'default'
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
 * Axes by number; negative ones count from the end.
 *
 * @since 0.1.0
 */
export type Axis = ReadonlyArray<number>

/** @since 0.1.0 */
export interface Layout {
  readonly rule: 'layout'
  readonly layout: LayoutName
  /** of a grouped convolution, whose kernel holds the input channels of one group */
  readonly groups: number
  /** a transposed convolution, whose kernel is that of the convolution it transposes: I and O change places */
  readonly transposed: boolean
  /** O counts the filters of each input channel, as in Keras; a kernel with all of them in O is one of as many `groups` */
  readonly depthwise: boolean
}

/** @since 0.1.0 */
export type LayoutName = (typeof layoutNames)[number]

const layoutNames = [
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
  /** the rule for one of them */
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
// codec
// -------------------------------------------------------------------------------------

/** One number stands for a list of one. */
const axis: t.Type<Axis, Axis> = leaf(
  'axes',
  (u): u is Axis => Array.isArray(u) && u.every(integer.is),
  (u, c) => {
    if (integer.is(u)) return t.success([u + 0])
    if (!Array.isArray(u)) {
      return refuse(u, c, typeof u === 'number' ? 'BadAxis' : 'WrongType', 'a whole number or a list of them')
    }
    return u.length > maxRank ? refuse(u, c, 'RankTooLarge', `at most ${maxRank} axes`) : list(integer).validate(u, c)
  }
)

const text: t.Type<string, string> = leaf('text', t.string.is, (u, c) =>
  typeof u === 'string' && u.length <= 200 ? t.success(u) : refuse(u, c, 'WrongType', 'a text of up to 200 characters')
)

const isRule = <R extends string>(rule: R) => required(word('UnknownValue', [rule]))

/** The rule of a packed one is a rule again: the table is looked up when one is read. */
const inner: t.Type<FanRule, unknown> = new t.Type(
  'FanRule',
  (u): u is FanRule => codec.is(u),
  (u, c) => codec.validate(u, c),
  (rule) => codec.encode(rule)
)

const codecs: { readonly [R in FanRule['rule']]: t.Type<Extract<FanRule, { readonly rule: R }>, unknown> } = {
  default: closed<Default>('Default', { rule: isRule('default') }),
  explicit: closed<Explicit>('Explicit', {
    rule: isRule('explicit'),
    fan_in: required(positive),
    fan_out: required(positive)
  }),
  axes: closed<Axes>('Axes', {
    rule: isRule('axes'),
    in_axis: optional(axis, [-2]),
    out_axis: optional(axis, [-1]),
    batch_axis: optional(axis, [])
  }),
  listed: closed<Listed>('Listed', {
    rule: isRule('listed'),
    input_axes: required(axis),
    output_axes: required(axis)
  }),
  layout: closed<Layout>('Layout', {
    rule: isRule('layout'),
    layout: required(word('UnknownValue', layoutNames)),
    groups: optional(count, 1),
    transposed: optional(boolean, false),
    depthwise: optional(boolean, false)
  }),
  packed: closed<Packed>('Packed', {
    rule: isRule('packed'),
    count: required(count),
    axis: optional(integer, -1),
    of: optional(inner, standard)
  }),
  einsum: closed<Einsum>('Einsum', { rule: isRule('einsum'), equation: required(text) })
}

const names = Object.keys(codecs)
const isName = (u: unknown): u is FanRule['rule'] => typeof u === 'string' && Object.hasOwn(codecs, u)

const validate = (u: unknown, c: t.Context): t.Validation<FanRule> => {
  if (!isRecord(u)) return refuse(u, c, 'WrongType', 'an object with a rule')
  const rule = own(u, 'rule')
  const place = t.appendContext(c, 'rule', t.string)
  if (rule === undefined) return refuse(rule, place, 'MissingKey', 'the key rule')
  if (typeof rule !== 'string') return refuse(rule, place, 'WrongType', `one of ${names.join(', ')}`)
  if (!isName(rule)) return refuse(rule, place, 'UnknownValue', `one of ${names.join(', ')}`, nearest(rule, names))
  return pipe(
    codecs[rule].validate(u, c),
    E.chain((valid: FanRule) => fromValidated(fromErrors(nonsense(valid), valid), c))
  )
}

/** @since 0.1.0 */
export const codec: t.Type<FanRule, unknown> = guarded(
  new t.Type<FanRule, unknown>(
    'FanRule',
    (u): u is FanRule => isRecord(u) && isName(u['rule']) && codecs[u['rule']].is(u),
    validate,
    (rule) => encode(rule)
  ),
  configLimits
)

/** Every field, defaults too: a rule says all it means. */
const encode = (rule: FanRule): unknown => {
  switch (rule.rule) {
    case 'default':
      return codecs.default.encode(rule)
    case 'explicit':
      return codecs.explicit.encode(rule)
    case 'axes':
      return codecs.axes.encode(rule)
    case 'listed':
      return codecs.listed.encode(rule)
    case 'layout':
      return codecs.layout.encode(rule)
    case 'packed':
      return codecs.packed.encode(rule)
    case 'einsum':
      return codecs.einsum.encode(rule)
  }
}

/** What is wrong with a rule, whatever the shape. */
const nonsense = (rule: FanRule): ReadonlyArray<InitializerError> => {
  switch (rule.rule) {
    case 'layout':
      return nonsenseOfLayout(rule)
    case 'einsum':
      return E.match(
        (errors: ReadonlyArray<InitializerError>) => errors,
        () => []
      )(parse(rule.equation))
    case 'default':
    case 'explicit':
    case 'axes':
    case 'listed':
    case 'packed':
      return []
  }
}

const nonsenseOfLayout = ({ layout, groups, transposed, depthwise }: Layout): ReadonlyArray<InitializerError> => {
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
// operations
// -------------------------------------------------------------------------------------

/**
 * The fans of a checked shape by a rule, or why the rule does not fit it: `BadAxis`, `BadGroups`, `ShapeMismatch`.
 *
 * @since 0.1.0
 * @example
 * import { FanRule } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 *
 * const query = FanRule.fans({ rule: 'einsum', equation: 'abc,cde->abde' })
 * query([512, 8, 64]) // => E.right({ fanIn: 512, fanOut: 512 })
 */
export const fans =
  (rule: FanRule) =>
  (shape: Shape): Validated<Fans> => {
    switch (rule.rule) {
      case 'default':
        return E.right(fromShape(shape))
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

/** The sizes of the axes for which the predicate holds, multiplied. */
const productOf = (shape: Shape, holds: (axis: number) => boolean): number => product(shape.filter((_, i) => holds(i)))

/** Lists of axes by their keys, numbered from 0 on, and no two alike. */
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
  const broken = nonsenseOfLayout(rule)
  if (broken.length > 0) return fromErrors(broken, fromShape(shape))
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
    E.chain((place) => {
      const dim = shape[place] ?? 0
      return dim % count === 0
        ? at('of')(fans(of)(shape.map((size, i) => (i === place ? size / count : size))))
        : fail('BadCount', `a divisor of ${dim}`, `${count}`, ['count'])
    })
  )

interface Equation {
  readonly input: string
  readonly kernel: string
  readonly output: string
}

/** One letter an axis; an ellipsis stands for axes that the kernel does not have, and that go from input to output. */
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

/**
 * EinsumDense: a kernel by an equation such as `abc,cde->abde`, in which `...` may stand for the first or the last axes.
 *
 * An axis of the kernel is an output axis if the output has its label, else an input axis. Keras computes fans this way since
 * 3.15 (keras-team/keras#22789), also in the projections of attention; before, it used the last two axes and took the others
 * as a receptive field. Files differ: only the later versions write `input_axes` into initializers.
 *
 * @see keras/src/layers/core/einsum_dense.py (`_analyze_split_string`)
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { own } from '../../../codec/plain.js'
import type { FanRule } from '../../../Fans.js'
import { fail, show, type Validated } from '../../../InitializerError.js'
import { mapInitializer, type WeightInitializer } from '../../weightInitializer.js'
import { listed, noLora, text } from '../kit/keys.js'
import { type Layer, pathOf } from '../kit/layer.js'
import { type OpenShape, showShape, size, type Size } from '../kit/openShape.js'
import {
  firstInput,
  initializer,
  type LayerCall,
  type LayerReader,
  layerReader,
  optional,
  required
} from '../kit/reader.js'
import { type LayerResult, result, weight, weightsIf } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// fans
// -------------------------------------------------------------------------------------

/** Sets the fans of a kernel, if the Keras that wrote the file computes them so and the file does not list axes. */
export const withAxes = ({ config }: Layer, fans: FanRule): ((start: WeightInitializer) => WeightInitializer) => {
  const knowsAxes = own(own(config['kernel_initializer'], 'config'), 'input_axes') !== undefined
  return mapInitializer((initial) =>
    knowsAxes && initial._tag === 'VarianceScaling' && initial.fans.rule === 'default' ? { ...initial, fans } : initial
  )
}

const fansOf = (kernel: string, output: string): FanRule => {
  const axes = (isOutput: boolean): ReadonlyArray<number> =>
    Array.from(kernel).flatMap((label, i) => (output.includes(label) === isOutput ? [i] : []))
  return { rule: 'listed', input_axes: axes(false), output_axes: axes(true) }
}

// -------------------------------------------------------------------------------------
// equations
// -------------------------------------------------------------------------------------

/** The labels of an equation, without its ellipses. */
interface Equation {
  readonly input: string
  readonly kernel: string
  readonly output: string
  /** the position of the axes without labels */
  readonly ellipsis: 'first' | 'last' | null
}

const forms: ReadonlyArray<readonly [RegExp, Equation['ellipsis']]> = [
  [/^([a-z]+),([a-z]+)->([a-z]+)$/i, null],
  [/^\.\.\.([a-z]+),([a-z]+)->\.\.\.([a-z]+)$/i, 'first'],
  [/^([a-z]{2,})\.\.\.,([a-z]+)->([a-z]+)\.\.\.$/i, 'last']
]

const parse = (equation: string): Equation | null => {
  const found = forms.flatMap(([form, ellipsis]) => {
    const [, input, kernel, output] = form.exec(equation.replaceAll(' ', '')) ?? []
    return input && kernel && output ? [{ input, kernel, output, ellipsis }] : []
  })
  return found[0] ?? null
}

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

interface LabelSizes {
  /** by label, if known */
  readonly sizes: ReadonlyMap<string, Size>
  /** sizes of the axes without labels */
  readonly unnamed: OpenShape
}

/**
 * The sizes of labels: those of the input, else those of the config, which belong to the last labels of the output. Null if
 * the rank of the input does not fit the labels.
 */
const sizesOf = ({ input, output, ellipsis }: Equation, shape: OpenShape, inConfig: OpenShape): LabelSizes | null => {
  const count = shape.length - input.length
  if (count < 0 || (ellipsis === null && count > 0)) return null
  const start = ellipsis === 'first' ? count : 0
  const own = Array.from(output).map(
    (label, i) => [label, inConfig[i - output.length + inConfig.length] ?? null] as const
  )
  const others = Array.from(input).map((label, i) => [label, shape[start + i] ?? null] as const)
  return {
    sizes: new Map([...own, ...others].filter(([, size]) => size !== null)),
    unnamed: ellipsis === 'first' ? shape.slice(0, count) : shape.slice(input.length)
  }
}

/** From the first label of the bias on: the sizes of its labels, and 1 for all other axes. */
const biasShape = (axes: string, { output, ellipsis }: Equation, { sizes, unnamed }: LabelSizes): OpenShape => {
  const labels = Array.from(output)
  const first = labels.findIndex((label) => axes.includes(label))
  const named = labels.slice(first).map((label) => (axes.includes(label) ? (sizes.get(label) ?? null) : 1))
  return [...named, ...(ellipsis === 'last' ? unnamed.map(() => 1) : [])]
}

// -------------------------------------------------------------------------------------
// the layer
// -------------------------------------------------------------------------------------

interface EinsumConfig {
  readonly equation: string
  readonly output_shape: OpenShape
  readonly bias_axes: string | null
  readonly kernel_initializer: WeightInitializer
  readonly bias_initializer: WeightInitializer
  readonly lora_rank: null
}

const build = (config: EinsumConfig, call: LayerCall, input: OpenShape): Validated<LayerResult> => {
  const { layer } = call
  const path = pathOf(layer, 'equation')
  const equation = parse(config.equation)
  if (equation === null) return fail('UnknownValue', 'an equation such as ab,bc->ac', show(config.equation), path)
  const { kernel, output, ellipsis } = equation
  const axes = config.bias_axes
  if (axes !== null && !Array.from(axes || ' ').every((label) => output.includes(label))) {
    return fail('UnknownValue', `labels of the output (${output})`, show(axes), pathOf(layer, 'bias_axes'))
  }
  const sized = sizesOf(equation, input, config.output_shape)
  if (sized === null)
    return fail('ShapeMismatch', `an input shape that fits the equation ${config.equation}`, showShape(input), path)
  const shapeOf = (labels: string): OpenShape => Array.from(labels, (label) => sized.sizes.get(label) ?? null)
  return result(
    [
      weight('kernel', shapeOf(kernel), withAxes(layer, fansOf(kernel, output))(config.kernel_initializer), {
        fans: { rule: 'einsum', equation: config.equation }
      }),
      ...weightsIf(axes !== null, weight('bias', biasShape(axes ?? '', equation, sized), config.bias_initializer))
    ],
    ellipsis === 'last' ? [...shapeOf(output), ...sized.unnamed] : [...sized.unnamed, ...shapeOf(output)]
  )
}

export const einsumDense: LayerReader = layerReader<EinsumConfig>(
  {
    equation: required(text),
    output_shape: required(listed(size)),
    bias_axes: optional(text, null),
    kernel_initializer: initializer('glorot_uniform'),
    bias_initializer: initializer('zeros'),
    lora_rank: noLora
  },
  (config, call) =>
    pipe(
      firstInput(call),
      E.chain((input) => build(config, call, input))
    )
)

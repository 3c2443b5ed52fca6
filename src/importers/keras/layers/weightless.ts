/**
 * Layers without weights: those whose output has the shape of their input, and those of which only a file that says the
 * shapes (Keras 3) tells what comes out.
 */
import * as E from 'fp-ts/Either'
import { oneOf } from '../../../codec/leaf.js'
import { type LayerReader, optional, single, type LayerTable } from '../kit/reader.js'
import { elementwise } from './merging.js'
import { result } from '../kit/weights.js'

/** What goes in comes out, in another form perhaps, but of one shape. */
const same: ReadonlyArray<string> = [
  ...['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Softmax', 'ThresholdedReLU', 'ReLU6'],
  ...['Identity', 'Masking', 'ActivityRegularization', 'Rescaling'],
  ...['Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'],
  ...['GaussianDropout', 'GaussianNoise', 'AlphaDropout'],
  ...['RandomBrightness', 'RandomColorDegeneration', 'RandomColorJitter', 'RandomContrast', 'RandomElasticTransform'],
  ...['RandomErasing', 'RandomFlip', 'RandomGaussianBlur', 'RandomGrayscale', 'RandomHue', 'RandomInvert'],
  ...['RandomPerspective', 'RandomPosterization', 'RandomRotation', 'RandomSaturation', 'RandomSharpness'],
  ...['RandomShear', 'RandomTranslation', 'RandomZoom', 'RandAugment', 'AugMix', 'CutMix', 'MixUp'],
  ...['AutoContrast', 'Equalization', 'ContrastLimitedAdaptiveHistogramEqualization', 'Solarization']
]

/** An index for each value, or a row that only the vocabulary measures. */
const indices: ReadonlyArray<string> = ['IntegerLookup', 'StringLookup', 'Hashing', 'Discretization']

/** Their output depends on more than shapes. */
const open: ReadonlyArray<string> = [
  ...['TextVectorization', 'CategoryEncoding', 'HashedCrossing', 'MelSpectrogram', 'Pipeline', 'MaxNumBoundingBoxes'],
  ...['SlicingOpLambda', 'TensorFlowOpLayer', 'ClassMethod', 'InstanceProperty', 'InstanceMethod']
]

export const sameShape: LayerReader = single({})
export const unknownOutput: LayerReader = () => result([])

const indexed: LayerReader = (call) =>
  E.isRight(asIndices(call, 'output_mode')) ? sameShape(call) : unknownOutput(call)

const asIndices = optional(oneOf('UnknownValue', ['int'] as const), 'int')

/** Functions of `keras.ops` stand among the layers of a Keras 3 model. */
export const isOperation = (module: string | null): boolean => module !== null && /^keras\.(src\.)?ops\b/.test(module)

/** A function of TensorFlow in a model of Keras 2; of those that work on each element by itself the shape is known. */
const tfOpLambda: LayerReader = (call) => {
  const { function: name } = call.layer.config
  return typeof name === 'string' && byElement.test(name) ? elementwise(call) : unknownOutput(call)
}

const byElement =
  /^(__operators__|math|nn)\.(r?(add|sub|mul|truediv|pow)|subtract|multiply|divide|maximum|minimum|abs|sqrt|rsqrt|square|exp|log|sigmoid|tanh|relu6?|elu|selu|gelu|silu|swish|leaky_relu|softplus|softmax)$|^(cast|identity|stop_gradient|clip_by_value)$/

export const weightless: LayerTable = Object.fromEntries([
  ...same.map((name) => [name, sameShape] as const),
  ...indices.map((name) => [name, indexed] as const),
  ...open.map((name) => [name, unknownOutput] as const),
  ['TFOpLambda', tfOpLambda] as const
])

/**
 * Layers without weights: those whose output has the shape of their input, and those whose output shape is unknown unless
 * the file has it (Keras 3).
 */
import * as E from 'fp-ts/Either'
import { oneOf } from '../../../codec/leaf.js'
import { type LayerReader, type LayerTable, optional, single } from '../kit/reader.js'
import { result } from '../kit/weights.js'
import { elementwise } from './merging.js'

/** The output has the shape of the input. */
const sameShapeNames: ReadonlyArray<string> = [
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

/** One index for each value, or a row whose size depends on the vocabulary. */
const lookupNames: ReadonlyArray<string> = ['IntegerLookup', 'StringLookup', 'Hashing', 'Discretization']

/** The output shape depends on more than the input shape. */
const unknownOutputNames: ReadonlyArray<string> = [
  ...['TextVectorization', 'CategoryEncoding', 'HashedCrossing', 'MelSpectrogram', 'Pipeline', 'MaxNumBoundingBoxes'],
  ...['SlicingOpLambda', 'TensorFlowOpLayer', 'ClassMethod', 'InstanceProperty', 'InstanceMethod']
]

export const sameShape: LayerReader = single({})
export const unknownOutput: LayerReader = () => result([])

const lookup: LayerReader = (call) => (E.isRight(asIndex(call, 'output_mode')) ? sameShape(call) : unknownOutput(call))

const asIndex = optional(oneOf('UnknownValue', ['int'] as const), 'int')

/** The functions of `keras.ops`, which are layers in a Keras 3 model. */
export const isOperation = (module: string | null): boolean => module !== null && /^keras\.(src\.)?ops\b/.test(module)

/** A TensorFlow function in a model of Keras 2. The output shape of an elementwise function is known. */
const tfOpLambda: LayerReader = (call) => {
  const { function: name } = call.layer.config
  return typeof name === 'string' && elementwiseFunctions.test(name) ? elementwise(call) : unknownOutput(call)
}

const elementwiseFunctions =
  /^(__operators__|math|nn)\.(r?(add|sub|mul|truediv|pow)|subtract|multiply|divide|maximum|minimum|abs|sqrt|rsqrt|square|exp|log|sigmoid|tanh|relu6?|elu|selu|gelu|silu|swish|leaky_relu|softplus|softmax)$|^(cast|identity|stop_gradient|clip_by_value)$/

export const weightless: LayerTable = Object.fromEntries([
  ...sameShapeNames.map((name) => [name, sameShape] as const),
  ...lookupNames.map((name) => [name, lookup] as const),
  ...unknownOutputNames.map((name) => [name, unknownOutput] as const),
  ['TFOpLambda', tfOpLambda] as const
])

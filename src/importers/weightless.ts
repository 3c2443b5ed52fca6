/**
 * Layers without weights: those whose output has the shape of their input, and those of which only a file that says the
 * shapes (Keras 3) tells what comes out.
 */
import { built, type Entry, type Layer, single, type Table } from './layer.js'

/** What goes in comes out, in another form perhaps, but of one shape. */
const same: ReadonlyArray<string> = [
  ...['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Softmax', 'ThresholdedReLU', 'ReLU6'],
  ...['Identity', 'Masking', 'ActivityRegularization', 'Rescaling', 'Hashing', 'Discretization'],
  ...['Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'],
  ...['GaussianDropout', 'GaussianNoise', 'AlphaDropout'],
  ...['RandomBrightness', 'RandomColorDegeneration', 'RandomColorJitter', 'RandomContrast', 'RandomElasticTransform'],
  ...['RandomErasing', 'RandomFlip', 'RandomGaussianBlur', 'RandomGrayscale', 'RandomHue', 'RandomInvert'],
  ...['RandomPerspective', 'RandomPosterization', 'RandomRotation', 'RandomSaturation', 'RandomSharpness'],
  ...['RandomShear', 'RandomTranslation', 'RandomZoom', 'RandAugment', 'AugMix', 'CutMix', 'MixUp'],
  ...['AutoContrast', 'Equalization', 'ContrastLimitedAdaptiveHistogramEqualization', 'Solarization'],
  ...['IntegerLookup', 'StringLookup']
]

/** Their output depends on more than shapes. */
const open: ReadonlyArray<string> = [
  ...['TextVectorization', 'CategoryEncoding', 'HashedCrossing', 'MelSpectrogram', 'Pipeline', 'MaxNumBoundingBoxes'],
  ...['TFOpLambda', 'SlicingOpLambda', 'TensorFlowOpLayer', 'ClassMethod', 'InstanceProperty', 'InstanceMethod']
]

export const unchanged: Entry = single({})
export const unknown: Entry = () => built([])

/** These are built even if nothing is known of what comes in. */
export const isWeightless = ({ className, module }: Layer): boolean => names.has(className) || isOperation(module)

const names = new Set([...same, ...open])

/** Functions of `keras.ops` stand among the layers of a Keras 3 model. */
export const isOperation = (module: string | null): boolean => module !== null && /^keras\.(src\.)?ops\b/.test(module)

export const weightless: Table = Object.fromEntries([
  ...same.map((name) => [name, unchanged] as const),
  ...open.map((name) => [name, unknown] as const)
])

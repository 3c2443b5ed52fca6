/**
 * TF.js as an oracle: it builds a model, serializes it and lists its weights; the importer must list the same. Each layer is
 * followed by a dense layer on its flattened output, whose kernel shows the size of that output.
 *
 * Three cases are left out. For causal convolutions and Resizing, TF.js 4.22 computes output shapes that differ from those of
 * its tensors (conv_utils.ts, image_resizing.ts). It does not write the depth multiplier of a SeparableConv2D.
 */
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { fromModel } from '../../../src/importers/index.js'
import { right } from '../../support/either.js'

// -------------------------------------------------------------------------------------
// TF.js: the types used here, because its own need those of a browser
// -------------------------------------------------------------------------------------

interface Weight {
  readonly originalName: string
  readonly shape: ReadonlyArray<number>
  readonly read: () => { readonly dataSync: () => Float32Array }
}

interface Layer {
  readonly weights: ReadonlyArray<Weight>
  readonly apply: (inputs: unknown) => unknown
}

interface Model {
  readonly layers: ReadonlyArray<Layer>
  readonly toJSON: (unused: null, returnString: false) => unknown
}

interface Tensor {
  readonly shape: ReadonlyArray<number | null>
}

interface Layers {
  readonly layers: Readonly<Record<string, (config?: object) => Layer>>
  readonly input: (config: object) => unknown
  readonly model: (config: object) => Model
}

interface Core {
  readonly env: () => { readonly set: (flag: string, value: boolean) => void }
}

const load = createRequire(import.meta.url)
;(load('@tensorflow/tfjs-core') as Core).env().set('IS_TEST', true) // otherwise it prints a greeting in Node
load('@tensorflow/tfjs-backend-cpu')
const tf = load('@tensorflow/tfjs-layers') as Layers

const layer =
  (className: string, config: object = {}) =>
  (): Layer => {
    const make = tf.layers[className]
    if (make === undefined) throw new Error(className)
    return make(config)
  }

// -------------------------------------------------------------------------------------
// both sides
// -------------------------------------------------------------------------------------

type Named = ReadonlyArray<readonly [name: string, shape: ReadonlyArray<number>]>

/** Layer by layer, as Keras lists them. `model.weights` of TF.js has the non-trainable ones last. */
const theirs = ({ layers }: Model): Named =>
  layers.flatMap(({ weights }) => weights.map(({ originalName, shape }) => [originalName, shape] as const))

const parameters = (model: Model) => {
  // as a file: the object has values that JSON does not have
  const modelTopology: unknown = JSON.parse(JSON.stringify(model.toJSON(null, false)))
  return right(fromModel({ modelTopology })).plan.parameters
}

const ours = (model: Model): Named => parameters(model).map(({ name, shape }) => [name, shape])

/** A model of one layer and the dense layer after it. */
const after = (inputShapes: ReadonlyArray<ReadonlyArray<number>>, inner: Layer): Model => {
  const inputs = inputShapes.map((shape) => tf.input({ shape }))
  const outer = inner.apply(inputs.length === 1 ? inputs[0] : inputs) as Tensor
  const flat = outer.shape.length > 2 ? layer('flatten')().apply(outer) : outer
  return tf.model({ inputs, outputs: layer('dense', { units: 2 })().apply(flat) })
}

const vector = [6]
const sequence = [5, 3]
const image = [8, 9, 4]
const volume = [5, 6, 7, 2]
const video = [3, 8, 9, 2]

/** The default, orthogonal, needs tensor methods that this build of TF.js does not have. */
const recurrentInitializer = 'glorotUniform'
const rnn = { units: 4, recurrentInitializer }
const sequences = { ...rnn, returnSequences: true }
const pairs = [
  [1, 2],
  [0, 3]
]
const window = { filters: 5, kernelSize: 3 }
const convLSTM = { filters: 3, kernelSize: 3, recurrentInitializer }

const both = (mergeMode: string, config: object) => () =>
  layer('bidirectional', { layer: layer('lstm', config)(), mergeMode })()
const timed = (inner: () => Layer) => () => layer('timeDistributed', { layer: inner() })()
const cells = () =>
  layer('rnn', {
    cell: [
      layer('lstmCell', rnn)(),
      layer('gruCell', { ...rnn, units: 6 })(),
      layer('simpleRNNCell', { ...rnn, units: 3 })()
    ],
    returnSequences: true
  })()

describe('the weights of a layer that TF.js wrote', () => {
  it.each<readonly [string, ReadonlyArray<number>, () => Layer]>([
    ['dense', vector, layer('dense', { units: 4 })],
    ['dense without bias', vector, layer('dense', { units: 4, useBias: false })],
    ['dense along a sequence', sequence, layer('dense', { units: 4 })],
    ['embedding', vector, layer('embedding', { inputDim: 10, outputDim: 4 })],
    ['prelu', image, layer('prelu')],
    ['prelu with shared axes', image, layer('prelu', { sharedAxes: [1, 2] })],

    ['conv1d', sequence, layer('conv1d', { filters: 4, kernelSize: 2 })],
    ['conv1d in strides', sequence, layer('conv1d', { ...window, strides: 2, padding: 'same' })],
    ['conv1d dilated', sequence, layer('conv1d', { filters: 4, kernelSize: 2, dilationRate: 2 })],
    ['conv2d', image, layer('conv2d', { filters: 5, kernelSize: [3, 2] })],
    ['conv2d in strides', image, layer('conv2d', { ...window, strides: [2, 3] })],
    ['conv2d of the same size', image, layer('conv2d', { ...window, strides: 2, padding: 'same' })],
    ['conv2d dilated', image, layer('conv2d', { ...window, dilationRate: [2, 3] })],
    ['conv2d, channels first', image, layer('conv2d', { ...window, dataFormat: 'channelsFirst' })],
    ['conv2d without bias', image, layer('conv2d', { ...window, useBias: false })],
    ['conv3d', volume, layer('conv3d', { filters: 5, kernelSize: [3, 2, 1] })],
    ['conv2dTranspose', image, layer('conv2dTranspose', { filters: 5, kernelSize: [3, 2] })],
    ['conv2dTranspose in strides', image, layer('conv2dTranspose', { ...window, strides: [2, 3] })],
    ['conv2dTranspose of the same size', image, layer('conv2dTranspose', { ...window, strides: 2, padding: 'same' })],
    ['conv3dTranspose', volume, layer('conv3dTranspose', { filters: 5, kernelSize: 2, strides: 2 })],
    ['depthwiseConv2d', image, layer('depthwiseConv2d', { kernelSize: 3, depthMultiplier: 2 })],
    ['depthwiseConv2d in strides', image, layer('depthwiseConv2d', { kernelSize: 3, strides: 2, padding: 'same' })],
    ['separableConv2d', image, layer('separableConv2d', window)],
    ['separableConv2d without bias', image, layer('separableConv2d', { ...window, useBias: false })],

    ['batchNormalization', image, layer('batchNormalization')],
    ['batchNormalization of the first axis', image, layer('batchNormalization', { axis: 1 })],
    ['batchNormalization without scale', image, layer('batchNormalization', { scale: false })],
    ['batchNormalization without centre', image, layer('batchNormalization', { center: false })],
    ['layerNormalization', image, layer('layerNormalization')],
    ['layerNormalization of axes', image, layer('layerNormalization', { axis: [2, 3] })],
    ['layerNormalization without centre', image, layer('layerNormalization', { center: false })],

    ['simpleRNN', sequence, layer('simpleRNN', rnn)],
    ['simpleRNN of sequences', sequence, layer('simpleRNN', sequences)],
    ['simpleRNN without bias', sequence, layer('simpleRNN', { ...rnn, useBias: false })],
    ['lstm', sequence, layer('lstm', rnn)],
    ['lstm of sequences', sequence, layer('lstm', sequences)],
    ['lstm without bias', sequence, layer('lstm', { ...rnn, useBias: false })],
    ['gru', sequence, layer('gru', rnn)],
    ['gru of sequences', sequence, layer('gru', sequences)],
    ['rnn of a cell', sequence, () => layer('rnn', { cell: layer('gruCell', rnn)() })()],
    ['rnn of cells', sequence, cells],
    ['convLstm2d', video, layer('convLstm2d', { ...convLSTM, kernelSize: [3, 2] })],
    ['convLstm2d of sequences', video, layer('convLstm2d', { ...convLSTM, returnSequences: true })],
    ['convLstm2d of the same size', video, layer('convLstm2d', { ...convLSTM, padding: 'same', strides: 2 })],

    ['bidirectional', sequence, both('concat', rnn)],
    ['bidirectional of sequences', sequence, both('concat', sequences)],
    ['bidirectional with a sum', sequence, both('sum', sequences)],
    ['timeDistributed dense', sequence, timed(layer('dense', { units: 4 }))],
    ['timeDistributed conv2d', video, timed(layer('conv2d', window))],
    ['timeDistributed lstm', [2, 5, 3], timed(layer('lstm', rnn))],

    ['activation', vector, layer('activation', { activation: 'relu' })],
    ['averagePooling1d', sequence, layer('averagePooling1d', { poolSize: 2 })],
    ['averagePooling2d', image, layer('averagePooling2d', { poolSize: [2, 3], strides: [1, 2], padding: 'same' })],
    ['averagePooling3d', volume, layer('averagePooling3d', { poolSize: 2 })],
    ['maxPooling1d', sequence, layer('maxPooling1d', { poolSize: 2, strides: 1 })],
    ['maxPooling2d', image, layer('maxPooling2d', { poolSize: [2, 3] })],
    ['maxPooling3d', volume, layer('maxPooling3d', { poolSize: 2, padding: 'same' })],
    ['globalAveragePooling1d', sequence, layer('globalAveragePooling1d')],
    ['globalAveragePooling2d', image, layer('globalAveragePooling2d')],
    ['globalMaxPooling1d', sequence, layer('globalMaxPooling1d')],
    ['globalMaxPooling2d', image, layer('globalMaxPooling2d', { dataFormat: 'channelsFirst' })],
    ['cropping2D', image, layer('cropping2D', { cropping: pairs })],
    ['zeroPadding2d', image, layer('zeroPadding2d', { padding: pairs })],
    ['upSampling2d', image, layer('upSampling2d', { size: [2, 3] })],
    ['dropout', vector, layer('dropout', { rate: 0.5 })],
    ['alphaDropout', vector, layer('alphaDropout', { rate: 0.5 })],
    ['gaussianDropout', vector, layer('gaussianDropout', { rate: 0.5 })],
    ['gaussianNoise', vector, layer('gaussianNoise', { stddev: 0.5 })],
    ['spatialDropout1d', sequence, layer('spatialDropout1d', { rate: 0.5 })],
    ['elu', vector, layer('elu')],
    ['leakyReLU', vector, layer('leakyReLU')],
    ['reLU', vector, layer('reLU')],
    ['softmax', vector, layer('softmax')],
    ['thresholdedReLU', vector, layer('thresholdedReLU')],
    ['masking', sequence, layer('masking')],
    ['flatten', image, layer('flatten')],
    ['permute', image, layer('permute', { dims: [3, 1, 2] })],
    ['repeatVector', vector, layer('repeatVector', { n: 3 })],
    ['reshape', image, layer('reshape', { targetShape: [12, 24] })],
    ['rescaling', image, layer('rescaling', { scale: 2 })],
    ['centerCrop', image, layer('centerCrop', { height: 4, width: 5 })]
  ])('%s', (_, inputShape, inner) => {
    const model = after([inputShape], inner())
    expect(ours(model)).toEqual(theirs(model))
  })

  it.each([
    ['add', {}],
    ['average', {}],
    ['maximum', {}],
    ['minimum', {}],
    ['multiply', {}],
    ['concatenate', {}],
    ['concatenate', { axis: 1 }],
    ['dot', { axes: 2 }]
  ])('%s of two with %j', (name, config) => {
    const model = after([sequence, sequence], layer(name, config)())
    expect(ours(model)).toEqual(theirs(model))
  })
})

describe('what TF.js draws', () => {
  it.each([{}, { unitForgetBias: true }, { unitForgetBias: false }])(
    'for the bias of an LSTM with %j matches its initializer in the plan',
    (config) => {
      const model = after([sequence], layer('lstm', { ...rnn, units: 2, ...config })())
      const drawn = Array.from(model.layers[1]?.weights[2]?.read().dataSync() ?? [])
      const isBlocks = parameters(model)[2]?.initializer._tag === 'Blocks'
      expect(drawn).toEqual(isBlocks ? [0, 0, 1, 1, 0, 0, 0, 0] : Array(8).fill(0))
    }
  )
})

import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { fromUnknown, modelLimits, type PlainRecord } from '../../../../src/codec/plain.js'
import type { Dialect } from '../../../../src/dialects/index.js'
import type { LayerCall } from '../../../../src/importers/keras/kit/reader.js'
import type { Layer } from '../../../../src/importers/keras/kit/layer.js'
import { layers } from '../../../../src/importers/keras/layers/index.js'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { initializerReader } from '../../../../src/importers/weightInitializer.js'

// Expected shapes are worked out by hand from the formulas of Keras's `build` and `compute_output_shape`.

const layer = (className: string, config: object, dialect: Dialect): Layer => ({
  className,
  name: 'it',
  config: fromUnknown(modelLimits)(config) as PlainRecord,
  dialect,
  path: ['it'],
  buildConfig: null,
  module: null
})

const build: LayerCall['build'] = (each, inputs) =>
  layers.get(each.className)!({ layer: each, inputs, build, readInitializer: initializerReader(each.dialect) })

const outcome = (className: string, config: object, inputs: ReadonlyArray<OpenShape>, dialect: Dialect = 'keras3') => {
  const result = build(layer(className, config, dialect), { positional: inputs, named: {} })
  if (E.isLeft(result)) return result.left.map(({ code, path }) => `${code} ${path.join('.')}`)
  const { weights, outputs } = result.right
  return [weights.map(({ name, shape }) => `${name} ${shape.join(',')}`).join('; '), ...outputs]
}

const b = null // the batch

describe('layers with weights', () => {
  it.each<[string, object, OpenShape, string, OpenShape]>([
    ['Dense', { units: 5 }, [b, 7, 3], 'kernel 3,5; bias 5', [b, 7, 5]],
    ['Dense', { units: 5, use_bias: false }, [b, 3], 'kernel 3,5', [b, 5]],
    // query of attention: (batch, time, features) → (batch, time, heads, size)
    [
      'EinsumDense',
      { equation: 'abc,cde->abde', output_shape: [null, 8, 4], bias_axes: 'de' },
      [b, 10, 32],
      'kernel 32,8,4; bias 8,4',
      [b, 10, 8, 4]
    ],
    // its output: both kernel axes are summed away
    [
      'EinsumDense',
      { equation: 'abcd,cde->abe', output_shape: [null, 32], bias_axes: 'e' },
      [b, 10, 8, 4],
      'kernel 8,4,32; bias 32',
      [b, 10, 32]
    ],
    ['EinsumDense', { equation: '...x,xy->...y', output_shape: 6 }, [b, 2, 3, 4], 'kernel 4,6', [b, 2, 3, 6]],
    ['EinsumDense', { equation: 'ab...,bc->ac...', output_shape: 6 }, [b, 4, 2, 3], 'kernel 4,6', [b, 6, 2, 3]],
    // as many ones as axes come after the labels
    [
      'EinsumDense',
      { equation: 'ab...,bc->ac...', output_shape: 6, bias_axes: 'c' },
      [b, 4, 2, 3],
      'kernel 4,6; bias 6,1,1',
      [b, 6, 2, 3]
    ],
    [
      'EinsumDense',
      { equation: '...x,xy->...y', output_shape: 6, bias_axes: 'y' },
      [b, 2, 4],
      'kernel 4,6; bias 6',
      [b, 2, 6]
    ],
    // a size that the input leaves open, the config may know
    ['EinsumDense', { equation: 'abc,bcd->abd', output_shape: [7, 6] }, [b, null, 4], 'kernel 7,4,6', [b, 7, 6]],
    // a bias has ones after its first axis
    [
      'EinsumDense',
      { equation: 'abc,cde->abde', output_shape: [null, 8, 4], bias_axes: 'd' },
      [b, 10, 32],
      'kernel 32,8,4; bias 8,1',
      [b, 10, 8, 4]
    ],
    ['Embedding', { input_dim: 100, output_dim: 16 }, [b, 12], 'embeddings 100,16', [b, 12, 16]],
    [
      'ReversibleEmbedding',
      { input_dim: 9, output_dim: 4, tie_weights: false },
      [b, 2],
      'embeddings 9,4; reverse_embeddings 4,9',
      [b, 2, 4]
    ],

    ['Conv1D', { filters: 6, kernel_size: 3 }, [b, 10, 4], 'kernel 3,4,6; bias 6', [b, 8, 6]],
    [
      'Conv1D',
      { filters: 6, kernel_size: [3], padding: 'causal', dilation_rate: [2] },
      [b, 10, 4],
      'kernel 3,4,6; bias 6',
      [b, 10, 6]
    ],
    // 1 + ⌊(11 - 2·(3 - 1) - 1) / 1⌋ = 7
    ['Conv1D', { filters: 6, kernel_size: 3, dilation_rate: 2 }, [b, 11, 4], 'kernel 3,4,6; bias 6', [b, 7, 6]],
    // ⌈224 / 2⌉ = 112, and 1 + ⌊(224 - 7) / 2⌋ = 109
    [
      'Conv2D',
      { filters: 64, kernel_size: [7, 7], strides: [2, 2], padding: 'same' },
      [b, 224, 224, 3],
      'kernel 7,7,3,64; bias 64',
      [b, 112, 112, 64]
    ],
    [
      'Conv2D',
      { filters: 64, kernel_size: 7, strides: 2 },
      [b, 224, null, 3],
      'kernel 7,7,3,64; bias 64',
      [b, 109, null, 64]
    ],
    ['Conv2D', { filters: 8, kernel_size: 3, groups: 4 }, [b, 5, 5, 12], 'kernel 3,3,3,8; bias 8', [b, 3, 3, 8]],
    [
      'Conv2D',
      { filters: 8, kernel_size: [3, 5], data_format: 'channels_first' },
      [b, 12, 9, 9],
      'kernel 3,5,12,8; bias 8',
      [b, 8, 7, 5]
    ],
    ['Conv3D', { filters: 2, kernel_size: [1, 2, 3] }, [b, 4, 4, 4, 5], 'kernel 1,2,3,5,2; bias 2', [b, 4, 3, 2, 2]],
    // (5 - 1)·2 + max(3, 2) = 11
    ['Conv1DTranspose', { filters: 6, kernel_size: 3, strides: 2 }, [b, 5, 4], 'kernel 3,6,4; bias 6', [b, 11, 6]],
    [
      'Conv2DTranspose',
      { filters: 6, kernel_size: 3, strides: 2, padding: 'same' },
      [b, 5, 7, 4],
      'kernel 3,3,6,4; bias 6',
      [b, 10, 14, 6]
    ],
    // (5 - 1)·2 + 3 % 2 + 0 = 9
    [
      'Conv2DTranspose',
      { filters: 6, kernel_size: 3, strides: 2, padding: 'same', output_padding: [0, 1] },
      [b, 5, 5, 4],
      'kernel 3,3,6,4; bias 6',
      [b, 9, 10, 6]
    ],
    ['Conv3DTranspose', { filters: 2, kernel_size: 2 }, [b, 3, 3, 3, 5], 'kernel 2,2,2,2,5; bias 2', [b, 4, 4, 4, 2]],
    ['DepthwiseConv1D', { kernel_size: 3, depth_multiplier: 2 }, [b, 8, 5], 'kernel 3,5,2; bias 10', [b, 6, 10]],
    [
      'DepthwiseConv2D',
      { kernel_size: [3, 3], padding: 'same', use_bias: false, strides: 2 },
      [b, 7, 8, 32],
      'kernel 3,3,32,1',
      [b, 4, 4, 32]
    ],
    [
      'SeparableConv1D',
      { filters: 7, kernel_size: 3, depth_multiplier: 2 },
      [b, 8, 5],
      'depthwise_kernel 3,5,2; pointwise_kernel 1,10,7; bias 7',
      [b, 6, 7]
    ],
    [
      'SeparableConv2D',
      { filters: 7, kernel_size: 3, padding: 'same' },
      [b, 8, 8, 5],
      'depthwise_kernel 3,3,5,1; pointwise_kernel 1,1,5,7; bias 7',
      [b, 8, 8, 7]
    ],

    [
      'BatchNormalization',
      { axis: 3 },
      [b, 4, 4, 9],
      'gamma 9; beta 9; moving_mean 9; moving_variance 9',
      [b, 4, 4, 9]
    ],
    [
      'BatchNormalization',
      { axis: [1], scale: false },
      [b, 6, 4],
      'beta 6; moving_mean 6; moving_variance 6',
      [b, 6, 4]
    ],
    [
      'BatchNormalization',
      { renorm: true },
      [b, 6],
      'gamma 6; beta 6; moving_mean 6; moving_variance 6; moving_stddev 6; renorm_mean 6; renorm_stddev 6',
      [b, 6]
    ],
    ['RMSNormalization', { axis: [1, -1] }, [b, 4, 9], 'scale 9,4', [b, 4, 9]], // sorted as they are: −1 comes first
    ['LayerNormalization', { axis: [2, -2] }, [b, 4, 9], 'gamma 4,9; beta 4,9', [b, 4, 9]],
    ['LayerNormalization', { scale: false, rms_scaling: true }, [b, 9], 'gamma 9', [b, 9]],
    ['GroupNormalization', { groups: 3 }, [b, 4, 9], 'gamma 9; beta 9', [b, 4, 9]],
    ['RMSNormalization', { axis: -1 }, [b, 4, 9], 'scale 9', [b, 4, 9]],
    ['UnitNormalization', { axis: -1 }, [b, 4, 9], '', [b, 4, 9]],
    ['Normalization', { axis: [-1] }, [b, 4, 9], 'mean 9; variance 9; count ', [b, 4, 9]],
    ['Normalization', { axis: [] }, [b, 9], 'mean ; variance ; count ', [b, 9]],
    ['Normalization', { axis: [-1], mean: [0, 1], variance: [1, 1] }, [b, 2], '', [b, 2]],
    ['PReLU', {}, [b, 4, 5, 6], 'alpha 4,5,6', [b, 4, 5, 6]],
    ['PReLU', { shared_axes: [1, 2] }, [b, 4, 5, 6], 'alpha 1,1,6', [b, 4, 5, 6]],
    [
      'SpectralNormalization',
      { layer: { class_name: 'Conv2D', config: { name: 'conv', filters: 8, kernel_size: 3 } } },
      [b, 5, 5, 2],
      'vector_u 1,8; conv/kernel 3,3,2,8; conv/bias 8',
      [b, 3, 3, 8]
    ]
  ])('%s %o', (className, config, input, weights, output) => {
    expect(outcome(className, config, [input])).toEqual([weights, output])
  })

  it('names the kernel of a depthwise convolution as Keras 2 does', () => {
    const [weights] = outcome('DepthwiseConv2D', { kernel_size: 3 }, [[b, 5, 5, 2]], 'keras2')
    expect(weights).toBe('depthwise_kernel 3,3,2,1; bias 2')
  })

  it('has axes in the order of the file in Keras 2, and a broadcast shape for several of a batch', () => {
    const weights = (className: string, config: object) => outcome(className, config, [[b, 4, 9]], 'keras2')[0]
    expect(weights('LayerNormalization', { axis: [2, 1] })).toBe('gamma 9,4; beta 9,4')
    expect(weights('BatchNormalization', { axis: [1, 2], center: false, scale: false })).toBe(
      'moving_mean 1,4,9; moving_variance 1,4,9'
    )
  })

  it('draws the kernels of an STFTSpectrogram by STFT (stft_spectrogram.py)', () => {
    const of = (config: object) => outcome('STFTSpectrogram', { frame_length: 200, ...config }, [[b, 1000, 2]])
    // 256 is the least power of two from 200 on: 129 bins; 1 + ⌊(1000 − 200) / 100⌋ = 9
    expect(of({})).toEqual(['real_kernel 200,1,129; imag_kernel 200,1,129', [b, 9, 258]])
    expect(of({ mode: 'real', expand_dims: true })).toEqual(['real_kernel 200,1,129', [b, 9, 129, 2]])
    expect(of({ mode: 'imag', fft_length: 512, padding: 'same' })).toEqual(['imag_kernel 200,1,257', [b, 10, 514]])
    expect(of({ mode: 'stft' })[1]).toEqual([b, 9, 516])
    const start = (window: unknown) => {
      const it = layer('STFTSpectrogram', { window, scaling: 'spectrum' }, 'keras3')
      const result = build(it, { positional: [[b, 1000, 1]], named: {} })
      return E.isRight(result) ? result.right.weights[1]?.initializer : result
    }
    expect(start('hamming')).toMatchObject(
      E.right({ initializer: { _tag: 'STFT', side: 'imag', window: 'hamming', scaling: 'spectrum', periodic: false } })
    )
    expect(start('triangle')).toMatchObject({ left: [{ path: ['it', 'config', 'window'] }] })
  })

  it('takes the fans of an EinsumDense from its equation where the file knows of axes', () => {
    const config = (inner: object) => ({
      equation: 'abc,cde->abde',
      output_shape: [null, 8, 4],
      kernel_initializer: { class_name: 'GlorotUniform', config: inner }
    })
    const fansOf = (inner: object) => {
      const result = build(layer('EinsumDense', config(inner), 'keras3'), { positional: [[b, 10, 32]], named: {} })
      return E.isRight(result) ? result.right.weights[0]?.initializer : result.left
    }
    expect(fansOf({ seed: null })).toMatchObject(E.right({ initializer: { fans: { rule: 'default' } } }))
    // b is of the input and the output: Keras counts it as an output
    const shared = { ...config({ input_axes: null }), equation: 'abc,bcd->abd', output_shape: [7, 6] }
    expect(build(layer('EinsumDense', shared, 'keras3'), { positional: [[b, 7, 4]], named: {} })).toMatchObject(
      E.right({
        weights: [{ initializer: E.right({ initializer: { fans: { input_axes: [1], output_axes: [0, 2] } } }) }]
      })
    )
    expect(fansOf({ seed: null, input_axes: null, output_axes: null })).toMatchObject(
      E.right({ initializer: { fans: { rule: 'listed', input_axes: [0], output_axes: [1, 2] } } })
    )
  })
})

describe('layers without weights', () => {
  it.each<[string, object, ReadonlyArray<OpenShape>, OpenShape]>([
    ['Flatten', {}, [[b, 3, 4, 5]], [b, 60]],
    ['Flatten', {}, [[b, 3, null]], [b, null]],
    ['Flatten', {}, [[b]], [b, 1]],
    ['Reshape', { target_shape: [2, -1] }, [[b, 3, 4]], [b, 2, 6]],
    ['Reshape', { target_shape: [-1, 4] }, [[b, null, 4]], [b, null, 4]],
    // TF.js writes null for −1 (core.ts, Reshape)
    ['Reshape', { target_shape: [null, 6] }, [[b, 3, 4]], [b, 2, 6]],
    ['RandomHeight', { factor: 0.2 }, [[b, 5, 6, 3]], [b, null, 6, 3]],
    ['RandomWidth', { factor: 0.2 }, [[b, 5, 6, 3]], [b, 5, null, 3]],
    ['StringLookup', { output_mode: 'int' }, [[b, 5]], [b, 5]],
    [
      'TFOpLambda',
      { function: '__operators__.add' },
      [
        [b, 1, 4],
        [b, 3, 1]
      ],
      [b, 3, 4]
    ],
    ['Permute', { dims: [2, 1] }, [[b, 3, 4]], [b, 4, 3]],
    ['RepeatVector', { n: 7 }, [[b, 3]], [b, 7, 3]],
    ['Activation', { activation: 'relu' }, [[b, 3]], [b, 3]],
    // 1 + ⌊(7 - 3) / 2⌋ = 3, ⌈7 / 2⌉ = 4
    ['MaxPooling2D', { pool_size: [3, 3], strides: [2, 2] }, [[b, 7, 7, 2]], [b, 3, 3, 2]],
    ['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }, [[b, 7, 7, 2]], [b, 4, 4, 2]],
    ['AveragePooling1D', { pool_size: [2], strides: null }, [[b, 7, 2]], [b, 3, 2]],
    ['MaxPooling3D', { pool_size: 2, data_format: 'channels_first' }, [[b, 2, 4, 6, 8]], [b, 2, 2, 3, 4]],
    ['GlobalAveragePooling2D', { data_format: 'channels_last' }, [[b, 7, 7, 9]], [b, 9]],
    ['GlobalMaxPooling1D', { keepdims: true }, [[b, 7, 9]], [b, 1, 9]],
    ['GlobalMaxPooling2D', { data_format: 'channels_first' }, [[b, 9, 7, 7]], [b, 9]],
    ['AdaptiveAveragePooling2D', { output_size: [2, 3] }, [[b, 7, 7, 9]], [b, 2, 3, 9]],
    [
      'ZeroPadding2D',
      {
        padding: [
          [0, 1],
          [2, 3]
        ]
      },
      [[b, 5, 5, 2]],
      [b, 6, 10, 2]
    ],
    ['ZeroPadding2D', { padding: [1, 2] }, [[b, 5, 5, 2]], [b, 7, 9, 2]],
    ['ZeroPadding2D', { padding: 3 }, [[b, 5, 5, 2]], [b, 11, 11, 2]],
    ['ZeroPadding1D', { padding: [1, 2] }, [[b, 5, 2]], [b, 8, 2]],
    ['ZeroPadding1D', { padding: 1 }, [[b, 5, 2]], [b, 7, 2]],
    [
      'Cropping2D',
      {
        cropping: [
          [0, 1],
          [2, 1]
        ],
        data_format: 'channels_first'
      },
      [[b, 2, 5, 5]],
      [b, 2, 4, 2]
    ],
    ['UpSampling2D', { size: [2, 3] }, [[b, 5, 5, 2]], [b, 10, 15, 2]],
    ['Resizing', { height: 8, width: 9 }, [[b, 5, 5, 2]], [b, 8, 9, 2]],
    [
      'Add',
      {},
      [
        [b, 3, 1],
        [b, 1, 4]
      ],
      [b, 3, 4]
    ],
    [
      'Multiply',
      {},
      [
        [b, 5, 6],
        [b, 6]
      ],
      [b, 5, 6]
    ],
    [
      'Concatenate',
      { axis: -1 },
      [
        [b, 3, 2],
        [b, 3, 4],
        [b, 3, 1]
      ],
      [b, 3, 7]
    ],
    [
      'Concatenate',
      { axis: 1 },
      [
        [b, 3, 2],
        [b, null, 2]
      ],
      [b, null, 2]
    ],
    [
      'Dot',
      { axes: 1 },
      [
        [b, 4],
        [b, 4]
      ],
      [b, 1]
    ],
    [
      'Dot',
      { axes: [2, 1] },
      [
        [b, 3, 4],
        [b, 4, 5]
      ],
      [b, 3, 5]
    ]
  ])('%s %o', (className, config, inputs, output) => {
    expect(outcome(className, config, inputs)).toEqual(['', output])
  })

  it.each([
    ['StringLookup', { output_mode: 'multi_hot' }],
    ['Discretization', { output_mode: 'one_hot' }],
    ['TFOpLambda', { function: 'reshape' }],
    ['MelSpectrogram', {}]
  ])('%s %o: nobody knows what comes out', (className, config) => {
    expect(outcome(className, config, [[b, 5]])).toEqual([''])
  })
})

describe('what is wrong with a layer', () => {
  it.each<[string, object, ReadonlyArray<OpenShape>, ReadonlyArray<string>]>([
    ['Dense', {}, [[b, 3]], ['MissingKey it.config.units']],
    ['Dense', { units: 0, use_bias: 1 }, [[b, 3]], ['BadCount it.config.units', 'WrongType it.config.use_bias']],
    ['Dense', { units: 2, lora_rank: 4 }, [[b, 3]], ['Unsupported it.config.lora_rank']],
    ['Dense', { units: 2 }, [], ['BadCount it']],
    ['Conv2D', { filters: 8, kernel_size: [3, 3, 3] }, [[b, 5, 5, 2]], ['BadCount it.config.kernel_size']],
    ['Conv2D', { filters: 8, kernel_size: 3 }, [[b, 5, 2]], ['BadRank it']],
    ['Conv2D', { filters: 8, kernel_size: 3, groups: 3 }, [[b, 5, 5, 2]], ['BadGroups it.config.groups']],
    ['BatchNormalization', { axis: 4 }, [[b, 5, 5, 2]], ['BadAxis it.config.axis']],
    ['EinsumDense', { equation: 'ab', output_shape: 3 }, [[b, 5]], ['UnknownValue it.config.equation']],
    ['EinsumDense', { equation: 'abc,cd->abd', output_shape: 3 }, [[b, 5]], ['ShapeMismatch it.config.equation']],
    [
      'Concatenate',
      { axis: 2 },
      [
        [b, 3],
        [b, 3]
      ],
      ['ShapeMismatch it']
    ],
    ['Dot', { axes: 1 }, [[b, 4]], ['ShapeMismatch it']],
    ['Lambda', { function: 'x' }, [[b, 4]], ['Unsupported it.class_name']],
    ['SpectralNormalization', { layer: 3 }, [[b, 4]], ['WrongType it.config.layer']],
    [
      'SpectralNormalization',
      { layer: { class_name: 'Dense', config: {} } },
      [[b, 4]],
      ['MissingKey it.config.layer.config.units']
    ]
  ])('%s %o', (className, config, inputs, errors) => {
    expect(outcome(className, config, inputs)).toEqual(errors)
  })
})

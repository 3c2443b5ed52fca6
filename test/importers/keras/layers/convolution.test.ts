/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16: `keras/src/layers/convolutional/*.py`. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the weights and the output of a convolution', () => {
  // prettier-ignore
  test.each<[string, object, OpenShape, string, OpenShape]>([
    ['Conv1D', { filters: 6, kernel_size: 3 }, [b, 10, 4], 'kernel 3,4,6; bias 6', [b, 8, 6]],
    ['Conv1D', { filters: 6, kernel_size: [3], padding: 'causal', dilation_rate: [2] }, [b, 10, 4], 'kernel 3,4,6; bias 6', [b, 10, 6]],
    // 1 + ⌊(11 - 2·(3 - 1) - 1) / 1⌋ = 7
    ['Conv1D', { filters: 6, kernel_size: 3, dilation_rate: 2 }, [b, 11, 4], 'kernel 3,4,6; bias 6', [b, 7, 6]],
    // ⌈224 / 2⌉ = 112, and 1 + ⌊(224 - 7) / 2⌋ = 109
    ['Conv2D', { filters: 64, kernel_size: [7, 7], strides: [2, 2], padding: 'same' }, [b, 224, 224, 3], 'kernel 7,7,3,64; bias 64', [b, 112, 112, 64]],
    ['Conv2D', { filters: 64, kernel_size: 7, strides: 2 }, [b, 224, null, 3], 'kernel 7,7,3,64; bias 64', [b, 109, null, 64]],
    ['Conv2D', { filters: 8, kernel_size: 3, groups: 4 }, [b, 5, 5, 12], 'kernel 3,3,3,8; bias 8', [b, 3, 3, 8]],
    ['Conv2D', { filters: 8, kernel_size: [3, 5], data_format: 'channels_first' }, [b, 12, 9, 9], 'kernel 3,5,12,8; bias 8', [b, 8, 7, 5]],
    ['Conv3D', { filters: 2, kernel_size: [1, 2, 3] }, [b, 4, 4, 4, 5], 'kernel 1,2,3,5,2; bias 2', [b, 4, 3, 2, 2]],
    // (5 - 1)·2 + max(3, 2) = 11
    ['Conv1DTranspose', { filters: 6, kernel_size: 3, strides: 2 }, [b, 5, 4], 'kernel 3,6,4; bias 6', [b, 11, 6]],
    ['Conv2DTranspose', { filters: 6, kernel_size: 3, strides: 2, padding: 'same' }, [b, 5, 7, 4], 'kernel 3,3,6,4; bias 6', [b, 10, 14, 6]],
    // (5 - 1)·2 + 3 % 2 + 0 = 9
    ['Conv2DTranspose', { filters: 6, kernel_size: 3, strides: 2, padding: 'same', output_padding: [0, 1] }, [b, 5, 5, 4], 'kernel 3,3,6,4; bias 6', [b, 9, 10, 6]],
    ['Conv3DTranspose', { filters: 2, kernel_size: 2 }, [b, 3, 3, 3, 5], 'kernel 2,2,2,2,5; bias 2', [b, 4, 4, 4, 2]],
    ['DepthwiseConv1D', { kernel_size: 3, depth_multiplier: 2 }, [b, 8, 5], 'kernel 3,5,2; bias 10', [b, 6, 10]],
    ['DepthwiseConv2D', { kernel_size: [3, 3], padding: 'same', use_bias: false, strides: 2 }, [b, 7, 8, 32], 'kernel 3,3,32,1', [b, 4, 4, 32]],
    ['SeparableConv1D', { filters: 7, kernel_size: 3, depth_multiplier: 2 }, [b, 8, 5], 'depthwise_kernel 3,5,2; pointwise_kernel 1,10,7; bias 7', [b, 6, 7]],
    ['SeparableConv2D', { filters: 7, kernel_size: 3, padding: 'same' }, [b, 8, 8, 5], 'depthwise_kernel 3,3,5,1; pointwise_kernel 1,1,5,7; bias 7', [b, 8, 8, 7]]
  ])('%s %o', (className, config, input, weights, output) => {
    expect(outcome(className, config, [input])).toEqual([weights, output])
  })

  test('the kernel of a depthwise convolution has another name in Keras 2', () => {
    const [weights] = outcome('DepthwiseConv2D', { kernel_size: 3 }, [[b, 5, 5, 2]], 'keras2')
    expect(weights).toBe('depthwise_kernel 3,3,2,1; bias 2')
  })
})

describe('errors of a convolution', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, ReadonlyArray<string>]>([
    ['Conv2D', { filters: 8, kernel_size: [3, 3, 3] }, [[b, 5, 5, 2]], ['BadCount config.kernel_size']],
    ['Conv2D', { filters: 8, kernel_size: 3 }, [[b, 5, 2]], ['BadRank']],
    ['Conv2D', { filters: 8, kernel_size: 3, groups: 3 }, [[b, 5, 5, 2]], ['BadGroups config.groups']]
  ])('%s %o', (className, config, inputs, errors) => {
    expect(outcome(className, config, inputs)).toEqual(errors)
  })
})

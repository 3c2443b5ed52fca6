/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16: `keras/src/layers/pooling/*.py`. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the output of a pooling layer', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, OpenShape]>([
    // 1 + ⌊(7 - 3) / 2⌋ = 3, ⌈7 / 2⌉ = 4
    ['MaxPooling2D', { pool_size: [3, 3], strides: [2, 2] }, [[b, 7, 7, 2]], [b, 3, 3, 2]],
    ['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }, [[b, 7, 7, 2]], [b, 4, 4, 2]],
    ['AveragePooling1D', { pool_size: [2], strides: null }, [[b, 7, 2]], [b, 3, 2]],
    ['MaxPooling3D', { pool_size: 2, data_format: 'channels_first' }, [[b, 2, 4, 6, 8]], [b, 2, 2, 3, 4]],
    ['GlobalAveragePooling2D', { data_format: 'channels_last' }, [[b, 7, 7, 9]], [b, 9]],
    ['GlobalMaxPooling1D', { keepdims: true }, [[b, 7, 9]], [b, 1, 9]],
    ['GlobalMaxPooling2D', { data_format: 'channels_first' }, [[b, 9, 7, 7]], [b, 9]],
    ['AdaptiveAveragePooling2D', { output_size: [2, 3] }, [[b, 7, 7, 9]], [b, 2, 3, 9]]
  ])('%s %o', (className, config, inputs, output) => {
    expect(outcome(className, config, inputs)).toEqual(['', output])
  })
})

/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16: `keras/src/layers/reshaping/*.py` and `…/preprocessing/image_preprocessing/*.py`. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the output of a layer that pads, crops or resizes', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, OpenShape]>([
    ['RandomHeight', { factor: 0.2 }, [[b, 5, 6, 3]], [b, null, 6, 3]],
    ['RandomWidth', { factor: 0.2 }, [[b, 5, 6, 3]], [b, 5, null, 3]],
    ['ZeroPadding2D', { padding: [[0, 1], [2, 3]] }, [[b, 5, 5, 2]], [b, 6, 10, 2]],
    ['ZeroPadding2D', { padding: [1, 2] }, [[b, 5, 5, 2]], [b, 7, 9, 2]],
    ['ZeroPadding2D', { padding: 3 }, [[b, 5, 5, 2]], [b, 11, 11, 2]],
    ['ZeroPadding1D', { padding: [1, 2] }, [[b, 5, 2]], [b, 8, 2]],
    ['ZeroPadding1D', { padding: 1 }, [[b, 5, 2]], [b, 7, 2]],
    ['Cropping2D', { cropping: [[0, 1], [2, 1]], data_format: 'channels_first' }, [[b, 2, 5, 5]], [b, 2, 4, 2]],
    ['UpSampling2D', { size: [2, 3] }, [[b, 5, 5, 2]], [b, 10, 15, 2]],
    ['Resizing', { height: 8, width: 9 }, [[b, 5, 5, 2]], [b, 8, 9, 2]]
  ])('%s %o', (className, config, inputs, output) => {
    expect(outcome(className, config, inputs)).toEqual(['', output])
  })
})

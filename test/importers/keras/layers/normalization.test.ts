/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16: `keras/src/layers/normalization/*.py`. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the weights and the output of a normalization', () => {
  // prettier-ignore
  test.each<[string, object, OpenShape, string, OpenShape]>([
    ['BatchNormalization', { axis: 3 }, [b, 4, 4, 9], 'gamma 9; beta 9; moving_mean 9; moving_variance 9', [b, 4, 4, 9]],
    ['BatchNormalization', { axis: [1], scale: false }, [b, 6, 4], 'beta 6; moving_mean 6; moving_variance 6', [b, 6, 4]],
    ['BatchNormalization', { renorm: true }, [b, 6], 'gamma 6; beta 6; moving_mean 6; moving_variance 6; moving_stddev 6; renorm_mean 6; renorm_stddev 6', [b, 6]],
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
    ['PReLU', { shared_axes: [1, 2] }, [b, 4, 5, 6], 'alpha 1,1,6', [b, 4, 5, 6]]
  ])('%s %o', (className, config, input, weights, output) => {
    expect(outcome(className, config, [input])).toEqual([weights, output])
  })

  test('Keras 2 keeps the order of axes, and broadcasts several axes of a batch normalization', () => {
    const weights = (className: string, config: object) => outcome(className, config, [[b, 4, 9]], 'keras2')[0]
    expect(weights('LayerNormalization', { axis: [2, 1] })).toBe('gamma 9,4; beta 9,4')
    expect(weights('BatchNormalization', { axis: [1, 2], center: false, scale: false })).toBe(
      'moving_mean 1,4,9; moving_variance 1,4,9'
    )
  })
})

describe('errors of a normalization', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, ReadonlyArray<string>]>([
    ['BatchNormalization', { axis: 4 }, [[b, 5, 5, 2]], ['BadAxis config.axis']]
  ])('%s %o', (className, config, inputs, errors) => {
    expect(outcome(className, config, inputs)).toEqual(errors)
  })
})

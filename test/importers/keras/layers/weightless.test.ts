/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the output of a layer without weights', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, OpenShape]>([
    ['StringLookup', { output_mode: 'int' }, [[b, 5]], [b, 5]],
    ['TFOpLambda', { function: '__operators__.add' }, [[b, 1, 4], [b, 3, 1]], [b, 3, 4]],
    ['Activation', { activation: 'relu' }, [[b, 3]], [b, 3]]
  ])('%s %o', (className, config, inputs, output) => {
    expect(outcome(className, config, inputs)).toEqual(['', output])
  })

  test.each([
    ['StringLookup', { output_mode: 'multi_hot' }],
    ['Discretization', { output_mode: 'one_hot' }],
    ['TFOpLambda', { function: 'reshape' }],
    ['MelSpectrogram', {}]
  ])('of %s %o is unknown', (className, config) => {
    expect(outcome(className, config, [[b, 5]])).toEqual([''])
  })
})

/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16: `keras/src/layers/merging/*.py`. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the output of a merging layer', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, OpenShape]>([
    ['Add', {}, [[b, 3, 1], [b, 1, 4]], [b, 3, 4]],
    ['Multiply', {}, [[b, 5, 6], [b, 6]], [b, 5, 6]],
    ['Concatenate', { axis: -1 }, [[b, 3, 2], [b, 3, 4], [b, 3, 1]], [b, 3, 7]],
    ['Concatenate', { axis: 1 }, [[b, 3, 2], [b, null, 2]], [b, null, 2]],
    ['Dot', { axes: 1 }, [[b, 4], [b, 4]], [b, 1]],
    ['Dot', { axes: [2, 1] }, [[b, 3, 4], [b, 4, 5]], [b, 3, 5]]
  ])('%s %o', (className, config, inputs, output) => {
    expect(outcome(className, config, inputs)).toEqual(['', output])
  })
})

describe('errors of a merging layer', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, ReadonlyArray<string>]>([
    ['Concatenate', { axis: 2 }, [[b, 3], [b, 3]], ['ShapeMismatch']],
    ['Dot', { axes: 1 }, [[b, 4]], ['ShapeMismatch']]
  ])('%s %o', (className, config, inputs, errors) => {
    expect(outcome(className, config, inputs)).toEqual(errors)
  })
})

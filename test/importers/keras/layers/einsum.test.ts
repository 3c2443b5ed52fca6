/** Shapes by hand from `keras/src/layers/core/einsum_dense.py` of Keras 3.16. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { build, initializerOf, outcome } from '../support.js'
import { right } from '../../../support/either.js'

const b = null // the batch

describe('the weights and the output of an EinsumDense', () => {
  // prettier-ignore
  test.each<[string, object, OpenShape, string, OpenShape]>([
    // query of attention: (batch, time, features) → (batch, time, heads, size)
    ['EinsumDense', { equation: 'abc,cde->abde', output_shape: [null, 8, 4], bias_axes: 'de' }, [b, 10, 32], 'kernel 32,8,4; bias 8,4', [b, 10, 8, 4]],
    // its output: both kernel axes are summed away
    ['EinsumDense', { equation: 'abcd,cde->abe', output_shape: [null, 32], bias_axes: 'e' }, [b, 10, 8, 4], 'kernel 8,4,32; bias 32', [b, 10, 32]],
    ['EinsumDense', { equation: '...x,xy->...y', output_shape: 6 }, [b, 2, 3, 4], 'kernel 4,6', [b, 2, 3, 6]],
    ['EinsumDense', { equation: 'ab...,bc->ac...', output_shape: 6 }, [b, 4, 2, 3], 'kernel 4,6', [b, 6, 2, 3]],
    // as many ones as axes come after the labels
    ['EinsumDense', { equation: 'ab...,bc->ac...', output_shape: 6, bias_axes: 'c' }, [b, 4, 2, 3], 'kernel 4,6; bias 6,1,1', [b, 6, 2, 3]],
    ['EinsumDense', { equation: '...x,xy->...y', output_shape: 6, bias_axes: 'y' }, [b, 2, 4], 'kernel 4,6; bias 6', [b, 2, 6]],
    // a size that the input leaves open, the config may know
    ['EinsumDense', { equation: 'abc,bcd->abd', output_shape: [7, 6] }, [b, null, 4], 'kernel 7,4,6', [b, 7, 6]],
    // a bias has ones after its first axis
    ['EinsumDense', { equation: 'abc,cde->abde', output_shape: [null, 8, 4], bias_axes: 'd' }, [b, 10, 32], 'kernel 32,8,4; bias 8,1', [b, 10, 8, 4]]
  ])('%s %o', (className, config, input, weights, output) => {
    expect(outcome(className, config, [input])).toEqual([weights, output])
  })
})

describe('the fans of an EinsumDense', () => {
  const config = (initializer: object) => ({
    equation: 'abc,cde->abde',
    output_shape: [null, 8, 4],
    kernel_initializer: { class_name: 'GlorotUniform', config: initializer }
  })
  const kernel = (config: object, input: OpenShape) => {
    const [kernel] = right(build('keras3')('EinsumDense', config, [input])).weights
    return kernel && initializerOf(kernel)
  }

  test('are the default ones if the initializer has no key input_axes', () => {
    expect(kernel(config({ seed: null }), [b, 10, 32])).toMatchObject({ fans: { rule: 'default' } })
  })

  test('follow the equation if the initializer has the key', () => {
    expect(kernel(config({ seed: null, input_axes: null, output_axes: null }), [b, 10, 32])).toMatchObject({
      fans: { rule: 'listed', input_axes: [0], output_axes: [1, 2] }
    })
  })

  test('count a label of both input and output as an output, as Keras does', () => {
    const shared = { ...config({ input_axes: null }), equation: 'abc,bcd->abd', output_shape: [7, 6] }
    expect(kernel(shared, [b, 7, 4])).toMatchObject({ fans: { input_axes: [1], output_axes: [0, 2] } })
  })
})

describe('errors of an EinsumDense', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, ReadonlyArray<string>]>([
    ['EinsumDense', { equation: 'ab', output_shape: 3 }, [[b, 5]], ['UnknownValue config.equation']],
    ['EinsumDense', { equation: 'abc,cd->abd', output_shape: 3 }, [[b, 5]], ['ShapeMismatch config.equation']]
  ])('%s %o', (className, config, inputs, errors) => {
    expect(outcome(className, config, inputs)).toEqual(errors)
  })
})

/** Shapes by hand from `build` and `compute_output_shape` of Keras 3.16: `keras/src/layers/core/*.py` and `…/reshaping/*.py`. */
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../../../src/importers/keras/kit/openShape.js'
import { outcome } from '../support.js'

const b = null // the batch

describe('the weights and the output of a core layer', () => {
  // prettier-ignore
  test.each<[string, object, OpenShape, string, OpenShape]>([
    ['Dense', { units: 5 }, [b, 7, 3], 'kernel 3,5; bias 5', [b, 7, 5]],
    ['Dense', { units: 5, use_bias: false }, [b, 3], 'kernel 3,5', [b, 5]],
    ['Embedding', { input_dim: 100, output_dim: 16 }, [b, 12], 'embeddings 100,16', [b, 12, 16]],
    ['ReversibleEmbedding', { input_dim: 9, output_dim: 4, tie_weights: false }, [b, 2], 'embeddings 9,4; reverse_embeddings 4,9', [b, 2, 4]]
  ])('%s %o', (className, config, input, weights, output) => {
    expect(outcome(className, config, [input])).toEqual([weights, output])
  })
})

describe('the output of a layer that rearranges elements', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, OpenShape]>([
    ['Flatten', {}, [[b, 3, 4, 5]], [b, 60]],
    ['Flatten', {}, [[b, 3, null]], [b, null]],
    ['Flatten', {}, [[b]], [b, 1]],
    ['Reshape', { target_shape: [2, -1] }, [[b, 3, 4]], [b, 2, 6]],
    ['Reshape', { target_shape: [-1, 4] }, [[b, null, 4]], [b, null, 4]],
    // TF.js writes null for −1 (core.ts, Reshape)
    ['Reshape', { target_shape: [null, 6] }, [[b, 3, 4]], [b, 2, 6]],
    ['Permute', { dims: [2, 1] }, [[b, 3, 4]], [b, 4, 3]],
    ['RepeatVector', { n: 7 }, [[b, 3]], [b, 7, 3]]
  ])('%s %o', (className, config, inputs, output) => {
    expect(outcome(className, config, inputs)).toEqual(['', output])
  })
})

describe('errors of a core layer', () => {
  // prettier-ignore
  test.each<[string, object, ReadonlyArray<OpenShape>, ReadonlyArray<string>]>([
    ['Dense', {}, [[b, 3]], ['MissingKey config.units']],
    ['Dense', { units: 0, use_bias: 1 }, [[b, 3]], ['BadCount config.units', 'WrongType config.use_bias']],
    ['Dense', { units: 2, lora_rank: 4 }, [[b, 3]], ['Unsupported config.lora_rank']],
    ['Dense', { units: 2 }, [], ['BadCount']],
    ['Lambda', { function: 'x' }, [[b, 4]], ['Unsupported class_name']]
  ])('%s %o', (className, config, inputs, errors) => {
    expect(outcome(className, config, inputs)).toEqual(errors)
  })
})

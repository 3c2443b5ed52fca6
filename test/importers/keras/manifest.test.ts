/** The names that a TF.js file lists. */
import { describe, expect, test } from 'vitest'
import { fromKeras } from '../../../src/importers/keras/fromKeras.js'
import { errorsOf, type Json, weightsOf } from './files.js'
import { right } from '../../support/either.js'

describe('the weightsManifest of TF.js', () => {
  const topology = (...layers: ReadonlyArray<Json>): Json => ({
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
    model_config: { class_name: 'Sequential', config: { name: 'seq', layers } }
  })
  const bn = { class_name: 'BatchNormalization', config: { name: 'bn', axis: -1, batch_input_shape: [null, 3] } }
  const last = { class_name: 'Dense', config: { name: 'dense_Dense1', units: 2 } }
  const listed = (...weights: ReadonlyArray<readonly [string, ReadonlyArray<number>]>): Json => ({
    paths: ['weights.bin'],
    weights: weights.map(([name, shape]) => ({ name, shape, dtype: 'float32' }))
  })
  const file = (...groups: ReadonlyArray<Json>): Json => ({
    format: 'layers-model',
    modelTopology: topology(bn, last),
    weightsManifest: groups
  })
  const trainable = [
    ['bn/gamma', [3]],
    ['bn/beta', [3]],
    ['dense_Dense1/kernel', [3, 2]],
    ['dense_Dense1/bias', [2]]
  ] as const
  const others = [
    ['bn/moving_mean', [3]],
    ['bn/moving_variance', [3]]
  ] as const

  test('names the weights, in any order', () => {
    expect(weightsOf(file(listed(...trainable), listed(...others)))).toEqual([
      ...['bn/gamma 3', 'bn/beta 3', 'bn/moving_mean 3', 'bn/moving_variance 3'],
      ...['dense_Dense1/kernel 3,2', 'dense_Dense1/bias 2']
    ])
    expect(right(fromKeras(file(listed(...trainable, ...others)))).dialect).toBe('tfjs')
  })

  test('gives its names to weights with other names in the model', () => {
    const renamed = [...trainable.slice(0, 2), ['other/dense/kernel_1', [3, 2]], ['other/dense/bias_1', [2]]] as const
    expect(weightsOf(file(listed(...renamed, ...others))).slice(-2)).toEqual([
      'other/dense/kernel_1 3,2',
      'other/dense/bias_1 2'
    ])
  })

  test('contains exactly the weights of the model', () => {
    expect(errorsOf(file(listed(...trainable)))).toEqual(['MissingKey weightsManifest', 'MissingKey weightsManifest'])
    expect(errorsOf(file(listed(...trainable, ...others, ['x/alpha', [1]])))).toEqual([
      'UnknownName weightsManifest.0.weights.6.name'
    ])
    expect(errorsOf(file(listed(...trainable.slice(0, 3), ...others, ['dense_Dense1/bias', [3]])))).toEqual([
      'ShapeMismatch weightsManifest.0.weights.5.shape'
    ])
    expect(errorsOf({ ...file(), weightsManifest: [{ weights: [{ shape: [1] }] }] })).toEqual([
      'WrongType weightsManifest.0.weights.0.name'
    ])
  })

  test('may be missing', () => {
    expect(weightsOf(topology(bn)).map((each) => each.split(' ')[0])).toEqual([
      ...['bn/gamma', 'bn/beta', 'bn/moving_mean', 'bn/moving_variance']
    ])
  })
})

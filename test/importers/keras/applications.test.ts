import { describe, expect, test } from 'vitest'
import { fromModel } from '../../../src/importers/index.js'
import { efficientNetB0, mobileNet, mobileNetV2, mobileNetV3, xception } from './applications.js'
import { right } from '../../support/either.js'

const size = (shape: ReadonlyArray<number>): number => shape.reduce((n, each) => n * each, 1)

/** Totals as `model.summary()` prints them. That of EfficientNet includes the integer of its Normalization. */
describe.each([
  ['MobileNet', mobileNet, 4_253_864, 0],
  ['MobileNetV2', mobileNetV2, 3_538_984, 0],
  ['MobileNetV3Small', mobileNetV3('small'), 2_554_968, 0],
  ['MobileNetV3Large', mobileNetV3('large'), 5_507_432, 0],
  ['EfficientNetB0', efficientNetB0, 5_330_571, 1],
  ['Xception', xception, 22_910_480, 0]
])('%s', (_, application, total, integers) => {
  test.each([
    ['Keras 3', { buildConfig: true }],
    ['Keras 3 without build_config', { buildConfig: false }],
    ['Keras 2', { buildConfig: false, keras2: true }]
  ])('as %s writes it: the plan has the names and shapes of its weights', (_, options) => {
    const { file, weights } = application(options)
    const { plan, skipped } = right(fromModel(file))
    expect(plan.parameters.map(({ name, shape }) => [name, shape])).toEqual(weights)
    expect(plan.parameters.reduce((sum, { shape }) => sum + size(shape), integers)).toBe(total)
    expect(skipped).toHaveLength(integers)
  })
})

describe('names by hand', () => {
  const names = (application: typeof mobileNet, keras2 = false) =>
    right(fromModel(application({ buildConfig: !keras2, keras2 }).file)).plan.parameters.map(
      ({ name, shape }) => `${name} ${shape.join(',')}`
    )

  test('MobileNet, whose depthwise kernel has another name in Keras 2', () => {
    expect(names(mobileNet).slice(0, 6)).toEqual([
      ...['conv1/kernel 3,3,3,32', 'conv1_bn/gamma 32', 'conv1_bn/beta 32', 'conv1_bn/moving_mean 32'],
      ...['conv1_bn/moving_variance 32', 'conv_dw_1/kernel 3,3,32,1']
    ])
    expect(names(mobileNet, true)[5]).toBe('conv_dw_1/depthwise_kernel 3,3,32,1')
    expect(names(mobileNet).slice(-2)).toEqual(['conv_preds/kernel 1,1,1024,1000', 'conv_preds/bias 1000'])
  })

  test('MobileNetV3, whose first block has no number', () => {
    expect(names(mobileNetV3('small')).slice(5, 14)).toEqual([
      ...['expanded_conv_depthwise/kernel 3,3,16,1'],
      ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) => `expanded_conv_depthwise_bn/${name} 16`),
      ...['expanded_conv_squeeze_excite_conv/kernel 1,1,16,8', 'expanded_conv_squeeze_excite_conv/bias 8'],
      ...['expanded_conv_squeeze_excite_conv_1/kernel 1,1,8,16', 'expanded_conv_squeeze_excite_conv_1/bias 16']
    ])
  })
})

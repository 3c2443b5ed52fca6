/**
 * Variance scaling in JAX (`jax._src.nn.initializers`): from fans to the distribution of the elements.
 *
 *   variance = scale / n, with n a fan or an average of both
 *   uniform:            uniform(-1, 1) sqrt(3 variance)
 *   normal:             normal sqrt(variance)
 *   truncated normal:   truncated_normal(-2, 2) (sqrt(variance) / 0.87962566103423978)
 *
 * scale / n is a double; every later operation is rounded to the dtype. Unlike `Fans.denominator`, JAX allows n below 1.
 */
import * as Distribution from '../../Distribution.js'
import type { VarianceScaling } from '../../initializers/VarianceScaling.js'
import { type Fans, fromRule, type Mode } from '../../Fans.js'
import { at, fail, type Validated } from '../../InitializerError.js'
import type { Shape } from '../../Shape.js'
import type { Arithmetic } from './arithmetic.js'
import { type Steps, normalSteps, rootOfTwo, truncatedSteps, uniformSteps } from './random.js'

export const fansOf = (it: VarianceScaling, shape: Shape): Validated<Fans> =>
  shape.length < 2 && !(it.fans.rule === 'axes' && !it.fans.in_axis.includes(-2))
    ? fail('BadRank', 'a shape of two axes or more, as in JAX', `rank ${shape.length}`, ['shape'])
    : at('config', 'fans')(fromRule(it.fans)(shape))

const denominator = (mode: Mode, { fanIn, fanOut }: Fans): number => {
  switch (mode) {
    case 'fan_in':
      return fanIn
    case 'fan_out':
      return fanOut
    case 'fan_avg':
      return (fanIn + fanOut) / 2
    case 'fan_geo_avg':
      return Math.sqrt(fanIn * fanOut)
  }
}

export const scaledSteps = (
  { scale, mode, distribution }: VarianceScaling,
  fans: Fans,
  arithmetic: Arithmetic
): Steps => {
  const { round, multiply, constant } = arithmetic
  const variance = constant(round(scale / denominator(mode, fans)))
  const stddev = round(Math.sqrt(variance))
  switch (distribution) {
    case 'truncated_normal':
      return [
        ...truncatedSteps(arithmetic, -2, 2),
        multiply(round(stddev / round(Distribution.truncatedStddev(-2, 2))))
      ]
    case 'untruncated_normal':
      return normalTimes(arithmetic, stddev)
    case 'uniform':
      return [...uniformSteps(arithmetic, -1, 1), multiply(round(Math.sqrt(round(3 * variance))))]
  }
}

/** Within `jit`, XLA folds the two factors of a normal number into one, except in bfloat16. */
export const normalTimes = (arithmetic: Arithmetic, stddev: number): Steps =>
  arithmetic.mergesFactors
    ? normalSteps(arithmetic, arithmetic.round(rootOfTwo(arithmetic) * stddev))
    : [...normalSteps(arithmetic), arithmetic.multiply(stddev)]

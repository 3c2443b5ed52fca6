/**
 * Variance scaling in JAX (`jax._src.nn.initializers`): from fans to the law of the elements.
 *
 *   variance = scale / n, with n a fan or an average of both
 *   uniform:            uniform(-1, 1) sqrt(3 variance)
 *   normal:             normal sqrt(variance)
 *   truncated normal:   truncated_normal(-2, 2) (sqrt(variance) / 0.87962566103423978)
 *
 * scale / n is a double; from there on all is rounded to the dtype after each operation. Nothing keeps n from being
 * below 1, which `Fans.denominator` does.
 */
import type { VarianceScaling } from '../../initializers/VarianceScaling.js'
import { type Fans, fromRule, type Mode } from '../../Fans.js'
import { at, fail, type Validated } from '../../InitializerError.js'
import type { Shape } from '../../Shape.js'
import type { Arithmetic } from './arithmetic.js'
import { type Law, normalLaw, rootOfTwo, truncatedLaw, uniformLaw } from './random.js'

export const fansOf = (it: VarianceScaling, shape: Shape): Validated<Fans> =>
  shape.length < 2
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

/** The stddev of a standard normal number that is cut at ±2. */
const STDDEV_OF_CUT = 0.87962566103423978

export const scaledLaw = (
  { scale, mode, distribution }: VarianceScaling,
  fans: Fans,
  arithmetic: Arithmetic,
  jit: boolean
): Law => {
  const { round, multiply } = arithmetic
  const variance = round(scale / denominator(mode, fans))
  const stddev = round(Math.sqrt(variance))
  switch (distribution) {
    case 'truncated_normal':
      return [...truncatedLaw(arithmetic, -2, 2), multiply(round(stddev / round(STDDEV_OF_CUT)))]
    case 'untruncated_normal':
      return normalTimes(arithmetic, stddev, jit)
    case 'uniform':
      return [...uniformLaw(arithmetic, -1, 1), multiply(round(Math.sqrt(round(3 * variance))))]
  }
}

/** Within `jit`, XLA makes one number of the two that a normal one is multiplied by. */
export const normalTimes = (arithmetic: Arithmetic, stddev: number, jit: boolean): Law =>
  jit
    ? normalLaw(arithmetic, arithmetic.round(rootOfTwo(arithmetic) * stddev))
    : [...normalLaw(arithmetic), arithmetic.multiply(stddev)]

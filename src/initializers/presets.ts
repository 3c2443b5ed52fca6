/**
 * The named schemes, as values of `VarianceScaling`.
 *
 * Sources: Glorot & Bengio, AISTATS 2010 ("xavier"); He et al., ICCV 2015 ("kaiming"); LeCun et al., 1998. The normal
 * ones are truncated, as in TensorFlow, Keras and JAX; PyTorch's are not.
 *
 * @since 0.1.0
 */
import { standard } from '../Fans.js'
import type { Mode } from '../Fans.js'
import type { Kind, VarianceScaling } from './VarianceScaling.js'

const preset = (scale: number, mode: Mode, distribution: Kind): VarianceScaling =>
  Object.freeze({
    _tag: 'VarianceScaling',
    scale,
    mode,
    distribution,
    corrected: true,
    fans: standard,
    seed: null,
    dtype: null
  })

/** @since 0.1.0 */
export const glorotUniform = preset(1, 'fan_avg', 'uniform')
/** @since 0.1.0 */
export const glorotNormal = preset(1, 'fan_avg', 'truncated_normal')
/** @since 0.1.0 */
export const heUniform = preset(2, 'fan_in', 'uniform')
/** @since 0.1.0 */
export const heNormal = preset(2, 'fan_in', 'truncated_normal')
/** @since 0.1.0 */
export const lecunUniform = preset(1, 'fan_in', 'uniform')
/** @since 0.1.0 */
export const lecunNormal = preset(1, 'fan_in', 'truncated_normal')

/** @since 0.1.0 */
export const xavierUniform = glorotUniform
/** @since 0.1.0 */
export const xavierNormal = glorotNormal
/** @since 0.1.0 */
export const kaimingUniform = heUniform
/** @since 0.1.0 */
export const kaimingNormal = heNormal

/**
 * Serialized class name → preset.
 *
 * @since 0.1.0
 */
export const byName: ReadonlyMap<string, VarianceScaling> = new Map([
  ['GlorotUniform', glorotUniform],
  ['GlorotNormal', glorotNormal],
  ['HeUniform', heUniform],
  ['HeNormal', heNormal],
  ['LecunUniform', lecunUniform],
  ['LecunNormal', lecunNormal],
  ['XavierUniform', xavierUniform],
  ['XavierNormal', xavierNormal],
  ['KaimingUniform', kaimingUniform],
  ['KaimingNormal', kaimingNormal]
])

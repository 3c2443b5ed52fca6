/**
 * Saying initializers as calls of `jax.nn.initializers`. Arguments that have their default are left out.
 */
import type { DType } from '../../DType.js'
import type { Tagged } from '../../initializers/tagTable.js'
import type { Validated } from '../../InitializerError.js'
import type { Traits } from '../dialect.js'
import {
  broadcast,
  type Check,
  closed,
  type Config,
  fixed,
  parent,
  relayout,
  rowOf,
  type Said,
  sameRule,
  say,
  scaleFor,
  touches,
  type Writers
} from '../saying.js'

/** A dtype is an argument, after all others. */
const call = (
  name: string,
  config: Config,
  { dtype }: { readonly dtype: DType | null },
  ...checks: ReadonlyArray<Check>
): Validated<Said> =>
  dtype === null ? say(name, config, ...checks) : say(name, { ...config, dtype }, ...checks, touches('dtype'))

const none = (field: string, value: number): Check => fixed(field, value, 0, ', as jax has none')

/** JAX names axes as the rule `axes` does. */
const axesFor = ({ fans }: Tagged<'VarianceScaling'>, traits: Traits): readonly [Config, Check] => {
  if (fans.rule !== 'axes' || sameRule(fans, traits.fans)) return [{}, relayout(fans, traits)]
  const { in_axis, out_axis, batch_axis } = fans
  return [{ in_axis, out_axis, batch_axis }, touches('other_axes')]
}

const varianceScaling = (it: Tagged<'VarianceScaling'>, traits: Traits): Validated<Said> => {
  const { mode, distribution } = it
  const { scale, moved } = scaleFor(it, traits)
  const [axes, fans] = axesFor(it, traits)
  const row = distribution === 'untruncated_normal' ? undefined : rowOf(scale, mode)
  if (row !== undefined)
    return call(`${row}_${distribution === 'uniform' ? 'uniform' : 'normal'}`, axes, it, moved, fans)
  const word = distribution === 'untruncated_normal' ? 'normal' : distribution
  return call('variance_scaling', { scale, mode, distribution: word, ...axes }, it, moved, fans)
}

const truncatedNormal = (it: Tagged<'TruncatedNormal'>): Validated<Said> => {
  const { stddev, lower, upper } = parent(it)
  const bounds = lower === -2 && upper === 2 ? {} : { lower, upper }
  return call(
    'truncated_normal',
    { stddev, ...bounds },
    it,
    none('mean', it.mean),
    closed(it, 'lower'),
    closed(it, 'upper')
  )
}

export const writers: Writers = {
  Zeros: (it) => call('zeros', {}, it),
  Ones: (it) => call('ones', {}, it),
  Constant: (it) => call('constant', { value: it.value }, it, broadcast(it)),
  RandomUniform: (it) => call('uniform', { scale: it.maxval }, it, none('minval', it.minval)),
  RandomNormal: (it) => call('normal', { stddev: it.stddev }, it, none('mean', it.mean)),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  Orthogonal: (it) => {
    const axis = it.column_axis === -1 ? {} : { column_axis: it.column_axis }
    return call('orthogonal', { scale: it.gain, ...axis }, it, touches('orthogonal_columns'))
  },
  DeltaOrthogonal: (it) => call('delta_orthogonal', { scale: it.gain }, it, touches('centre'))
}

/**
 * The points of `jax.nn.initializers` (JAX 0.10).
 */
import type { DialectSpec } from '../spec.js'

export const spec = {
  name: 'jax',
  fans: { rule: 'axes', in_axis: [-2], out_axis: [-1], batch_axis: [] },
  distributions: { truncated_normal: 'truncated_normal', normal: 'untruncated_normal', uniform: 'uniform' },
  corrected: true,
  namedNormals: 'truncated_normal',
  bounds: 'stddev',
  defaults: { stddev: 0.01, range: [0, 0.01] },
  gain: 1,
  columnAxis: -1,
  centre: 'lower',
  caseSensitive: true,
  dtype: 'an argument',
  zeroScale: 'zeros',
  zeroIsDefault: false,
  nullIsDefault: false,
  notes: {
    vector_fans: 'refused',
    clamp: 'none',
    other_axes: 'receptive field',
    unseeded: null,
    shard_fans: null,
    named_keys: null
  }
} as const satisfies DialectSpec

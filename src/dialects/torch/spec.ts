/**
 * The points of `torch.nn.init` (PyTorch 2.13).
 */
import type { DialectSpec } from '../spec.js'

export const spec = {
  name: 'torch',
  fans: { rule: 'axes', in_axis: [1], out_axis: [0], batch_axis: [] },
  distributions: {},
  corrected: null,
  namedNormals: 'untruncated_normal',
  bounds: 'absolute',
  defaults: { stddev: 1, range: [0, 1] },
  gain: 1,
  columnAxis: 0,
  centre: 'upper',
  caseSensitive: false,
  dtype: null,
  zeroScale: 'zeros',
  zeroIsDefault: false,
  nullIsDefault: false,
  notes: {
    vector_fans: 'refused',
    clamp: 'none',
    other_axes: null,
    unseeded: 'new numbers',
    shard_fans: null,
    named_keys: null
  }
} as const satisfies DialectSpec

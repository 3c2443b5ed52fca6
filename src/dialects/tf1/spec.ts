/**
 * The points of `tf.compat.v1` (TensorFlow 2.21), such as `tf.compat.v1.random_normal_initializer`.
 */
import { standard } from '../../Fans.js'
import type { KerasSpec } from '../keras/spec.js'

export const spec: KerasSpec = {
  name: 'tf1',
  fans: standard,
  distributions: {
    truncated_normal: 'truncated_normal',
    normal: 'truncated_normal',
    untruncated_normal: 'untruncated_normal',
    uniform: 'uniform'
  },
  corrected: true,
  namedNormals: 'truncated_normal',
  bounds: 'stddev',
  defaults: { stddev: 1, range: [0, 1] },
  gain: 1,
  columnAxis: -1,
  centre: 'lower',
  caseSensitive: true,
  dtype: 'written',
  zeroScale: 'refused',
  zeroIsDefault: false,
  nullIsDefault: true,
  notes: {
    vector_fans: '(n, n)',
    clamp: '1',
    other_axes: null,
    unseeded: 'new numbers',
    shard_fans: 'of the whole',
    named_keys: 'seed, dtype'
  },
  classes: null,
  presets: ['GlorotUniform', 'GlorotNormal'],
  arrays: 'in order',
  listsAxes: false,
  seedFirst: false,
  hasModule: false
}

/**
 * The points of `tf.compat.v1.keras.initializers`, the Keras of TensorFlow 1 (TensorFlow 2.15, the last version with it): its
 * classes are those of `tf.compat.v1`, with the defaults of Keras. Files of Keras are read by it.
 */
import { standard } from '../../Fans.js'
import { defaults, type KerasSpec } from '../keras/spec.js'

export const kerasSpec: KerasSpec = {
  name: 'tf1.keras',
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
  defaults,
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

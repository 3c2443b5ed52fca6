/**
 * The dialect of TensorFlow.js (4.22).
 */
import { kerasDialect } from '../keras/dialect.js'
import { defaults, type KerasSpec, squareKernels } from '../keras/spec.js'
import { writers } from '../keras/writers.js'

const spec: KerasSpec = {
  name: 'tfjs',
  fans: squareKernels,
  distributions: { normal: 'truncated_normal', uniform: 'uniform', truncated_normal: 'uniform' },
  corrected: false,
  namedNormals: 'truncated_normal',
  bounds: 'stddev',
  defaults,
  gain: 1,
  columnAxis: -1,
  centre: null,
  caseSensitive: true,
  dtype: 'ignored',
  zeroScale: 'zeros',
  zeroIsDefault: true,
  nullIsDefault: true,
  notes: {
    vector_fans: '(√n, √n)',
    clamp: '1',
    other_axes: null,
    unseeded: 'new numbers',
    shard_fans: null,
    named_keys: null
  },
  classes: null,
  presets: [],
  arrays: 'refused',
  listsAxes: false,
  seedFirst: false,
  hasModule: false
}

export const tfjs = kerasDialect(spec, writers)

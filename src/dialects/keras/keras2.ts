/**
 * Keras 2: in TensorFlow 2 (Keras 2.15), standalone 2.2 and 2.3, and standalone up to 2.1.6.
 */
import { standard } from '../../Fans.js'
import { kerasDialect } from './dialect.js'
import { defaults, type KerasSpec, presetClasses, squareKernels } from './spec.js'
import { writers } from './writers.js'

const inTensorFlow: KerasSpec = {
  name: 'keras2',
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
  centre: null,
  caseSensitive: true,
  dtype: 'dropped',
  zeroScale: 'refused',
  zeroIsDefault: false,
  nullIsDefault: true,
  notes: {
    vector_fans: '(n, n)',
    clamp: '1',
    other_axes: null,
    unseeded: 'the same numbers',
    shard_fans: 'of the part',
    named_keys: 'seed'
  },
  classes: null,
  presets: presetClasses,
  arrays: 'in order',
  listsAxes: false,
  seedFirst: false,
  hasModule: false
}

const from22: KerasSpec = {
  name: 'keras2.2',
  fans: squareKernels,
  distributions: { normal: 'truncated_normal', uniform: 'uniform' },
  corrected: true,
  namedNormals: 'truncated_normal',
  bounds: 'stddev',
  defaults,
  gain: 1,
  columnAxis: -1,
  centre: null,
  caseSensitive: false,
  dtype: 'refused',
  zeroScale: 'refused',
  zeroIsDefault: false,
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
  arrays: 'in order',
  listsAxes: false,
  seedFirst: false,
  hasModule: false
}

const upTo21: KerasSpec = {
  name: 'keras2.0',
  fans: squareKernels,
  distributions: { normal: 'truncated_normal', uniform: 'uniform' },
  corrected: false,
  namedNormals: 'truncated_normal',
  bounds: 'stddev',
  defaults,
  gain: 1,
  columnAxis: -1,
  centre: null,
  caseSensitive: false,
  dtype: 'refused',
  zeroScale: 'refused',
  zeroIsDefault: false,
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
  arrays: 'in order',
  listsAxes: false,
  seedFirst: false,
  hasModule: false
}

export const keras2 = kerasDialect(inTensorFlow, writers)
export const keras22 = kerasDialect(from22, writers)
export const keras20 = kerasDialect(upTo21, writers)

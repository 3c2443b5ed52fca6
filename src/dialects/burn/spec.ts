/**
 * The points of Burn's `Initializer` (Burn 0.18).
 */
import { standard } from '../../Fans.js'
import type { DialectSpec } from '../spec.js'

export const spec = {
  name: 'burn',
  fans: standard,
  distributions: {},
  corrected: null,
  namedNormals: 'untruncated_normal',
  bounds: null,
  defaults: null,
  gain: null,
  columnAxis: 0,
  centre: null,
  caseSensitive: null,
  dtype: null,
  zeroScale: 'zeros',
  zeroIsDefault: false,
  nullIsDefault: false,
  notes: {
    vector_fans: null,
    clamp: 'none',
    other_axes: null,
    unseeded: 'new numbers',
    shard_fans: null,
    named_keys: null
  }
} as const satisfies DialectSpec

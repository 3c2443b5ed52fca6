/**
 * Keras 3 (3.15).
 */
import { standard } from '../../Fans.js'
import { unsupported } from '../../initializers/tagTable.js'
import type { WriterTable } from '../kit/writer.js'
import { kerasDialect } from './dialect.js'
import { defaults, type KerasSpec, presetClasses } from './spec.js'
import * as write from './writers.js'

const spec: KerasSpec = {
  name: 'keras3',
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
  dtype: 'refused',
  zeroScale: 'refused',
  zeroIsDefault: false,
  nullIsDefault: true,
  notes: {
    vector_fans: '(n, n)',
    clamp: '1',
    other_axes: 'ignored',
    unseeded: 'the same numbers',
    shard_fans: null,
    named_keys: 'seed, input_axes, output_axes'
  },
  classes: null,
  presets: presetClasses,
  arrays: 'broadcast',
  listsAxes: true,
  seedFirst: true,
  hasModule: true
}

const writers: WriterTable<KerasSpec> = {
  Zeros: write.zeros,
  Ones: write.ones,
  Constant: write.constant,
  Identity: write.identity,
  Dirac: unsupported,
  STFT: write.stft,
  RandomUniform: write.randomUniform,
  RandomNormal: write.randomNormal,
  TruncatedNormal: write.truncatedNormal,
  VarianceScaling: write.varianceScaling,
  UniformUnitScaling: unsupported,
  Orthogonal: write.orthogonal,
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}

export const keras3 = kerasDialect(spec, writers)

/**
 * Keras 1 (1.2.2): a config is a name, and nothing else is written.
 */
import { type Tagged, unsupported } from '../../initializers/tagTable.js'
import { fixed, notTruncated, orthogonalColumns, ownFans, presetOf } from '../kit/checks.js'
import { notExpressible, pass, written, type WriterTable } from '../kit/writer.js'
import { readerOf } from './read.js'
import { defaults, type KerasSpec } from './spec.js'
import type { DialectDefinition } from '../definition.js'
import { writerOf } from '../kit/writer.js'

const spec: KerasSpec = {
  name: 'keras1',
  fans: { rule: 'square', ranks: [2, 4, 5] },
  distributions: {},
  corrected: null,
  namedNormals: 'untruncated_normal',
  bounds: null,
  defaults,
  gain: 1.1,
  columnAxis: 0,
  centre: null,
  caseSensitive: null,
  dtype: null,
  zeroScale: null,
  zeroIsDefault: false,
  nullIsDefault: true,
  notes: {
    vector_fans: '(√n, √n)',
    clamp: 'none',
    other_axes: null,
    unseeded: 'new numbers',
    shard_fans: null,
    named_keys: null
  },
  classes: [
    ...(['Zeros', 'Ones', 'RandomUniform', 'RandomNormal', 'Orthogonal', 'Identity'] as const),
    ...(['GlorotUniform', 'GlorotNormal', 'HeUniform', 'HeNormal', 'LecunUniform'] as const)
  ],
  presets: [],
  arrays: 'in order',
  listsAxes: false,
  seedFirst: false,
  hasModule: false
}

const presets = ['glorot_uniform', 'glorot_normal', 'he_uniform', 'he_normal', 'lecun_uniform']

const varianceScaling = (it: Tagged<'VarianceScaling'>) => {
  const { scale, mode, distribution, fans } = it
  const name = `${presetOf(scale, mode) ?? 'none'}_${distribution === 'uniform' ? 'uniform' : 'normal'}`
  const isPreset = presets.includes(name)
    ? pass()
    : notExpressible('scale', 'that of glorot, he or lecun_uniform', scale)
  return written(name, {}, notTruncated(it, spec), isPreset, ownFans(fans, spec))
}

const writers: WriterTable = {
  Zeros: () => written('zero'),
  Ones: () => written('one'),
  Constant: unsupported,
  Identity: ({ gain }) => written('identity', {}, fixed('gain', gain, 1)),
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: ({ minval, maxval }) =>
    written('uniform', {}, fixed('minval', minval, -0.05), fixed('maxval', maxval, 0.05)),
  RandomNormal: ({ mean, stddev }) => written('normal', {}, fixed('mean', mean, 0), fixed('stddev', stddev, 0.05)),
  TruncatedNormal: unsupported,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: unsupported,
  Orthogonal: ({ gain, column_axis }) =>
    written('orthogonal', {}, fixed('gain', gain, spec.gain), orthogonalColumns(column_axis, spec)),
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}

export const keras1: DialectDefinition = {
  spec,
  read: readerOf(spec),
  write: writerOf(spec, writers, ({ class_name }) => class_name)
}

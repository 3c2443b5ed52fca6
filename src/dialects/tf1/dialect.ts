/**
 * The dialects of TensorFlow 1: `tf.compat.v1`, and `tf.compat.v1.keras`, which has the same classes and the defaults of Keras.
 */
import { type Tagged, unsupported } from '../../initializers/tagTable.js'
import type { WriteSettings } from '../definition.js'
import { kerasDialect } from '../keras/dialect.js'
import type { KerasSpec } from '../keras/spec.js'
import * as write from '../keras/writers.js'
import { notExpressible, pass, type WriterTable } from '../kit/writer.js'
import { kerasSpec } from './kerasSpec.js'
import { spec } from './spec.js'

/** TensorFlow has a class for each rank. */
const convolutionOrthogonal = (it: Tagged<'ConvolutionOrthogonal'>, spec: KerasSpec, { rank }: WriteSettings) => {
  const check =
    rank !== null && [3, 4, 5].includes(rank) ? pass() : notExpressible('rank', 'the option rank, from 3 to 5', rank)
  return write.random(`ConvolutionOrthogonal${(rank ?? 0) - 2}D`, { gain: it.gain }, it, spec, check)
}

const writers: WriterTable<KerasSpec> = {
  Zeros: write.zeros,
  Ones: write.ones,
  Constant: write.constant,
  Identity: write.identity,
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: write.randomUniform,
  RandomNormal: write.randomNormal,
  TruncatedNormal: write.truncatedNormal,
  VarianceScaling: write.varianceScaling,
  UniformUnitScaling: (it, spec) => write.random('UniformUnitScaling', { factor: it.factor }, it, spec),
  Orthogonal: write.orthogonal,
  DeltaOrthogonal: (it, spec) => write.random('ConvolutionDeltaOrthogonal', { gain: it.gain }, it, spec),
  ConvolutionOrthogonal: convolutionOrthogonal,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}

export const tf1 = kerasDialect(spec, writers)

export const tf1Keras = kerasDialect(kerasSpec, writers)

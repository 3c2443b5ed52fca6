/**
 * What PyTorch draws on a CPU for a seed: `torch.nn.init`, and the initial parameters of layers.
 *
 * A generator is the state of MT19937 and, if the last call left one, a normal number. A call takes uniform or normal numbers
 * from it in memory order and returns the next generator: `manual_seed(42)`, then the parameters of a model in the order of
 * their construction, are that model's weights. Checked with torch 2.13.0+cpu on x86-64, glibc 2.36.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import type { Stream } from '../Stream.js'
import { type Generator, manualSeed } from './Generator.js'
import { type Call, decode, fromInitializer, sampler } from './init.js'
import type { Options } from './options.js'

export { type Generator, manualSeed } from './Generator.js'
export { type Arguments, call, type Call, decode, fromInitializer, sampler } from './init.js'
export { type Conv, convNd, embedding, type Embedding, type Layer, linear, type Linear } from './layers.js'
export { type Parameters } from './modules.js'
export { type Options, options } from './options.js'
export { gru, lstm, type Recurrent, rnn } from './recurrent.js'
export {
  type Attention,
  multiheadAttention,
  type Transformer,
  transformer,
  transformerDecoderLayer,
  transformerEncoderLayer,
  type TransformerLayer
} from './transformers.js'

/**
 * PyTorch as a stream: configs are calls of `torch.nn.init`, shapes are in PyTorch's layout, and one generator passes through
 * the parameters of a model.
 *
 * @since 0.1.0
 */
export const stream = (options: Options): Stream<Call, Generator> => ({
  name: 'torch',
  decode,
  fromInitializer,
  toInitializer: ({ initializer }) => E.right(initializer),
  dtype: 'float32',
  fromSeed: manualSeed,
  sampler: sampler(options)
})

/**
 * What PyTorch draws on a CPU for a seed: `torch.nn.init`, and the parameters that layers start with.
 *
 * A generator is a seed's words and a normal number that may be waiting. A call takes uniform or normal numbers from it,
 * in memory order, and hands it on: `manual_seed(42)`, then the parameters of a model as they are constructed, are that
 * model's weights. Checked with torch 2.13.0+cpu on x86-64, glibc 2.36.
 *
 * @since 0.1.0
 */
import { flow } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import { write } from '../../dialects/index.js'
import type { Stream } from '../Stream.js'
import { type Generator, manualSeed } from './Generator.js'
import { type Call, decode, toInitializer, sampler } from './init.js'
import type { Options } from './options.js'

export { type Generator, manualSeed } from './Generator.js'
export { type Arguments, call, type Call, decode, sampler } from './init.js'
export { type Conv, convNd, embedding, type Embedding, type Layer, linear, type Linear } from './layers.js'
export { type Options, options } from './options.js'

/**
 * PyTorch as a stream. Its configs are calls of `torch.nn.init`, shapes are in PyTorch's layout, and the parameters of a
 * model draw one after the other.
 *
 * @since 0.1.0
 */
export const stream = (options: Options): Stream<Call, Generator> => ({
  name: 'torch',
  decode,
  fromInitializer: flow(
    write('torch'),
    E.chain(({ config }) => decode(config))
  ),
  toInitializer,
  dtype: 'float32',
  fromSeed: manualSeed,
  sampler: sampler(options)
})

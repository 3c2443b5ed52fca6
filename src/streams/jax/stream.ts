/**
 * JAX as a stream: configs in its language, and its keys as states. A draw returns its key unchanged, as in JAX the caller
 * derives the next one.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { Initializer } from '../../Initializer.js'
import type { OptionTable, OptionValues } from '../options.js'
import type { Stream } from '../Stream.js'
import { decode, fromInitializer, sampler } from './initializers.js'
import { childOf, foldIn, type Key, key } from './keys.js'

/**
 * - `profile`: the CPU has a fused multiply-add (x86 from AVX2 on, and probably arm64), none, or one for float16 too
 * - `bits`: the layout of random words, since JAX 0.5 or before
 * - `jit`: initializers are called within `jax.jit`
 * - `x64`: JAX's x64 mode, in which a seed counts with all its 64 bits (float64 tensors need no more than their dtype)
 * - `keys`: the parameters of a model have the keys `fold_in(key, index)` or `split(key, count)[index]`
 *
 * @since 0.1.0
 */
export const options = {
  profile: ['fma', 'nofma', 'fma_fp16'],
  bits: ['partitionable', 'legacy'],
  jit: 'boolean',
  x64: 'boolean',
  keys: ['fold_in', 'split']
} as const satisfies OptionTable

/**
 * The weights that `jax.nn.initializers` draws on a CPU: bit for bit, except those of `orthogonal` and
 * `delta_orthogonal`, which are within 1e-5, and float64 as `jax.random` says.
 *
 * @since 0.1.0
 */
export const stream = ({ profile, bits, jit, x64, keys }: OptionValues<typeof options>): Stream<Initializer, Key> => ({
  name: 'jax',
  decode,
  fromInitializer,
  toInitializer: E.right,
  dtype: 'float32',
  fromSeed: (seed) => key(seed, x64),
  sampler: (spec) => (initializer) =>
    pipe(
      initializer,
      sampler(spec, { profile, bits, jit, x64 }),
      E.map((run) => (from) => [run(from), from])
    ),
  parameter: (_, index, count) => (keys === 'fold_in' ? foldIn(index) : childOf(bits, count, index))
})

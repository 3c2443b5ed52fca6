/**
 * JAX as a source of weights: configs in its words, its keys for states. A key is handed on unchanged, as JAX leaves it to
 * the caller to make another.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { Initializer } from '../../Initializer.js'
import type { Stream } from '../Stream.js'
import type { Chosen, Table } from '../options.js'
import { fromInitializer, decode, sampler } from './initializers.js'
import { childOf, foldIn, type Key, key } from './keys.js'

/**
 * - `profile`: what the CPU has, a fused multiply-add (x86 from AVX2 on, and probably arm64), none, or one for float16 too
 * - `bits`: the layout of words, since JAX 0.5 or before
 * - `jit`: whether initializers are called within `jax.jit`
 * - `x64`: whether a seed counts with all its 64 bits, as in JAX's x64 mode (float64 tensors need no more than their dtype)
 * - `keys`: how the parameters of a model get theirs: by `fold_in(key, index)`, or from `split(key, count)`
 *
 * @since 0.1.0
 */
export const options = {
  profile: ['fma', 'nofma', 'fma_fp16'],
  bits: ['partitionable', 'legacy'],
  jit: ['false', 'true'],
  x64: ['false', 'true'],
  keys: ['fold_in', 'split']
} as const satisfies Table

/**
 * The weights that `jax.nn.initializers` draws on a CPU: bit for bit, but for those of `orthogonal` and
 * `delta_orthogonal`, which are within 1e-5, and as `jax.random` says of float64.
 *
 * @since 0.1.0
 */
export const stream = (chosen: Chosen<typeof options>): Stream<Initializer, Key> => {
  const { profile, bits, keys } = chosen
  const how = { profile, bits, jit: chosen.jit === 'true' }
  return {
    name: 'jax',
    decode,
    fromInitializer,
    toInitializer: E.right,
    dtype: 'float32',
    fromSeed: (seed) => key(seed, chosen.x64 === 'true'),
    sampler: (spec) => (initializer) =>
      pipe(
        initializer,
        sampler(spec, how),
        E.map((run) => (from) => [run(from), from])
      ),
    parameter: (_, index, count) => (keys === 'fold_in' ? foldIn(index) : childOf(bits, count, index))
  }
}

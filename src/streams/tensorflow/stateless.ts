/**
 * `tf.random.stateless_uniform` and the like, bit for bit, and the derivation of seeds.
 *
 * Source: tensorflow/python/ops/stateless_random_ops.py.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { DType } from '../../DType.js'
import type { TensorSpec } from '../../Initializer.js'
import { at, fail, show, type Validated } from '../../InitializerError.js'
import type { Tensor } from '../../Tensor.js'
import type { RandomOp } from '../ops/RandomOp.js'
import { targetOf } from '../target.js'
import { blocks, type Seed, stateless } from './philox.js'
import { draw, type Libm } from './random.js'
import { eagerExecution, termsOf } from './terms.js'

// -------------------------------------------------------------------------------------
// numbers
// -------------------------------------------------------------------------------------

/**
 * `tf.random.stateless_uniform(shape, seed, minval, maxval)`. Errors are those of a shape, a dtype and a seed
 * (`stateless`), and `BadBounds` for bounds that are not in order or too far apart for the dtype.
 *
 * @since 0.1.0
 * @example
 * import { tensorflow } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const numbers = pipe(tensorflow.statelessUniform({ shape: [2] }, [42, 0]), E.map(({ data }) => data))
 * numbers // => E.right(Float32Array.of(0.2824331521987915, 0.4984169006347656))
 */
export const statelessUniform = <D extends DType = 'float32'>(
  spec: TensorSpec<D>,
  seed: Seed,
  minval = 0,
  maxval = 1
): Validated<Tensor<D>> => numbers(spec, seed, { kind: 'uniform', minval, maxval })

/**
 * `tf.random.stateless_normal(shape, seed, mean, stddev)`. Errors are those of `statelessUniform`, and
 * `NotRepresentable` if a number could exceed the range of the dtype.
 *
 * @since 0.1.0
 */
export const statelessNormal = <D extends DType = 'float32'>(
  spec: TensorSpec<D>,
  seed: Seed,
  mean = 0,
  stddev = 1,
  libm: Libm = 'glibc'
): Validated<Tensor<D>> => numbers(spec, seed, { kind: 'normal', mean, stddev }, libm)

/**
 * `tf.random.stateless_truncated_normal(shape, seed, mean, stddev)`: normal numbers within two stddev of the mean.
 * Errors are those of `statelessNormal`.
 *
 * @since 0.1.0
 */
export const statelessTruncatedNormal = <D extends DType = 'float32'>(
  spec: TensorSpec<D>,
  seed: Seed,
  mean = 0,
  stddev = 1,
  libm: Libm = 'glibc'
): Validated<Tensor<D>> => numbers(spec, seed, { kind: 'truncated_normal', mean, stddev }, libm)

const numbers = <D extends DType>(
  spec: TensorSpec<D>,
  seed: Seed,
  op: RandomOp,
  libm: Libm = 'glibc'
): Validated<Tensor<D>> =>
  pipe(
    E.Do,
    E.apS('target', targetOf(spec)),
    E.apS('from', at('seed')(stateless(seed))),
    E.bind('terms', ({ target }) => termsOf(op, target.dtype, eagerExecution)),
    E.map(({ target, from, terms }) => draw(target, libm, terms)(from))
  )

// -------------------------------------------------------------------------------------
// seeds
// -------------------------------------------------------------------------------------

/** The largest number of seeds that one split returns. */
const maxSplit = 0x100000

/**
 * `tf.random.split(seed, num)` of an int32 seed: `num` other seeds, 0 ≤ num ≤ 2^20, else `BadCount`.
 *
 * @since 0.1.0
 * @example
 * import { tensorflow } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * tensorflow.statelessSplit([42, 0]) // => E.right([[1218717381, 1019202592], [1901827109, -1643997701]])
 */
export const statelessSplit = (seed: Seed, num = 2): Validated<ReadonlyArray<readonly [number, number]>> =>
  Number.isInteger(num) && num >= 0 && num <= maxSplit
    ? pipe(
        firstWords(seed, 2 * num),
        E.map((words) => Array.from({ length: num }, (_, i) => [words[2 * i] ?? 0, words[2 * i + 1] ?? 0] as const))
      )
    : fail('BadCount', `an integer from 0 to ${maxSplit}`, show(num), ['num'])

/**
 * `tf.random.fold_in(seed, data)` of an int32 seed and int32 data, else `BadSeed`: another seed.
 *
 * @since 0.1.0
 * @example
 * import { tensorflow } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * tensorflow.statelessFoldIn([42, 0], 7) // => E.right([1218717381, 7])
 */
export const statelessFoldIn = (seed: Seed, data: number): Validated<readonly [number, number]> =>
  data === (data | 0)
    ? pipe(
        firstWords(seed, 1),
        E.map((words) => [words[0] ?? 0, data] as const)
      )
    : fail('BadSeed', 'an integer of 32 bits', show(data), ['data'])

/** The first n words of a seed, as int32. */
const firstWords = (seed: Seed, n: number): Validated<Int32Array> =>
  pipe(
    at('seed')(stateless(seed)),
    E.map((from) => {
      const out = new Int32Array(4 * Math.ceil(n / 4))
      const block = blocks(from)
      for (let i = 0; i < n; i += 4) block(i / 4, out, i)
      return out.subarray(0, n)
    })
  )

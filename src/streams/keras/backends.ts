/**
 * `keras.random` on each backend: from a seed of two numbers and a random operation to a tensor.
 *
 *   jax          the two numbers are the key; x stddev + mean in two operations
 *   tensorflow   both modulo 2^31 - 2, then the stateless ops
 *   torch        a generator seeded by their sum; a truncated normal number is the first of four that lies within ±2
 *   numpy        `default_rng` of the two; all in float64, then rounded; truncated by rejection
 *
 * Source: keras/src/backend/{jax,tensorflow,torch,numpy}/random.py, 3.15.1.
 */
import { tooLarge } from '../../Draw/make.js'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type DType, round, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { error, fail, fromErrors, type InitializerError, show, type Validated } from '../../InitializerError.js'
import { size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { multiplyAdd64 } from '../arithmetic/fma.js'
import * as Mt19937 from '../generators/Mt19937.js'
import * as Pcg64 from '../generators/Pcg64.js'
import { seedSequence } from '../generators/SeedSequence.js'
import * as jax from '../jax/random.js'
import { options as jaxOptions } from '../jax/stream.js'
import { options as numpyOptions } from '../numpy/call.js'
import { readerOf as numpyReader, type StateReader } from '../numpy/State.js'
import type { RandomOp } from '../ops/RandomOp.js'
import type { OptionTable, OptionValues } from '../options.js'
import { isInt64, isWithin } from '../seed.js'
import { eagerExecution, termsOf } from '../tensorflow/terms.js'
import { remainder, scrambled } from '../tensorflow/philox.js'
import { draw as drawTensorflow } from '../tensorflow/random.js'
import { options as tensorflowOptions } from '../tensorflow/stream.js'
import { readerOf as torchReader } from '../torch/Generator.js'
import { normal as torchNormal } from '../torch/normal.js'
import { options as torchOptions } from '../torch/options.js'
import { uniform as torchUniform } from '../torch/uniform.js'
import { type Drawing, isHalf, tensorOf, type Values } from '../torch/values.js'
import { inWords, type KeepSeed, type Pair, seedings } from './seeds.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A backend with a table of options `T` and their values `O`. */
export interface Backend<T, O> {
  readonly name: string
  readonly options: T
  readonly keepSeed: KeepSeed
  readonly draw: (
    options: O
  ) => <D extends DType>(op: RandomOp, target: Target<D>) => Validated<(seed: Pair) => Tensor<D>>
}

type BackendOf<T extends OptionTable> = Backend<T, OptionValues<T>>

const seeding = { seeding: seedings } as const

// -------------------------------------------------------------------------------------
// jax
// -------------------------------------------------------------------------------------

const jaxTable = { profile: jaxOptions.profile, bits: jaxOptions.bits, ...seeding } as const

export const jaxBackend: BackendOf<typeof jaxTable> = {
  name: 'keras-jax',
  options: jaxTable,
  keepSeed: inWords,
  draw: (options) => (op, target) =>
    pipe(
      jaxSteps(op, jax.arithmeticOf(target, options)),
      E.map((steps) => jax.draw(target, options, steps))
    )
}

type JaxArithmetic = ReturnType<typeof jax.arithmeticOf>

const jaxSteps = (op: RandomOp, arithmetic: JaxArithmetic): Validated<jax.Steps> => {
  if (op.kind === 'uniform') return jax.between(arithmetic, op.minval, op.maxval, jax.uniformSteps)
  const { round, multiply } = arithmetic
  const standard = op.kind === 'normal' ? jax.normalSteps(arithmetic) : jax.truncatedSteps(arithmetic, -2, 2)
  const mean = round(op.mean)
  const plus = (x: Float64Array): void => {
    for (let i = 0; i < x.length; i++) x[i] = round(x[i]! + mean)
  }
  return E.right([...standard, multiply(round(op.stddev)), plus])
}

// -------------------------------------------------------------------------------------
// tensorflow
// -------------------------------------------------------------------------------------

const tensorflowTable = { ...tensorflowOptions, ...seeding } as const

/** 2^31 - 2: seeds are reduced to stay in int32. */
const MODULUS = 2147483646

const keepRemainder: KeepSeed = (seed) =>
  isInt64(seed)
    ? E.right(remainder(seed, MODULUS))
    : fail('BadSeed', 'a safe integer, or a bigint from -2^63 to 2^63 - 1', show(seed))

export const tensorflowBackend: BackendOf<typeof tensorflowTable> = {
  name: 'keras-tensorflow',
  options: tensorflowTable,
  keepSeed: keepRemainder,
  draw:
    ({ libm }) =>
    (op, target) =>
      pipe(
        termsOf(castBounds(op), target.dtype, eagerExecution),
        E.map(
          (terms) =>
            ([seed, counter]) =>
              drawTensorflow(target, libm, terms)(scrambled([seed, counter % MODULUS]))
        )
      )
}

/** `tf.cast` rounds the bounds to float32, whatever the dtype. */
const castBounds = (op: RandomOp): RandomOp =>
  op.kind === 'uniform' ? { ...op, minval: Math.fround(op.minval), maxval: Math.fround(op.maxval) } : op

// -------------------------------------------------------------------------------------
// torch
// -------------------------------------------------------------------------------------

const torchTable = { ...torchOptions, ...seeding } as const

/** Seeds wrap in int32; `manual_seed` takes the lower 32 bits. */
const keepWrapped: KeepSeed = (seed) =>
  isWithin(seed, -0x80000000, 0xffffffff)
    ? E.right(Number(seed) >>> 0)
    : fail('BadSeed', 'an integer from -2^31 to 2^32 - 1', show(seed))

export const torchBackend: BackendOf<typeof torchTable> = {
  name: 'keras-torch',
  options: torchTable,
  keepSeed: keepWrapped,
  draw: (options) => (op, target) => {
    const { shape, dtype } = target
    if (isHalf(dtype) && options.version === '2.11')
      return fail('Unsupported', 'float32 or float64 in version 2.11', dtype, ['dtype'])
    const drawn = op.kind === 'truncated_normal' ? [...shape, CANDIDATES] : shape
    return fromErrors([...tooLarge(drawn, dtype), ...tooWide(op, dtype)], ([seed, counter]) => {
      const reader = torchReader({ mt19937: Mt19937.fromSeed(seed + counter), next_normal: null })
      return tensorOf(target, torchValues(op, { options, reader, dtype, n: size(drawn) }))
    })
  }
}

/** The difference of the bounds is a factor, which is rounded to the dtype. */
const tooWide = (op: RandomOp, dtype: DType): ReadonlyArray<InitializerError> =>
  op.kind !== 'uniform' || Number.isFinite(round(dtype)(op.maxval - op.minval))
    ? []
    : [error('BadBounds', `bounds whose difference is in the range of ${dtype}`, `${op.minval} and ${op.maxval}`)]

/** Normal numbers that are drawn for each truncated one. */
const CANDIDATES = 4

const torchValues = (op: RandomOp, drawing: Drawing): Values => {
  switch (op.kind) {
    case 'uniform':
      return scaled(torchUniform(drawing, 0, 1), drawing.dtype, op.maxval - op.minval, op.minval)
    case 'normal':
      return torchNormal(drawing, op.mean, op.stddev)
    case 'truncated_normal':
      return scaled(firstWithin(torchNormal(drawing, 0, 1)), drawing.dtype, op.stddev, op.mean)
  }
}

/**
 * x factor + shift in two operations, in place. 16-bit numbers are computed in float32 and rounded after each; the factor is a
 * float32 number there, the shift one of the dtype.
 */
const scaled = (values: Values, dtype: DType, factor: number, shift: number): Values => {
  const wide = round(isHalf(dtype) ? 'float32' : dtype)
  const narrow = round(dtype)
  const [a, b] = [wide(factor), narrow(shift)]
  for (let i = 0; i < values.length; i++) values[i] = narrow(wide(narrow(wide(values[i]! * a)) + b))
  return values
}

/** The first of four numbers that lies within ±2, else the first. */
const firstWithin = (candidates: Values): Values => {
  const out = candidates.slice(0, candidates.length / CANDIDATES)
  for (let i = 0; i < out.length; i++) {
    const four = candidates.subarray(i * CANDIDATES, (i + 1) * CANDIDATES)
    const found = four.findIndex((x) => Math.abs(x) < 2)
    out[i] = four[Math.max(0, found)]!
  }
  return out
}

// -------------------------------------------------------------------------------------
// numpy
// -------------------------------------------------------------------------------------

const numpyTable = { contraction: numpyOptions.contraction, ...seeding } as const

export const numpyBackend: BackendOf<typeof numpyTable> = {
  name: 'keras-numpy',
  options: numpyTable,
  keepSeed: inWords,
  draw:
    ({ contraction }) =>
    (op, { shape, dtype }) => {
      if (dtype === 'bfloat16')
        return fail('Unsupported', 'float16, float32 or float64, as NumPy has no bfloat16', dtype, ['dtype'])
      const fused = contraction === 'fma'
      const n = size(shape)
      return E.right((seed) => {
        const reader = numpyReader(fused)({
          generator: 'default_rng',
          pcg64: Pcg64.fromSeedSequence(seedSequence(seed))
        })
        const { make, store } = traits(dtype)
        const data = make(n)
        store(numpyValues(fused, op, reader, n), n, data, 0)
        return { shape, dtype, data }
      })
    }
}

const numpyValues = (fused: boolean, op: RandomOp, { double, normal }: StateReader, n: number): Float64Array => {
  const out = new Float64Array(n)
  switch (op.kind) {
    case 'uniform':
      for (let i = 0; i < n; i++) out[i] = multiplyAdd64(fused, op.maxval - op.minval, double(), op.minval)
      return out
    case 'normal':
      for (let i = 0; i < n; i++) out[i] = multiplyAdd64(fused, op.stddev, normal(), op.mean)
      return out
    case 'truncated_normal': {
      const low = op.mean - 2 * op.stddev
      const high = op.mean + 2 * op.stddev
      for (let i = 0; i < n;) {
        const x = multiplyAdd64(fused, op.stddev, normal(), op.mean)
        if (x >= low && x <= high) out[i++] = x
      }
      return out
    }
  }
}

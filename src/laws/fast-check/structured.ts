/** Initializers of some shapes only: of vectors, matrices or kernels. */
import * as fc from 'fast-check'
import type { Initializer } from '../../Initializer.js'
import type { Tagged } from '../../initializers/tagTable.js'
import { type Shape, size } from '../../Shape.js'
import { between, spread } from './distributions.js'
import { unset } from './fields.js'
import { moderate } from './independent.js'

/** The initializers that are valid for the shape. */
export const bareStructured = (shape: Shape): ReadonlyArray<fc.Arbitrary<Initializer>> => {
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  const isKernel = shape.length >= 3 && shape.length <= 5
  const isCubic = shape.slice(0, -2).every((k) => k === shape[0])
  return [
    ...(shape.length >= 1 ? [constantArray(shape)] : []),
    ...(shape.length >= 2 ? [orthogonal(shape)] : []),
    ...(shape.length === 2 ? [identity(), sparse()] : []),
    ...(isKernel ? [dirac(shape)] : []),
    ...(isKernel && inputs <= outputs ? [orthogonalKernel('DeltaOrthogonal')] : []),
    ...(isKernel && isCubic && inputs <= outputs ? [orthogonalKernel('ConvolutionOrthogonal')] : []),
    ...(shape.length === 3 && inputs === 1 && outputs >= 2 ? [stft(shape[0] ?? 0)] : [])
  ]
}

const gain = (): fc.Arbitrary<number> => fc.oneof(fc.constantFrom(0, 1), between(-100, 100))

const axisOf = ({ length }: Shape): fc.Arbitrary<number> => fc.integer({ min: -length, max: length - 1 })

export const divisors = (n: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(1, n) }, (_, i) => i + 1).filter((d) => n % d === 0)

/** A row for the last axis, or all elements in order where they are not too many. */
const constantArray = (shape: Shape): fc.Arbitrary<Tagged<'Constant'>> =>
  fc.constantFrom(false, size(shape) <= 1000).chain((reshape) => {
    const length = reshape ? size(shape) : (shape.at(-1) ?? 0)
    return fc
      .array(moderate(), { minLength: length, maxLength: length })
      .map((value) => ({ _tag: 'Constant', value, reshape, dtype: null }))
  })

const identity = (): fc.Arbitrary<Tagged<'Identity'>> => gain().map((g) => ({ _tag: 'Identity', gain: g, dtype: null }))

const orthogonal = (shape: Shape): fc.Arbitrary<Tagged<'Orthogonal'>> =>
  fc.tuple(gain(), axisOf(shape)).map(([gain, column_axis]) => ({ _tag: 'Orthogonal', gain, column_axis, ...unset }))

const orthogonalKernel = (_tag: 'DeltaOrthogonal' | 'ConvolutionOrthogonal'): fc.Arbitrary<Initializer> =>
  gain().map((gain) => ({ _tag, gain, ...unset }))

const sparse = (): fc.Arbitrary<Tagged<'Sparse'>> =>
  fc
    .tuple(fc.oneof(fc.constantFrom(0, 1), between(0, 1)), spread())
    .map(([sparsity, stddev]) => ({ _tag: 'Sparse', sparsity, stddev, ...unset }))

const dirac = (shape: Shape): fc.Arbitrary<Tagged<'Dirac'>> =>
  fc
    .boolean()
    .chain((channels_first) =>
      fc
        .tuple(
          gain(),
          fc.constantFrom(...divisors((channels_first ? shape[0] : shape.at(-1)) ?? 0)),
          fc.constantFrom('lower' as const, 'upper' as const)
        )
        .map(([gain, groups, centre]) => ({ _tag: 'Dirac', gain, groups, centre, channels_first, dtype: null }))
    )

/** With a window that is not 0 everywhere, as the symmetric `hann` of 2 samples is. */
const stft = (samples: number): fc.Arbitrary<Tagged<'STFT'>> =>
  fc
    .tuple(
      fc.constantFrom('real' as const, 'imag' as const),
      fc.oneof(
        fc.constantFrom(null, 'hamming' as const, samples === 2 ? null : ('hann' as const)),
        fc.array(between(0.5, 3), { minLength: samples, maxLength: samples })
      ),
      fc.constantFrom('density' as const, 'spectrum' as const, null),
      fc.boolean()
    )
    .map(([side, window, scaling, periodic]) => ({ _tag: 'STFT', side, window, scaling, periodic, dtype: null }))

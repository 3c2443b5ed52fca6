/**
 * Saying initializers as calls of `jax.nn.initializers`.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { DType } from '../../DType.js'
import { Applicative, type Validated } from '../../InitializerError.js'
import type { Point, Traits } from '../dialect.js'
import { type Of, parent, relayout, rowOf, type Said, said, scaleFor, unsayable, type Writers } from '../saying.js'

type Config = Readonly<Record<string, unknown>>

/** A dtype is an argument where it is not JAX's default. */
const call = (
  class_name: string,
  config: Config,
  dtype: DType | null,
  touched: ReadonlyArray<Point> = []
): Validated<Said> =>
  dtype === null ? said(class_name, config, touched) : said(class_name, { ...config, dtype }, [...touched, 'dtype'])

const zero = (field: string, value: number): Validated<unknown> =>
  value === 0 ? E.right(undefined) : unsayable(field, '0, as jax has none', value)

/** JAX names axes as `axes` does; its own are left out. */
const axesFor = (
  { fans }: Of<'VarianceScaling'>,
  traits: Traits
): Validated<{ readonly axes: Config; readonly touched: ReadonlyArray<Point> }> => {
  const isOwn = (rule: typeof fans): boolean => JSON.stringify(rule) === JSON.stringify(traits.fans)
  return fans.rule === 'axes' && !isOwn(fans)
    ? E.right({
        axes: { in_axis: fans.in_axis, out_axis: fans.out_axis, batch_axis: fans.batch_axis },
        touched: ['other_axes']
      })
    : pipe(
        relayout(fans, traits),
        E.map((touched) => ({ axes: {}, touched }))
      )
}

const varianceScaling = (it: Of<'VarianceScaling'>, traits: Traits): Validated<Said> =>
  pipe(
    axesFor(it, traits),
    E.chain(({ axes, touched }) => {
      const { mode, distribution, dtype } = it
      const { scale, touched: moved } = scaleFor(it, traits)
      const points = [...moved, ...touched]
      const row = distribution === 'untruncated_normal' ? undefined : rowOf(scale, mode)
      if (row !== undefined)
        return call(`${row}_${distribution === 'uniform' ? 'uniform' : 'normal'}`, axes, dtype, points)
      const word = distribution === 'untruncated_normal' ? 'normal' : distribution
      return call('variance_scaling', { scale, mode, distribution: word, ...axes }, dtype, points)
    })
  )

const truncatedNormal = (it: Of<'TruncatedNormal'>): Validated<Said> => {
  const { stddev, lower, upper } = parent(it)
  const finite = (field: 'lower' | 'upper', bound: number | null): Validated<number> =>
    bound === null ? unsayable(field, 'a number', bound) : E.right(bound)
  return pipe(
    sequenceS(Applicative)({
      mean: zero('mean', it.mean),
      lower: finite('lower', lower),
      upper: finite('upper', upper)
    }),
    E.chain(({ lower, upper }) => {
      const bounds = lower === -2 && upper === 2 ? {} : { lower, upper }
      return call('truncated_normal', { stddev, ...bounds }, it.dtype, ['bounds'])
    })
  )
}

export const writers: Writers = {
  Zeros: ({ dtype }) => call('zeros', {}, dtype),
  Ones: ({ dtype }) => call('ones', {}, dtype),
  Constant: ({ value, reshape, dtype }) =>
    reshape ? unsayable('reshape', 'false, as arrays are broadcast', reshape) : call('constant', { value }, dtype),
  RandomUniform: ({ minval, maxval, dtype }) =>
    pipe(
      zero('minval', minval),
      E.chain(() => call('uniform', { scale: maxval }, dtype))
    ),
  RandomNormal: ({ mean, stddev, dtype }) =>
    pipe(
      zero('mean', mean),
      E.chain(() => call('normal', { stddev }, dtype))
    ),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  Orthogonal: ({ gain, column_axis, dtype }) =>
    call('orthogonal', { scale: gain, ...(column_axis === -1 ? {} : { column_axis }) }, dtype, ['orthogonal_columns']),
  DeltaOrthogonal: ({ gain, dtype }) => call('delta_orthogonal', { scale: gain }, dtype, ['centre'])
}

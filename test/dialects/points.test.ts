/**
 * The points on which frameworks contradict one another: the same config draws something else in another dialect. All expected
 * values, including the table of points, were written by hand from the frameworks' sources.
 */
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { type Dialect, dialects, type Point, points, type Points, pointsOf, read } from 'initializers-ts/dialects'
import { right } from '../support/either.js'

const initializerOf = (dialect: Dialect, config: unknown): object => right(read(dialect)(config)).initializer

/** The decision at a point; undefined if the config does not involve it. */
const decided = (dialect: Dialect, config: unknown, point: Point): string | undefined =>
  right(read(dialect)(config)).decisions.find((decision) => decision.point === point)?.decided

const involved = (dialect: Dialect, config: unknown): ReadonlyArray<Point> =>
  right(read(dialect)(config)).decisions.map(({ point }) => point)

const keras = (class_name: string, config: object = {}) => ({ class_name, config })
const scaling = (config: object = {}) => keras('VarianceScaling', config)
const inJax = (config: object = {}) =>
  keras('variance_scaling', { scale: 1, mode: 'fan_in', distribution: 'truncated_normal', ...config })

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

/** keras3, keras2, keras2.2, keras2.0, keras1, tf1, tf1.keras, tfjs, jax, torch, burn */
type Row<P extends Point> = readonly [
  ...[keras3: Points[P], keras2: Points[P], keras22: Points[P], keras20: Points[P], keras1: Points[P]],
  ...[tf1: Points[P], tf1Keras: Points[P], tfjs: Points[P], jax: Points[P], torch: Points[P], burn: Points[P]]
]

const [tn, normal, yes, no] = ['truncated', 'untruncated', 'corrected', 'uncorrected'] as const
const [io, oi] = ['inputs, outputs', 'outputs, inputs'] as const
const [first, last] = ['first axis', 'last axis'] as const
const [anew, same] = ['new numbers', 'the same numbers'] as const
const [small, unit, hundredth] = ['0.05, ±0.05', '1, [0, 1)', '0.01, [0, 0.01)'] as const
const [n, root] = ['(n, n)', '(√n, √n)'] as const
const [lower, upper] = ['(k - 1) / 2', 'k / 2'] as const
const [counts, ignored] = ['significant', 'ignored'] as const
const axes = 'seed, input_axes, output_axes'

const table: { readonly [P in Point]: Row<P> } = {
  normal: [tn, tn, tn, tn, null, tn, tn, tn, normal, null, null],
  correction: [yes, yes, yes, no, null, yes, yes, no, yes, null, null],
  truncated_normal: [tn, tn, null, null, null, tn, tn, 'uniform', tn, null, null],
  named_normals: [tn, tn, tn, tn, normal, tn, tn, tn, tn, normal, normal],
  vector_fans: [n, n, root, root, root, n, n, root, 'refused', 'refused', null],
  clamp: ['1', '1', '1', '1', 'none', '1', '1', '1', 'none', 'none', 'none'],
  layout: [io, io, io, io, io, io, io, io, io, oi, io],
  other_axes: ['ignored', null, null, null, null, null, null, null, 'receptive field', null, null],
  bounds: ['stddev', 'stddev', 'stddev', 'stddev', null, 'stddev', 'stddev', 'stddev', 'stddev', 'absolute', null],
  defaults: [small, small, small, small, small, unit, small, small, hundredth, unit, null],
  orthogonal_columns: [last, last, last, last, first, last, last, last, last, first, first],
  centre: [null, null, null, null, null, lower, lower, null, lower, upper, null],
  mode_case: [counts, counts, ignored, ignored, null, counts, counts, counts, counts, ignored, null],
  unseeded: [same, same, anew, anew, anew, anew, anew, anew, null, anew, anew],
  dtype: ['refused', 'dropped', 'refused', 'refused', null, 'written', 'written', 'ignored', 'an argument', null, null],
  shard_fans: [null, 'of the part', null, null, null, 'of the whole', 'of the whole', null, null, null, null],
  zero_scale: [
    'refused',
    'refused',
    'refused',
    'refused',
    null,
    'refused',
    'refused',
    'zeros',
    'zeros',
    'zeros',
    'zeros'
  ],
  named_keys: [axes, 'seed', null, null, null, 'seed, dtype', 'seed, dtype', null, null, null, null],
  zero_argument: ['0', '0', '0', '0', '0', '0', '0', 'the default', '0', '0', '0']
}

describe('the table', () => {
  const order = [
    'keras3',
    'keras2',
    'keras2.2',
    'keras2.0',
    'keras1',
    'tf1',
    'tf1.keras',
    'tfjs',
    'jax',
    'torch',
    'burn'
  ] as const
  const names = Object.keys(table) as ReadonlyArray<Point>

  test('the dialects', () => {
    expect(dialects).toEqual(order)
  })

  test.each(names)('%s', (point) => {
    expect(order.map((dialect) => pointsOf(dialect)[point])).toEqual(table[point])
  })

  test('each point has a label', () => {
    expect(Object.keys(points)).toEqual(names)
    expect(Object.values(points).filter((about) => about === '')).toEqual([])
  })
})

test('a decision has the point, its label and the words for the dialect', () => {
  expect(right(read('torch')(keras('orthogonal_'))).decisions).toEqual([
    {
      point: 'orthogonal_columns',
      about: 'orthogonal columns are numbered by the',
      decided: 'first axis'
    },
    { point: 'unseeded', about: 'a second call without a seed draws', decided: 'new numbers' }
  ])
})

// -------------------------------------------------------------------------------------
// the contradictions, one by one
// -------------------------------------------------------------------------------------

describe('the contradictions', () => {
  test('1 the distribution normal', () => {
    const normal = { distribution: 'normal' }
    expect(initializerOf('keras3', scaling(normal))).toMatchObject({
      distribution: 'truncated_normal',
      corrected: true
    })
    expect(initializerOf('jax', inJax(normal))).toMatchObject({ distribution: 'untruncated_normal' })
    expect(decided('keras3', scaling(normal), 'normal')).toBe('truncated')
    expect(decided('jax', inJax(normal), 'normal')).toBe('untruncated')
    expect(involved('keras3', scaling({ distribution: 'untruncated_normal' }))).not.toContain('normal')
    expect(involved('keras3', scaling({ distribution: 'uniform' }))).not.toContain('normal')
    expect(involved('jax', inJax())).not.toContain('normal')
  })

  test('2 the correction of a truncated normal', () => {
    const normal = scaling({ distribution: 'normal' })
    const corrected = (['keras3', 'keras2', 'keras2.2', 'keras2.0', 'tf1', 'tfjs'] as const).map((dialect) => [
      (initializerOf(dialect, normal) as { readonly corrected: boolean }).corrected,
      decided(dialect, normal, 'correction')
    ])
    expect(corrected).toEqual([
      [true, 'corrected'],
      [true, 'corrected'],
      [true, 'corrected'],
      [false, 'uncorrected'],
      [true, 'corrected'],
      [false, 'uncorrected']
    ])
    expect(initializerOf('jax', keras('glorot_normal'))).toMatchObject({ corrected: true })
    expect(decided('jax', keras('glorot_normal'), 'correction')).toBe('corrected')
    expect(involved('tfjs', scaling({ distribution: 'uniform' }))).not.toContain('correction')
    expect(involved('keras3', scaling({ distribution: 'untruncated_normal' }))).not.toContain('correction')
  })

  test('3 TF.js draws a uniform for truncated_normal', () => {
    const truncated = scaling({ distribution: 'truncated_normal' })
    expect(initializerOf('tfjs', truncated)).toMatchObject({ distribution: 'uniform', corrected: true })
    expect(initializerOf('keras2', truncated)).toMatchObject({ distribution: 'truncated_normal', corrected: true })
    expect(decided('tfjs', truncated, 'truncated_normal')).toBe('uniform')
    expect(involved('tfjs', truncated)).not.toContain('correction')
    expect(decided('keras2', truncated, 'truncated_normal')).toBe('truncated')
    expect(involved('tfjs', scaling({ distribution: 'normal' }))).not.toContain('truncated_normal')
    expect(E.isLeft(read('keras2.2')(truncated))).toBe(true)
  })

  test('4 glorot_normal', () => {
    const glorot = 'glorot_normal'
    expect(initializerOf('keras3', glorot)).toMatchObject({ distribution: 'truncated_normal', corrected: true })
    expect(initializerOf('jax', glorot)).toMatchObject({ distribution: 'truncated_normal', corrected: true })
    expect(initializerOf('tfjs', glorot)).toMatchObject({ distribution: 'truncated_normal', corrected: false })
    expect(initializerOf('keras1', glorot)).toMatchObject({ distribution: 'untruncated_normal' })
    expect(initializerOf('torch', 'xavier_normal_')).toMatchObject({ distribution: 'untruncated_normal' })
    expect(initializerOf('burn', { XavierNormal: { gain: 1 } })).toMatchObject({ distribution: 'untruncated_normal' })
    expect(decided('keras1', glorot, 'named_normals')).toBe('untruncated')
    expect(decided('torch', 'xavier_normal_', 'named_normals')).toBe('untruncated')
    expect(decided('keras3', glorot, 'named_normals')).toBe('truncated')
    expect(involved('keras1', 'glorot_uniform')).not.toContain('named_normals')
    expect(involved('torch', 'xavier_uniform_')).not.toContain('named_normals')
  })

  test('5 the fans of a vector', () => {
    const fans = (dialect: Dialect, config: unknown) => [
      (initializerOf(dialect, config) as { readonly fans: object }).fans,
      decided(dialect, config, 'vector_fans')
    ]
    expect(fans('keras3', 'glorot_uniform')).toEqual([{ rule: 'default' }, '(n, n)'])
    expect(fans('keras2.2', 'glorot_uniform')).toEqual([{ rule: 'square', ranks: [2, 3, 4, 5] }, '(√n, √n)'])
    expect(fans('tfjs', 'glorotUniform')).toEqual([{ rule: 'square', ranks: [2, 3, 4, 5] }, '(√n, √n)'])
    expect(fans('keras1', 'glorot_uniform')).toEqual([{ rule: 'square', ranks: [2, 4, 5] }, '(√n, √n)'])
    expect(fans('jax', 'glorot_uniform')).toEqual([
      { rule: 'axes', in_axis: [-2], out_axis: [-1], batch_axis: [] },
      'refused'
    ])
    expect(involved('jax', keras('glorot_uniform', { in_axis: [], out_axis: 0 }))).not.toContain('vector_fans')
    expect(involved('keras3', 'random_normal')).not.toContain('vector_fans')
  })

  test('6 the least divisor of a scale', () => {
    expect(decided('tf1', scaling(), 'clamp')).toBe('1')
    expect(decided('jax', inJax(), 'clamp')).toBe('none')
    expect(decided('torch', 'kaiming_normal_', 'clamp')).toBe('none')
    expect(involved('torch', 'orthogonal_')).not.toContain('clamp')
  })

  test('7 the layout of a weight', () => {
    expect(initializerOf('keras3', 'he_uniform')).toMatchObject({ scale: 2, fans: { rule: 'default' } })
    expect(initializerOf('torch', 'kaiming_uniform_')).toMatchObject({
      scale: 2,
      fans: { rule: 'axes', in_axis: [1], out_axis: [0], batch_axis: [] }
    })
    expect(initializerOf('torch', 'dirac_')).toMatchObject({ channels_first: true })
    expect(decided('keras3', 'he_uniform', 'layout')).toBe('inputs, outputs')
    expect(decided('torch', 'kaiming_uniform_', 'layout')).toBe('outputs, inputs')
    expect(decided('torch', 'dirac_', 'layout')).toBe('outputs, inputs')
    expect(involved('keras3', keras('he_uniform', { input_axes: [0], output_axes: [1] }))).not.toContain('layout')
    expect(involved('torch', 'normal_')).not.toContain('layout')
  })

  test('8 axes that are neither inputs nor outputs', () => {
    const inKeras = keras('he_normal', { input_axes: [2], output_axes: [3] })
    const ofJax = keras('he_normal', { in_axis: 2, out_axis: 3 })
    expect(initializerOf('keras3', inKeras)).toMatchObject({
      fans: { rule: 'listed', input_axes: [2], output_axes: [3] }
    })
    expect(initializerOf('jax', ofJax)).toMatchObject({
      fans: { rule: 'axes', in_axis: [2], out_axis: [3], batch_axis: [] }
    })
    expect(decided('keras3', inKeras, 'other_axes')).toBe('ignored')
    expect(decided('jax', ofJax, 'other_axes')).toBe('receptive field')
    expect(involved('jax', 'he_normal')).not.toContain('other_axes')
    expect(involved('keras3', 'he_normal')).not.toContain('other_axes')
    const half = keras('he_normal', { input_axes: [2] }) // Keras 3 uses the lists only if both are given
    expect(initializerOf('keras3', half)).toMatchObject({ fans: { rule: 'default' } })
    expect(involved('keras3', half)).not.toContain('other_axes')
  })

  test('9 the unit of bounds', () => {
    expect(initializerOf('keras3', keras('TruncatedNormal', { stddev: 0.02 }))).toMatchObject({
      stddev: 0.02,
      lower: -2,
      upper: 2,
      bounds: 'stddev'
    })
    expect(initializerOf('jax', keras('truncated_normal', { stddev: 0.02, lower: -3, upper: 3 }))).toMatchObject({
      lower: -3,
      upper: 3,
      bounds: 'stddev'
    })
    expect(initializerOf('torch', keras('trunc_normal_', { std: 0.02 }))).toMatchObject({
      stddev: 0.02,
      lower: -2,
      upper: 2,
      bounds: 'absolute'
    })
    expect(decided('keras3', 'truncated_normal', 'bounds')).toBe('stddev')
    expect(decided('torch', 'trunc_normal_', 'bounds')).toBe('absolute')
    expect(involved('torch', 'normal_')).not.toContain('bounds')
  })

  test('10 the default stddev and range', () => {
    expect(initializerOf('keras3', 'random_normal')).toMatchObject({ mean: 0, stddev: 0.05 })
    expect(initializerOf('tf1', keras('RandomNormal'))).toMatchObject({ mean: 0, stddev: 1 })
    // tf.compat.v1.keras.initializers.RandomNormal().get_config() is { mean: 0.0, stddev: 0.05, seed: None, dtype: 'float32' }
    expect(initializerOf('tf1.keras', keras('RandomNormal'))).toMatchObject({ mean: 0, stddev: 0.05 })
    expect(initializerOf('tf1.keras', keras('TruncatedNormal'))).toMatchObject({ stddev: 0.05 })
    expect(initializerOf('tf1.keras', keras('RandomUniform'))).toMatchObject({ minval: -0.05, maxval: 0.05 })
    expect(decided('tf1.keras', 'random_uniform', 'defaults')).toBe('0.05, ±0.05')
    expect(initializerOf('jax', 'normal')).toMatchObject({ mean: 0, stddev: 0.01 })
    expect(initializerOf('torch', 'normal_')).toMatchObject({ mean: 0, stddev: 1 })
    expect(initializerOf('tf1', keras('TruncatedNormal'))).toMatchObject({ stddev: 1 })
    expect(initializerOf('keras1', 'uniform')).toMatchObject({ minval: -0.05, maxval: 0.05 })
    expect(initializerOf('tf1', keras('RandomUniform'))).toMatchObject({ minval: 0, maxval: 1 })
    expect(initializerOf('jax', 'uniform')).toMatchObject({ minval: 0, maxval: 0.01 })
    expect(initializerOf('torch', 'uniform_')).toMatchObject({ minval: 0, maxval: 1 })
    expect(decided('keras3', 'random_normal', 'defaults')).toBe('0.05, ±0.05')
    expect(decided('tf1', keras('RandomUniform', { maxval: 1 }), 'defaults')).toBe('1, [0, 1)')
    expect(decided('jax', 'truncated_normal', 'defaults')).toBe('0.01, [0, 0.01)')
    expect(decided('torch', keras('uniform_', { a: -1 }), 'defaults')).toBe('1, [0, 1)')
    expect(involved('keras3', keras('RandomNormal', { stddev: 0.02 }))).not.toContain('defaults')
    expect(involved('tf1', keras('RandomUniform', { minval: 0, maxval: 1 }))).not.toContain('defaults')
    expect(involved('jax', keras('normal', { stddev: 1 }))).not.toContain('defaults')
    expect(involved('jax', keras('uniform', { scale: 1 }))).not.toContain('defaults')
    expect(involved('torch', keras('normal_', { std: 0.02 }))).not.toContain('defaults')
    expect(involved('torch', keras('trunc_normal_', { std: 0.02 }))).not.toContain('defaults')
    expect(involved('torch', keras('uniform_', { a: -1, b: 1 }))).not.toContain('defaults')
  })

  test('11 the scale of he', () => {
    expect(initializerOf('keras3', 'he_normal')).toMatchObject({ scale: 2, mode: 'fan_in' })
    expect(initializerOf('jax', 'kaiming_normal')).toMatchObject({ scale: 2, mode: 'fan_in' })
    expect(initializerOf('torch', 'kaiming_normal_')).toMatchObject({ scale: 2, mode: 'fan_in' })
    expect(initializerOf('burn', { KaimingNormal: { gain: 1, fan_out_only: false } })).toMatchObject({ scale: 1 })
  })

  test('12 the columns of an orthogonal tensor', () => {
    expect(initializerOf('keras3', 'orthogonal')).toMatchObject({ gain: 1, column_axis: -1 })
    expect(initializerOf('jax', keras('orthogonal', { scale: 2, column_axis: 0 }))).toMatchObject({
      gain: 2,
      column_axis: 0
    })
    expect(initializerOf('keras1', 'orthogonal')).toMatchObject({ gain: 1.1, column_axis: 0 })
    expect(initializerOf('torch', 'orthogonal_')).toMatchObject({ gain: 1, column_axis: 0 })
    expect(initializerOf('burn', { Orthogonal: { gain: 2 } })).toMatchObject({ gain: 2, column_axis: 0 })
    expect(decided('keras3', 'orthogonal', 'orthogonal_columns')).toBe('last axis')
    expect(decided('burn', { Orthogonal: { gain: 2 } }, 'orthogonal_columns')).toBe('first axis')
    expect(involved('torch', 'dirac_')).not.toContain('orthogonal_columns')
  })

  test('13 the centre of an even kernel', () => {
    expect(initializerOf('torch', 'dirac_')).toMatchObject({ centre: 'upper' })
    expect(initializerOf('jax', 'delta_orthogonal')).toEqual({
      _tag: 'DeltaOrthogonal',
      gain: 1,
      seed: null,
      dtype: null
    })
    expect(decided('torch', 'dirac_', 'centre')).toBe('k / 2')
    expect(decided('jax', 'delta_orthogonal', 'centre')).toBe('(k - 1) / 2')
    expect(decided('tf1', 'convolutional_delta_orthogonal', 'centre')).toBe('(k - 1) / 2')
    expect(involved('jax', 'orthogonal')).not.toContain('centre')
  })

  test('14 a sparse matrix', () => {
    const sparse = keras('sparse_', { sparsity: 0.1 })
    expect(initializerOf('torch', sparse)).toEqual({
      _tag: 'Sparse',
      sparsity: 0.1,
      stddev: 0.01,
      seed: null,
      dtype: null
    })
  })

  test('15 the case of a mode', () => {
    const upper = scaling({ mode: 'FAN_OUT', distribution: 'uniform' })
    expect(initializerOf('keras2.2', upper)).toMatchObject({ mode: 'fan_out' })
    expect(initializerOf('keras2.0', upper)).toMatchObject({ mode: 'fan_out' })
    expect(initializerOf('torch', keras('kaiming_normal_', { mode: 'FAN_OUT' }))).toMatchObject({ mode: 'fan_out' })
    const sensitive = ['keras3', 'keras2', 'tf1', 'tfjs'] as const
    expect(sensitive.map((dialect) => E.isLeft(read(dialect)(upper)))).toEqual([true, true, true, true])
    expect(E.isLeft(read('jax')(inJax({ mode: 'FAN_OUT' })))).toBe(true)
    expect(decided('keras2.2', upper, 'mode_case')).toBe('ignored')
    expect(decided('torch', keras('kaiming_normal_', { mode: 'Fan_Out' }), 'mode_case')).toBe('ignored')
    expect(involved('keras2.2', scaling({ mode: 'fan_out' }))).not.toContain('mode_case')
    expect(involved('torch', keras('kaiming_normal_', { mode: 'fan_out' }))).not.toContain('mode_case')
    expect(involved('tfjs', scaling({ mode: 'fanOut' }))).not.toContain('mode_case')
  })

  test('16 a second call without a seed', () => {
    const unseeded = (dialect: Dialect) => decided(dialect, 'glorot_uniform', 'unseeded')
    expect([unseeded('keras3'), unseeded('keras2')]).toEqual(['the same numbers', 'the same numbers'])
    expect([unseeded('tf1'), unseeded('keras2.2'), unseeded('jax')]).toEqual(['new numbers', 'new numbers', undefined])
    expect(decided('torch', 'normal_', 'unseeded')).toBe('new numbers')
    expect(decided('burn', { Uniform: { min: 0, max: 1 } }, 'unseeded')).toBe('new numbers')
    expect(decided('tf1', 'uniform_unit_scaling', 'unseeded')).toBe('new numbers')
    expect(decided('tf1', 'convolutional_orthogonal_2d', 'unseeded')).toBe('new numbers')
    expect(initializerOf('keras3', 'glorot_uniform')).toMatchObject({ seed: null })
    expect(involved('keras3', keras('GlorotUniform', { seed: 0 }))).not.toContain('unseeded')
    expect(involved('keras3', 'zeros')).not.toContain('unseeded')
    expect(involved('torch', 'zeros_')).not.toContain('unseeded')
  })

  test('17 a dtype in a config', () => {
    const glorot = keras('GlorotUniform', { seed: null, dtype: 'float64' })
    const fates = (['tf1', 'keras2', 'keras2.2', 'keras3', 'tfjs'] as const).map((dialect) => [
      (initializerOf(dialect, glorot) as { readonly dtype: unknown }).dtype,
      decided(dialect, glorot, 'dtype')
    ])
    expect(fates).toEqual([
      ['float64', 'written'],
      ['float64', 'dropped'],
      ['float64', 'refused'],
      ['float64', 'refused'],
      ['float64', 'ignored']
    ])
    const classes = [
      'zeros',
      'normal',
      'uniform',
      'truncated_normal',
      'glorot_normal',
      'orthogonal',
      'delta_orthogonal'
    ]
    const inJax = classes.map((name) => decided('jax', keras(name, { dtype: 'bfloat16' }), 'dtype'))
    expect(inJax).toEqual(classes.map(() => 'an argument'))
    const inKeras = ['Zeros', 'Constant', 'Identity', 'Orthogonal', 'STFT', 'RandomUniform'].map((name) =>
      decided('keras2', keras(name, { dtype: 'float16' }), 'dtype')
    )
    expect(inKeras).toEqual(Array.from({ length: 6 }, () => 'dropped'))
    expect(involved('keras2', keras('GlorotUniform', { seed: null }))).not.toContain('dtype')
    expect(involved('jax', 'zeros')).not.toContain('dtype')
  })

  test('18 the fans of a part of a variable, which are those of the whole here', () => {
    expect(decided('tf1', scaling(), 'shard_fans')).toBe('of the whole')
    expect(decided('keras2', scaling(), 'shard_fans')).toBe('of the part')
    expect(initializerOf('tf1', scaling())).toEqual(initializerOf('keras2', scaling()))
    expect(involved('keras3', scaling())).not.toContain('shard_fans')
    expect(involved('keras2', 'orthogonal')).not.toContain('shard_fans')
  })

  test('19 the scale 0', () => {
    const zero = scaling({ scale: 0 })
    const refusing = ['keras3', 'keras2', 'keras2.2', 'keras2.0', 'tf1'] as const
    expect(refusing.map((dialect) => E.isLeft(read(dialect)(zero)))).toEqual([true, true, true, true, true])
    expect(initializerOf('tfjs', zero)).toEqual({ _tag: 'Zeros', dtype: null })
    expect(initializerOf('jax', inJax({ scale: 0, dtype: 'float16' }))).toEqual({ _tag: 'Zeros', dtype: 'float16' })
    expect(initializerOf('torch', keras('xavier_uniform_', { gain: 0 }))).toEqual({ _tag: 'Zeros', dtype: null })
    expect(decided('tfjs', zero, 'zero_scale')).toBe('zeros')
    expect(decided('jax', inJax({ scale: 0 }), 'zero_scale')).toBe('zeros')
    expect(involved('jax', inJax({ scale: 0, dtype: 'float16' }))).toEqual(['zero_scale', 'dtype'])
    expect(involved('tfjs', scaling({ scale: 1 }))).not.toContain('zero_scale')
  })

  test('20 the keys of GlorotUniform and the like', () => {
    const glorot = keras('GlorotUniform', { seed: null, input_axes: [0], output_axes: [1] })
    expect(initializerOf('keras3', glorot)).toMatchObject({
      fans: { rule: 'listed', input_axes: [0], output_axes: [1] }
    })
    const refused = read('keras2')(glorot)
    expect(E.isLeft(refused) && refused.left.map(({ code, path }) => [code, ...path])).toEqual([
      ['UnknownKey', 'config', 'input_axes'],
      ['UnknownKey', 'config', 'output_axes']
    ])
    expect(decided('keras3', glorot, 'named_keys')).toBe('seed, input_axes, output_axes')
    expect(decided('keras2', 'glorot_uniform', 'named_keys')).toBe('seed')
    expect(decided('tf1', 'glorot_uniform', 'named_keys')).toBe('seed, dtype')
    expect(involved('keras3', scaling())).not.toContain('named_keys')
    expect(involved('keras2.2', 'glorot_uniform')).not.toContain('named_keys')
  })

  test('21 the number 0 for an argument, which TF.js replaces by the default', () => {
    const uniform = keras('RandomUniform', { minval: 0, maxval: 1 })
    expect(initializerOf('tfjs', uniform)).toMatchObject({ minval: -0.05, maxval: 1 })
    expect(initializerOf('keras2', uniform)).toMatchObject({ minval: 0, maxval: 1 })
    expect(initializerOf('tfjs', keras('RandomUniform', { minval: -1, maxval: 0 }))).toMatchObject({
      minval: -1,
      maxval: 0.05
    })
    expect(initializerOf('tfjs', keras('RandomNormal', { stddev: 0 }))).toMatchObject({ stddev: 0.05 })
    expect(initializerOf('tfjs', keras('TruncatedNormal', { stddev: 0 }))).toMatchObject({ stddev: 0.05 })
    expect(initializerOf('tfjs', keras('Orthogonal', { gain: 0 }))).toMatchObject({ gain: 0 })
    expect(E.isLeft(read('keras2')(keras('RandomNormal', { stddev: 0 })))).toBe(true)
    expect(decided('tfjs', uniform, 'zero_argument')).toBe('the default')
    expect(decided('tfjs', uniform, 'defaults')).toBe('0.05, ±0.05')
    expect(involved('tfjs', keras('RandomUniform', { minval: -1, maxval: 1 }))).toEqual(['unseeded'])
    expect(involved('keras2', uniform)).toEqual(['unseeded'])
  })
})

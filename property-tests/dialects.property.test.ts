/**
 * Runs `configLaws` over configs of every dialect, and laws of its own: what is written is read, draws the same, and is
 * written the same again.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fans, Initializer, type Shape } from 'initializers-ts'
import { convert, type Dialect, dialects, read, write } from 'initializers-ts/dialects'
import { configLaws, equal, law, type Laws } from 'initializers-ts/laws'
import { between, initializerOf, shape } from 'initializers-ts/laws/fast-check'
import { claims, right, runSeed } from './check.js'

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

interface Case {
  readonly shape: Shape.Shape
  readonly initializer: Initializer.Initializer
}

/** 2 to 4 axes. For vectors the dialects differ in their fans, which is a decision. */
const kernel = (): fc.Arbitrary<Shape.Shape> => shape({ maxRank: 4, minDim: 1 }).filter(({ length }) => length >= 2)

/** Including numbers for which dialects have names. */
const scale = (): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(1, 2, 1 / 3, 25 / 9, 9 / 16), between(0.001, 2), between(0.001, 100))

const fans = (): fc.Arbitrary<Fans.FanRule> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fans.FanRule>({ rule: 'default' }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Fans.FanRule>(
        { rule: 'square', ranks: [2, 3, 4, 5] },
        { rule: 'axes', in_axis: [-2], out_axis: [-1], batch_axis: [] },
        { rule: 'axes', in_axis: [1], out_axis: [0], batch_axis: [] },
        { rule: 'axes', in_axis: [0], out_axis: [1], batch_axis: [] },
        { rule: 'listed', input_axes: [0], output_axes: [1] },
        { rule: 'explicit', fan_in: 3, fan_out: 5.5 }
      )
    }
  )

const options = () => ({
  seed: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  dtype: fc.option(fc.constantFrom('float32', 'float64'), { nil: undefined })
})

const varianceScaling = (): fc.Arbitrary<unknown> =>
  fc.record({
    scale: scale(),
    mode: fc.constantFrom('fan_in', 'fan_in', 'fan_avg', 'fan_out', 'fan_geo_avg'),
    distribution: fc.constantFrom('truncated_normal', 'untruncated_normal', 'uniform'),
    corrected: fc.boolean(),
    fans: fans(),
    ...options()
  })

/** Truncated at ±2 stddev or elsewhere, with bounds in stddev or absolute, about 0 or another mean. */
const truncatedNormal = (): fc.Arbitrary<unknown> =>
  fc
    .record({
      k: fc.constantFrom(0, 0, 0.5, -1 / 3),
      stddev: between(0.01, 10),
      bounds: fc.constantFrom([-2, 2] as const, [-1, 0.5] as const, [-50, 50] as const),
      isAbsolute: fc.boolean(),
      corrected: fc.boolean()
    })
    .map(({ k, stddev, bounds: [a, b], isAbsolute, corrected }) => {
      const mean = k * stddev
      return isAbsolute
        ? { mean, stddev, lower: mean + a * stddev, upper: mean + b * stddev, bounds: 'absolute' }
        : { mean, stddev, lower: a, upper: b, corrected }
    })

const centred = (): fc.Arbitrary<unknown> =>
  fc.constantFrom<readonly unknown[]>(
    ['RandomNormal', { mean: 0, stddev: 0.05 }],
    ['RandomUniform', { minval: -0.05, maxval: 0.05 }],
    ['RandomUniform', { minval: 0, maxval: 3 }],
    ['Orthogonal', { gain: 1.1, column_axis: 0 }],
    ['Orthogonal', {}]
  )

const decoded = (class_name: string) => (config: unknown) =>
  right(Initializer.decode({ class_name, config: JSON.parse(JSON.stringify(config)) as unknown }))

/** Any initializer, more often one that dialects have. */
const drawable = (): fc.Arbitrary<Case> =>
  kernel().chain((shape) =>
    fc
      .oneof(
        varianceScaling().map(decoded('VarianceScaling')),
        truncatedNormal().map(decoded('TruncatedNormal')),
        fc.record({ factor: scale() }).map(decoded('UniformUnitScaling')),
        centred().map((pair) => decoded((pair as [string])[0])((pair as [string, unknown])[1])),
        initializerOf(shape, 0)
      )
      .map((initializer) => ({ shape, initializer }))
  )

// -------------------------------------------------------------------------------------
// comparison
// -------------------------------------------------------------------------------------

/**
 * Root, square, quotient, sum: a config and its reading differ by at most six roundings from a number. The moments of a
 * truncated distribution move by up to a few times as much as its bounds; 32 ulps allow for both.
 */
const tolerance = 32 * 2 ** -52

const near = (scale: number) => (a: number | null, b: number | null) =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= tolerance * scale)

/** Mean, stddev and bounds of what is drawn; null if the shape has no such tensor. */
const summary = (initializer: Initializer.Initializer, shape: Shape.Shape): Initializer.Description | null =>
  pipe(
    initializer,
    Initializer.describe({ shape, dtype: 'float64' }),
    E.getOrElse((): Initializer.Description | null => null)
  )

const sameSummary = (a: Initializer.Description | null, b: Initializer.Description | null): boolean => {
  if (a === null || b === null) return a === b
  const isNear = near(Math.max(Math.abs(a.mean), a.stddev))
  const bounds: ReadonlyArray<readonly [number | null, number | null]> = isUncut(a)
    ? []
    : [
        [a.low, b.low],
        [a.high, b.high]
      ]
  return isNear(a.mean, b.mean) && isNear(a.stddev, b.stddev) && bounds.every(([x, y]) => isNear(x, y))
}

/** A normal distribution with bounds beyond 37 stddev, which truncate nothing. */
const isUncut = ({ content }: Initializer.Description): boolean =>
  content._tag === 'TruncatedNormal' && content.bounds.every((c) => !Number.isFinite(c))

/** Whether the outputs of a kernel are on its first axis; elsewhere they are on the last one. */
const isOutputsFirst = (initializer: Initializer.Initializer): boolean =>
  (initializer._tag === 'VarianceScaling' && initializer.fans.rule === 'axes' && initializer.fans.out_axis[0] === 0) ||
  (initializer._tag === 'Orthogonal' && initializer.column_axis === 0) ||
  (initializer._tag === 'Dirac' && initializer.channels_first)

/** The shape of a kernel in the layout of one initializer, in the layout of the other. */
const relaid = (shape: Shape.Shape, from: Initializer.Initializer, to: Initializer.Initializer): Shape.Shape => {
  if (isOutputsFirst(from) === isOutputsFirst(to)) return shape
  return isOutputsFirst(from)
    ? [...shape.slice(2), ...shape.slice(0, 2).toReversed()]
    : [...shape.slice(-2).toReversed(), ...shape.slice(0, -2)]
}

const drawsTheSame = ({ shape, initializer }: Case, other: Initializer.Initializer): boolean =>
  sameSummary(summary(initializer, shape), summary(other, relaid(shape, initializer, other)))

/** Keras 1 counts the fans of 3 axes differently, which is the decision `vector_fans`. */
const isComparable = ({ shape }: Case, ...those: ReadonlyArray<Dialect>): boolean =>
  shape.length !== 3 || !those.includes('keras1')

const reading = (dialect: Dialect, config: unknown): Initializer.Initializer => right(read(dialect)(config)).initializer

const configOf = (dialect: Dialect, initializer: Initializer.Initializer): unknown =>
  pipe(
    write(dialect)(initializer),
    E.match(
      () => undefined,
      ({ config }) => config
    )
  )

const writingLaws = (dialect: Dialect) =>
  ({
    roundTrip: law('a written config is read with the same distribution', (given) => {
      const config = configOf(dialect, given.initializer)
      return config === undefined || !isComparable(given, dialect) || drawsTheSame(given, reading(dialect, config))
    }),
    exact: law('an initializer that the dialect expresses exactly is read unchanged', ({ initializer }) => {
      const config = configOf(dialect, initializer)
      return config === undefined || !isExact(initializer, dialect) || equal(reading(dialect, config), initializer)
    }),
    stable: law('a config that was written and read is written again', ({ initializer }) => {
      const config = configOf(dialect, initializer)
      return config === undefined || equal(configOf(dialect, reading(dialect, config)), config)
    }),
    json: law('a written config survives its JSON text', ({ initializer }) => {
      const config = configOf(dialect, initializer)
      return config === undefined || equal(JSON.parse(JSON.stringify(config)), config)
    })
  }) satisfies Laws<Case>

const conversionLaws = (dialect: Dialect) =>
  ({
    conversion: law('a config converted there and back has the same distribution', (given) =>
      dialects.every((other) => {
        const there = pipe(
          write(other)(given.initializer),
          E.chain(({ config }) => convert(other, dialect)(config)),
          E.chain(({ config }) => convert(dialect, other)(config)),
          E.chain(({ config }) => read(other)(config))
        )
        return E.isLeft(there) || !isComparable(given, dialect, other) || drawsTheSame(given, there.right.initializer)
      })
    )
  }) satisfies Laws<Case>

/** What Keras 2 and 3 express without rounding: their own rule of fans, no dtype, and a truncated normal with their correction. */
const isExact = (initializer: Initializer.Initializer, dialect: Dialect): boolean => {
  if (dialect !== 'keras3' && dialect !== 'keras2') return false
  if (initializer.dtype !== null || initializer._tag === 'UniformUnitScaling') return false
  if (initializer._tag === 'TruncatedNormal')
    return initializer.bounds === 'stddev' && !initializer.corrected && initializer.lower === -2
  return initializer._tag === 'VarianceScaling'
    ? initializer.fans.rule === 'default' && initializer.corrected
    : initializer._tag !== 'Constant' && initializer._tag !== 'Orthogonal'
}

describe.each(dialects.map((dialect) => ({ dialect })))('an initializer written in $dialect', ({ dialect }) => {
  claims(writingLaws(dialect), drawable(), 300)
  claims(conversionLaws(dialect), drawable(), 100)
})

describe('the arbitrary of initializers', () => {
  it('has values that each dialect can express, and values that it cannot', () => {
    for (const dialect of dialects) {
      const expressed = fc
        .sample(drawable(), { seed: 1, numRuns: 400 })
        .filter(({ initializer }) => configOf(dialect, initializer) !== undefined)
      expect(expressed.length).toBeGreaterThan(10)
      expect(expressed.length).toBeLessThan(390)
    }
  })
})

// -------------------------------------------------------------------------------------
// configs
// -------------------------------------------------------------------------------------

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** A config with some of its keys. */
const some = (fields: Fields, ...needed: ReadonlyArray<string>): fc.Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [...needed], noNullPrototype: true })

const call = (name: string, fields: Fields = {}, ...needed: ReadonlyArray<string>): fc.Arbitrary<unknown> =>
  fc.oneof(
    some(fields, ...needed).map((config) => ({ class_name: name, config })),
    needed.length === 0 ? fc.constant(name) : some(fields, ...needed).map((config) => ({ class_name: name, config }))
  )

const number = () => between(-3, 3)
const spread = () => between(0.01, 10)
const seed = fc.option(fc.maxSafeInteger())

/** The names of distributions in each dialect. */
const distributions: Readonly<Partial<Record<Dialect, ReadonlyArray<string>>>> = {
  keras3: ['truncated_normal', 'normal', 'untruncated_normal', 'uniform', 'UNIFORM'],
  keras2: ['truncated_normal', 'normal', 'untruncated_normal', 'uniform'],
  'keras2.2': ['normal', 'uniform', 'Normal'],
  'keras2.0': ['normal', 'uniform'],
  tf1: ['truncated_normal', 'normal', 'untruncated_normal', 'uniform'],
  'tf1.keras': ['truncated_normal', 'normal', 'untruncated_normal', 'uniform'],
  tfjs: ['normal', 'uniform', 'truncated_normal', 'truncatedNormal']
}

const rows = ['GlorotUniform', 'glorot_normal', 'HeUniform', 'heNormal', 'LecunUniform', 'LeCunNormal', 'HeNormalV2']

const keras = (dialect: Dialect): fc.Arbitrary<unknown> => {
  const axes: Fields =
    dialect === 'keras3' ? { input_axes: fc.constantFrom(null, [0]), output_axes: fc.constantFrom(null, [1, 2]) } : {}
  const dtype = fc.constantFrom(null, 'float32', 'float64')
  const words = fc.constantFrom(...(distributions[dialect] ?? []))
  const classes = fc.oneof(
    call('VarianceScaling', {
      scale: scale(),
      mode: fc.constantFrom('fan_in', 'fan_out', 'fan_avg'),
      distribution: words,
      seed,
      dtype,
      ...axes
    }),
    fc.constantFrom(...rows).chain((name) => call(name, { seed, dtype, ...axes })),
    call('RandomNormal', { mean: number(), stddev: spread(), seed, dtype }),
    call('truncated_normal', { mean: number(), stddev: spread(), seed, dtype }),
    call('random_uniform', { minval: between(-3, -1), maxval: spread(), seed, dtype }, 'minval', 'maxval'),
    call('Constant', { value: fc.oneof(number(), fc.array(number(), { minLength: 1, maxLength: 4 })), dtype }).filter(
      (config) => dialect !== 'tfjs' || !JSON.stringify(config).includes('[')
    ),
    call('Zeros', { dtype }),
    call('ones', { dtype }),
    call('Identity', { gain: number(), dtype }),
    call('Orthogonal', { gain: number(), seed, dtype })
  )
  const frame = some({
    module: fc.constant('keras.initializers'),
    registered_name: fc.constant(null),
    shared_object_id: fc.nat(9)
  })
  return fc
    .tuple(classes, frame)
    .map(([config, around]) => (typeof config === 'string' ? config : { ...around, ...(config as object) }))
}

const names1 = [
  ...['uniform', 'lecun_uniform', 'normal', 'identity', 'orthogonal', 'zero', 'one'],
  ...['glorot_normal', 'glorot_uniform', 'he_normal', 'he_uniform']
]

const axis = () => fc.constantFrom<unknown>(0, 1, -1, -2, [0], [1, 2])
const jaxAxes: Fields = { in_axis: axis(), out_axis: axis(), batch_axis: fc.constantFrom([], [3]) }
const jaxRows = ['glorot_uniform', 'xavier_normal', 'he_uniform', 'kaiming_normal', 'lecun_normal', 'lecun_uniform']
const dtype = fc.constantFrom('float32', 'bfloat16')

const jax = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    call(
      'variance_scaling',
      {
        ...{ scale: scale(), mode: fc.constantFrom('fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg'), dtype, ...jaxAxes },
        distribution: fc.constantFrom('truncated_normal', 'normal', 'uniform')
      },
      ...['scale', 'mode', 'distribution']
    ),
    fc.constantFrom(...jaxRows).chain((name) => call(name, { ...jaxAxes, dtype })),
    call('normal', { stddev: spread(), dtype }),
    call('uniform', { scale: spread(), dtype }),
    call('truncated_normal', { stddev: spread(), lower: between(-3, -1), upper: between(0, 3), dtype }),
    call('constant', { value: number(), dtype }, 'value'),
    call('orthogonal', { scale: number(), column_axis: fc.integer({ min: -2, max: 1 }), dtype }),
    call('delta_orthogonal', { scale: number(), dtype }),
    fc.constantFrom('zeros', 'ones_init').chain((name) => call(name, { dtype }))
  )

const kaiming: Fields = {
  a: fc.oneof(fc.constantFrom(Math.sqrt(5), 0, 1, 0.2), between(-100, 100)),
  mode: fc.constantFrom('fan_in', 'fan_out', 'FAN_IN'),
  nonlinearity: fc.constantFrom('relu', 'leaky_relu', 'tanh', 'selu', 'linear', 'conv2d', 'sigmoid')
}

const torch = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom('kaiming_uniform_', 'kaiming_normal').chain((name) => call(name, kaiming)),
    fc
      .constantFrom('xavier_uniform', 'xavier_normal_')
      .chain((name) => call(name, { gain: fc.oneof(fc.constantFrom(Math.SQRT2, 5 / 3), spread()) })),
    call('uniform_', { a: between(-3, -1), b: spread() }),
    call('normal_', { mean: number(), std: spread() }),
    call('trunc_normal_', { mean: number(), std: spread(), a: between(-3, -1), b: spread() }),
    call('constant_', { val: number() }, 'val'),
    fc.constantFrom('ones_', 'zeros', 'eye_').chain((name) => call(name)),
    call('dirac_', { groups: fc.integer({ min: 1, max: 4 }) }),
    call('orthogonal_', { gain: number() }),
    call('sparse_', { sparsity: between(0, 1), std: spread() }, 'sparsity')
  )

const variant = (name: string, fields: Fields): fc.Arbitrary<unknown> =>
  some(fields, ...Object.keys(fields)).map((config) => ({ [name]: config }))

const burn = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom('Zeros', 'Ones'),
    variant('Constant', { value: number() }),
    variant('Uniform', { min: between(-3, -1), max: spread() }),
    variant('Normal', { mean: number(), std: spread() }),
    variant('KaimingUniform', { gain: spread(), fan_out_only: fc.boolean() }),
    variant('KaimingNormal', { gain: fc.constantFrom(Math.SQRT2, 1 / Math.sqrt(3)), fan_out_only: fc.boolean() }),
    variant('XavierUniform', { gain: spread() }),
    variant('XavierNormal', { gain: spread() }),
    variant('Orthogonal', { gain: number() })
  )

const configs = (dialect: Dialect): fc.Arbitrary<unknown> => {
  switch (dialect) {
    case 'keras1':
      return fc.constantFrom(...names1)
    case 'jax':
      return jax()
    case 'torch':
      return torch()
    case 'burn':
      return burn()
    case 'keras3':
    case 'keras2':
    case 'keras2.2':
    case 'keras2.0':
    case 'tf1':
    case 'tf1.keras':
    case 'tfjs':
      return keras(dialect)
  }
}

describe.each(dialects.map((dialect) => ({ dialect })))('a config of $dialect', ({ dialect }) => {
  // Keras has no key for a dtype, and TensorFlow 1 writes float32 if there is none
  const withoutDType = (initializer: Initializer.Initializer) =>
    dialect === 'jax' ? initializer : { ...initializer, dtype: null }
  const decode = (config: unknown) =>
    pipe(
      read(dialect)(config),
      E.map(({ initializer }) => withoutDType(initializer))
    )
  claims(configLaws({ decode, encode: (i) => right(write(dialect)(i)).config }), configs(dialect), 300)

  it('in its envelope is written back unchanged', () => {
    fc.assert(
      fc.property(configs(dialect), (config) => {
        expect(JSON.stringify(right(convert(dialect, dialect)(config)).config)).toBe(JSON.stringify(config))
      }),
      { seed: runSeed, numRuns: 300 }
    )
  })
})

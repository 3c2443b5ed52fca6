/**
 * TF.js itself (@tensorflow/tfjs-layers 4.22, on its CPU backend, without a network): it loads what is written for it, what it
 * saves is read, and its points are measured.
 *
 * Samples have n = 2^16 numbers from fixed seeds. Bounds on a stddev are those of a normal sample: the relative error is above
 * 6 / √(2n) in two of 10^9 cases; truncated and uniform samples have lighter tails and vary less. TF.js computes in float32.
 */
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Initializer } from 'initializers-ts'
import { pointsOf, read, write } from 'initializers-ts/dialects'
import { made } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

// -------------------------------------------------------------------------------------
// the types of TF.js that are used here; its own need those of a browser
// -------------------------------------------------------------------------------------

interface Weights {
  readonly dataSync: () => Float32Array
}

interface TfInitializer {
  readonly apply: (shape: ReadonlyArray<number>, dtype?: string) => Weights
}

interface Layer {
  readonly kernelInitializer: TfInitializer
}

interface Model {
  readonly layers: ReadonlyArray<Layer>
  readonly toJSON: (unused: null, returnString: false) => Topology
}

interface Topology {
  readonly config: { readonly layers: ReadonlyArray<{ readonly config: { readonly kernel_initializer: unknown } }> }
}

type Operation = (tensor: unknown, ...rest: ReadonlyArray<unknown>) => unknown

interface Layers {
  readonly loadLayersModel: (handler: unknown) => Promise<Model>
}

interface Core {
  readonly scalar: (x: number) => object
  readonly reshape: Operation
  readonly transpose: Operation
  readonly sign: Operation
  readonly stridedSlice: Operation
  readonly io: { readonly fromMemory: (artifacts: object) => unknown }
  readonly env: () => { readonly set: (flag: string, value: boolean) => void }
  readonly ready: () => Promise<void>
  readonly getBackend: () => string
}

const load = createRequire(import.meta.url)
const core = load('@tensorflow/tfjs-core') as Core
const layers = load('@tensorflow/tfjs-layers') as Layers

beforeAll(async () => {
  core.env().set('IS_TEST', true) // no advice to install a faster backend
  load('@tensorflow/tfjs-backend-cpu')
  await core.ready()
  // methods that @tensorflow/tfjs adds to tensors and Orthogonal calls
  const { reshape, transpose, sign, stridedSlice } = core
  const flatten: Operation = (tensor) => reshape(tensor, [-1])
  const tensor = Object.getPrototypeOf(core.scalar(0)) as Record<string, unknown>
  for (const [name, operation] of Object.entries({ flatten, reshape, transpose, sign, stridedSlice })) {
    tensor[name] = function (this: unknown, ...rest: ReadonlyArray<unknown>) {
      return operation(this, ...rest)
    }
  }
})

/** A loaded model of one layer with this initializer. */
const loaded = (kernel_initializer: unknown): Promise<Model> => {
  const dense = { units: 3, batch_input_shape: [null, 3], kernel_initializer }
  const modelTopology = {
    class_name: 'Sequential',
    config: { name: 'model', layers: [{ class_name: 'Dense', config: dense }] },
    keras_version: '2.15.0',
    backend: 'tensorflow'
  }
  return layers.loadLayersModel(core.io.fromMemory({ modelTopology }))
}

/** The config that a loaded model saves again. */
const saved = async (config: unknown): Promise<unknown> =>
  (await loaded(config)).toJSON(null, false).config.layers[0]?.config.kernel_initializer

const sample = async (config: unknown, shape: ReadonlyArray<number>): Promise<Float32Array> => {
  const [layer] = (await loaded(config)).layers
  return layer === undefined ? new Float32Array() : layer.kernelInitializer.apply(shape, 'float32').dataSync()
}

const stddev = (xs: Float32Array): number => {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length
  return Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / xs.length)
}

const largest = (xs: Float32Array): number => xs.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

/** The relative error of the stddev of 2^16 numbers, over the bound that it exceeds in two of 10^9 cases. */
const off = (xs: Float32Array, expected: number): number =>
  Math.abs(stddev(xs) / expected - 1) / (6 / Math.sqrt(2 * xs.length))

const scaling = (config: object): object => ({
  class_name: 'VarianceScaling',
  config: { scale: 1, mode: 'fan_in', distribution: 'normal', seed: 42, ...config }
})

const written = (initializer: Initializer.Initializer): unknown => right(write('tfjs')(initializer)).config

// -------------------------------------------------------------------------------------
// files
// -------------------------------------------------------------------------------------

it('runs on the CPU backend', () => {
  expect(core.getBackend()).toBe('cpu')
})

describe('configs that are written for TF.js', () => {
  const initializers: ReadonlyArray<Initializer.Initializer> = [
    made('Zeros'),
    made('Ones'),
    made('Constant', { value: 0.5 }),
    made('RandomUniform', { minval: -1, maxval: 2, seed: 3 }),
    made('RandomNormal', { mean: 0.5, stddev: 2, seed: 3 }),
    made('TruncatedNormal', { stddev: 2, seed: 3 }),
    made('Identity', { gain: 2 }),
    made('Orthogonal', { gain: 2, seed: 3 }),
    made('GlorotUniform', { seed: 3 }),
    made('GlorotNormal', { seed: 3 }),
    made('HeUniform'),
    made('HeNormal'),
    made('LecunUniform'),
    made('LecunNormal'),
    made('VarianceScaling', { scale: 0.3, mode: 'fan_out', distribution: 'uniform', seed: 0 })
  ]

  it.each(initializers)('is loaded, and saved again as it was: $_tag', async (initializer) => {
    const config = written(initializer)
    // null and undefined are the same in a file
    expect(JSON.parse(JSON.stringify(await saved(config)))).toEqual(JSON.parse(JSON.stringify(config)))
  })

  it.each([
    ['HeNormal', Math.sqrt(2 / 256)],
    ['LecunNormal', Math.sqrt(1 / 256)],
    ['GlorotNormal', Math.sqrt(1 / 256)],
    ['HeUniform', Math.sqrt(2 / 256)]
  ])('has the stddev of %s there', async (name, expected) => {
    expect(off(await sample(written(made(name, { seed: 42 })), [256, 256]), expected)).toBeLessThan(1)
  })
})

describe('a seed of 0', () => {
  const twice = async (class_name: string, fields: object = {}) => {
    const config = { class_name, config: { ...fields, seed: 0 } }
    const [first, second] = [await sample(config, [8, 8]), await sample(config, [8, 8])]
    return String(first) === String(second)
  }

  it.each([
    ['RandomNormal', {}],
    ['TruncatedNormal', {}],
    ['GlorotNormal', {}],
    ['VarianceScaling', { distribution: 'normal' }],
    ['Orthogonal', {}]
  ])('is none for the normal numbers of %s', async (class_name, config) => {
    expect(await twice(class_name, config)).toBe(false)
    const { initializer, decisions } = right(read('tfjs')({ class_name, config: { ...config, seed: 0 } }))
    expect(initializer).toMatchObject({ seed: null })
    expect(decisions.map(({ point }) => point)).toEqual(expect.arrayContaining(['unseeded', 'zero_argument']))
    const writing = right(write('tfjs')({ ...initializer, seed: 0 }))
    expect(writing.config).toMatchObject({ config: { seed: null } })
    expect(writing.decisions.map(({ point }) => point)).toContain('zero_argument')
  })

  it.each([
    ['RandomUniform', {}],
    ['GlorotUniform', {}],
    ['VarianceScaling', { distribution: 'truncated_normal' }]
  ])('is a seed for the uniform numbers of %s', async (class_name, config) => {
    expect(await twice(class_name, config)).toBe(true)
    const { initializer } = right(read('tfjs')({ class_name, config: { ...config, seed: 0 } }))
    expect(initializer).toMatchObject({ seed: 0 })
    expect(right(write('tfjs')(initializer)).config).toMatchObject({ config: { seed: 0 } })
  })
})

describe('configs that TF.js saves', () => {
  /** By hand: TF.js truncates at ±2 without a correction, and counts a vector as a square matrix. */
  const square = { rule: 'square', ranks: [2, 3, 4, 5] }
  it.each([
    [{ class_name: 'Zeros', config: {} }, made('Zeros')],
    [
      { class_name: 'GlorotUniform', config: { seed: 1 } },
      made('VarianceScaling', { mode: 'fan_avg', distribution: 'uniform', fans: square, seed: 1 })
    ],
    [
      { class_name: 'HeNormal', config: { seed: null } },
      made('VarianceScaling', { scale: 2, corrected: false, fans: square })
    ],
    [
      { class_name: 'LeCunNormal', config: { seed: 2 } },
      made('VarianceScaling', { corrected: false, fans: square, seed: 2 })
    ],
    [{ class_name: 'LeCunUniform', config: {} }, made('VarianceScaling', { distribution: 'uniform', fans: square })],
    [
      scaling({ distribution: 'truncated_normal' }),
      made('VarianceScaling', { distribution: 'uniform', fans: square, corrected: false, seed: 42 })
    ],
    [
      { class_name: 'RandomUniform', config: { minval: 0, maxval: 1, seed: 5 } },
      made('RandomUniform', { minval: -0.05, maxval: 1, seed: 5 })
    ],
    [{ class_name: 'RandomNormal', config: { stddev: 0 } }, made('RandomNormal', { stddev: 0.05 })],
    [{ class_name: 'Orthogonal', config: { gain: 0.5, seed: 5 } }, made('Orthogonal', { gain: 0.5, seed: 5 })],
    [{ class_name: 'Identity', config: {} }, made('Identity')],
    [{ class_name: 'Constant', config: { value: 3 } }, made('Constant', { value: 3 })]
  ])('is read: %j', async (file, expected) => {
    const config = await saved(file)
    const { initializer } = right(read('tfjs')(config))
    expect(withoutIdle(initializer)).toEqual(withoutIdle(expected))
    expect(withoutIdle(right(read('tfjs')(file)).initializer)).toEqual(withoutIdle(expected))
  })

  it.each(['LecunNormal', 'LecunUniform', 'lecunNormal'])('is never %s, which it does not load', async (class_name) => {
    await expect(loaded({ class_name, config: {} })).rejects.toThrow(`Unknown initializer: ${class_name}`)
    expect(JSON.stringify(written(made('LecunNormal')))).toContain('VarianceScaling')
  })
})

/** `corrected` does not matter for a uniform distribution. */
const withoutIdle = (initializer: Initializer.Initializer): unknown =>
  initializer._tag === 'VarianceScaling' && initializer.distribution === 'uniform'
    ? { ...initializer, corrected: true }
    : initializer

// -------------------------------------------------------------------------------------
// points
// -------------------------------------------------------------------------------------

describe('the points of TF.js', () => {
  const points = pointsOf('tfjs')
  const shape = [256, 256] // fans 256 and 256

  it('normal is truncated at ±2 and not corrected', async () => {
    expect([points.normal, points.correction]).toEqual(['truncated', 'uncorrected'])
    const xs = await sample(scaling({}), shape)
    expect(largest(xs)).toBeLessThanOrEqual(2 / 16)
    expect(off(xs, 0.87962566103423978 / 16)).toBeLessThan(1)
    expect(off(xs, 1 / 16)).toBeGreaterThan(1)
  })

  it('truncated_normal is the uniform distribution, to the last number', async () => {
    expect(points.truncated_normal).toBe('uniform')
    const xs = await sample(scaling({ distribution: 'truncated_normal' }), shape)
    expect(xs).toEqual(await sample(scaling({ distribution: 'uniform' }), shape))
    expect(largest(xs)).toBeLessThanOrEqual(Math.fround(Math.sqrt(3 / 256)))
    expect(off(xs, 1 / 16)).toBeLessThan(1)
  })

  it('named normals are truncated', async () => {
    expect(points.named_normals).toBe('truncated')
    expect(largest(await sample({ class_name: 'LeCunNormal', config: { seed: 42 } }, shape))).toBeLessThanOrEqual(
      2 / 16
    )
  })

  it('a vector of n has the fans √n, and a tensor of six axes is a square', async () => {
    expect(points.vector_fans).toBe('(√n, √n)')
    expect(off(await sample(scaling({ distribution: 'uniform' }), [65536]), 1 / 16)).toBeLessThan(1)
    expect(off(await sample(scaling({ distribution: 'uniform' }), [2, 2, 2, 2, 64, 64]), 1 / 16)).toBeLessThan(1)
  })

  it('inputs are the last axis but one, outputs the last', async () => {
    expect(points.layout).toBe('inputs, outputs')
    expect(off(await sample(scaling({ distribution: 'uniform' }), [64, 1024]), 1 / 8)).toBeLessThan(1)
    const outputs = scaling({ distribution: 'uniform', mode: 'fan_out' })
    expect(off(await sample(outputs, [4, 4, 64, 64]), 1 / 32)).toBeLessThan(1)
  })

  it('the default is normal, stddev 0.05 and ±0.05', async () => {
    expect(points.defaults).toBe('0.05, ±0.05')
    expect(await saved({ class_name: 'RandomUniform', config: {} })).toMatchObject({
      config: { minval: -0.05, maxval: 0.05 }
    })
    expect(await saved({ class_name: 'RandomNormal', config: {} })).toMatchObject({ config: { mean: 0, stddev: 0.05 } })
    expect(await saved({ class_name: 'VarianceScaling', config: {} })).toMatchObject({
      config: { scale: 1, mode: 'fan_in', distribution: 'normal' }
    })
  })

  it('0 for minval, maxval or stddev is the default', async () => {
    expect(points.zero_argument).toBe('the default')
    const uniform = { class_name: 'RandomUniform', config: { minval: 0, maxval: 0, seed: 42 } }
    expect(await saved(uniform)).toMatchObject({ config: { minval: -0.05, maxval: 0.05 } })
    expect(off(await sample(uniform, shape), 0.1 / Math.sqrt(12))).toBeLessThan(1)
    const normal = { class_name: 'RandomNormal', config: { stddev: 0, seed: 42 } }
    expect(off(await sample(normal, shape), 0.05)).toBeLessThan(1)
  })

  it('the scale 0 is all zeros', async () => {
    expect(points.zero_scale).toBe('zeros')
    expect(largest(await sample(scaling({ scale: 0, distribution: 'uniform' }), [2, 2]))).toBe(0)
  })

  it('a dtype in a config is ignored', async () => {
    expect(points.dtype).toBe('ignored')
    expect(await saved(scaling({ dtype: 'float16' }))).toEqual(await saved(scaling({})))
  })

  it('the case of a mode is significant', async () => {
    expect(points.mode_case).toBe('significant')
    await expect(loaded(scaling({ mode: 'FAN_IN' }))).rejects.toThrow('is not a valid FanMode')
    expect(problems(read('tfjs')(scaling({ mode: 'FAN_IN' })))).toEqual(['UnknownValue config mode'])
  })

  it('untruncated_normal is unknown', async () => {
    await expect(loaded(scaling({ distribution: 'untruncated_normal' }))).rejects.toThrow('is not a valid Distribution')
    expect(problems(read('tfjs')(scaling({ distribution: 'untruncated_normal' })))).toEqual([
      'UnknownValue config distribution'
    ])
  })
})

/**
 * Which seeds the weights of a Keras 3 model have after `keras.utils.set_random_seed`.
 *
 * Keras takes a seed from one sequence for each random initializer that is constructed without a seed of its own, and for each
 * generator of a layer: dropout and noise, augmentation, the dropout of recurrent layers. A layer takes them as it is
 * constructed; attention and `SpectralNormalization` also as they are built.
 *
 * @see keras/src/random/seed_generator.py and the `__init__` and `build` of each layer, of Keras 3.15
 */
import * as E from 'fp-ts/Either'
import * as RA from 'fp-ts/ReadonlyArray'
import type { Plain } from '../../codec/plain.js'
import type { Initializer } from '../../Initializer.js'
import type { WeightInitializer } from '../weightInitializer.js'
import type { Layer } from './kit/layer.js'
import { after, type LayerResult, plus, type SeedCount, type Weight } from './kit/weights.js'

type Read = (config: Plain) => WeightInitializer

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/** Whether an initializer is random and has no seed of its own; false if it cannot be read. */
const takesSeed: (weight: WeightInitializer) => boolean = E.match(
  () => false,
  ({ initializer }) => isUnseeded(initializer)
)

const isUnseeded = (initializer: Initializer): boolean =>
  initializer._tag === 'Blocks'
    ? initializer.blocks.some((block) => isUnseeded(block.initializer))
    : random.has(initializer._tag) && 'seed' in initializer && initializer.seed === null

const random: ReadonlySet<string> = new Set([
  'RandomNormal',
  'RandomUniform',
  'TruncatedNormal',
  'VarianceScaling',
  'Orthogonal'
])

/** The key of the config that has the initializer of a weight. */
const keyOf = (name: string, { config }: Layer): string => {
  const last = name.split('/').at(-1) ?? ''
  const key = `${last.replace(/^(recurrent|depthwise|pointwise)_kernel$/, '$1').replace(/^reverse_/, '')}_initializer`
  return last === 'kernel' && !Object.hasOwn(config, key) ? 'depthwise_initializer' : key
}

// -------------------------------------------------------------------------------------
// generators
// -------------------------------------------------------------------------------------

const isPositive = ({ config }: Layer, key: string): boolean => {
  const value = config[key]
  return typeof value === 'number' && value > 0
}

/** The seeds of a layer's generators, before those of its initializers. */
const first = (layer: Layer): SeedCount => {
  const { className, config, name } = layer
  if (className === 'RandomCrop' || className === 'Pipeline' || className === 'Lambda') {
    return `the file does not show how many seeds the ${className} ${name} takes`
  }
  if ((config['seed'] ?? null) !== null) return 0
  if (/^(Spatial|Gaussian|Alpha)?Dropout(\dD)?$/.test(className)) return isPositive(layer, 'rate') ? 1 : 0
  if (className === 'GaussianNoise') return isPositive(layer, 'stddev') ? 1 : 0
  if (className === 'Attention' || className === 'AdditiveAttention') return isPositive(layer, 'dropout') ? 1 : 0
  if (className === 'RandAugment' || className === 'AugMix') return 10
  return /^(Random[A-Z]\w+|MixUp|CutMix|Solarization|SimpleRNN(Cell)?|ConvLSTM\dD(Cell)?)$/.test(className) ? 1 : 0
}

/** Those after its initializers. */
const last = ({ className, config }: Layer): number =>
  /^(LSTM|GRU)(Cell)?$/.test(className) && (config['seed'] ?? null) === null ? 1 : 0

// -------------------------------------------------------------------------------------
// layers
// -------------------------------------------------------------------------------------

/** The result with the seeds that its weights have. The results of layers that contain layers have them already. */
export const withSeeds =
  (layer: Layer, read: Read) =>
  (result: LayerResult): LayerResult => {
    if (result.seeds !== undefined) return result
    return /^Group(ed)?QueryAttention$|^MultiHeadAttention$/.test(layer.className)
      ? attention(layer, read, result)
      : single(layer, read, result)
  }

/** A layer constructs its initializers in the order of its config. Weights of one initializer have one seed. */
const single = (layer: Layer, read: Read, result: LayerResult): LayerResult => {
  const keys = Object.keys(layer.config).filter((key) => key.endsWith('_initializer') && layer.config[key] !== null)
  const taken = keys.filter((key) => takesSeed(read(layer.config[key] ?? null)))
  const others = result.weights.filter(
    (each) => takesSeed(each.initializer) && !taken.includes(keyOf(each.name, layer))
  )
  const seedOf = (each: Weight): number => {
    const index = taken.indexOf(keyOf(each.name, layer))
    return index === -1 ? taken.length + others.indexOf(each) : index
  }
  const seeded = result.weights.map((each) => (takesSeed(each.initializer) ? { ...each, seed: seedOf(each) } : each))
  const before = first(layer)
  const total = plus(before, taken.length + others.length + last(layer))
  const unread = result.weights.find(({ initializer }) => E.isLeft(initializer))
  return {
    ...result,
    weights: after(before)(seeded),
    seeds: unread === undefined ? total : `the initializer of ${layer.name}/${unread.name} is unknown`
  }
}

/** Attention constructs its initializers, and as it is built a copy of them for each projection; the last after dropout. */
const attention = (layer: Layer, read: Read, result: LayerResult): LayerResult => {
  const keys = ['kernel_initializer', 'bias_initializer'] as const
  const before = keys.filter((key) => takesSeed(read(layer.config[key] ?? defaults[key]))).length
  const hasDropout = isPositive(layer, 'dropout') && (layer.config['seed'] ?? null) === null
  const generators = result.weights.map(({ name }) => (hasDropout && name === 'attention_output/kernel' ? 1 : 0))
  const taken = result.weights.map(({ initializer }) => (takesSeed(initializer) ? 1 : 0))
  const counts = RA.scanLeft(
    before,
    (n: number, i: number) => n + (generators[i] ?? 0) + (taken[i] ?? 0)
  )([...taken.keys()])
  const weights = result.weights.map((each, i) =>
    taken[i] === 1 ? { ...each, seed: (counts[i] ?? 0) + (generators[i] ?? 0) } : each
  )
  return { ...result, weights, seeds: counts.at(-1) ?? before }
}

const defaults = { kernel_initializer: 'glorot_uniform', bias_initializer: 'zeros' } as const

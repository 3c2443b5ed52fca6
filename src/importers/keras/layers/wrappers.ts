/**
 * Layers that wrap a layer: the names of its weights, and their output shapes.
 *
 * In Keras 3 the name of the inner layer is part of weight names (`time_distributed/dense/kernel`). In Keras 2 and TF.js it
 * is not (`time_distributed/kernel`), except for the two directions of `Bidirectional`.
 *
 * Sources: `keras/src/layers/rnn/{bidirectional,time_distributed}.py` and `…/normalization/spectral_normalization.py` of
 * Keras 3.16, the same files of tf_keras, `tfjs-layers/src/layers/wrappers.ts` of TF.js 4.22.
 */
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import { oneOf } from '../../../codec/leaf.js'
import type { Initializer } from '../../../Initializer.js'
import { fail, type Validated } from '../../../InitializerError.js'
import { fixed } from '../../weightInitializer.js'
import { isBuiltBefore } from '../graph/read.js'
import { innerLayer, isKeras3, type Layer, oneInput } from '../kit/layer.js'
import { mapSizes, type OpenShape, sizeAt, withLast } from '../kit/openShape.js'
import {
  type ConfigReader,
  firstInput,
  type LayerCall,
  type LayerReader,
  layerReader,
  type LayerTable,
  optional
} from '../kit/reader.js'
import { absolute, after, type LayerResult, plus, type Seeded, under, type Weight, weight } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// bidirectional
// -------------------------------------------------------------------------------------

/** How the outputs of the two directions are merged; null if they are not. */
type Merge = 'sum' | 'mul' | 'ave' | 'concat' | null

/** `concat` if the key is missing; null is a mode. */
const mergeMode: ConfigReader<Merge> = (call, key) =>
  Object.hasOwn(call.layer.config, key)
    ? optional(oneOf('UnknownValue', ['sum', 'mul', 'ave', 'concat'] as const), null)(call, key)
    : E.right('concat')

const bidirectional: LayerReader = layerReader({ merge_mode: mergeMode }, ({ merge_mode }, call) =>
  pipe(
    E.Do,
    E.bind('layers', () => directionsOf(call.layer)),
    E.bind('input', () => firstInput(call)),
    E.bind('forward', ({ layers, input }) => call.build(layers.forward, oneInput(input))),
    E.bind('backward', ({ layers, input }) => call.build(layers.backward, oneInput(input))),
    E.chain(({ layers, forward, backward }) => {
      const [output = [], ...states] = forward.outputs
      const seeded = inDirections(layers, forward, backward)
      return E.right({ ...seeded, outputs: [...merged(merge_mode, output), ...states, ...states] })
    })
  )
)

/**
 * The given layer takes seeds before its copies for the two directions. Of a given backward layer there is no copy, and it
 * takes its seeds before the forward copy. (Keras 3 writes both layers; the names of two copies differ in the prefix alone.)
 */
const inDirections = ({ forward, backward }: Directions, ahead: LayerResult, back: LayerResult): Seeded => {
  const [aheadSeeds = 0, backSeeds = 0] = [ahead.seeds, back.seeds]
  const areCopies = baseName(forward.name) === baseName(backward.name)
  const [beforeAhead, beforeBack] = areCopies
    ? [aheadSeeds, plus(aheadSeeds, aheadSeeds)]
    : [plus(aheadSeeds, backSeeds), aheadSeeds]
  return {
    weights: [
      ...pipe(ahead.weights, under(forward.name), after(beforeAhead)),
      ...pipe(back.weights, under(backward.name), after(beforeBack))
    ],
    seeds: plus(plus(aheadSeeds, aheadSeeds), backSeeds)
  }
}

const baseName = (name: string): string => name.replace(/^(forward|backward)_/, '')

const merged = (mode: Merge, output: OpenShape): ReadonlyArray<OpenShape> => {
  if (mode === null) return [output, output]
  return [mode === 'concat' ? withLast(output, mapSizes((n = 0) => 2 * n)(sizeAt(output, -1))) : output]
}

interface Directions {
  readonly forward: Layer
  readonly backward: Layer
}

/** The layer, and its copy or the `backward_layer` of the config. Keras 3 writes names that include the prefix. */
const directionsOf = (layer: Layer): Validated<Directions> => {
  const isPrefixed = isKeras3(layer)
  const named = (inner: Layer, prefix: string): Layer => ({
    ...inner,
    name: isPrefixed && inner.name.startsWith(prefix) ? inner.name : prefix + inner.name
  })
  const hasTwo = (layer.config['backward_layer'] ?? null) !== null
  return pipe(
    E.Do,
    E.bind('inner', () => recurrentOnly(innerLayer(layer, 'layer'))),
    E.bind('other', ({ inner }) => (hasTwo ? recurrentOnly(innerLayer(layer, 'backward_layer')) : E.right(inner))),
    E.map(({ inner, other }) => ({
      forward: named(inner, 'forward_'),
      backward: isPrefixed && hasTwo ? other : named(other, 'backward_')
    }))
  )
}

/** Refuses wrappers and models, which cannot run backwards; copies of nested copies would grow exponentially. */
const recurrentOnly: (layer: Validated<Layer>) => Validated<Layer> = E.chain((layer) =>
  Object.hasOwn(layer.config, 'layer') || Object.hasOwn(layer.config, 'layers')
    ? fail('Unsupported', 'a recurrent layer', layer.className, [...layer.path, 'class_name'])
    : E.right(layer)
)

// -------------------------------------------------------------------------------------
// wrappers of one layer
// -------------------------------------------------------------------------------------

interface WrappedResult {
  readonly built: LayerResult
  /** prefixes the weights with the name of the inner layer, which only Keras 3 does */
  readonly prefixed: (weights: ReadonlyArray<Weight>) => ReadonlyArray<Weight>
}

const buildInner = (call: LayerCall, input: OpenShape): Validated<WrappedResult> =>
  pipe(
    innerLayer(call.layer, 'layer'),
    E.chain((inner) =>
      pipe(
        call.build(inner, oneInput(input)),
        E.map((built) => ({ built, prefixed: isKeras3(inner) ? prefixes(inner) : identity }))
      )
    )
  )

/** The names of a model that was built before its wrapper begin at the root. */
const prefixes = (inner: Layer) => (weights: ReadonlyArray<Weight>) =>
  pipe(weights, under(inner.name), isBuiltBefore(inner) ? absolute : identity)

/** Applies the layer to each time step. */
const timeDistributed: LayerReader = (call) =>
  pipe(
    firstInput(call, [3, Infinity]),
    E.chain(([batch = null, time = null, ...rest]) =>
      pipe(
        buildInner(call, [batch, ...rest]),
        E.map(({ built: { weights, outputs, ...built }, prefixed }) => ({
          ...built,
          weights: prefixed(weights),
          outputs: outputs.map(([size = null, ...sizes]) => [size, time, ...sizes])
        }))
      )
    )
  )

/** The initial estimate of the first singular vector. */
const singularVector: Initializer = {
  _tag: 'TruncatedNormal',
  ...{ mean: 0, stddev: 0.02, lower: -2, upper: 2, bounds: 'stddev', corrected: false },
  ...{ seed: null, dtype: null }
}

/** In Keras 3 a layer's own weights come before those of sublayers; in Keras 2 trainable weights come first. */
const spectralNormalization: LayerReader = (call) =>
  pipe(
    firstInput(call),
    E.chain((input) => buildInner(call, input)),
    E.chain(({ built: { weights, outputs, seeds = 0 }, prefixed }) => {
      const kernel = weights.find(({ name }) => name === 'kernel' || name === 'embeddings')
      if (kernel === undefined) {
        const path = [...call.layer.path, 'config', 'layer']
        return fail('Unsupported', 'a layer with a kernel or embeddings', 'one without', path)
      }
      const initial = weight('vector_u', [1, sizeAt(kernel.shape, -1)], fixed(singularVector))
      const vector: Weight = { ...initial, seed: seeds }
      const isFirst = isKeras3(call.layer)
      const all = isFirst ? [vector, ...prefixed(weights)] : [...prefixed(weights), vector]
      return E.right({ weights: all, outputs, seeds: plus(seeds, 1) })
    })
  )

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const wrappers: LayerTable = {
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed,
  SpectralNormalization: spectralNormalization
}

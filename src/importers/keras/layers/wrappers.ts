/**
 * Layers around a layer: its weights below their names, and what becomes of its shapes.
 *
 * Keras 3 puts the name of the inner layer into the names of weights (`time_distributed/dense/kernel`); Keras 2 and TF.js
 * do so with the two directions of `Bidirectional` alone (`time_distributed/kernel`).
 *
 * Sources: `keras/src/layers/rnn/{bidirectional,time_distributed}.py` and `…/normalization/spectral_normalization.py` of
 * Keras 3.16, the same files of tf_keras, `tfjs-layers/src/layers/wrappers.ts` of TF.js 4.22.
 */
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import { oneOf } from '../../../codec/leaf.js'
import type { Initializer } from '../../../Initializer.js'
import { fail, type Validated } from '../../../InitializerError.js'
import {
  type LayerCall,
  type LayerReader,
  layerReader,
  firstInput,
  optional,
  type ConfigReader,
  type LayerTable
} from '../kit/reader.js'
import { isKeras3, type Layer, innerLayer, oneInput } from '../kit/layer.js'
import { type OpenShape, sizeAt, mapSizes, withLast } from '../kit/openShape.js'
import { fixed } from '../../weightInitializer.js'
import { type LayerResult, under, type Weight, weight } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// bidirectional
// -------------------------------------------------------------------------------------

/** How the outputs of the two directions become one; null where they stay two. */
type Merge = 'sum' | 'mul' | 'ave' | 'concat' | null

/** Left out it is `concat`, where null is a mode of its own. */
const mergeMode: ConfigReader<Merge> = (call, key) =>
  Object.hasOwn(call.layer.config, key)
    ? optional(oneOf('UnknownValue', ['sum', 'mul', 'ave', 'concat'] as const), null)(call, key)
    : E.right('concat')

const bidirectional: LayerReader = layerReader({ merge_mode: mergeMode }, ({ merge_mode }, call) =>
  pipe(
    E.Do,
    E.bind('layers', () => directionsOf(call.layer)),
    E.bind('input', () => firstInput(call)),
    E.bind('there', ({ layers, input }) => call.build(layers.there, oneInput(input))),
    E.bind('back', ({ layers, input }) => call.build(layers.back, oneInput(input))),
    E.chain(({ layers, there, back }) => {
      const [output = [], ...states] = there.outputs
      const weights = [...under(layers.there.name)(there.weights), ...under(layers.back.name)(back.weights)]
      return E.right({ weights, outputs: [...merged(merge_mode, output), ...states, ...states] })
    })
  )
)

const merged = (mode: Merge, output: OpenShape): ReadonlyArray<OpenShape> => {
  if (mode === null) return [output, output]
  return [mode === 'concat' ? withLast(output, mapSizes((n = 0) => 2 * n)(sizeAt(output, -1))) : output]
}

interface Directions {
  readonly there: Layer
  readonly back: Layer
}

/** A layer and its twin, or the `backward_layer` of the config. Keras 3 says the names in full when it writes them. */
const directionsOf = (layer: Layer): Validated<Directions> => {
  const isNamed = isKeras3(layer)
  const named = (inner: Layer, prefix: string): Layer => ({
    ...inner,
    name: isNamed && inner.name.startsWith(prefix) ? inner.name : prefix + inner.name
  })
  const hasTwo = (layer.config['backward_layer'] ?? null) !== null
  return pipe(
    E.Do,
    E.bind('inner', () => backwards(innerLayer(layer, 'layer'))),
    E.bind('other', ({ inner }) => (hasTwo ? backwards(innerLayer(layer, 'backward_layer')) : E.right(inner))),
    E.map(({ inner, other }) => ({
      there: named(inner, 'forward_'),
      back: isNamed && hasTwo ? other : named(other, 'backward_')
    }))
  )
}

/** Models and wrappers cannot go backwards; with them, twins of twins would be without end. */
const backwards: (layer: Validated<Layer>) => Validated<Layer> = E.chain((layer) =>
  Object.hasOwn(layer.config, 'layer') || Object.hasOwn(layer.config, 'layers')
    ? fail('Unsupported', 'a recurrent layer', layer.className, [...layer.path, 'class_name'])
    : E.right(layer)
)

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

interface Inside {
  readonly built: LayerResult
  /** puts the inner layer's name before those of its weights, as Keras 3 alone does */
  readonly below: (weights: ReadonlyArray<Weight>) => ReadonlyArray<Weight>
}

const inside = (call: LayerCall, input: OpenShape): Validated<Inside> =>
  pipe(
    innerLayer(call.layer, 'layer'),
    E.chain((inner) =>
      pipe(
        call.build(inner, oneInput(input)),
        E.map((built) => ({ built, below: isKeras3(inner) ? under(inner.name) : identity }))
      )
    )
  )

/** Every step of time by itself. */
const timeDistributed: LayerReader = (call) =>
  pipe(
    firstInput(call, [3, Infinity]),
    E.chain(([batch = null, time = null, ...rest]) =>
      pipe(
        inside(call, [batch, ...rest]),
        E.map(({ built: { weights, outputs }, below }) => ({
          weights: below(weights),
          outputs: outputs.map(([size = null, ...sizes]) => [size, time, ...sizes])
        }))
      )
    )
  )

/** What `SpectralNormalization` begins its estimate of the greatest singular vector with. */
const guess: Initializer = {
  _tag: 'TruncatedNormal',
  ...{ mean: 0, stddev: 0.02, lower: -2, upper: 2, bounds: 'stddev', corrected: false },
  ...{ seed: null, dtype: null }
}

/** Keras 3 puts a layer's own weights before those of others, Keras 2 those that are trained before all others. */
const spectralNormalization: LayerReader = (call) =>
  pipe(
    firstInput(call),
    E.chain((input) => inside(call, input)),
    E.chain(({ built: { weights, outputs }, below }) => {
      const kernel = weights.find(({ name }) => name === 'kernel' || name === 'embeddings')
      if (kernel === undefined) {
        const place = [...call.layer.path, 'config', 'layer']
        return fail('Unsupported', 'a layer with a kernel or embeddings', 'one without', place)
      }
      const vector = weight('vector_u', [1, sizeAt(kernel.shape, -1)], fixed(guess))
      const isFirst = isKeras3(call.layer)
      return E.right({ weights: isFirst ? [vector, ...below(weights)] : [...below(weights), vector], outputs })
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

/**
 * The few words in which each class of layers says its weights.
 *
 * A family of layers is a table from class names to entries, and an entry is a function of one call of a layer: the
 * layer as the file has it and the shapes that come in, to its weights and the shapes that go out. `entry` makes one of
 *
 * 1. the keys of the config that it reads (`needed`, `given`, `initializer`); all others are left alone;
 * 2. a function of what they say and of the call to `{ weights, outputs }`.
 *
 * A size that is null in a weight's shape becomes an error, so entries need not look. `single` is `entry` for the many
 * layers that take one tensor and give one. A layer inside a config is had with `nested`, its weights and shapes with
 * `call.build`, and `under` puts them below its name.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { type Plain, valueAt } from '../../../codec/plain.js'
import { decode } from '../../../codec/failure.js'
import { all, at, fail, type Validated } from '../../../InitializerError.js'
import { type LayerInputs, type Layer, pathOf } from './layer.js'
import { type OpenShape, showShape } from './openShape.js'
import type { WeightInitializer } from '../../weightInitializer.js'
import type { LayerResult, Weight } from './weights.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** One use of a layer. */
export interface LayerCall {
  readonly layer: Layer
  readonly inputs: LayerInputs
  /** any layer, of whatever family or a whole model, with these inputs; its weights begin below it */
  readonly build: (layer: Layer, inputs: LayerInputs) => Validated<LayerResult>
  /** the config of an initializer, in the dialect of the file */
  readonly readInitializer: (config: Plain) => WeightInitializer
}

/** A class of layers; the paths of its errors begin at the file's root. */
export type LayerReader = (call: LayerCall) => Validated<LayerResult>

/** Classes of layers by name. */
export type LayerTable = Readonly<Record<string, LayerReader>>

/** Reads a key of a layer's config. */
export type ConfigReader<A> = (call: LayerCall, key: string) => Validated<A>

type Reads<C> = { readonly [K in keyof C]: ConfigReader<C[K]> }

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

/** A key that the layer cannot do without. */
export const required =
  <A, O>(codec: t.Type<A, O>): ConfigReader<A> =>
  ({ layer }, key) => {
    const isThere = Object.hasOwn(layer.config, key)
    return isThere
      ? at(...pathOf(layer, key))(decode(codec)(layer.config[key]))
      : fail('MissingKey', `the key ${key} of ${layer.className}`, 'undefined', pathOf(layer, key))
  }

/** A key that may be null or left out. */
export const optional =
  <A, O, B extends A | null>(codec: t.Type<A, O>, fallback: B): ConfigReader<A | B> =>
  ({ layer }, key) => {
    const value = valueAt(layer.config, key)
    return value === null ? E.right(fallback) : at(...pathOf(layer, key))(decode(codec)(value))
  }

/** An initializer; the name of one where the key is left out. Keras draws null as glorot_uniform. */
export const initializer =
  (fallback: string): ConfigReader<WeightInitializer> =>
  ({ layer, readInitializer }, key) => {
    const config = Object.hasOwn(layer.config, key) ? (layer.config[key] ?? 'glorot_uniform') : fallback
    return E.right(at(...pathOf(layer, key))(readInitializer(config)))
  }

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** A class of layers, of the keys it reads and what they make of a call. */
export const layerReader =
  <C extends object>(
    reads: Reads<C>,
    build: (config: { readonly [K in keyof C]: C[K] }, call: LayerCall) => Validated<LayerResult>
  ): LayerReader =>
  (call) =>
    pipe(
      readAll<C>(reads, call),
      E.chain((config) => build(config, call))
    )

const readAll = <C extends object>(reads: Reads<C>, call: LayerCall): Validated<C> => {
  const keys = Object.keys(reads) as unknown as ReadonlyArray<keyof C & string>
  return pipe(
    all(
      keys.map((key) =>
        pipe(
          reads[key](call, key),
          E.map((value) => [key, value] as const)
        )
      )
    ),
    E.map((entries) => Object.fromEntries(entries) as C)
  )
}

/** What a layer of one input and one output says; without `weights` it has none, without `output` the shape stays. */
export interface Single<C> {
  /** the ranks the input may have, the batch axis counted */
  readonly ranks?: readonly [least: number, most: number]
  readonly weights?: (config: C, input: OpenShape) => ReadonlyArray<Weight>
  readonly output?: (config: C, input: OpenShape) => OpenShape
}

export const single = <C extends object>(reads: Reads<C>, { ranks, weights, output }: Single<C> = {}): LayerReader =>
  layerReader<C>(reads, (config, call) =>
    pipe(
      firstInput(call, ranks),
      E.map((input) => ({
        weights: weights?.(config, input) ?? [],
        outputs: [output?.(config, input) ?? input]
      }))
    )
  )

/** All tensors that come in, those with names last. */
export const inputsOf = ({ inputs: { positional, named } }: LayerCall): ReadonlyArray<OpenShape> => [
  ...positional,
  ...Object.values(named)
]

/** The first tensor that comes in, of a rank from `least` to `most`. */
export const firstInput = (
  call: LayerCall,
  [least, most]: readonly [least: number, most: number] = [0, Infinity]
): Validated<OpenShape> => {
  const { className, path } = call.layer
  const input = call.inputs.positional[0] ?? Object.values(call.inputs.named)[0]
  if (input === undefined) return fail('BadCount', `an input of ${className}`, 'none', path)
  if (input.length >= least && input.length <= most) return E.right(input)
  const ranks =
    least === most ? `rank ${least}` : most === Infinity ? `rank ${least} or more` : `rank ${least} to ${most}`
  return fail('BadRank', `an input of ${ranks} for ${className}`, showShape(input), path)
}

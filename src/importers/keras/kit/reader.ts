/**
 * The readers of layer classes: what an author of a layer needs.
 *
 * A file of `layers/` is a table from class names to readers. A `LayerReader` is a function of one call of a layer: from the
 * layer as the file has it and its input shapes, to its weights and output shapes. `layerReader` makes one from
 *
 * 1. the keys of the config that it reads (`required`, `optional`, `initializer`); all others are ignored;
 * 2. a function of these values and the call to `{ weights, outputs }`.
 *
 * `single` is the short form for a layer of one input and one output. A null size in the shape of a weight becomes an error
 * later, so readers need no check. `innerLayer` reads a layer inside a config, `call.build` builds it, and `under` prefixes
 * its weights with its name.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { decode } from '../../../codec/problems.js'
import { type Plain, valueAt } from '../../../codec/plain.js'
import { all, at, fail, type Validated } from '../../../InitializerError.js'
import type { WeightInitializer } from '../../weightInitializer.js'
import { type Layer, type LayerInputs, pathOf } from './layer.js'
import { type OpenShape, showShape } from './openShape.js'
import type { LayerResult, Weight } from './weights.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** One call of a layer. */
export interface LayerCall {
  readonly layer: Layer
  readonly inputs: LayerInputs
  /** builds any layer or whole model with these inputs; names of its weights are relative to it */
  readonly build: (layer: Layer, inputs: LayerInputs) => Validated<LayerResult>
  /** reads the config of an initializer in the dialect of the file */
  readonly readInitializer: (config: Plain) => WeightInitializer
}

/** A class of layers. Paths of errors begin at the root of the file. */
export type LayerReader = (call: LayerCall) => Validated<LayerResult>

/** Readers by the names of classes. */
export type LayerTable = Readonly<Record<string, LayerReader>>

/** Reads a key of a layer's config. */
export type ConfigReader<A> = (call: LayerCall, key: string) => Validated<A>

type ConfigReaders<C> = { readonly [K in keyof C]: ConfigReader<C[K]> }

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

export const required =
  <A, O>(codec: t.Type<A, O>): ConfigReader<A> =>
  ({ layer }, key) =>
    Object.hasOwn(layer.config, key)
      ? at(...pathOf(layer, key))(decode(codec)(layer.config[key]))
      : fail('MissingKey', `the key ${key} of ${layer.className}`, 'undefined', pathOf(layer, key))

/** A key that may be null or missing. */
export const optional =
  <A, O, B extends A | null>(codec: t.Type<A, O>, fallback: B): ConfigReader<A | B> =>
  ({ layer }, key) => {
    const value = valueAt(layer.config, key)
    return value === null ? E.right(fallback) : at(...pathOf(layer, key))(decode(codec)(value))
  }

/** An initializer, with the default for a missing key. Keras draws null as glorot_uniform. */
export const initializer =
  (fallback: string): ConfigReader<WeightInitializer> =>
  ({ layer, readInitializer }, key) => {
    const config = Object.hasOwn(layer.config, key) ? (layer.config[key] ?? 'glorot_uniform') : fallback
    return E.right(at(...pathOf(layer, key))(readInitializer(config)))
  }

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** A class of layers, from the keys it reads and a function of their values. */
export const layerReader =
  <C extends object>(
    readers: ConfigReaders<C>,
    build: (config: { readonly [K in keyof C]: C[K] }, call: LayerCall) => Validated<LayerResult>
  ): LayerReader =>
  (call) =>
    pipe(
      readConfig<C>(readers, call),
      E.chain((config) => build(config, call))
    )

const readConfig = <C extends object>(readers: ConfigReaders<C>, call: LayerCall): Validated<C> => {
  const keys = Object.keys(readers) as unknown as ReadonlyArray<keyof C & string>
  return pipe(
    all(
      keys.map((key) =>
        pipe(
          readers[key](call, key),
          E.map((value) => [key, value] as const)
        )
      )
    ),
    E.map((entries) => Object.fromEntries(entries) as C)
  )
}

/** A layer of one input and one output. By default it has no weights, and the output has the shape of the input. */
export interface Single<C> {
  /** the ranks that the input may have, including the batch axis */
  readonly ranks?: readonly [least: number, most: number]
  readonly weights?: (config: C, input: OpenShape) => ReadonlyArray<Weight>
  readonly output?: (config: C, input: OpenShape) => OpenShape
}

export const single = <C extends object>(
  readers: ConfigReaders<C>,
  { ranks, weights, output }: Single<C> = {}
): LayerReader =>
  layerReader<C>(readers, (config, call) =>
    pipe(
      firstInput(call, ranks),
      E.map((input) => ({
        weights: weights?.(config, input) ?? [],
        outputs: [output?.(config, input) ?? input]
      }))
    )
  )

// -------------------------------------------------------------------------------------
// inputs
// -------------------------------------------------------------------------------------

/** All input shapes, the named ones last. */
export const inputsOf = ({ inputs: { positional, named } }: LayerCall): ReadonlyArray<OpenShape> => [
  ...positional,
  ...Object.values(named)
]

/** The first input shape, of a rank from `least` to `most`. Errors: `BadCount` if there is none, `BadRank`. */
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

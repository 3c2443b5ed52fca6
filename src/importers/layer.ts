/**
 * What a layer of a model file is here, and the few words in which each class of layer says its weights.
 *
 * A family of layers is a table from class names to entries, and an entry is a function of one call of a layer: the
 * layer as the file has it and the shapes that come in, to its weights and the shapes that go out. `entry` makes one of
 *
 * 1. the keys of the config that it reads (`needed`, `given`, `initializer`); all others are left alone;
 * 2. a function of what they say and of the call to `{ weights, outputs }`.
 *
 * Weights stand in the order of Keras's `layer.weights`: own trainable ones, own others, then those of sublayers. Their
 * names begin below the layer (`kernel`, `lstm_cell/bias`), and a size that is null in a weight's shape becomes an error,
 * so entries need not look. `single` is `entry` for the many layers that take one tensor and give one. A layer inside a
 * config is had with `nested`, its weights and shapes with `call.build`, and `under` puts them below its name.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { isRecord, type Plain, type PlainRecord } from '../codec/plain.js'
import { decode, leaf, list, refuse } from '../codec/record.js'
import { type Choice, type Dialect, read, type Reading } from '../config/index.js'
import { wrongType } from '../config/problems.js'
import type { DType } from '../DType.js'
import type { FanRule } from '../FanRule.js'
import type { Initializer } from '../Initializer.js'
import { all, at, fail, type Path, type Validated } from '../InitializerError.js'
import { maxRank } from '../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A size, or null where only the data tells it. */
export type Size = number | null

/** The shape of a tensor, the batch axis first. */
export type OpenShape = ReadonlyArray<Size>

/** A layer as a file has it. */
export interface Layer {
  readonly className: string
  readonly name: string
  readonly config: PlainRecord
  readonly dialect: Dialect
  /** to the object that has the layer's `class_name` and `config` */
  readonly path: Path
  /** what Keras 3 says of the shapes that the layer was built with */
  readonly buildConfig: PlainRecord | null
  /** where the class is from, if the file says it */
  readonly module: string | null
}

/** The shapes that come into a layer: by place, or by the name of the argument (`query`, `initial_state`). */
export interface Inputs {
  readonly positional: ReadonlyArray<OpenShape>
  readonly named: Readonly<Record<string, OpenShape>>
}

export interface Weight {
  /** below the layer, such as `kernel` or `query/kernel` */
  readonly name: string
  readonly shape: OpenShape
  readonly initializer: Initializer
  /** the fans of the layer's kind, where Keras takes others */
  readonly fans?: FanRule
  /** where it is not the dtype of the layer's variables */
  readonly dtype?: DType | 'int32'
  /** the name is a whole path: outer layers put nothing before it */
  readonly rooted?: true
}

/** What a layer has, and what comes out of it: one shape a tensor. */
export interface Built {
  readonly weights: ReadonlyArray<Weight>
  readonly outputs: ReadonlyArray<OpenShape>
}

/** One use of a layer. */
export interface Call {
  readonly layer: Layer
  readonly inputs: Inputs
  /** any layer, of whatever family or a whole model, with these inputs; its weights begin below it */
  readonly build: (layer: Layer, inputs: Inputs) => Validated<Built>
}

/** A class of layers; the paths of its errors begin at the file's root. */
export type Entry = (call: Call) => Validated<Built>

/** Classes of layers by name. */
export type Table = Readonly<Record<string, Entry>>

// -------------------------------------------------------------------------------------
// shapes of a file
// -------------------------------------------------------------------------------------

const isSize = (u: unknown): u is Size => u === null || (Number.isSafeInteger(u) && (u as number) >= 0)

/** A size as files have it; −1 is an open one too. */
export const size: t.Type<Size, Size> = leaf('size', isSize, (u, c) => {
  if (u === -1) return t.success(null)
  return isSize(u) ? t.success(u) : refuse(u, c, 'BadDim', 'a whole number from 0, or null')
})

const sizes = list(size)

const isShape = (u: unknown): u is OpenShape => sizes.is(u) && u.length <= maxRank

export const openShape: t.Type<OpenShape, OpenShape> = leaf('shape', isShape, (u, c) =>
  Array.isArray(u) && u.length > maxRank
    ? refuse(u, c, 'RankTooLarge', `at most ${maxRank} axes`)
    : sizes.validate(u, c)
)

// -------------------------------------------------------------------------------------
// keys of a config
// -------------------------------------------------------------------------------------

/** Reads a key of a layer's config. */
export type Read<A> = (layer: Layer, key: string) => Validated<A>

type Fields<C> = { readonly [K in keyof C]: Read<C[K]> }

/** The value of an own key; null where there is none, as Python has None for both. */
const valueOf = ({ config }: Layer, key: string): Plain => (Object.hasOwn(config, key) ? (config[key] ?? null) : null)

const placeOf = ({ path }: Layer, key: string): Path => [...path, 'config', key]

/** A key that the layer cannot do without. */
export const needed =
  <A, O>(codec: t.Type<A, O>): Read<A> =>
  (layer, key) => {
    const isThere = Object.hasOwn(layer.config, key)
    return isThere
      ? at(...placeOf(layer, key))(decode(codec)(layer.config[key]))
      : fail('MissingKey', `the key ${key} of ${layer.className}`, 'undefined', placeOf(layer, key))
  }

/** A key that may be null or left out. */
export const given =
  <A, O, B extends A | null>(codec: t.Type<A, O>, fallback: B): Read<A | B> =>
  (layer, key) => {
    const value = valueOf(layer, key)
    return value === null ? E.right(fallback) : at(...placeOf(layer, key))(decode(codec)(value))
  }

/** An initializer in the dialect of the file; the name of one where the key is left out. Keras draws null as glorot_uniform. */
export const initializer =
  (fallback: string): Read<Initializer> =>
  (layer, key) => {
    const value = Object.hasOwn(layer.config, key) ? (layer.config[key] ?? 'glorot_uniform') : fallback
    return pipe(
      readOnce(layer.dialect, value),
      E.map((reading) => {
        touched.set(reading.initializer, reading.choices)
        return reading.initializer
      }),
      at(...placeOf(layer, key))
    )
  }

const touched = new WeakMap<Initializer, ReadonlyArray<Choice>>()

/** On which points of contradiction the config of an initializer touched, as it was read. */
export const choicesOf = (initial: Initializer): ReadonlyArray<Choice> => touched.get(initial) ?? []

/** The layers of a model share a few initializers, which take longer to read than all else in them. */
const readOnce = (dialect: Dialect, value: Plain): Validated<Reading> => {
  const key = isJson(value) ? `${dialect} ${JSON.stringify(value)}` : null
  const found = key === null ? undefined : readings.get(key)
  if (found !== undefined) return found
  const reading = read(dialect)(value)
  if (key !== null && key.length < 1000 && readings.size < 1000) readings.set(key, reading)
  return reading
}

const readings = new Map<string, Validated<Reading>>()

/** Whether its JSON is that of no other value. */
const isJson = (p: Plain): boolean => {
  if (typeof p === 'number') return Number.isFinite(p) && !Object.is(p, -0)
  if (Array.isArray(p)) return (p as ReadonlyArray<Plain>).every(isJson)
  if (isRecord(p)) return Object.values(p).every(isJson)
  return p === null || typeof p === 'string' || typeof p === 'boolean'
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** A class of layers, of the keys it reads and what they make of a call. */
export const entry =
  <C extends object>(
    fields: Fields<C>,
    build: (config: { readonly [K in keyof C]: C[K] }, call: Call) => Validated<Built>
  ): Entry =>
  (call) =>
    pipe(
      readAll<C>(fields, call.layer),
      E.chain((config) => build(config, call))
    )

const readAll = <C extends object>(fields: Fields<C>, layer: Layer): Validated<C> => {
  const keys = Object.keys(fields) as unknown as ReadonlyArray<keyof C & string>
  return pipe(
    all(
      keys.map((key) =>
        pipe(
          fields[key](layer, key),
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

export const single = <C extends object>(fields: Fields<C>, { ranks, weights, output }: Single<C> = {}): Entry =>
  entry<C>(fields, (config, call) =>
    pipe(
      firstInput(call, ranks),
      E.map((input) => ({
        weights: weights?.(config, input) ?? [],
        outputs: [output?.(config, input) ?? input]
      }))
    )
  )

/** The first tensor that comes in, of a rank from `least` to `most`. */
export const firstInput = (
  { layer, inputs }: Call,
  [least, most]: readonly [least: number, most: number] = [0, Infinity]
): Validated<OpenShape> => {
  const [input] = [...inputs.positional, ...Object.values(inputs.named)]
  if (input === undefined) return fail('BadCount', `an input of ${layer.className}`, 'none', layer.path)
  if (input.length >= least && input.length <= most) return E.right(input)
  const ranks =
    least === most ? `rank ${least}` : most === Infinity ? `rank ${least} or more` : `rank ${least} to ${most}`
  return fail('BadRank', `an input of ${ranks} for ${layer.className}`, showShape(input), layer.path)
}

/** A weight as Keras names it below its layer. */
export const weight = (
  name: string,
  shape: OpenShape,
  initial: Initializer,
  more: Pick<Weight, 'fans' | 'dtype'> = {}
): Weight => ({ name, shape, initializer: initial, ...more })

/** What Keras fixes, whatever the config says. */
export const zeros: Initializer = { _tag: 'Zeros', dtype: null }
export const ones: Initializer = { _tag: 'Ones', dtype: null }

/** A layer in a config, such as `layer` of a wrapper; its name is its own config's, else the key. */
export const nested = (layer: Layer, key: string): Validated<Layer> =>
  layerAt(valueOf(layer, key), placeOf(layer, key), layer.dialect, key)

/** A layer of a file: `{ class_name, config }`; somebody's own class has its registered name. */
export const layerAt = (u: unknown, path: Path, dialect: Dialect, fallback: string): Validated<Layer> => {
  if (!isRecord(u)) return at(...path)(wrongType(u as Plain, 'a layer { class_name, config }'))
  const { class_name: name = null, config = null, registered_name: registered = null } = u
  if (typeof name !== 'string') return at(...path, 'class_name')(wrongType(name, 'the name of a class'))
  if (!isRecord(config)) return at(...path, 'config')(wrongType(config, 'the config of a layer'))
  const isOwn = typeof registered === 'string' && registered.includes('>')
  return E.right({
    className: isOwn ? registered : name,
    name: [config['name'], u['name']].find(isText) ?? fallback,
    config,
    dialect,
    path,
    buildConfig: isRecord(u['build_config']) ? u['build_config'] : null,
    module: isText(u['module']) ? u['module'] : null
  })
}

const isText = (u: unknown): u is string => typeof u === 'string'

// -------------------------------------------------------------------------------------
// build_config
// -------------------------------------------------------------------------------------

/** Whether Keras 3 wrote the shapes that the layer was built with. */
export const hasShapes = ({ buildConfig }: Layer): boolean =>
  isRecord(buildConfig?.['shapes_dict']) || ![null, undefined].includes(buildConfig?.['input_shape'] as null)

/** `{ input_shape }`, a shape or several, or `{ shapes_dict: { query_shape, … } }`; null where there is neither. */
export const builtWith = (layer: Layer): Validated<Inputs | null> => {
  const { input_shape: input = null, shapes_dict: dict = null } = layer.buildConfig ?? {}
  const path = [...layer.path, 'build_config']
  if (isRecord(dict)) return at(...path, 'shapes_dict')(namedShapes(dict))
  if (isRecord(input)) return at(...path, 'input_shape')(namedShapes(input))
  if (input === null) return E.right(null)
  const isSeveral = Array.isArray(input) && input.some((each) => Array.isArray(each))
  const shapes: Validated<ReadonlyArray<OpenShape>> = isSeveral
    ? decode(list(openShape))(input)
    : E.map((one: OpenShape) => [one])(decode(openShape)(input))
  return pipe(
    at(...path, 'input_shape')(shapes),
    E.map((positional) => ({ positional, named: {} }))
  )
}

/** The first shape of each argument; those that were not given are null. */
const namedShapes = (shapes: PlainRecord): Validated<Inputs> =>
  pipe(
    all(
      Object.entries(shapes).flatMap(([key, u]) => {
        const one = Array.isArray(u) && Array.isArray(u[0]) ? u[0] : u
        return one === null
          ? []
          : [
              pipe(
                at(key)(decode(openShape)(one)),
                E.map((shape) => [key.replace(/_shape$/, ''), shape] as const)
              )
            ]
      })
    ),
    E.map((named) => ({ positional: [], named: Object.fromEntries(named) }))
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** The same weights, below a layer. */
export const under =
  (name: string) =>
  (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
    weights.map((each) => (each.rooted ? each : { ...each, name: `${name}/${each.name}` }))

/** A weight if there is one. */
export const when = (there: boolean, ...weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> => (there ? weights : [])

/** What a layer of one output answers. */
export const built = (weights: ReadonlyArray<Weight>, ...outputs: ReadonlyArray<OpenShape>): Validated<Built> =>
  E.right({ weights, outputs })

/** The size of an axis, which may count from the end; null beyond the rank too. */
export const sizeAt = (shape: OpenShape, axis: number): Size => shape.at(axis) ?? null

/** Sizes computed from sizes: null if one of them is. */
export const sized =
  (f: (...sizes: ReadonlyArray<number>) => number) =>
  (...sizes: ReadonlyArray<Size>): Size =>
    sizes.every((size) => size !== null) ? f(...sizes) : null

/** Keras 2 and TF.js name some weights otherwise. */
export const isKeras3 = ({ dialect }: Layer): boolean => dialect === 'keras3'

const times = sized((a = 1, b = 1) => a * b)

/** The number of elements of some axes. */
export const product = (shape: OpenShape): Size => shape.reduce<Size>((n, size) => times(n, size), 1)

/** The shape with another last size. */
export const withLast = (shape: OpenShape, size: Size): OpenShape => [...shape.slice(0, -1), size]

/** As an error shows it: `(null, 224, 224, 3)`. */
export const showShape = (shape: OpenShape): string => `(${shape.map(String).join(', ')})`

/**
 * An initializer as a value, and all that can be done with one.
 *
 * unknown → `decode` → Initializer → + shape, dtype → `draw` → `sampler` → + Rng → [Tensor, Rng]. Everything that can
 * fail has failed when there is a sampler; running it is pure and total. Laws: `decode(encode(i)) = i`; a `slice` is
 * the slice of the whole, and hands on the same state.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { configLimits, isRecord, own } from './codec/plain.js'
import { closed, decode as decodeWith, guarded, nearest, refuse, required } from './codec/record.js'
import { check as checkDType, type DType } from './DType.js'
import * as Draw from './Draw.js'
import type { Fans } from './Fans.js'
import * as Constant from './family/Constant.js'
import * as Ones from './family/Ones.js'
import { options, type Options, type Paper } from './family/paper.js'
import * as presets from './family/presets.js'
import * as RandomNormal from './family/RandomNormal.js'
import * as RandomUniform from './family/RandomUniform.js'
import * as TruncatedNormal from './family/TruncatedNormal.js'
import * as VarianceScaling from './family/VarianceScaling.js'
import * as Zeros from './family/Zeros.js'
import { Applicative, at, type Validated } from './InitializerError.js'
import { fromSeed, type Sampler } from './Rng.js'
import * as Shape from './Shape.js'
import type { Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Initializer =
  | Zeros.Zeros
  | Ones.Ones
  | Constant.Constant
  | RandomUniform.RandomUniform
  | RandomNormal.RandomNormal
  | TruncatedNormal.TruncatedNormal
  | VarianceScaling.VarianceScaling

/**
 * The tensor that is asked for. Without a dtype it is the initializer's, or else float32.
 *
 * @since 0.1.0
 */
export interface TensorSpec<D extends DType = DType> {
  readonly shape: Shape.Shape
  readonly dtype?: D
}

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const codecs: { readonly [T in Initializer['_tag']]: t.Type<Extract<Initializer, { readonly _tag: T }>, Paper> } = {
  Zeros: Zeros.codec,
  Ones: Ones.codec,
  Constant: Constant.codec,
  RandomUniform: RandomUniform.codec,
  RandomNormal: RandomNormal.codec,
  TruncatedNormal: TruncatedNormal.codec,
  VarianceScaling: VarianceScaling.codec
}

const classNames: ReadonlyArray<string> = [...Object.keys(codecs), ...presets.byName.keys()]

const snakeCase = (className: string): string =>
  className.replace(/(?!^)[A-Z]/g, (capital) => `_${capital}`).toLowerCase()

/** `he_normal` and `HeNormal` → `HeNormal`. */
const byName: ReadonlyMap<string, string> = new Map(
  classNames.flatMap((name) => [
    [name, name],
    [snakeCase(name), name]
  ])
)

const isTag = (name: string): name is Initializer['_tag'] => Object.hasOwn(codecs, name)

const validate = (u: unknown, c: t.Context): t.Validation<Initializer> => {
  if (typeof u === 'string') return validateName(u, c)
  if (!isRecord(u)) return refuse(u, c, 'WrongType', 'a name or an object { class_name, config }')
  const name = own(u, 'class_name')
  const inner = t.appendContext(c, 'class_name', t.string)
  if (typeof name !== 'string') return refuse(name, inner, name === undefined ? 'MissingKey' : 'WrongType', 'a name')
  const preset = presets.byName.get(name)
  if (preset !== undefined) return validatePreset(u, c, preset)
  return isTag(name)
    ? codecs[name].validate(u, c)
    : refuse(name, inner, 'UnknownName', 'the class name of an initializer', nearest(name, classNames))
}

const validateName = (name: string, c: t.Context): t.Validation<Initializer> => {
  const className = byName.get(name)
  return className === undefined
    ? refuse(name, c, 'UnknownName', 'the name of an initializer', nearest(name, [...byName.keys()]))
    : validate({ class_name: className, config: {} }, c)
}

const presetPaper = closed<{ readonly class_name: string; readonly config: Options }>('Preset', {
  class_name: required(t.string),
  config: required(options)
})

/** A preset's config holds what every config may hold, a seed and a dtype. */
const validatePreset = (u: object, c: t.Context, preset: VarianceScaling.VarianceScaling): t.Validation<Initializer> =>
  pipe(
    presetPaper.validate({ config: {}, ...u }, c),
    E.map(({ config }) => ({ ...preset, ...config }))
  )

const encodePaper = (i: Initializer): Paper => {
  switch (i._tag) {
    case 'Zeros':
      return Zeros.codec.encode(i)
    case 'Ones':
      return Ones.codec.encode(i)
    case 'Constant':
      return Constant.codec.encode(i)
    case 'RandomUniform':
      return RandomUniform.codec.encode(i)
    case 'RandomNormal':
      return RandomNormal.codec.encode(i)
    case 'TruncatedNormal':
      return TruncatedNormal.codec.encode(i)
    case 'VarianceScaling':
      return VarianceScaling.codec.encode(i)
  }
}

/**
 * The paper form: `{ class_name, config }`, or a bare name where no config is needed.
 *
 * @since 0.1.0
 */
export const codec: t.Type<Initializer, Paper> = guarded(
  new t.Type<Initializer, Paper>(
    'Initializer',
    (u): u is Initializer => Object.values(codecs).some((each) => each.is(u)),
    validate,
    encodePaper
  ),
  configLimits
)

/**
 * Reads an initializer from its paper form, or tells everything that is wrong with it.
 *
 * @since 0.1.0
 * @example
 * import { Initializer } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 *
 * const he = Initializer.decode({ class_name: 'VarianceScaling', config: { scale: 2 } })
 * he // => Initializer.decode('he_normal')
 * E.isLeft(Initializer.decode({ class_name: 'VarianceScaling', config: { scale: -2, mode: 'fan_inn' } })) // => true
 */
export const decode: (u: unknown) => Validated<Initializer> = decodeWith(codec)

/**
 * Writes the canonical paper form: the class name and every field of the config, but for a seed and a dtype that are
 * not set.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets } from 'initializers-ts'
 *
 * const config = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }
 * Initializer.encode(presets.heNormal) // => { class_name: 'VarianceScaling', config }
 */
export const encode: (initializer: Initializer) => Paper = codec.encode

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

const meaning = (i: Initializer): (<D extends DType>(target: Draw.Target<D>) => Validated<Draw.Draw<D>>) => {
  switch (i._tag) {
    case 'Zeros':
      return Zeros.draw(i)
    case 'Ones':
      return Ones.draw(i)
    case 'Constant':
      return Constant.draw(i)
    case 'RandomUniform':
      return RandomUniform.draw(i)
    case 'RandomNormal':
      return RandomNormal.draw(i)
    case 'TruncatedNormal':
      return TruncatedNormal.draw(i)
    case 'VarianceScaling':
      return VarianceScaling.draw(i)
  }
}

/**
 * What drawing the tensor takes; or all that is wrong with its shape and dtype, or why the dtype cannot hold it.
 *
 * @since 0.1.0
 */
export const draw =
  <D extends DType = DType>(spec: TensorSpec<D>) =>
  (initializer: Initializer): Validated<Draw.Draw<D>> =>
    pipe(
      sequenceS(Applicative)({
        shape: at('shape')(Shape.check(read(spec, 'shape'))),
        dtype: at('dtype')(checkDType(dtypeOf(spec, initializer)))
      }),
      E.chain((target) => meaning(initializer)(target))
    )

/** call > config > float32; a spec without a dtype is one whose dtype is any. */
const dtypeOf = <D extends DType>(spec: TensorSpec<D>, initializer: Initializer): D =>
  read(spec, 'dtype') ?? ((initializer.dtype ?? 'float32') as D)

/** A part of a spec, which JavaScript may have made: its own, and not yet known to be what its type says. */
const read = <S extends object, K extends keyof S & string>(spec: S, key: K): S[K] => own(spec, key) as S[K]

/**
 * A tensor of the shape as a function of a random state, which hands on the next one.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 *
 * const result = pipe(
 *   Initializer.decode('glorot_uniform'),
 *   E.chain(Initializer.sampler({ shape: [784, 256], dtype: 'float32' })),
 *   E.ap(Rng.fromSeed(42)),
 *   E.map(([tensor]) => tensor.data.length)
 * )
 * result // => E.right(200704)
 */
export const sampler =
  <D extends DType = DType>(spec: TensorSpec<D>) =>
  (initializer: Initializer): Validated<Sampler<Tensor<D>>> =>
    pipe(initializer, draw(spec), E.chain(Draw.sampler))

/**
 * A box of the tensor, as a function of the state that the whole is drawn from. It equals that box of the whole, takes
 * its fans from the full shape, and hands on the state after the whole: so shards of one tensor never repeat each other
 * (TensorFlow's `partition_info` repeats them under a seed).
 *
 * @since 0.1.0
 * @example
 * import { Initializer, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 *
 * const rows = pipe(
 *   Initializer.decode('he_normal'),
 *   E.chain(Initializer.slice({ shape: [784, 256], box: [[100, 200], [0, 256]] })),
 *   E.ap(Rng.fromSeed(42)),
 *   E.map(([tensor]) => tensor.shape)
 * )
 * rows // => E.right([100, 256])
 */
export const slice =
  <D extends DType = DType>(spec: TensorSpec<D> & { readonly box: Shape.Box }) =>
  (initializer: Initializer): Validated<Sampler<Tensor<D>>> =>
    pipe(
      E.Do,
      E.apS('whole', pipe(initializer, draw(spec))),
      E.bind('box', ({ whole }) => at('box')(Shape.checkBox(whole.shape)(read(spec, 'box')))),
      E.chain(({ whole, box }) => Draw.slice(box)(whole))
    )

/**
 * The short way: a tensor from a config and a seed. The seed is that of the call, else that of the config, else 0.
 *
 * @since 0.1.0
 * @example
 * import { Initializer } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 *
 * const weights = Initializer.init({ shape: [2, 2], seed: 42 })('ones')
 * pipe(weights, E.map((tensor) => tensor.data)) // => E.right(Float32Array.of(1, 1, 1, 1))
 */
export const init =
  <D extends DType = DType>(spec: TensorSpec<D> & { readonly seed?: number | bigint }) =>
  (config: unknown): Validated<Tensor<D>> =>
    pipe(
      decode(config),
      E.chain((initializer) =>
        sequenceS(Applicative)({
          run: pipe(initializer, sampler(spec)),
          rng: at('seed')(fromSeed(read(spec, 'seed') ?? seedOf(initializer) ?? 0))
        })
      ),
      E.map(({ run, rng }) => run(rng)[0])
    )

/**
 * The seed that the config holds, if any.
 *
 * @since 0.1.0
 */
export const seedOf = (initializer: Initializer): number | null =>
  Object.hasOwn(initializer, 'seed') ? (initializer as { readonly seed: number | null }).seed : null

// -------------------------------------------------------------------------------------
// explaining
// -------------------------------------------------------------------------------------

/**
 * What a draw will be, as plain JSON data: nothing is drawn.
 *
 * @since 0.1.0
 */
export interface Description {
  readonly initializer: Paper
  readonly shape: Shape.Shape
  readonly dtype: DType
  readonly fans: Fans | null
  readonly law: Draw.Law
  readonly mean: number
  readonly stddev: number
  /** the bounds that no element leaves; null where there is none */
  readonly low: number | null
  readonly high: number | null
  readonly elements: number
  /** random words of 32 bits that are drawn */
  readonly words: number
  readonly bytes: number
}

/**
 * Fans, distribution, expected moments and bounds, and what drawing costs.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
 *
 * const description = pipe(presets.glorotUniform, Initializer.describe({ shape: [3, 3, 64, 64] }))
 * pipe(description, E.map(({ fans, words }) => ({ fans, words })))
 * // => E.right({ fans: { fanIn: 576, fanOut: 576 }, words: 36864 })
 */
export const describe =
  (spec: TensorSpec) =>
  (initializer: Initializer): Validated<Description> =>
    pipe(
      initializer,
      draw(spec),
      E.map((it) => {
        const [low, high] = Draw.support(it)
        return {
          initializer: encode(initializer),
          shape: it.shape,
          dtype: it.dtype,
          fans: it.fans,
          law: it.law,
          mean: Draw.mean(it),
          stddev: Draw.stddev(it),
          low: finiteOrNull(low),
          high: finiteOrNull(high),
          elements: Shape.size(it.shape),
          words: it.words,
          bytes: Draw.bytes(it)
        }
      })
    )

const finiteOrNull = (x: number): number | null => (Number.isFinite(x) ? x : null)

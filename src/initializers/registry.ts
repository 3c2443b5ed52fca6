/**
 * All initializers as one type, with one table of what each is on paper and what it means.
 *
 * To add one is a line in the union and a line in the table, which the compiler asks for. Combinators hold initializers:
 * the knot is tied here.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { configLimits, isRecord, own } from '../codec/plain.js'
import { closed, guarded, nearest, refuse, required } from '../codec/record.js'
import { snakeCase } from '../codec/words.js'
import * as Blocks from './Blocks.js'
import * as Constant from './Constant.js'
import * as ConvolutionOrthogonal from './ConvolutionOrthogonal.js'
import * as DeltaOrthogonal from './DeltaOrthogonal.js'
import * as Dirac from './Dirac.js'
import * as ICNR from './ICNR.js'
import * as Identity from './Identity.js'
import type { DrawOf } from './kit/inner.js'
import * as Masked from './Masked.js'
import * as Ones from './Ones.js'
import * as Orthogonal from './Orthogonal.js'
import { options, type Options, type Serialized } from './kit/codec.js'
import * as presets from './presets.js'
import * as RandomNormal from './RandomNormal.js'
import * as RandomUniform from './RandomUniform.js'
import * as Scaled from './Scaled.js'
import * as Sparse from './Sparse.js'
import * as STFT from './STFT.js'
import * as TruncatedNormal from './TruncatedNormal.js'
import * as UniformUnitScaling from './UniformUnitScaling.js'
import * as VarianceScaling from './VarianceScaling.js'
import * as Zeros from './Zeros.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Initializer =
  | Zeros.Zeros
  | Ones.Ones
  | Constant.Constant
  | Identity.Identity
  | Dirac.Dirac
  | STFT.STFT
  | RandomUniform.RandomUniform
  | RandomNormal.RandomNormal
  | TruncatedNormal.TruncatedNormal
  | VarianceScaling.VarianceScaling
  | UniformUnitScaling.UniformUnitScaling
  | Orthogonal.Orthogonal
  | DeltaOrthogonal.DeltaOrthogonal
  | ConvolutionOrthogonal.ConvolutionOrthogonal
  | Sparse.Sparse
  | Scaled.Scaled<Initializer>
  | Blocks.Blocks<Initializer>
  | Masked.Masked<Initializer>
  | ICNR.ICNR<Initializer>

type Tag = Initializer['_tag']

interface Member<I> {
  readonly codec: t.Type<I, Serialized>
  readonly draw: DrawOf<I>
}

// -------------------------------------------------------------------------------------
// the knot
// -------------------------------------------------------------------------------------

/** Any initializer, for those that hold one: what it does is looked up when it is asked for. */
const inner: t.Type<Initializer, Serialized> = new t.Type<Initializer, Serialized>(
  'Initializer',
  (u): u is Initializer => codec.is(u),
  (u, c) => validate(u, c),
  (i) => codec.encode(i)
)

/** What drawing an initializer takes. */
export const draw: DrawOf<Initializer> = (i) => memberOf(i).draw(i)

const members: { readonly [T in Tag]: Member<Extract<Initializer, { readonly _tag: T }>> } = {
  Zeros: { codec: Zeros.codec, draw: Zeros.draw },
  Ones: { codec: Ones.codec, draw: Ones.draw },
  Constant: { codec: Constant.codec, draw: Constant.draw },
  Identity: { codec: Identity.codec, draw: Identity.draw },
  Dirac: { codec: Dirac.codec, draw: Dirac.draw },
  STFT: { codec: STFT.codec, draw: STFT.draw },
  RandomUniform: { codec: RandomUniform.codec, draw: RandomUniform.draw },
  RandomNormal: { codec: RandomNormal.codec, draw: RandomNormal.draw },
  TruncatedNormal: { codec: TruncatedNormal.codec, draw: TruncatedNormal.draw },
  VarianceScaling: { codec: VarianceScaling.codec, draw: VarianceScaling.draw },
  UniformUnitScaling: { codec: UniformUnitScaling.codec, draw: UniformUnitScaling.draw },
  Orthogonal: { codec: Orthogonal.codec, draw: Orthogonal.draw },
  DeltaOrthogonal: { codec: DeltaOrthogonal.codec, draw: DeltaOrthogonal.draw },
  ConvolutionOrthogonal: { codec: ConvolutionOrthogonal.codec, draw: ConvolutionOrthogonal.draw },
  Sparse: { codec: Sparse.codec, draw: Sparse.draw },
  Scaled: { codec: Scaled.of(inner).codec, draw: Scaled.draw(draw) },
  Blocks: { codec: Blocks.of(inner).codec, draw: Blocks.draw(draw) },
  Masked: { codec: Masked.of(inner).codec, draw: Masked.draw(draw) },
  ICNR: { codec: ICNR.of(inner).codec, draw: ICNR.draw(draw) }
}

/** The table has under each tag the member of that tag, which its type says and TypeScript cannot follow. */
const memberOf = <I extends Initializer>(i: I): Member<I> => members[i._tag] as unknown as Member<I>

// -------------------------------------------------------------------------------------
// names
// -------------------------------------------------------------------------------------

const isTag = (name: string): name is Tag => Object.hasOwn(members, name)

const classNames: ReadonlyArray<string> = [...Object.keys(members), ...presets.byName.keys()]

/** Both `he_normal` and `HeNormal` → `HeNormal`. */
const byName: ReadonlyMap<string, string> = new Map(
  classNames.flatMap((name) => [
    [name, name],
    [snakeCase(name), name]
  ])
)

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const validate = (u: unknown, c: t.Context): t.Validation<Initializer> => {
  if (typeof u === 'string') return validateName(u, c)
  if (!isRecord(u)) return refuse(u, c, 'WrongType', 'a name or an object { class_name, config }')
  const name = own(u, 'class_name')
  const place = t.appendContext(c, 'class_name', t.string)
  if (typeof name !== 'string') return refuse(name, place, name === undefined ? 'MissingKey' : 'WrongType', 'a name')
  const preset = presets.byName.get(name)
  if (preset !== undefined) return validatePreset(u, c, preset)
  return isTag(name)
    ? members[name].codec.validate(u, c)
    : refuse(name, place, 'UnknownName', 'the class name of an initializer', nearest(name, classNames))
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

/** `{ class_name, config }`, or a bare name where no config is needed. */
export const codec: t.Type<Initializer, Serialized> = guarded(
  new t.Type<Initializer, Serialized>(
    'Initializer',
    (u): u is Initializer => Object.values(members).some((member) => member.codec.is(u)),
    validate,
    (i) => memberOf(i).codec.encode(i)
  ),
  configLimits
)

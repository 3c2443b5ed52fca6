/**
 * Registries: which initializers a config may name, as plain values.
 *
 * A registry joins definitions to one type with one codec and one `draw`. The built-in initializers are always part of
 * it. A new built-in one needs a line in `leaves` or, if it holds other initializers, a line in `combinators` and one in
 * `InitializerOr`. Combinators hold any initializer of their registry: the knot is tied in `join`.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { initializerLimits, isRecord, own } from '../codec/plain.js'
import { guarded, nearest, refuse } from '../codec/problems.js'
import { closed, required } from '../codec/record.js'
import { snakeCase } from '../codec/snakeCase.js'
import { fail, show, type Validated } from '../InitializerError.js'
import * as Blocks from './Blocks.js'
import * as Constant from './Constant.js'
import * as ConvolutionOrthogonal from './ConvolutionOrthogonal.js'
import * as DeltaOrthogonal from './DeltaOrthogonal.js'
import * as Dirac from './Dirac.js'
import * as ICNR from './ICNR.js'
import * as Identity from './Identity.js'
import {
  type AnyDefinition,
  type AnyInitializer,
  type Definition,
  type DrawOf,
  type Inner,
  options,
  type Options,
  type Serialized
} from './kit/definition.js'
import { checkDefinitions, guardedDefinition } from './kit/own.js'
import * as Masked from './Masked.js'
import * as Ones from './Ones.js'
import * as Orthogonal from './Orthogonal.js'
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
// the built-in initializers
// -------------------------------------------------------------------------------------

const leaves = [
  Zeros.definition,
  Ones.definition,
  Constant.definition,
  Identity.definition,
  Dirac.definition,
  STFT.definition,
  RandomUniform.definition,
  RandomNormal.definition,
  TruncatedNormal.definition,
  VarianceScaling.definition,
  UniformUnitScaling.definition,
  Orthogonal.definition,
  DeltaOrthogonal.definition,
  ConvolutionOrthogonal.definition,
  Sparse.definition
] as const

const combinators = <I extends AnyInitializer>(inner: Inner<I>) =>
  [Scaled.definition(inner), Blocks.definition(inner), Masked.definition(inner), ICNR.definition(inner)] as const

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

type Leaf = t.TypeOf<(typeof leaves)[number]['codec']>

/**
 * A built-in initializer, one of `A`, or a combinator that holds any of these.
 *
 * @since 0.1.0
 */
export type InitializerOr<A extends AnyInitializer> =
  | Leaf
  | A
  | Scaled.Scaled<InitializerOr<A>>
  | Blocks.Blocks<InitializerOr<A>>
  | Masked.Masked<InitializerOr<A>>
  | ICNR.ICNR<InitializerOr<A>>

/**
 * A built-in initializer.
 *
 * @since 0.1.0
 */
export type Initializer = InitializerOr<never>

/**
 * The initializers that a config may name.
 *
 * @since 0.1.0
 */
export interface Registry<I extends AnyInitializer> {
  readonly _tag: 'Registry'
  /** the class names of configs: those of the initializers, and of the presets */
  readonly names: ReadonlyArray<string>
  /** `{ class_name, config }`, or a bare name where no config is needed */
  readonly codec: t.Type<I, Serialized>
  readonly draw: DrawOf<I>
}

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

type Member = Definition<AnyInitializer>

type Members = ReadonlyMap<string, Member>

const codecOf = (members: Members, names: ReadonlyArray<string>): t.Type<AnyInitializer, Serialized> => {
  /** Both `he_normal` and `HeNormal` → `HeNormal`. */
  const byName = new Map(names.flatMap((name) => [name, snakeCase(name)].map((key) => [key, name] as const)))

  const validate = (u: unknown, c: t.Context): t.Validation<AnyInitializer> => {
    if (typeof u === 'string') return validateName(u, c)
    if (!isRecord(u)) return refuse(u, c, 'WrongType', 'a name or an object { class_name, config }')
    const name = own(u, 'class_name')
    const inName = t.appendContext(c, 'class_name', t.string)
    if (typeof name !== 'string') return refuse(name, inName, name === undefined ? 'MissingKey' : 'WrongType', 'a name')
    const preset = presets.byName.get(name)
    if (preset !== undefined) return validatePreset(u, c, preset)
    return (
      members.get(name)?.codec.validate(u, c) ??
      refuse(name, inName, 'UnknownName', 'the class name of an initializer', nearest(name, names))
    )
  }
  const validateName = (name: string, c: t.Context): t.Validation<AnyInitializer> => {
    const className = byName.get(name)
    return className === undefined
      ? refuse(name, c, 'UnknownName', 'the name of an initializer', nearest(name, [...byName.keys()]))
      : validate({ class_name: className, config: {} }, c)
  }
  const memberOf = (tag: unknown): Member | undefined => members.get(tag as string)

  return guarded(
    new t.Type<AnyInitializer, Serialized>(
      'Initializer',
      (u): u is AnyInitializer => memberOf(own(u, '_tag'))?.codec.is(u) === true,
      validate,
      (i) => memberOf(i._tag)?.codec.encode(i) ?? unknownForm(i)
    ),
    initializerLimits
  )
}

/** How an initializer of another registry is written: its fields as they are. */
const unknownForm = ({ _tag, ...config }: AnyInitializer): Serialized => ({ class_name: _tag, config })

const serializedPreset = closed<{ readonly class_name: string; readonly config: Options }>('Preset', {
  class_name: required(t.string),
  config: required(options)
})

/** The config of a preset may have a seed and a dtype, like every config. */
const validatePreset = (
  u: object,
  c: t.Context,
  preset: VarianceScaling.VarianceScaling
): t.Validation<AnyInitializer> =>
  pipe(
    serializedPreset.validate({ config: {}, ...u }, c),
    E.map(({ config }) => ({ ...preset, ...config }))
  )

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** Each definition is called only for values with its own tag, which TypeScript cannot infer. */
const untyped = (definitions: ReadonlyArray<unknown>): ReadonlyArray<Member> => definitions as ReadonlyArray<Member>

const join = (custom: ReadonlyArray<Member>): Registry<AnyInitializer> => {
  const inner: Inner<AnyInitializer> = {
    codec: new t.Type<AnyInitializer, Serialized>(
      'Initializer',
      (u): u is AnyInitializer => codec.is(u),
      (u, c) => codec.validate(u, c),
      (i) => codec.encode(i)
    ),
    draw: (i) => draw(i)
  }
  const members = new Map([...untyped(leaves), ...untyped(combinators(inner)), ...custom].map((d) => [d.name, d]))
  const names = [...members.keys(), ...presets.byName.keys()]
  const codec = codecOf(members, names)
  const draw: DrawOf<AnyInitializer> = (i) => members.get(i._tag)?.draw(i) ?? unknownTag(i)
  return Object.freeze({ _tag: 'Registry', names: Object.freeze(names), codec, draw })
}

const unknownTag =
  ({ _tag }: AnyInitializer) =>
  (): Validated<never> =>
    fail('UnknownName', 'an initializer of the registry', show(_tag), ['_tag'])

/** The registry of the built-in initializers alone. */
export const builtIn: Registry<Initializer> = join([]) as unknown as Registry<Initializer>

/**
 * The built-in initializers and those of some definitions.
 *
 * `BadName` for a name that is not an identifier, `DuplicateName` for the name of a built-in initializer, of a preset or
 * of an earlier definition, also in snake case, `WrongType` and `MissingKey` for a definition that `define` did not make.
 *
 * @since 0.1.0
 */
export const registry = <D extends AnyDefinition>(
  definitions: ReadonlyArray<D>
): Validated<Registry<InitializerOr<t.TypeOf<D['codec']>>>> =>
  pipe(
    checkDefinitions(builtIn.names)(definitions),
    E.map((custom) => join(custom.map(guardedDefinition)) as unknown as Registry<InitializerOr<t.TypeOf<D['codec']>>>)
  )

/**
 * An optional argument, which may be anything in untyped JavaScript: `configs.map(decode)` passes an index.
 */
export const registryOr = <I extends AnyInitializer>(registry: Registry<I> | undefined): Registry<I> =>
  own(registry, '_tag') === 'Registry' ? (registry as Registry<I>) : (builtIn as unknown as Registry<I>)

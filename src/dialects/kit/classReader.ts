/**
 * How a class of a dialect is read: the fields of its config, and the initializer that they describe.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { Plain, PlainRecord } from '../../codec/plain.js'
import { afterErrors, decode, unknownKey } from '../../codec/problems.js'
import { closed, type Field } from '../../codec/record.js'
import * as Initializer from '../../Initializer.js'
import type { InitializerError, Validated } from '../../InitializerError.js'
import type { Tag, Tagged } from '../../initializers/tagTable.js'
import type { Point } from '../points.js'
import type { DialectSpec } from '../spec.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The fields of an initializer, not yet checked; those that are missing have the canonical default. */
export type Draft = { readonly [T in Tag]: { readonly _tag: T } & Partial<Omit<Tagged<T>, '_tag'>> }[Tag]

/** What a config describes, before the canonical codec has checked it. */
export interface Described {
  readonly initializer: Draft
  readonly points: ReadonlyArray<Point>
  /** canonical key → the dialect's key, where they differ; dialects write a rule of fans as separate keys */
  readonly keys?: Readonly<Record<string, string>>
}

/** The initializer of a class and its config, and the points that the config involves. */
export interface ClassReading<A extends object = object> {
  readonly initializer: Initializer.Initializer
  readonly points: ReadonlyArray<Point>
  /** the values of all fields, with the defaults of those that the config leaves out */
  readonly config: A
}

/** Reads the config of one class; the paths of errors begin at the config. */
export type ReadClass<A extends object = object> = (config: PlainRecord) => Validated<ClassReading<A>>

/** How a class is read in the dialects of one kind. */
export type ClassReader<S extends DialectSpec = DialectSpec, A extends object = object> = (spec: S) => ReadClass<A>

export type Fields<A> = { readonly [K in keyof A]: Field<A[K], unknown> }

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * A class with these fields. Errors come in this order: unknown keys, as in Python; the fields, in their order; rules between
 * fields, which the canonical codec checks. `given` has the keys that the config sets.
 */
export const classReader =
  <A extends object, S extends DialectSpec = DialectSpec>(
    fieldsOf: (spec: S) => Fields<A>,
    describe: (config: A, spec: S, given: PlainRecord) => Described
  ): ClassReader<S, A> =>
  (spec) => {
    const fields = fieldsOf(spec)
    const codec = closed<A>('config', fields)
    return (config) => {
      const unknownKeys = Object.keys(config).filter((key) => !Object.hasOwn(fields, key))
      const given = Object.fromEntries(
        Object.entries(config).filter(([key, value]) => Object.hasOwn(fields, key) && !isDefault(key, value, spec))
      )
      return pipe(
        decode(codec)(given),
        E.chain((valid) => {
          const described = describe(valid, spec, given)
          return pipe(
            toInitializer(described),
            E.map((initializer) => ({ initializer, points: described.points, config: valid }))
          )
        }),
        afterErrors(unknownKeys.map((key) => unknownKey(key, config[key] ?? null, Object.keys(fields))))
      )
    }
  }

/** A class whose fields are ignored. */
export const bare = <A extends object>(_tag: 'Zeros' | 'Ones' | 'Identity', fields: Fields<A>): ClassReader =>
  classReader<A>(
    () => fields,
    () => ({ initializer: { _tag }, points: [] })
  )

/** Fields of STFT whose null is a value. */
const nullable: ReadonlySet<string> = new Set(['window', 'scaling'])

const isDefault = (key: string, value: Plain, { nullIsDefault }: DialectSpec): boolean =>
  value === null && nullIsDefault && !nullable.has(key)

/** The canonical codec decides. */
const toInitializer = (described: Described): Validated<Initializer.Initializer> => {
  const { keys } = { keys: {}, ...described } // only own keys: a page may add others to Object.prototype
  const { _tag, ...config } = described.initializer
  return pipe(Initializer.decode({ class_name: _tag, config }), E.mapLeft(RNEA.map(renamed(keys))))
}

/** An error at a canonical key, moved to the dialect's key. */
const renamed =
  (keys: Readonly<Record<string, string>>) =>
  (e: InitializerError): InitializerError => {
    const [, key, ...rest] = e.path
    if (key === undefined || key === 'fans') return { ...e, path: rest }
    return { ...e, path: [typeof key === 'string' && Object.hasOwn(keys, key) ? (keys[key] ?? key) : key, ...rest] }
  }

/**
 * How a class of a dialect is read: its keys, and what they mean in the canonical language.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { Plain, PlainRecord } from '../codec/plain.js'
import { afterErrors, unknownKey } from '../codec/problems.js'
import { decode } from '../codec/failure.js'
import { closed, type Field } from '../codec/record.js'
import * as Initializer from '../Initializer.js'
import type { InitializerError, Validated } from '../InitializerError.js'
import type { Point, Traits } from './dialect.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A config in canonical words. */
export interface Meaning {
  readonly class_name: string
  readonly config: object
  readonly touched?: ReadonlyArray<Point>
  /** canonical key → the dialect's, where they differ; a rule of fans is written as keys of its own */
  readonly keys?: Readonly<Record<string, string>>
}

/** What a class makes of a config; the paths of errors begin at the config. */
export type ReadClass<A extends object = object> = (traits: Traits) => (config: PlainRecord) => Validated<Understood<A>>

export interface Understood<A extends object = object> {
  readonly initializer: Initializer.Initializer
  readonly touched: ReadonlyArray<Point>
  /** the values of all fields, with defaults for those that the config leaves out */
  readonly config: A
}

export type Fields<A> = { readonly [K in keyof A]: Field<A[K], unknown> }

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * A class with these fields. Unknown keys are told first, as Python does; then what is wrong with the fields, in their
 * order; then what is wrong between them, which the canonical codec knows. `given` has the keys that the config sets.
 */
export const reads =
  <A extends object>(
    fieldsOf: (traits: Traits) => Fields<A>,
    meaning: (config: A, traits: Traits, given: PlainRecord) => Meaning
  ): ReadClass<A> =>
  (traits) => {
    const fields = fieldsOf(traits)
    const codec = closed<A>('config', fields)
    return (config) => {
      const unknownKeys = Object.keys(config).filter((key) => !Object.hasOwn(fields, key))
      const given = Object.fromEntries(
        Object.entries(config).filter(([key, value]) => Object.hasOwn(fields, key) && !isLeftOut(key, value, traits))
      )
      return pipe(
        decode(codec)(given),
        E.chain((valid) =>
          pipe(
            canonical(meaning(valid, traits, given)),
            E.map((understood) => ({ ...understood, config: valid }))
          )
        ),
        afterErrors(unknownKeys.map((key) => unknownKey(key, config[key] ?? null, Object.keys(fields))))
      )
    }
  }

/** Fields of STFT whose null is a value of its own. */
const nullMeans: ReadonlySet<string> = new Set(['window', 'scaling'])

const isLeftOut = (key: string, value: Plain, { nullIsDefault }: Traits): boolean =>
  value === null && nullIsDefault && !nullMeans.has(key)

const canonical = ({ class_name, config, ...rest }: Meaning): Validated<Omit<Understood, 'config'>> => {
  const { touched, keys } = { touched: [], keys: {}, ...rest } // what a page adds to Object.prototype is neither
  return pipe(
    Initializer.decode({ class_name, config }),
    E.bimap(RNEA.map(renamed(keys)), (initializer) => ({ initializer, touched }))
  )
}

/** An error at a canonical key, put at the dialect's. */
const renamed =
  (keys: Readonly<Record<string, string>>) =>
  (e: InitializerError): InitializerError => {
    const [, key, ...rest] = e.path
    if (key === undefined || key === 'fans') return { ...e, path: rest }
    return { ...e, path: [typeof key === 'string' && Object.hasOwn(keys, key) ? (keys[key] ?? key) : key, ...rest] }
  }

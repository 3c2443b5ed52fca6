/**
 * The forms that configs have: a bare name, `{ class_name, config }`, or one key that names a variant.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import { isRecord, type Plain, type PlainRecord, valueAt } from '../../codec/plain.js'
import { afterErrors, unknownKey, unknownName, wrongType } from '../../codec/problems.js'
import { Applicative, at, fail, type InitializerError, type Path, type Validated } from '../../InitializerError.js'
import type { DialectSpec } from '../spec.js'
import type { ClassReading, ReadClass } from './classReader.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A config taken apart. */
export interface Form<R = ReadClass> {
  readonly readClass: R
  readonly config: PlainRecord
  /** the path of `config` */
  readonly path: Path
  /** the keys other than the class name and the config */
  readonly wrapper: PlainRecord
  /** what is wrong around the config */
  readonly problems: ReadonlyArray<InitializerError>
}

/** The form of a name without a config. */
const empty = { config: {}, path: [], wrapper: {}, problems: [] } as const

/** Finds a class by its name; the path is that of the name. */
export type FindClass<R = ReadClass> = (name: string, path: Path) => Validated<R>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const findIn =
  <R>(
    classes: ReadonlyMap<string, (spec: DialectSpec) => R>,
    spec: DialectSpec,
    canonical: (name: string) => string = identity
  ): FindClass<R> =>
  (name, path) => {
    const found = classes.get(canonical(name))
    return found === undefined
      ? unknownName('the name of an initializer', name, [...classes.keys()], path)
      : E.right(found(spec))
  }

/** A name, or `{ class_name, config }`; TF.js writes `className`, and a missing config is empty. */
export const classForm = <R>(
  plain: Plain,
  find: FindClass<R>,
  wrapperKeys: ReadonlyArray<string> = []
): Validated<Form<R>> => {
  if (typeof plain === 'string') {
    return pipe(
      find(plain, []),
      E.map((readClass) => ({ ...empty, readClass, path: ['config'] }))
    )
  }
  if (!isRecord(plain)) return wrongType(plain, 'a name or an object { class_name, config }')
  const nameKey = Object.hasOwn(plain, 'class_name') ? 'class_name' : 'className'
  const name = Object.hasOwn(plain, nameKey) ? plain[nameKey] : undefined
  const config = valueAt(plain, 'config')
  const { [nameKey]: _name, config: _config, ...wrapper } = plain
  const unknownKeys = Object.keys(wrapper).filter((key) => !wrapperKeys.includes(key))
  return pipe(
    sequenceS(Applicative)({
      readClass:
        typeof name === 'string'
          ? find(name, [nameKey])
          : wrongType(name, 'a name', [name === undefined ? 'class_name' : nameKey]),
      config: config === null || isRecord(config) ? E.right(config ?? {}) : wrongType(config, 'an object', ['config'])
    }),
    E.map((form) => ({ ...form, path: ['config'], wrapper, problems: [] })),
    withProblems(
      unknownKeys.map((key) => unknownKey(key, plain[key] ?? null, ['class_name', 'config', ...wrapperKeys]))
    )
  )
}

/** `"Zeros"`, or `{ "Normal": { … } }`. */
export const variantForm = <R>(plain: Plain, find: FindClass<R>): Validated<Form<R>> => {
  const expected = 'a variant, as in "Zeros" or {"Normal":{"mean":0,"std":1}}'
  if (typeof plain === 'string') {
    return pipe(
      find(plain, []),
      E.map((readClass) => ({ ...empty, readClass }))
    )
  }
  if (!isRecord(plain)) return wrongType(plain, expected)
  const [entry, ...others] = Object.entries(plain)
  if (entry === undefined || others.length > 0) {
    return fail('WrongType', expected, `an object of ${Object.keys(plain).length} keys`)
  }
  const [name, config] = entry
  return pipe(
    sequenceS(Applicative)({
      readClass: find(name, [name]),
      config: isRecord(config) ? E.right(config) : wrongType(config, 'an object', [name])
    }),
    E.map((form) => ({ ...form, path: [name], wrapper: {}, problems: [] }))
  )
}

/** Adds problems that do not prevent reading the config. */
export const withProblems =
  (found: ReadonlyArray<InitializerError>) =>
  <R>(form: Validated<Form<R>>): Validated<Form<R>> =>
    E.isLeft(form) ? afterErrors(found)(form) : E.right({ ...form.right, problems: [...found, ...form.right.problems] })

/** Reads the config of a form. */
export const readForm = <A extends ClassReading>({
  readClass,
  config,
  path,
  wrapper,
  problems
}: Form<(config: PlainRecord) => Validated<A>>): Validated<A & { readonly wrapper: PlainRecord }> =>
  pipe(
    at(...path)(readClass(config)),
    afterErrors(problems),
    E.map((reading) => ({ ...reading, wrapper }))
  )

/**
 * Taking a config apart: which class it is of, what its own keys say, and what stands around them.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import { isRecord, type Plain, type PlainRecord, valueAt } from '../codec/plain.js'
import { afterErrors, unknownKey, unknownName, wrongType } from '../codec/problems.js'
import { Applicative, fail, type InitializerError, type Path, type Validated } from '../InitializerError.js'
import type { ReadClass } from './meaning.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Parts<R = ReadClass> {
  readonly read: R
  readonly config: PlainRecord
  /** where the keys of the config are */
  readonly path: Path
  /** the keys beside the class's name and its config */
  readonly wrapper: PlainRecord
  /** what is wrong around the config */
  readonly problems: ReadonlyArray<InitializerError>
}

/** Of a config that is a name. */
const nothing = { config: {}, path: [], wrapper: {}, problems: [] } as const

/** Finds a class by its name, which stands at this path. */
export type Find<R = ReadClass> = (name: string, path: Path) => Validated<R>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const findIn =
  <R = ReadClass>(classes: ReadonlyMap<string, R>, canonical: (name: string) => string = identity): Find<R> =>
  (name, path) => {
    const found = classes.get(canonical(name))
    return found === undefined
      ? unknownName('the name of an initializer', name, [...classes.keys()], path)
      : E.right(found)
  }

/** A name, or `{ class_name, config }`; TF.js writes `className`, and no config is an empty one. */
export const classParts = <R = ReadClass>(
  paper: Plain,
  find: Find<R>,
  beside: ReadonlyArray<string> = []
): Validated<Parts<R>> => {
  if (typeof paper === 'string') {
    return pipe(
      find(paper, []),
      E.map((read) => ({ ...nothing, read, path: ['config'] }))
    )
  }
  if (!isRecord(paper)) return wrongType(paper, 'a name or an object { class_name, config }')
  const nameKey = Object.hasOwn(paper, 'class_name') ? 'class_name' : 'className'
  const name = Object.hasOwn(paper, nameKey) ? paper[nameKey] : undefined
  const config = valueAt(paper, 'config')
  const { [nameKey]: _name, config: _config, ...wrapper } = paper
  const unknownKeys = Object.keys(wrapper).filter((key) => !beside.includes(key))
  return pipe(
    sequenceS(Applicative)({
      read:
        typeof name === 'string'
          ? find(name, [nameKey])
          : wrongType(name, 'a name', [name === undefined ? 'class_name' : nameKey]),
      config: config === null || isRecord(config) ? E.right(config ?? {}) : wrongType(config, 'an object', ['config'])
    }),
    E.map((parts) => ({ ...parts, path: ['config'], wrapper, problems: [] })),
    withProblems(unknownKeys.map((key) => unknownKey(key, paper[key] ?? null, ['class_name', 'config', ...beside])))
  )
}

/** Problems that do not keep the config itself from being looked at. */
export const withProblems =
  (found: ReadonlyArray<InitializerError>) =>
  <R>(parts: Validated<Parts<R>>): Validated<Parts<R>> =>
    E.isLeft(parts)
      ? afterErrors(found)(parts)
      : E.right({ ...parts.right, problems: [...found, ...parts.right.problems] })

// -------------------------------------------------------------------------------------
// variants
// -------------------------------------------------------------------------------------

/** `"Zeros"`, or `{ "Normal": { … } }`. */
export const variantParts = (paper: Plain, find: Find): Validated<Parts> => {
  const expected = 'a variant, as in "Zeros" or {"Normal":{"mean":0,"std":1}}'
  if (typeof paper === 'string') {
    return pipe(
      find(paper, []),
      E.map((read) => ({ ...nothing, read }))
    )
  }
  if (!isRecord(paper)) return wrongType(paper, expected)
  const [entry, ...others] = Object.entries(paper)
  if (entry === undefined || others.length > 0) {
    return fail('WrongType', expected, `an object of ${Object.keys(paper).length} keys`)
  }
  const [name, config] = entry
  return pipe(
    sequenceS(Applicative)({
      read: find(name, [name]),
      config: isRecord(config) ? E.right(config) : wrongType(config, 'an object', [name])
    }),
    E.map((parts) => ({ ...parts, path: [name], wrapper: {}, problems: [] }))
  )
}

/**
 * Taking a config apart: which class it is of, what its own keys say, and what stands around them.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { flow, pipe } from 'fp-ts/function'
import { isForeign, isRecord, type Plain, type PlainRecord, showPlain, valueAt } from '../codec/plain.js'
import {
  Applicative,
  error,
  type Errors,
  fail,
  type InitializerError,
  type Path,
  show,
  type Validated
} from '../InitializerError.js'
import * as burn from './burn/read.js'
import type { Dialect } from './dialect.js'
import * as jax from './jax/read.js'
import * as keras from './keras/read.js'
import type { ReadClass } from './meaning.js'
import { after, misspelt, unknownKey, unknownName, wrongType } from './problems.js'
import * as torch from './torch/read.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Parts {
  readonly read: ReadClass
  readonly config: PlainRecord
  /** where the keys of the config are */
  readonly path: Path
  /** the keys beside the class's name and its config */
  readonly wrapper: PlainRecord
  /** what is wrong around the config */
  readonly problems: ReadonlyArray<InitializerError>
}

/** Finds a class by its name, which stands at this path. */
type Find = (name: string, path: Path) => Validated<ReadClass>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const partsOf = (dialect: Dialect, paper: Plain): Validated<Parts> => {
  switch (dialect) {
    case 'keras3':
    case 'keras2':
    case 'keras2.2':
    case 'keras2.0':
    case 'keras1':
    case 'tf1':
    case 'tfjs':
      return kerasParts(dialect, paper)
    case 'jax':
      return classParts(
        paper,
        findIn(jax.classes, (name) => name)
      )
    case 'torch':
      return classParts(
        paper,
        findIn(torch.classes, (name) => name.replace(/_?$/, '_'))
      )
    case 'burn':
      return variantParts(paper)
  }
}

const findIn =
  (classes: ReadonlyMap<string, ReadClass>, canonical: (name: string) => string): Find =>
  (name, path) => {
    const found = classes.get(canonical(name))
    return found === undefined
      ? unknownName(name, 'the name of an initializer', [...classes.keys()], path)
      : E.right(found)
  }

/** A name, or `{ class_name, config }`; TF.js writes `className`, and no config is an empty one. */
const classParts = (paper: Plain, find: Find, beside: ReadonlyArray<string> = []): Validated<Parts> => {
  if (typeof paper === 'string') {
    return pipe(
      find(paper, []),
      E.map((read) => ({ read, config: {}, path: ['config'], wrapper: {}, problems: [] }))
    )
  }
  if (!isRecord(paper)) return wrongType(paper, 'a name or an object { class_name, config }')
  const nameKey = Object.hasOwn(paper, 'class_name') ? 'class_name' : 'className'
  const name = Object.hasOwn(paper, nameKey) ? paper[nameKey] : undefined
  const config = valueAt(paper, 'config')
  const { [nameKey]: _name, config: _config, ...wrapper } = paper
  const strangers = Object.keys(wrapper).filter((key) => !beside.includes(key))
  return pipe(
    sequenceS(Applicative)({
      read:
        typeof name === 'string'
          ? find(name, [nameKey])
          : wrongType(name, 'a name', [name === undefined ? 'class_name' : nameKey]),
      config: config === null || isRecord(config) ? E.right(config ?? {}) : wrongType(config, 'an object', ['config'])
    }),
    E.map((parts) => ({ ...parts, path: ['config'], wrapper, problems: [] })),
    withProblems(strangers.map((key) => unknownKey(key, paper[key] ?? null, ['class_name', 'config', ...beside])))
  )
}

/** Problems that do not keep the config itself from being looked at. */
const withProblems =
  (found: ReadonlyArray<InitializerError>) =>
  (parts: Validated<Parts>): Validated<Parts> =>
    E.isLeft(parts) ? after(found)(parts) : E.right({ ...parts.right, problems: [...found, ...parts.right.problems] })

// -------------------------------------------------------------------------------------
// Keras
// -------------------------------------------------------------------------------------

/** What Keras's own files have around a config. */
const wrapperKeys = [
  ...['module', 'registered_name', 'name', 'shared_object_id', 'build_config', 'compile_config'],
  ...['__passive_serialization__']
]

/** Keras 1 knows the rows of variance scaling by their names alone. */
const classIn = (dialect: Dialect, name: string): keras.ClassName | undefined => {
  const found = keras.classOf(name)
  return found === 'VarianceScaling' && dialect === 'keras1' ? undefined : found
}

const findKeras =
  (dialect: Dialect): Find =>
  (name, path) => {
    const found = classIn(dialect, name)
    if (found !== undefined) return E.right(keras.classes[found])
    const known = keras.known.filter((each) => classIn(dialect, each) !== undefined)
    return name === '__lambda__'
      ? fail('UnknownName', 'an initializer, as code in a config is not run', show(name), path)
      : unknownName(name, 'the name of an initializer', known, path)
  }

const kerasParts = (dialect: Dialect, paper: Plain): Validated<Parts> => {
  if (isRecord(paper) && valueAt(paper, 'class_name') === 'function') {
    const name = valueAt(paper, 'config')
    return unknownName(
      typeof name === 'string' ? name : 'function',
      'an initializer, as code in a config is not run',
      keras.known,
      ['config']
    )
  }
  return pipe(
    classParts(paper, findKeras(dialect), wrapperKeys),
    E.map((parts) => ({
      ...parts,
      read: inOwnKeys(parts),
      config: keras.unwrapped(parts.config, dialect)
    })),
    withProblems(isRecord(paper) ? foreign(paper) : [])
  )
}

/** Tells errors at the keys that came, which may be `inputAxes`. */
const inOwnKeys =
  ({ read, config }: Parts): ReadClass =>
  (traits) => {
    const own = new Map(Object.keys(config).map((key) => [keras.keyIn(config)(key), key]))
    return flow(
      read(traits),
      E.mapLeft(
        (errors) =>
          errors.map((e) => ({
            ...e,
            path: e.path.map((key, i) => (i === 0 ? (own.get(String(key)) ?? key) : key))
          })) as unknown as Errors
      )
    )
  }

/** What says that a class is somebody's own, though its name may be one of Keras's. */
const foreign = (paper: PlainRecord): ReadonlyArray<InitializerError> => {
  const [module, name] = [valueAt(paper, 'module'), valueAt(paper, 'registered_name')]
  const isOwn = typeof module === 'string' && !/^(builtins|keras|tf_keras|tensorflow\w*)(\.|$)/.test(module)
  return [
    ...text(module, 'module'),
    ...text(name, 'registered_name'),
    ...(isOwn ? [error('UnknownName', 'a module of Keras, as no other code is loaded', show(module), ['module'])] : []),
    ...(typeof name === 'string' ? registered(name) : [])
  ]
}

/** Keras registers its own under no name; the class of a `package>Name` is the package's. */
const registered = (name: string): ReadonlyArray<InitializerError> => {
  if (keras.classOf(name) !== undefined) return []
  const expected = 'null, as nothing is registered here'
  return [misspelt('UnknownName', expected, name.replace(/^.*>/, ''), show(name), keras.known, ['registered_name'])]
}

const text = (value: Plain, key: string): ReadonlyArray<InitializerError> =>
  value === null || typeof value === 'string'
    ? []
    : [error(isForeign(value) ? value.code : 'WrongType', 'a text or null', showPlain(value), [key])]

// -------------------------------------------------------------------------------------
// Burn
// -------------------------------------------------------------------------------------

const findVariant: Find = findIn(burn.classes, (name) => name)

/** `"Zeros"`, or `{ "Normal": { … } }`. */
const variantParts = (paper: Plain): Validated<Parts> => {
  const expected = 'a variant, as in "Zeros" or {"Normal":{"mean":0,"std":1}}'
  if (typeof paper === 'string') {
    return pipe(
      findVariant(paper, []),
      E.map((read) => ({ read, config: {}, path: [], wrapper: {}, problems: [] }))
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
      read: findVariant(name, [name]),
      config: isRecord(config) ? E.right(config) : wrongType(config, 'an object', [name])
    }),
    E.map((parts) => ({ ...parts, path: [name], wrapper: {}, problems: [] }))
  )
}

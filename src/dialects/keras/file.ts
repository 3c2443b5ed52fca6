/**
 * A file's config of Keras, of TensorFlow 1 or of TF.js: the class, the config, and what Keras puts around them.
 */
import * as E from 'fp-ts/Either'
import { flow, pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { isForeign, isRecord, type Plain, type PlainRecord, showPlain, valueAt } from '../../codec/plain.js'
import { unknownName, unknownWord } from '../../codec/problems.js'
import { error, fail, type InitializerError, show, type Validated } from '../../InitializerError.js'
import type { Dialect } from '../dialect.js'
import type { ReadClass } from '../meaning.js'
import { classParts, type Find, type Parts, withProblems } from '../parts.js'
import { type ClassName, classes } from './classes.js'
import { classOf, known } from './names.js'
import { type Unwrapped, unwrapped } from './values.js'

// -------------------------------------------------------------------------------------
// classes
// -------------------------------------------------------------------------------------

/** What Keras's own files have around a config. */
const wrapperKeys = [
  ...['module', 'registered_name', 'name', 'shared_object_id', 'build_config', 'compile_config'],
  ...['__passive_serialization__']
]

const noCode = 'an initializer, as code in a config is not run'

/** All that Keras 1 has; it knows the rows of variance scaling by their names alone. */
const inKeras1: ReadonlySet<ClassName> = new Set<ClassName>([
  ...(['Zeros', 'Ones', 'RandomUniform', 'RandomNormal', 'Orthogonal', 'Identity'] as const),
  ...(['GlorotUniform', 'GlorotNormal', 'HeUniform', 'HeNormal', 'LecunUniform'] as const)
])

const classIn = (dialect: Dialect, name: string): ClassName | undefined => {
  const found = classOf(name)
  return dialect === 'keras1' && found !== undefined && !inKeras1.has(found) ? undefined : found
}

const knownToKeras1 = known.filter((name) => classIn('keras1', name) !== undefined)

const knownIn = (dialect: Dialect): ReadonlyArray<string> => (dialect === 'keras1' ? knownToKeras1 : known)

const findKeras =
  (dialect: Dialect): Find =>
  (name, path) => {
    const found = classIn(dialect, name)
    if (found !== undefined) return E.right(classes[found])
    return name === '__lambda__'
      ? fail('UnknownName', noCode, show(name), path)
      : unknownName('the name of an initializer', name, knownIn(dialect), path)
  }

export const partsOf = (dialect: Dialect, paper: Plain): Validated<Parts> => {
  if (isRecord(paper) && valueAt(paper, 'class_name') === 'function') {
    const name = valueAt(paper, 'config')
    return unknownName(noCode, typeof name === 'string' ? name : 'function', knownIn(dialect), ['config'])
  }
  return pipe(
    classParts(paper, findKeras(dialect), wrapperKeys),
    E.map((parts) => {
      const inside = unwrapped(parts.config, dialect)
      return { ...parts, read: within(parts.read, inside), config: inside.config }
    }),
    withProblems(isRecord(paper) ? foreign(paper) : [])
  )
}

/** Reads what was unwrapped, and tells errors where the values came from: at `inputAxes`, or in a `SeedGenerator`. */
const within =
  (read: ReadClass, { placeOf, hasDType }: Unwrapped): ReadClass =>
  (traits) =>
    flow(
      read(traits),
      E.bimap(
        RNEA.map((e: InitializerError) => {
          const [key, ...rest] = e.path
          return key === undefined ? e : { ...e, path: [...placeOf(String(key)), ...rest] }
        }),
        ({ touched, ...rest }) => ({ ...rest, touched: hasDType ? [...touched, 'dtype'] : touched })
      )
    )

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
  if (classOf(name) !== undefined) return []
  const expected = 'null, as nothing is registered here'
  return [unknownWord('UnknownName', expected, name.replace(/^.*>/, ''), known, ['registered_name'], show(name))]
}

const text = (value: Plain, key: string): ReadonlyArray<InitializerError> =>
  value === null || typeof value === 'string'
    ? []
    : [error(isForeign(value) ? value.code : 'WrongType', 'a text or null', showPlain(value), [key])]

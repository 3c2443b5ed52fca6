/**
 * Configs in files of Keras, TensorFlow 1 and TF.js: the class, the config, and what Keras puts around them.
 */
import * as E from 'fp-ts/Either'
import { flow, pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { isForeign, isRecord, type Plain, type PlainRecord, showPlain, valueAt } from '../../codec/plain.js'
import { unknownName, unknownWord } from '../../codec/problems.js'
import { error, fail, type InitializerError, show, type Validated } from '../../InitializerError.js'
import type { DialectDefinition } from '../definition.js'
import type { ReadClass } from '../kit/classReader.js'
import { classForm, type FindClass, type Form, readForm, withProblems } from '../kit/form.js'
import { classes } from './classes.js'
import { type ClassName, classOf, known } from './names.js'
import type { KerasSpec } from './spec.js'
import { type Unwrapped, unwrapped } from './values.js'

// -------------------------------------------------------------------------------------
// classes
// -------------------------------------------------------------------------------------

const noCode = 'an initializer, as code in a config is not run'

const classIn = ({ classes }: KerasSpec, name: string): ClassName | undefined => {
  const found = classOf(name)
  return found === undefined || classes === null || classes.includes(found) ? found : undefined
}

const knownIn = (spec: KerasSpec): ReadonlyArray<string> => known.filter((name) => classIn(spec, name) !== undefined)

const findClass = (spec: KerasSpec): FindClass => {
  const names = knownIn(spec)
  return (name, path) => {
    const found = classIn(spec, name)
    if (found !== undefined) return E.right(classes[found](spec))
    return name === '__lambda__'
      ? fail('UnknownName', noCode, show(name), path)
      : unknownName('the name of an initializer', name, names, path)
  }
}

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** The keys that Keras has around a config. */
const wrapperKeys = [
  ...['module', 'registered_name', 'name', 'shared_object_id', 'build_config', 'compile_config'],
  ...['__passive_serialization__']
]

export const readerOf = (spec: KerasSpec): DialectDefinition['read'] => {
  const find = findClass(spec)
  return (plain) =>
    isRecord(plain) && valueAt(plain, 'class_name') === 'function'
      ? aFunction(spec, valueAt(plain, 'config'))
      : pipe(
          classForm(plain, find, wrapperKeys),
          E.map((form): Form => {
            const inner = unwrapped(form.config, spec)
            return { ...form, readClass: readUnwrapped(form.readClass, inner), config: inner.config }
          }),
          withProblems(isRecord(plain) ? foreignCode(plain) : []),
          E.chain(readForm)
        )
}

const aFunction = (spec: KerasSpec, name: Plain): Validated<never> =>
  unknownName(noCode, typeof name === 'string' ? name : 'function', knownIn(spec), ['config'])

/** Reads an unwrapped config; errors have the paths where the values came from: at `inputAxes`, or in a `SeedGenerator`. */
const readUnwrapped = (readClass: ReadClass, { pathOf, hasDType }: Unwrapped): ReadClass =>
  flow(
    readClass,
    E.bimap(
      RNEA.map((e: InitializerError) => {
        const [key, ...rest] = e.path
        return key === undefined ? e : { ...e, path: [...pathOf(String(key)), ...rest] }
      }),
      (reading) => (hasDType ? { ...reading, points: [...reading.points, 'dtype'] } : reading)
    )
  )

// -------------------------------------------------------------------------------------
// code of other packages
// -------------------------------------------------------------------------------------

/** The errors for a class that is not Keras's own, even if it has the name of one. */
const foreignCode = (plain: PlainRecord): ReadonlyArray<InitializerError> => {
  const [module, name] = [valueAt(plain, 'module'), valueAt(plain, 'registered_name')]
  const isForeignModule = typeof module === 'string' && !/^(builtins|keras|tf_keras|tensorflow\w*)(\.|$)/.test(module)
  return [
    ...textOrNull(module, 'module'),
    ...textOrNull(name, 'registered_name'),
    ...(isForeignModule
      ? [error('UnknownName', 'a Keras module, as no other code is loaded', show(module), ['module'])]
      : []),
    ...(typeof name === 'string' ? registered(name) : [])
  ]
}

/** Keras registers its own classes under no name; `package>Name` is the class of a package. */
const registered = (name: string): ReadonlyArray<InitializerError> => {
  if (classOf(name) !== undefined) return []
  const expected = 'null, as nothing is registered here'
  return [unknownWord('UnknownName', expected, name.replace(/^.*>/, ''), known, ['registered_name'], show(name))]
}

const textOrNull = (value: Plain, key: string): ReadonlyArray<InitializerError> =>
  value === null || typeof value === 'string'
    ? []
    : [error(isForeign(value) ? value.code : 'WrongType', 'a string or null', showPlain(value), [key])]

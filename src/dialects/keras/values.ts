/**
 * Keys and values of Keras's configs out of their wrappings.
 */
import { isForeign, isRecord, type Plain, type PlainRecord, valueAt } from '../../codec/plain.js'
import { snakeCase } from '../../codec/snakeCase.js'
import * as DType from '../../DType.js'
import type { Path } from '../../InitializerError.js'
import type { Dialect } from '../dialect.js'

/** What a value holds, and where in it that is. */
interface Held {
  readonly value: Plain
  readonly within: Path
}

/** A config in plain words. */
export interface Unwrapped {
  readonly config: PlainRecord
  /** where in the config as it came a key's value is */
  readonly placeOf: (key: string) => Path
  /** whether it has a dtype, be it one that the dialect ignores */
  readonly hasDType: boolean
}

/** A config with its keys in snake case and its values out of their wrappings. */
export const unwrapped = (config: PlainRecord, dialect: Dialect): Unwrapped => {
  const entries = Object.entries(config).map(([key, value]) => {
    const name = nameOf(key, config)
    const { value: held, within } = name === 'dtype' ? dtypeIn(value, dialect) : valueIn(value)
    return { name, held, place: [key, ...within] }
  })
  const places = new Map(entries.map(({ name, place }) => [name, place]))
  return {
    config: Object.fromEntries(entries.map(({ name, held }) => [name, held])),
    placeOf: (key) => places.get(key) ?? [key],
    hasDType: valueAt(config, 'dtype') !== null
  }
}

/** A key in snake case, unless that is a key already. */
const nameOf = (key: string, config: PlainRecord): string => {
  const name = /^[a-z]+[A-Z]/.test(key) ? snakeCase(key) : key
  return Object.hasOwn(config, name) ? key : name
}

/**
 * HDF5 scalars (`{ type: 'ndarray', value }`), arrays of Keras 3 (`__numpy__`, `__tensor__`) and its generators of seeds
 * (`SeedGenerator`).
 */
const valueIn = (value: Plain): Held => {
  if (!isRecord(value)) return { value, within: [] }
  const [className, config] = [valueAt(value, 'class_name'), valueAt(value, 'config')]
  if (valueAt(value, 'type') === 'ndarray') return heldAt(value, ['value'])
  if (className === '__numpy__' || className === '__tensor__') return heldAt(value, ['config', 'value'])
  // a generator without a seed has null
  return className === 'SeedGenerator' && isRecord(config)
    ? { value: valueAt(config, 'seed'), within: ['config', 'seed'] }
    : { value, within: [] }
}

/** What stands at a path; the whole, where nothing does. */
const heldAt = (whole: Plain, path: ReadonlyArray<string>): Held => {
  const value = path.reduce<Plain>((at, key) => (isRecord(at) ? valueAt(at, key) : null), whole)
  return value === null ? { value: whole, within: [] } : { value, within: path }
}

/**
 * A policy's variables are float32 where it is mixed. TensorFlow 1 alone reads the dtype, so what the others would drop is
 * none.
 */
const dtypeIn = (dtype: Plain, dialect: Dialect): Held => {
  const { value, within } = heldAt(dtype, ['config', 'name'])
  const name = typeof value === 'string' && /^mixed_b?float16$/.test(value) ? 'float32' : value
  const isRead = dialect === 'tf1' || DType.is(name) || isForeign(name)
  return { value: isRead ? name : null, within }
}

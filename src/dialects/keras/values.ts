/**
 * Keys and values of configs, without what Keras and HDF5 wrap around them.
 */
import { isForeign, isRecord, type Plain, type PlainRecord, valueAt } from '../../codec/plain.js'
import { snakeCase } from '../../codec/snakeCase.js'
import * as DType from '../../DType.js'
import type { Path } from '../../InitializerError.js'
import type { KerasSpec } from './spec.js'

/** A value, and its path in what wraps it. */
interface Inner {
  readonly value: Plain
  readonly within: Path
}

/** A config of plain keys and values. */
export interface Unwrapped {
  readonly config: PlainRecord
  /** the path of a key's value in the original config */
  readonly pathOf: (key: string) => Path
  /** whether the original has a dtype, which the dialect may ignore */
  readonly hasDType: boolean
}

/** A config with its keys in snake case and its values unwrapped. */
export const unwrapped = (config: PlainRecord, spec: KerasSpec): Unwrapped => {
  const entries = Object.entries(config).map(([key, wrapped]) => {
    const name = nameOf(key, config)
    const { value, within } = name === 'dtype' ? dtypeIn(wrapped, spec) : valueIn(wrapped)
    return { name, value, path: [key, ...within] }
  })
  const paths = new Map(entries.map(({ name, path }) => [name, path]))
  return {
    config: Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    pathOf: (key) => paths.get(key) ?? [key],
    hasDType: valueAt(config, 'dtype') !== null
  }
}

/** A key in snake case, unless the config has that key as well. */
const nameOf = (key: string, config: PlainRecord): string => {
  const name = /^[a-z]+[A-Z]/.test(key) ? snakeCase(key) : key
  return Object.hasOwn(config, name) ? key : name
}

/**
 * HDF5 scalars (`{ type: 'ndarray', value }`), arrays of Keras 3 (`__numpy__`, `__tensor__`) and its generators of seeds
 * (`SeedGenerator`).
 */
const valueIn = (value: Plain): Inner => {
  if (!isRecord(value)) return { value, within: [] }
  const [className, config] = [valueAt(value, 'class_name'), valueAt(value, 'config')]
  if (valueAt(value, 'type') === 'ndarray') return innerAt(value, ['value'])
  if (className === '__numpy__' || className === '__tensor__') return innerAt(value, ['config', 'value'])
  // a generator without a seed has null
  return className === 'SeedGenerator' && isRecord(config)
    ? { value: valueAt(config, 'seed'), within: ['config', 'seed'] }
    : { value, within: [] }
}

/** The value at a path, or the whole if there is none. */
const innerAt = (whole: Plain, path: ReadonlyArray<string>): Inner => {
  const value = path.reduce<Plain>((at, key) => (isRecord(at) ? valueAt(at, key) : null), whole)
  return value === null ? { value: whole, within: [] } : { value, within: path }
}

/**
 * The dtype of variables: float32 for a mixed policy. Only TensorFlow 1 writes and reads the dtype; in the others a dtype
 * that this library does not have is ignored.
 */
const dtypeIn = (dtype: Plain, spec: KerasSpec): Inner => {
  const { value, within } = innerAt(dtype, ['config', 'name'])
  const name = typeof value === 'string' && /^mixed_b?float16$/.test(value) ? 'float32' : value
  const isRead = spec.dtype === 'written' || DType.is(name) || isForeign(name)
  return { value: isRead ? name : null, within }
}

/**
 * The shortest serialized form of an initializer: a bare name if possible, else a config without its defaults.
 *
 * What can be left out is found by trying: a shorter form is equivalent if it decodes to the same initializer. Seeds and
 * dtypes are dropped, as a plan ignores them.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { isRecord, type Plain, type PlainRecord } from '../codec/plain.js'
import { snakeCase } from '../codec/snakeCase.js'
import type { Serialized } from '../initializers/kit/codec.js'
import * as presets from '../initializers/presets.js'
import * as Initializer from '../Initializer.js'

/** Equal for initializers that differ in seed and dtype alone. */
export const comparisonKey = (initializer: Initializer.Initializer): string =>
  JSON.stringify(withoutSeedAndDType(initializer))

const withoutSeedAndDType = (initializer: Initializer.Initializer): Serialized => {
  const { class_name, config } = Initializer.encode(initializer)
  return { class_name, config: without(config, ['seed', 'dtype']) }
}

export const shorten = (initializer: Initializer.Initializer): Plain => shortest(withoutSeedAndDType(initializer))

const shortest = ({ class_name, config }: Serialized): Plain => {
  const key = keyOf({ class_name, config })
  const name = [...presetNames, snakeCase(class_name)].find((each) => keyOf(each) === key)
  return name ?? { class_name, config: trimmed(config, (shorter) => keyOf({ class_name, config: shorter }) === key) }
}

/** Drops the keys that are not needed, in nested records too; shortens the initializers inside a combinator. */
const trimmed = (record: PlainRecord, isEquivalent: (shorter: PlainRecord) => boolean): PlainRecord =>
  Object.entries(record).reduce((kept, [key, value]) => {
    const shorter = without(kept, [key])
    const replaced = (nested: Plain): PlainRecord => ({ ...kept, [key]: nested })
    if (isEquivalent(shorter)) return shorter
    return isRecord(value) && !isSerialized(value)
      ? replaced(trimmed(value, (nested) => isEquivalent(replaced(nested))))
      : replaced(shortestWithin(value))
  }, record)

const shortestWithin = (value: Plain): Plain => {
  if (Array.isArray(value)) return (value as ReadonlyArray<Plain>).map(shortestWithin)
  if (!isRecord(value)) return value
  return isSerialized(value)
    ? shortest(value)
    : Object.fromEntries<Plain>(Object.entries(value).map(([key, each]) => [key, shortestWithin(each)]))
}

const isSerialized = (value: Plain): value is Plain & Serialized =>
  isRecord(value) && typeof value['class_name'] === 'string' && isRecord(value['config'])

/** The key of the initializer that a serialized form decodes to; null if it is invalid. */
const keyOf = (serialized: Plain): string | null =>
  pipe(
    Initializer.decode(serialized),
    E.map(comparisonKey),
    E.getOrElseW(() => null)
  )

const without = (record: PlainRecord, keys: ReadonlyArray<string>): PlainRecord =>
  Object.fromEntries<Plain>(Object.entries(record).filter(([key]) => !keys.includes(key)))

const presetNames: ReadonlyArray<string> = [...presets.byName.keys()].map(snakeCase)

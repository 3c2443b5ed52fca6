/**
 * The shortest serialized form of an initializer: a bare name if possible, else a config without its defaults.
 *
 * It is found by trial: a shorter form is equivalent if it decodes to the same initializer. Seeds and
 * dtypes are dropped, as a plan ignores them.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { isRecord, type Plain, type PlainRecord } from '../codec/plain.js'
import { snakeCase } from '../codec/snakeCase.js'
import * as presets from '../initializers/presets.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry, Serialized } from '../Initializer.js'

/** Shortens initializers, and compares them. */
export interface Shortener<I extends AnyInitializer> {
  /** equal for initializers that differ only in seed and dtype */
  readonly keyOf: (initializer: I) => string
  readonly shorten: (initializer: I) => Plain
}

/** Shortens each initializer once: models have many parameters and few initializers. */
export const shortener = <I extends AnyInitializer>(registry: Registry<I>): Shortener<I> => {
  const known = new Map<string, Plain>()
  const keyOf = (initializer: I): string => JSON.stringify(withoutSeedAndDType(registry, initializer))
  const decodedKey = (serialized: Plain): string | null =>
    pipe(
      Initializer.decode(serialized, registry),
      E.map(keyOf),
      E.getOrElseW(() => null)
    )
  return {
    keyOf,
    shorten: (initializer) => {
      const key = keyOf(initializer)
      const short = known.get(key) ?? shortest(decodedKey)(withoutSeedAndDType(registry, initializer))
      known.set(key, short)
      return short
    }
  }
}

const withoutSeedAndDType = <I extends AnyInitializer>(registry: Registry<I>, initializer: I): Serialized => {
  const { class_name, config } = Initializer.encode(initializer, registry)
  return { class_name, config: without(config, ['seed', 'dtype']) }
}

/** The key of the initializer that a serialized form decodes to; null if it is invalid. */
type KeyOf = (serialized: Plain) => string | null

const shortest =
  (keyOf: KeyOf) =>
  ({ class_name, config }: Serialized): Plain => {
    const key = keyOf({ class_name, config })
    const name = [...presetNames, snakeCase(class_name)].find((each) => keyOf(each) === key)
    const isEquivalent = (shorter: PlainRecord): boolean => keyOf({ class_name, config: shorter }) === key
    return name ?? { class_name, config: trimmed(keyOf, config, isEquivalent) }
  }

/** Drops the keys that are not needed, in nested records too; shortens the initializers inside a combinator. */
const trimmed = (keyOf: KeyOf, record: PlainRecord, isEquivalent: (shorter: PlainRecord) => boolean): PlainRecord =>
  Object.entries(record).reduce((kept, [key, value]) => {
    const shorter = without(kept, [key])
    const replaced = (nested: Plain): PlainRecord => ({ ...kept, [key]: nested })
    if (isEquivalent(shorter)) return shorter
    return isRecord(value) && !isSerialized(value)
      ? replaced(trimmed(keyOf, value, (nested) => isEquivalent(replaced(nested))))
      : replaced(shortestWithin(keyOf, value))
  }, record)

const shortestWithin = (keyOf: KeyOf, value: Plain): Plain => {
  if (Array.isArray(value)) return (value as ReadonlyArray<Plain>).map((each) => shortestWithin(keyOf, each))
  if (!isRecord(value)) return value
  return isSerialized(value)
    ? shortest(keyOf)(value)
    : Object.fromEntries<Plain>(Object.entries(value).map(([key, each]) => [key, shortestWithin(keyOf, each)]))
}

const isSerialized = (value: Plain): value is Plain & Serialized =>
  isRecord(value) && typeof value['class_name'] === 'string' && isRecord(value['config'])

const without = (record: PlainRecord, keys: ReadonlyArray<string>): PlainRecord =>
  Object.fromEntries<Plain>(Object.entries(record).filter(([key]) => !keys.includes(key)))

const presetNames: ReadonlyArray<string> = [...presets.byName.keys()].map(snakeCase)

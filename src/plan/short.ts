/**
 * An initializer on paper in few words: a bare name where that says it all, else a config without its defaults.
 *
 * What is left out is found by trying: a paper is as good as another one if both are read as the same initializer.
 * Seeds and dtypes go too, as a plan does not read them.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { isRecord, type Plain, type PlainRecord } from '../codec/plain.js'
import { snakeCase } from '../codec/snakeCase.js'
import type { Serialized } from '../initializers/kit/codec.js'
import * as presets from '../initializers/presets.js'
import * as Initializer from '../Initializer.js'

/** The canonical paper without seed and dtype, as a text by which initializers are compared. */
export const textOf = (initializer: Initializer.Initializer): string => JSON.stringify(plain(initializer))

const plain = (initializer: Initializer.Initializer): Serialized => {
  const { class_name, config } = Initializer.encode(initializer)
  return { class_name, config: without(config, ['seed', 'dtype']) }
}

/** The short paper. */
export const shorten = (initializer: Initializer.Initializer): Plain => brief(plain(initializer))

const brief = ({ class_name, config }: Serialized): Plain => {
  const text = meaning({ class_name, config })
  const name = [...presetNames, snakeCase(class_name)].find((each) => meaning(each) === text)
  return name ?? { class_name, config: trimmed(config, (shorter) => meaning({ class_name, config: shorter }) === text) }
}

/** Without the keys that are not missed, inside it too; a combinator's initializers become brief. */
const trimmed = (record: PlainRecord, isEnough: (shorter: PlainRecord) => boolean): PlainRecord =>
  Object.entries(record).reduce((kept, [key, value]) => {
    const shorter = without(kept, [key])
    const inside = (within: Plain): PlainRecord => ({ ...kept, [key]: within })
    if (isEnough(shorter)) return shorter
    return isRecord(value) && !isPaper(value)
      ? inside(trimmed(value, (within) => isEnough(inside(within))))
      : inside(briefWithin(value))
  }, record)

const briefWithin = (value: Plain): Plain => {
  if (Array.isArray(value)) return (value as ReadonlyArray<Plain>).map(briefWithin)
  if (!isRecord(value)) return value
  return isPaper(value)
    ? brief(value)
    : Object.fromEntries<Plain>(Object.entries(value).map(([key, each]) => [key, briefWithin(each)]))
}

const isPaper = (value: Plain): value is Plain & Serialized =>
  isRecord(value) && typeof value['class_name'] === 'string' && isRecord(value['config'])

/** What a paper is read as; null for what is no initializer. */
const meaning = (paper: Plain): string | null =>
  pipe(
    Initializer.decode(paper),
    E.map(textOf),
    E.getOrElseW(() => null)
  )

const without = (record: PlainRecord, keys: ReadonlyArray<string>): PlainRecord =>
  Object.fromEntries<Plain>(Object.entries(record).filter(([key]) => !keys.includes(key)))

const presetNames: ReadonlyArray<string> = [...presets.byName.keys()].map(snakeCase)

/**
 * From any JavaScript value to frozen plain data, read exactly once.
 *
 * A getter or a proxy can answer differently each time it is asked, throw, or never come to an end; an inherited key is
 * nobody's setting. So a value from outside is copied first, own string keys only, within limits of depth and size, and
 * only the copy is looked at. What is not plain data stays in the copy as a `Foreign`, with the reason, so that the
 * codec that meets it can say in one go what it expected there.
 */
import { type Code, show } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type Plain = null | boolean | number | string | bigint | PlainArray | PlainRecord | Foreign
export type PlainArray = ReadonlyArray<Plain>
export interface PlainRecord {
  readonly [key: string]: Plain
}

/** Stands for what is not plain data, and says why it is not. */
export interface Foreign {
  readonly code: Code
  readonly received: string
}
const foreigns = new WeakSet<object>()

const makeForeign = (code: Code, received: string): Foreign => {
  const foreign: Foreign = Object.freeze({ code, received })
  foreigns.add(foreign)
  return foreign
}

/** One for each kind, however many of them there are. */
const missing = makeForeign('WrongType', 'undefined')
const aFunction = makeForeign('WrongType', 'a function')
const aSymbol = makeForeign('WrongType', 'a symbol')
const notPlain = makeForeign('WrongType', 'an object that is not plain data')
const unreadable = makeForeign('Unreadable', 'a value that throws when it is read')

export const isForeign = (u: unknown): u is Foreign => typeof u === 'object' && u !== null && foreigns.has(u)

export const isRecord = (p: unknown): p is PlainRecord =>
  typeof p === 'object' && p !== null && !Array.isArray(p) && !isForeign(p)

/** Names a copied value as `show` does, and a foreign one by what it was. */
export const showPlain = (p: unknown): string => (isForeign(p) ? p.received : show(p))

// -------------------------------------------------------------------------------------
// constructor
// -------------------------------------------------------------------------------------

/** Deepest nesting, and the greatest number of values in all. */
export interface Limits {
  readonly depth: number
  readonly values: number
}

export const configLimits: Limits = { depth: 64, values: 10_000 }
export const modelLimits: Limits = { depth: 64, values: 20_000_000 }

/** A frozen copy of plain data. */
export const fromUnknown =
  (limits: Limits) =>
  (u: unknown): Plain => {
    let budget = limits.values - 1

    const copy = (value: unknown, depth: number): Plain => {
      if (typeof value !== 'object' || value === null) return copyPrimitive(value)
      if (isForeign(value)) return value
      if (depth === 0) return makeForeign('TooDeep', `nesting deeper than ${limits.depth}`)
      return Array.isArray(value) ? copyArray(value, depth) : copyObject(value, depth)
    }

    // The values within are paid for before the first is read: what holds itself many times over ends as soon as others.
    const copyArray = (array: ReadonlyArray<unknown>, depth: number): Plain => {
      const length: unknown = array.length
      if (!Number.isSafeInteger(length)) return unreadable // a proxy may answer anything, also a number that changes
      if ((length as number) > budget) return makeForeign('TooLarge', `an array of ${length as number} items`)
      budget -= length as number
      const items: Array<Plain> = []
      for (let i = 0; i < (length as number); i++) items.push(read(array, i, depth))
      return Object.freeze(items)
    }

    const copyObject = (object: object, depth: number): Plain => {
      if (!isPlainObject(object)) return notPlain
      const keys = Object.keys(object)
      if (keys.length > budget) return makeForeign('TooLarge', `an object of ${keys.length} keys`)
      budget -= keys.length
      // `fromEntries` defines keys, where an assignment to `__proto__` would set the prototype
      return Object.freeze(Object.fromEntries(keys.map((key) => [key, read(object, key, depth)])))
    }

    const read = (parent: object, key: string | number, depth: number): Plain => {
      try {
        return Object.hasOwn(parent, key) ? copy((parent as Record<string, unknown>)[key], depth - 1) : missing
      } catch {
        return unreadable // a getter or a trap of the host may throw anything
      }
    }

    return read({ u }, 'u', limits.depth + 1)
  }

/** An own property of a value from outside, read once and not copied; undefined where there is none. */
export const own = (u: unknown, key: string): unknown => {
  try {
    return typeof u === 'object' && u !== null && Object.hasOwn(u, key)
      ? (u as Record<string, unknown>)[key]
      : undefined
  } catch {
    return unreadable
  }
}

/** The value of a copied record at a key; null where it has none, whatever its prototype has. */
export const valueAt = (record: PlainRecord, key: string): Plain =>
  Object.hasOwn(record, key) ? (record[key] ?? null) : null

const copyPrimitive = (value: unknown): Plain => {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return value
    case 'undefined':
      return missing
    case 'function':
      return aFunction
    case 'symbol':
      return aSymbol
    case 'object':
      return null
  }
}

/** No class instance, Map, Date or boxed number: its prototype is null or the root of a chain, of whatever realm. */
const isPlainObject = (object: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

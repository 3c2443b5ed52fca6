/**
 * Copies any JavaScript value to frozen plain data, reading it exactly once.
 *
 * A getter or a proxy can return different values each time, throw, or never end, and an inherited key is not a setting. So a
 * value from outside is copied first, own string keys only, within limits of depth and size, and codecs read only the copy.
 * A value that is not plain data becomes a `Foreign` with the reason, so that the codec can report what it expected instead.
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

/** A placeholder for a value that is not plain data, with the reason. */
export interface Foreign {
  readonly code: Code
  readonly received: string
  /** the limit that the value exceeds, if it does */
  readonly expected?: string
}
const foreigns = new WeakSet<object>()

const makeForeign = (code: Code, received: string, expected?: string): Foreign => {
  const foreign: Foreign = Object.freeze({ code, received, ...(expected === undefined ? {} : { expected }) })
  foreigns.add(foreign)
  return foreign
}

/** One object for each kind, shared by all values of that kind. */
const missing = makeForeign('WrongType', 'undefined')
const aFunction = makeForeign('WrongType', 'a function')
const aSymbol = makeForeign('WrongType', 'a symbol')
const notPlain = makeForeign('WrongType', 'an object that is not plain data')
const circular = makeForeign('TooDeep', 'an array that contains itself')
const unreadable = makeForeign('Unreadable', 'a value that throws when it is read')

export const isForeign = (u: unknown): u is Foreign => typeof u === 'object' && u !== null && foreigns.has(u)

export const isRecord = (p: unknown): p is PlainRecord =>
  typeof p === 'object' && p !== null && !Array.isArray(p) && !isForeign(p)

/** Describes a copied value as `show` does, and a foreign one by its original. */
export const showPlain = (p: unknown): string => (isForeign(p) ? p.received : show(p))

// -------------------------------------------------------------------------------------
// constructor
// -------------------------------------------------------------------------------------

/** The maximum depth of nesting, and the maximum numbers of keys of all objects, of all arrays and of all their items. */
export interface Limits {
  readonly depth: number
  readonly keys: number
  readonly arrays: number
  readonly items: number
}

export const configLimits: Limits = { depth: 64, keys: 10_000, arrays: 10_000, items: 10_000 }
export const modelLimits: Limits = { depth: 64, keys: 20_000_000, arrays: 20_000_000, items: 20_000_000 }

/** Initializers may have arrays of numbers, of 8 bytes each: 160 MB in all. */
export const initializerLimits: Limits = { ...configLimits, arrays: 1_000_000, items: modelLimits.items }

/** A frozen copy of plain data. */
export const fromUnknown =
  (limits: Limits) =>
  (u: unknown): Plain => {
    const budget = { ...limits }
    /** the arrays that are being copied, to find one that contains itself */
    const open = new Set<object>()
    /** one object for each text: a limit may be exceeded as often as an array has items */
    const excesses = new Map<string, Foreign>()

    const copy = (value: unknown, depth: number): Plain => {
      if (typeof value !== 'object' || value === null) return copyPrimitive(value)
      if (isForeign(value)) return value
      if (depth === 0) return makeForeign('TooDeep', `nesting deeper than ${limits.depth}`)
      return Array.isArray(value) ? copyArray(value, depth) : copyObject(value, depth)
    }

    // Members are counted before the first one is read, so a value that contains itself many times reaches the limit as
    // soon as any other.
    const copyArray = (array: ReadonlyArray<unknown>, depth: number): Plain => {
      const length: unknown = array.length
      if (!Number.isSafeInteger(length)) return unreadable // a proxy may return anything, even a number that changes
      if (open.has(array)) return circular
      if ((length as number) > budget.items) {
        return excess(`an array of ${length as number} items`, `at most ${limits.items} items in all arrays`)
      }
      if (budget.arrays === 0) return excess('more arrays', `at most ${limits.arrays} arrays`)
      budget.items -= length as number
      budget.arrays -= 1
      open.add(array)
      const items: Array<Plain> = []
      for (let i = 0; i < (length as number); i++) items.push(read(array, i, depth))
      open.delete(array)
      return Object.freeze(items)
    }

    const copyObject = (object: object, depth: number): Plain => {
      if (!isPlainObject(object)) return notPlain
      const keys = Object.keys(object)
      if (keys.length > budget.keys) {
        return excess(`an object of ${keys.length} keys`, `at most ${limits.keys} keys in all objects`)
      }
      budget.keys -= keys.length
      // `fromEntries` defines keys, where an assignment to `__proto__` would set the prototype
      return Object.freeze(Object.fromEntries(keys.map((key) => [key, read(object, key, depth)])))
    }

    const excess = (received: string, expected: string): Foreign => {
      const foreign = excesses.get(received) ?? makeForeign('TooLarge', received, expected)
      excesses.set(received, foreign)
      return foreign
    }

    const read = (parent: object, key: string | number, depth: number): Plain => {
      try {
        return Object.hasOwn(parent, key) ? copy((parent as Record<string, unknown>)[key], depth - 1) : missing
      } catch {
        return unreadable // a getter or a proxy trap may throw anything
      }
    }

    return read({ u }, 'u', limits.depth + 1)
  }

/** An own property of a value from outside, read once and not copied; undefined if there is none. */
export const own = (u: unknown, key: string): unknown => {
  try {
    return typeof u === 'object' && u !== null && Object.hasOwn(u, key)
      ? (u as Record<string, unknown>)[key]
      : undefined
  } catch {
    return unreadable
  }
}

/** The value of a copied record at an own key; null if there is none. */
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

/** Whether the prototype is null or has no prototype itself, in any realm: no class instance, Map, Date or boxed number. */
const isPlainObject = (object: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

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

/** Stands for what is not plain data. */
export interface Foreign {
  readonly [foreign]: Code
  readonly received: string
}
const foreign: unique symbol = Symbol('foreign')

const makeForeign = (code: Code, received: string): Foreign => Object.freeze({ [foreign]: code, received })

export const isForeign = (u: unknown): u is Foreign => typeof u === 'object' && u !== null && foreign in u

/** Why it is not plain data. */
export const foreignCode = (f: Foreign): Code => f[foreign]

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

const copies = new WeakSet<object>()

/** A frozen copy of plain data; a copy comes back as it is. */
export const fromUnknown =
  (limits: Limits) =>
  (u: unknown): Plain => {
    let budget = limits.values

    const copy = (value: unknown, depth: number): Plain => {
      budget -= 1
      if (typeof value !== 'object' || value === null) return copyPrimitive(value)
      if (copies.has(value)) return value as Plain
      if (depth === 0) return makeForeign('TooDeep', `nesting deeper than ${limits.depth}`)
      if (budget < 0) return makeForeign('TooLarge', `more than ${limits.values} values`)
      return Array.isArray(value) ? copyArray(value, depth) : copyObject(value, depth)
    }

    const copyArray = (array: ReadonlyArray<unknown>, depth: number): Plain => {
      const length = array.length
      if (length > budget) return makeForeign('TooLarge', `an array of ${length} items`)
      return freeze(Array.from({ length }, (_, i) => attempt(() => copy(array[i], depth - 1))))
    }

    const copyObject = (object: object, depth: number): Plain => {
      if (!isPlainObject(object)) return makeForeign('WrongType', 'an object that is not plain data')
      const keys = Object.keys(object)
      if (keys.length > budget) return makeForeign('TooLarge', `an object of ${keys.length} keys`)
      const read = (key: string): Plain => attempt(() => copy((object as Record<string, unknown>)[key], depth - 1))
      // `fromEntries` defines keys, where an assignment to `__proto__` would set the prototype
      return freeze(Object.fromEntries(keys.map((key) => [key, read(key)])))
    }

    return attempt(() => copy(u, limits.depth))
  }

const copyPrimitive = (value: unknown): Plain => {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return value
    case 'undefined':
    case 'function':
    case 'symbol':
      return makeForeign('WrongType', show(value))
    case 'object':
      return null
  }
}

/** No class instance, Map, Date or boxed number: its prototype is null or the root of a chain, of whatever realm. */
const isPlainObject = (object: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const freeze = <A extends PlainArray | PlainRecord>(a: A): A => {
  copies.add(a)
  return Object.freeze(a)
}

/** A getter or a trap of the host may throw anything. */
const attempt = (read: () => Plain): Plain => {
  try {
    return read()
  } catch {
    return makeForeign('Unreadable', 'a value that throws when it is read')
  }
}

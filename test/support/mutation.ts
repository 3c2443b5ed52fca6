/** Small mutations of plain data, by a seeded generator. */
import { nested, revoked } from './hostile.js'

/** An integer from 0 up to n, by the linear congruence of Numerical Recipes. */
export type Below = (n: number) => number

export const below = (seed: number): Below => {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

type Node = Record<string | number, unknown>

/** All objects and arrays within, outermost first. */
const nodes = (value: unknown): ReadonlyArray<Node> =>
  typeof value === 'object' && value !== null ? [value as Node, ...Object.values(value).flatMap(nodes)] : []

const throws = (): never => {
  throw new Error('mine')
}

const proxy = (old: unknown, handler: ProxyHandler<object>): object => new Proxy(Object(old) as object, handler)

/** A replacement for a value. */
const swaps: ReadonlyArray<(old: unknown, below: Below) => unknown> = [
  () => NaN,
  () => Infinity,
  () => -Infinity,
  () => -0,
  () => 0,
  () => -1,
  () => 1e308,
  () => 5e-324,
  () => 2 ** 53,
  () => 0.5,
  () => 2n ** 70n,
  () => Symbol('x'),
  () => throws,
  () => null,
  () => undefined,
  () => true,
  () => '',
  () => '__proto__',
  () => 'x'.repeat(100_000),
  () => '\ud800\u0000\u202e',
  () => new Date(0),
  () => new Map([['scale', 1]]),
  () => new Float32Array(3),
  () => Object(2) as object,
  () =>
    new (class Mine {
      readonly scale = 2
    })(),
  () => [],
  () => ({}),
  () => new Array<unknown>(2 ** 32 - 1),
  () => revoked({}),
  (old) => proxy(old, { get: throws }),
  (old) => proxy(old, { ownKeys: throws }),
  (old) => proxy(old, {}),
  (_, below) => nested(1 + below(200), 'config'),
  (old) => [old],
  (old) => ({ class_name: 'Zeros', config: old }),
  (old) => ({ type: 'ndarray', value: old }),
  (old) => ({ class_name: '__numpy__', config: { value: old } }),
  (old) => ({ class_name: 'SeedGenerator', config: { seed: old } }),
  (old) => (typeof old === 'number' ? String(old) : old),
  (old) => (typeof old === 'string' ? old.toUpperCase() : old),
  (old) => (typeof old === 'string' ? `${old.slice(0, 3)}${old.slice(4)}` : old),
  (old) => (typeof old === 'string' ? `${old}Initializer` : old),
  (old) => (typeof old === 'number' ? old * 1.5 : old),
  (old) => (typeof old === 'number' ? -old : old),
  (old) => (typeof old === 'number' ? Math.round(old * 7) : old)
]

const strangeKeys = ['__proto__', 'constructor', 'toString', 'scale', 'inputAxes', 'dtype', 'config', '', '0']

/** The current value, unless it is a getter by now. */
const held = (node: object, key: string): unknown => Object.getOwnPropertyDescriptor(node, key)?.value

const define = (node: Node, key: string, descriptor: PropertyDescriptor): void =>
  void Object.defineProperty(node, key, { ...descriptor, enumerable: true, configurable: true })

type Wrong = (node: Node, key: string, below: Below) => void

/** Values whose refusal takes milliseconds. */
const costly: ReadonlyArray<Wrong> = [
  (node, key) => define(node, key, { value: node, writable: true }),
  (node, key) => {
    for (let i = 0; i < 150; i++) define(node, `${key}${i}`, { value: i, writable: true })
  }
]

/** Mutations of one key of one object or array. */
const wrongs: ReadonlyArray<Wrong> = [
  ...Array.from({ length: 8 }, (): Wrong => (node, key, below) => {
    const swap = swaps[below(swaps.length)]
    define(node, key, { value: swap?.(held(node, key), below), writable: true })
  }),
  (node, key) => Reflect.deleteProperty(node, key),
  (node, key, below) => {
    const other = [`${key}s`, key.toUpperCase(), key.replace(/_(\w)/, (_, c: string) => c.toUpperCase()), 'x'][below(4)]
    define(node, other ?? key, { value: held(node, key), writable: true })
    Reflect.deleteProperty(node, key)
  },
  (node, _, below) => define(node, strangeKeys[below(strangeKeys.length)] ?? '', { value: below(3), writable: true }),
  (node, key) => define(node, key, { get: throws }),
  (node, key) => {
    const [first, ...later] = [held(node, key), NaN, {}, throws]
    let asked = 0
    define(node, key, { get: () => (asked++ === 0 ? first : later[asked % later.length]) })
  },
  (node, key) => define(node, key, { value: structuredClone(plainOf(node)), writable: true }),
  (node, key, below) => costly[below(8 * costly.length)]?.(node, key, below)
]

/** The parts of an object that can be cloned. */
const plainOf = (node: Node): unknown => {
  try {
    return JSON.parse(JSON.stringify(node)) as unknown
  } catch {
    return {}
  }
}

/** A copy of plain data with one to three things wrong. */
export const mutated = (value: unknown, below: Below): unknown => {
  const copy = { value: structuredClone(value) }
  const places = nodes(copy)
  const count = [1, 1, 1, 1, 1, 2, 2, 3][below(8)] ?? 1
  for (let i = 0; i < count; i++) {
    const node = places[Math.max(below(places.length), below(places.length))] ?? {} // rather an inner one
    const keys = Object.keys(node)
    wrongs[below(wrongs.length)]?.(node, keys[below(keys.length)] ?? 'x', below)
  }
  return held(copy, 'value')
}

import * as E from 'fp-ts/Either'
import { expect, test } from 'vitest'
import { type Errors, message, type Validated } from '../../src/InitializerError.js'

/** Limits on the time and memory of a refusal. */
const budget = { ms: 10, bytes: 2 ** 20 }

const used = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** The least time and the middle growth of memory of some runs, after one that warms up; more runs if it seems slow. */
export const cost = (run: () => unknown): { readonly ms: number; readonly bytes: number } => {
  run()
  const once = () => {
    const [bytes, start] = [used(), performance.now()]
    run()
    return { ms: performance.now() - start, bytes: used() - bytes }
  }
  let runs = [once(), once(), once()]
  for (let i = 0; i < 10 && runs.every(({ ms }) => ms >= budget.ms); i++) runs = [...runs, once()]
  const growth = runs.map(({ bytes }) => bytes).toSorted((a, b) => a - b)
  return { ms: Math.min(...runs.map(({ ms }) => ms)), bytes: growth[growth.length >> 1] ?? NaN }
}

export const expectCheap = (run: () => unknown): void => {
  const { ms, bytes } = cost(run)
  expect(ms).toBeLessThan(budget.ms)
  expect(bytes).toBeLessThan(budget.bytes)
}

/** The errors of what must be refused; each repeats little of the input, is JSON data, and reads as a sentence. */
export const refusal = (outcome: Validated<unknown>): Errors => {
  if (E.isRight(outcome)) return expect.fail('it is accepted')
  for (const error of outcome.left) {
    expect(error.received.length).toBeLessThanOrEqual(80)
    expect(error.expected).not.toBe('')
    expect(message(error).length).toBeLessThan(400 + 100 * error.path.length)
  }
  return outcome.left
}

/** `BadDim at shape.0, got -1` for each error. */
export const complaints = (outcome: Validated<unknown>): ReadonlyArray<string> =>
  refusal(outcome).map(({ code, path, received }) => `${code} at ${path.join('.')}, got ${received}`)

/** Refused for these reasons and no others, quickly and with little memory. */
export const expectRefused = (run: () => Validated<unknown>, ...reasons: ReadonlyArray<string>): void => {
  expect(complaints(run())).toEqual(reasons)
  expectCheap(run)
}

/** What is wrong with a result, if anything; plain checks, because there are 10^5 results. */
export const flaw = (outcome: Validated<unknown>): string | undefined => {
  if (E.isRight(outcome)) return undefined
  if (outcome.left.length > 101) return `${outcome.left.length} errors`
  const bad = outcome.left.find(
    ({ code, path, expected, received }) =>
      !(typeof code === 'string' && code !== ('' as string)) ||
      !(Array.isArray(path) && path.every((key) => typeof key === 'string' || Number.isSafeInteger(key))) ||
      !(typeof expected === 'string' && expected !== '') ||
      !(typeof received === 'string' && received.length <= 80)
  )
  return bad === undefined ? undefined : JSON.stringify(bad).slice(0, 300)
}

/** Runs a function with extra properties on a prototype, and removes them afterwards. */
export const polluted = <A>(prototype: object, properties: Readonly<Record<string, unknown>>, run: () => A): A => {
  try {
    for (const [key, value] of Object.entries(properties)) {
      Object.defineProperty(prototype, key, { value, enumerable: true, configurable: true, writable: true })
    }
    return run()
  } finally {
    for (const key of Object.keys(properties)) Reflect.deleteProperty(prototype, key)
  }
}

/** A proxy that counts how often each property is read. */
export const counting = <A extends object>(
  target: A
): { readonly proxy: A; readonly reads: Map<PropertyKey, number> } => {
  const reads = new Map<PropertyKey, number>()
  const proxy = new Proxy(target, {
    get: (object, key, receiver) => {
      reads.set(key, (reads.get(key) ?? 0) + 1)
      return Reflect.get(object, key, receiver) as unknown
    }
  })
  return { proxy, reads }
}

export const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

/** `depth` objects, each the only value of the next. */
export const nested = (depth: number, key: string): object => {
  let inner: object = {}
  for (let i = 0; i < depth; i++) inner = { [key]: inner }
  return inner
}

/** One test per row, named after its first item. (vitest's own tables print the values, and a hostile one would throw.) */
export const cases = <Row extends readonly [claim: string, ...rest: ReadonlyArray<unknown>]>(
  rows: ReadonlyArray<Row>,
  check: (...row: Row) => void
): void => {
  for (const row of rows) test(row[0], () => check(...row))
}

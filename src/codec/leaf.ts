/**
 * Codecs of single values: numbers, booleans and enumerations.
 *
 * io-ts's `t.number` accepts NaN and infinities. These codecs refuse them, turn −0 into 0, and report what they expect.
 */
import * as t from 'io-ts'
import type { Code } from '../InitializerError.js'
import { nearest, refuse } from './problems.js'

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** A codec whose values are written in the form in which they are read. */
export const leaf = <A>(name: string, is: (u: unknown) => u is A, validate: t.Validate<unknown, A>): t.Type<A, A> =>
  new t.Type(name, is, validate, t.identity)

/** A codec of the values that pass a check. */
export const valueThat = <A>(
  name: string,
  is: (u: unknown) => u is A,
  expected: string,
  code: Code = 'WrongType'
): t.Type<A, A> => leaf(name, is, (u, c) => (is(u) ? t.success(u) : refuse(u, c, code, expected)))

/** A codec of numbers that pass a check; −0 becomes 0. `code` is that of a refused number. */
export const numberThat = (
  name: string,
  holds: (n: number) => boolean,
  expected: string,
  code: Code | ((n: number) => Code)
): t.Type<number, number> => {
  const codeOf = typeof code === 'function' ? code : () => code
  return leaf(
    name,
    (u): u is number => typeof u === 'number' && holds(u),
    (u, c) => {
      if (typeof u !== 'number') return refuse(u, c, 'WrongType', expected)
      return holds(u) ? t.success(u + 0) : refuse(u, c, codeOf(u), expected)
    }
  )
}

/** One of several strings, or an alias that is read as one of them. */
export const oneOf = <A extends string>(
  code: Code,
  values: ReadonlyArray<A>,
  aliases: ReadonlyMap<string, A> = new Map(),
  expected = `one of ${values.join(', ')}`
): t.Type<A, A> => {
  const byName = new Map<string, A>([...values.map((value) => [value, value] as const), ...aliases])
  return leaf(
    'one of',
    (u): u is A => (values as ReadonlyArray<unknown>).includes(u),
    (u, c) => {
      if (typeof u !== 'string') return refuse(u, c, code === 'UnknownDType' ? code : 'WrongType', expected)
      const found = byName.get(u)
      return found === undefined ? refuse(u, c, code, expected, nearest(u, values)) : t.success(found)
    }
  )
}

// -------------------------------------------------------------------------------------
// codecs
// -------------------------------------------------------------------------------------

/** A finite number. */
export const finite = numberThat('finite', Number.isFinite, 'a finite number', 'NotFinite')

/** A finite number above 0. */
export const positive = numberThat(
  'positive',
  (n) => n > 0 && n < Infinity,
  'a finite number above 0',
  (n) => (Number.isFinite(n) ? 'NotPositive' : 'NotFinite')
)

/** A finite number of at least 0. */
export const notNegative = numberThat(
  'notNegative',
  (n) => n >= 0 && n < Infinity,
  'a finite number of at least 0',
  (n) => (Number.isFinite(n) ? 'NotPositive' : 'NotFinite')
)

/** An axis; a negative one counts from the end. */
export const integer = numberThat('integer', Number.isSafeInteger, 'an integer', 'BadAxis')

/** A count of at least 1. */
export const count = numberThat('count', (n) => Number.isSafeInteger(n) && n >= 1, 'a positive integer', 'BadCount')

/** A fraction of a whole. */
export const fraction = numberThat('fraction', (n) => n >= 0 && n <= 1, 'a number from 0 to 1', 'BadBounds')

export const boolean: t.Type<boolean, boolean> = valueThat('boolean', t.boolean.is, 'true or false')

/**
 * Codecs of fields that several configs have.
 */
import * as t from 'io-ts'
import { leaf, refuse } from './record.js'

const isInteger = (u: unknown): u is number => Number.isSafeInteger(u)

/** An axis, which may count from the end. */
export const integer: t.Type<number, number> = leaf('integer', isInteger, (u, c) =>
  isInteger(u) ? t.success(u + 0) : refuse(u, c, typeof u === 'number' ? 'BadAxis' : 'WrongType', 'a whole number')
)

const isCount = (u: unknown): u is number => Number.isSafeInteger(u) && (u as number) >= 1

/** How many there are of something. */
export const count: t.Type<number, number> = leaf('count', isCount, (u, c) =>
  isCount(u) ? t.success(u) : refuse(u, c, typeof u === 'number' ? 'BadCount' : 'WrongType', 'a whole number from 1')
)

const isShare = (u: unknown): u is number => typeof u === 'number' && u >= 0 && u <= 1

/** A part of a whole. */
export const fraction: t.Type<number, number> = leaf('share', isShare, (u, c) =>
  isShare(u)
    ? t.success(u + 0)
    : refuse(u, c, typeof u === 'number' ? 'BadBounds' : 'WrongType', 'a number from 0 to 1')
)

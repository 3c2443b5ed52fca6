/**
 * Shapes with unknown sizes: the batch, the steps of a sequence, the pixels of an image.
 */
import * as t from 'io-ts'
import { refuse } from '../../../codec/problems.js'
import { leaf } from '../../../codec/leaf.js'
import { list } from '../../../codec/record.js'
import { maxRank } from '../../../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A size, or null if it depends on the data. */
export type Size = number | null

/** The shape of a tensor, the batch axis first. */
export type OpenShape = ReadonlyArray<Size>

// -------------------------------------------------------------------------------------
// codecs
// -------------------------------------------------------------------------------------

const isSize = (u: unknown): u is Size => u === null || (Number.isSafeInteger(u) && (u as number) >= 0)

/** A size in a file; −1 is unknown too. */
export const size: t.Type<Size, Size> = leaf('size', isSize, (u, c) => {
  if (u === -1) return t.success(null)
  return isSize(u) ? t.success(u) : refuse(u, c, 'BadDim', 'a non-negative integer, or null')
})

const sizes = list(size)

const isShape = (u: unknown): u is OpenShape => sizes.is(u) && u.length <= maxRank

export const openShape: t.Type<OpenShape, OpenShape> = leaf('shape', isShape, (u, c) =>
  Array.isArray(u) && u.length > maxRank
    ? refuse(u, c, 'RankTooLarge', `at most ${maxRank} axes`)
    : sizes.validate(u, c)
)

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** The size of an axis, negative from the end; null also outside the rank. */
export const sizeAt = (shape: OpenShape, axis: number): Size => shape.at(axis) ?? null

/** A size computed from sizes; null if one of them is. */
export const mapSizes =
  (f: (...sizes: ReadonlyArray<number>) => number) =>
  (...sizes: ReadonlyArray<Size>): Size =>
    sizes.every((size) => size !== null) ? f(...sizes) : null

const times = mapSizes((a = 1, b = 1) => a * b)

/** The product of the sizes. */
export const product = (shape: OpenShape): Size => shape.reduce<Size>((n, size) => times(n, size), 1)

/** The shape with its last size replaced. */
export const withLast = (shape: OpenShape, size: Size): OpenShape => [...shape.slice(0, -1), size]

/** As errors show it: `(null, 224, 224, 3)`. */
export const showShape = (shape: OpenShape): string => `(${shape.map(String).join(', ')})`

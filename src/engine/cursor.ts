/**
 * A position in a tensor, which moves as elements are written.
 *
 * A cursor is local to one run of a sampler. Some produce elements from words, from indices or from a whole tensor;
 * others combine cursors. No cursor checks whether there is a kernel: `write` is total, and `kernel/draw.ts` makes that
 * choice.
 */
import { type DataOf, type DType, traits } from '../DType.js'
import type { Rng } from '../Rng.js'
import * as Kernel from './kernel/draw.js'
import { chunk, shortRun } from './limits.js'
import type { Ranges } from './ranges.js'
import { scratch } from '../numeric/scratch.js'
import type { Transform } from './transform.js'
import type { WordReader } from './words.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

declare const cursor: unique symbol

/** The published declarations have no member of it: `Draw.open` names a type that its users cannot look into. */
export interface Cursor {
  readonly [cursor]?: never
  /**
   * Writes the next `n` elements, rounded to the dtype, into `out` from `offset` on; in float64 they are not rounded.
   *
   * @internal
   */
  readonly write: <D extends DType>(dtype: D, n: number, out: DataOf<D>, offset: number) => void
  /** @internal */
  readonly skip: (n: number) => void
  /**
   * The random state after the words of the tensor, once all elements have been written or skipped.
   *
   * @internal
   */
  readonly rng: () => Rng
}

/** Computes the `n` elements from `start` on at the start of `out`. */
export type Fill = (start: number, n: number, out: Float64Array) => void

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** Each element from words of its own. */
export const fromWords = (reader: WordReader, transform: Transform): Cursor => ({
  write: (dtype, n, out, offset) => Kernel.write(reader, transform, dtype, n, out, offset),
  skip: (n) => reader.skip(transform.wordsPerElement * n),
  rng: reader.rng
})

/** The same number for all elements. */
export const constant = (value: number, rng: Rng): Cursor => ({
  write: (dtype, n, out, offset) => void out.fill(rounded(dtype, value), offset, offset + n),
  skip: () => undefined,
  rng: () => rng
})

/** A number as an element of an array of the dtype. */
const rounded = (dtype: DType, value: number): number => {
  const { make, store } = traits(dtype)
  const out = make(1)
  store(Float64Array.of(value), 1, out, 0)
  return out[0]!
}

/** Each element from its index; `next` gives the state after the words that were taken. */
export const fromFill = (fill: Fill, next: () => Rng): Cursor => {
  let index = 0
  return {
    write: fromReals((n, out, offset) => {
      fill(index, n, offset === 0 ? out : out.subarray(offset))
      index += n
    }),
    skip: (n) => void (index += n),
    rng: next
  }
}

/** All elements, computed once when the first one is written. Missing elements are 0. */
export const fromWhole = (compute: () => Float64Array, next: () => Rng): Cursor => {
  let reals: Float64Array | undefined
  return fromFill((start, n, out) => {
    reals ??= compute()
    const known = reals.subarray(start, start + n)
    out.set(known)
    out.fill(0, known.length, n)
  }, next)
}

/** A cursor that is opened when it is first used. */
export const deferred = (open: () => Cursor): Cursor => {
  let opened: Cursor | undefined
  const cursor = (): Cursor => (opened ??= open())
  return {
    write: (dtype, n, out, offset) => cursor().write(dtype, n, out, offset),
    skip: (n) => cursor().skip(n),
    rng: () => cursor().rng()
  }
}

/** A fill that computes one element after the other. */
export const byIndex =
  (valueAt: (index: number) => number): Fill =>
  (start, n, out) => {
    for (let i = 0; i < n; i++) out[i] = valueAt(start + i)
  }

const realScratch = /* @__PURE__ */ scratch(chunk, (n) => new Float64Array(n))

/** Writes what `next` computes in float64, `n` numbers from an offset on: in place, or rounded chunk by chunk. */
const fromReals =
  (next: (n: number, out: Float64Array, offset: number) => void): Cursor['write'] =>
  (dtype, n, out, offset) => {
    if (dtype === 'float64') {
      next(n, out as Float64Array, offset)
      return
    }
    const { store } = traits(dtype)
    const reals = realScratch.take(chunk)
    for (let done = 0; done < n; done += chunk) {
      const count = Math.min(chunk, n - done)
      next(count, reals, 0)
      store(reals, count, out, offset + done)
    }
    realScratch.release(reals)
  }

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Clamped to [low, high]. */
export const clamped = (low: number, high: number, inner: Cursor): Cursor => ({
  write: fromReals((n, out, offset) => {
    inner.write('float64', n, out, offset)
    for (let i = offset; i < offset + n; i++) out[i] = Math.min(high, Math.max(low, out[i]!))
  }),
  skip: inner.skip,
  rng: inner.rng
})

/** Times a factor, before rounding. */
export const scaled = (factor: number, inner: Cursor): Cursor => ({
  write: fromReals((n, out, offset) => {
    inner.write('float64', n, out, offset)
    for (let i = offset; i < offset + n; i++) out[i] = factor * out[i]!
  }),
  skip: inner.skip,
  rng: inner.rng
})

/** Each element x as `f(x)`. */
export const mapped = (f: (x: number) => number, inner: Cursor): Cursor => ({
  write: fromReals((n, out, offset) => {
    inner.write('float64', n, out, offset)
    for (let i = offset; i < offset + n; i++) out[i] = f(out[i]!)
  }),
  skip: inner.skip,
  rng: inner.rng
})

/** One value at some indices. */
export const masked = (hidden: Ranges, value: number, inner: Cursor): Cursor => {
  let index = 0
  return {
    write: (dtype, n, out, offset) => {
      inner.write(dtype, n, out, offset)
      const [hiding, shift] = [rounded(dtype, value), offset - index]
      hidden(index, index + n, (from, to) => {
        if (to - from >= shortRun) out.fill(hiding, shift + from, shift + to)
        else for (let i = shift + from; i < shift + to; i++) out[i] = hiding
      })
      index += n
    },
    skip: (n) => {
      inner.skip(n)
      index += n
    },
    rng: inner.rng
  }
}

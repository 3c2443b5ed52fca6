/**
 * A place in a tensor, which moves as its elements are made, before they are rounded.
 *
 * A cursor is local to one run of a sampler: it is the one thing above `Rng` that changes, and nobody else sees it.
 * Cursors are made from words, from places or from the whole, and from one another.
 *
 * @since 0.1.0
 */
import * as RA from 'fp-ts/ReadonlyArray'
import type { DataOf, DType } from '../DType.js'
import * as Kernel from './kernel/draw.js'
import { scratch } from './scratch.js'
import { fillReals, type Transform } from './reals.js'
import { chunk } from '../Tensor.js'
import type { WordReader } from './words.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Cursor {
  /** puts the next `n` elements into the first places of `out` */
  readonly next: (out: Float64Array, n: number) => void
  readonly skip: (n: number) => void
  /** puts the next `n` elements, rounded, into `out` from `offset` on, if there is a faster way than by `next`: the same bits */
  readonly store?: <D extends DType>(dtype: D, out: DataOf<D>, offset: number, n: number) => boolean
}

/**
 * Puts the elements from `start` on into the first `n` places of `out`.
 *
 * @since 0.1.0
 */
export type Fill = (start: number, n: number, out: Float64Array) => void

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** The same number everywhere. */
export const constant = (value: number): Cursor => ({
  next: (out, n) => void out.fill(value, 0, n),
  skip: () => undefined
})

/** Each element from words of its own: many at a time by the kernel, where there is one. */
export const fromWords = (reader: WordReader, transform: Transform): Cursor => {
  const skip = (n: number): void => reader.skip(transform.words * n)
  const store = (dtype: DType, out: DataOf<DType>, offset: number, n: number): boolean => {
    const stored = Kernel.store(reader, transform, dtype, out, offset, n)
    if (stored) skip(n)
    return stored
  }
  return {
    next: (out, n) => {
      if (n > chunk && store('float64', out, 0, n)) return
      const words = room.take(transform.words * n)
      reader.read(words, transform.words * n)
      fillReals(transform, words, n, out)
      room.giveBack(words)
    },
    skip,
    store
  }
}

/** For the words of a chunk, two each. */
const room = scratch(2 * chunk, (n) => new Int32Array(n))

/** What can be made at any place. */
export const fromFill = (fill: Fill): Cursor => {
  let place = 0
  return {
    next: (out, n) => {
      fill(place, n, out)
      place += n
    },
    skip: (n) => {
      place += n
    }
  }
}

/** What is computed as a whole, once, when the first element is asked for. Missing elements are 0. */
export const fromWhole = (compute: () => Float64Array): Cursor => {
  let reals: Float64Array | undefined
  return fromFill((start, n, out) => {
    reals ??= compute()
    const known = reals.subarray(start, start + n)
    out.set(known)
    out.fill(0, known.length, n)
  })
}

/** Opened when it is first moved. */
export const deferred = (open: () => Cursor): Cursor => {
  let opened: Cursor | undefined
  const cursor = (): Cursor => (opened ??= open())
  return { next: (out, n) => cursor().next(out, n), skip: (n) => cursor().skip(n) }
}

/**
 * A fill that takes element by element.
 *
 * @since 0.1.0
 */
export const byIndex =
  (valueAt: (index: number) => number): Fill =>
  (start, n, out) => {
    for (let i = 0; i < n; i++) out[i] = valueAt(start + i)
  }

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Kept between two numbers. */
export const clamped = (least: number, greatest: number, { next, skip }: Cursor): Cursor => ({
  next: (out, n) => {
    next(out, n)
    for (let i = 0; i < n; i++) out[i] = Math.min(greatest, Math.max(least, out[i] as number))
  },
  skip
})

/** Times a factor. */
export const scaled = (factor: number, { next, skip }: Cursor): Cursor => ({
  next: (out, n) => {
    next(out, n)
    for (let i = 0; i < n; i++) out[i] = factor * (out[i] as number)
  },
  skip
})

/** With a value in the places that are not allowed. */
export const masked = (allows: (index: number) => boolean, value: number, { next, skip }: Cursor): Cursor => {
  let place = 0
  return {
    next: (out, n) => {
      next(out, n)
      for (let i = 0; i < n; i++) if (!allows(place + i)) out[i] = value
      place += n
    },
    skip: (n) => {
      skip(n)
      place += n
    }
  }
}

/** Cursors in turn, each for a row of its own length. */
export const interleaved = (rows: ReadonlyArray<number>, cursors: ReadonlyArray<Cursor>): Cursor => {
  const starts = RA.scanLeft(0, (sum: number, row: number) => sum + row)(rows)
  const cycle = starts.at(-1) as number
  const places = rows.map(() => 0)
  let place = 0
  /** Puts what is left of the row at `place`, or as much of it as there is room, into `out` from `filled` on. */
  const readRow = (out: Float64Array, filled: number, n: number): number => {
    const turn = Math.floor(place / cycle)
    const inCycle = place - turn * cycle
    const b = lastAtMost(starts, inCycle)
    const row = rows[b] as number
    const inRow = inCycle - (starts[b] as number)
    const count = Math.min(n - filled, row - inRow)
    const own = turn * row + inRow
    const { next, skip } = cursors[b] as Cursor
    skip(own - (places[b] as number))
    next(out.subarray(filled, filled + count), count)
    places[b] = own + count
    place += count
    return count
  }
  return {
    next: (out, n) => {
      for (let filled = 0; filled < n;) filled += readRow(out, filled, n)
    },
    skip: (n) => {
      place += n
    }
  }
}

/** Where the last of some rising numbers is that is at most x, of which the first one is. */
const lastAtMost = (rising: ReadonlyArray<number>, x: number): number => {
  let [low, high] = [0, rising.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((rising[middle] as number) <= x) low = middle
    else high = middle
  }
  return low
}

/**
 * The first `length` elements of a cursor in units, each unit `copies` times in a row. At most `room` elements are held:
 * a unit that is longer is made anew for each copy, from a cursor that starts over.
 */
export const repeated = (
  unit: number,
  copies: number,
  { length, room, open }: { readonly length: number; readonly room: number; readonly open: () => Cursor }
): Cursor => {
  const window = Math.min(length, unit > room ? room : unit * Math.floor(room / unit))
  let buffer = new Float64Array(0)
  let [cursor, place, held] = [open(), 0, -1]
  const hold = (wanted: number): void => {
    if (wanted === held) return
    if (wanted < held) [cursor, place] = [open(), 0]
    if (held < 0) buffer = new Float64Array(window)
    const start = wanted * window
    const count = Math.min(window, length - start)
    cursor.skip(start - place)
    cursor.next(buffer, count)
    place = start + count
    held = wanted
  }
  /** Puts what is left of a unit or of the window, or as much of it as there is room, into `out` from `filled` on. */
  const copyRun = (index: number, out: Float64Array, filled: number, n: number): number => {
    const inUnit = index % unit
    const source = Math.floor(index / (unit * copies)) * unit + inUnit
    hold(Math.floor(source / window))
    const from = source - held * window
    const count = Math.min(n - filled, unit - inUnit, window - from)
    for (let i = 0; i < count; i++) out[filled + i] = buffer[from + i] as number
    return count
  }
  return fromFill((start, n, out) => {
    for (let filled = 0; filled < n;) filled += copyRun(start + filled, out, filled, n)
  })
}

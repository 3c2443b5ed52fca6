/**
 * Cursors whose elements are those of others, row by row: in turn, or each row several times.
 */
import * as RA from 'fp-ts/ReadonlyArray'
import { type DataOf, type DType, traits } from '../DType.js'
import { type Cursor, fromFill } from './cursor.js'
import { panel, shortRun } from './limits.js'
import { scratch } from '../numeric/scratch.js'

/**
 * Cursors in turn, each for a row of its own length. Whole cycles are drawn by panels: many rows of one cursor at a time,
 * which are then copied to their offsets. So many short rows are drawn about as fast as one long one.
 */
export const interleaved = (rows: ReadonlyArray<number>, cursors: ReadonlyArray<Cursor>): Cursor => {
  const starts = RA.scanLeft(0, (sum: number, row: number) => sum + row)(rows)
  const cycle = starts.at(-1) as number
  const mostCycles = Math.floor(panel / rows.reduce((most, row) => Math.max(most, row), 1))
  const passed = rows.map(() => 0)
  let index = 0
  /** Cursor `b` at element `start` of its own, of which `n` are about to be written. */
  const cursorAt = (b: number, start: number, n: number): Cursor => {
    const cursor = cursors[b]!
    cursor.skip(start - passed[b]!)
    passed[b] = start + n
    return cursor
  }
  /** Writes the rest of the row at `index`, or its first `most` elements; returns how many. */
  const writeRow = <D extends DType>(dtype: D, most: number, out: DataOf<D>, offset: number): number => {
    const turn = Math.floor(index / cycle)
    const inCycle = index - turn * cycle
    const b = lastAtMost(starts, inCycle)
    const row = rows[b]!
    const inRow = inCycle - starts[b]!
    const n = Math.min(most, row - inRow)
    cursorAt(b, turn * row + inRow, n).write(dtype, n, out, offset)
    return n
  }
  /** Writes some whole cycles; returns how many elements. */
  const writePanel = <D extends DType>(dtype: D, cycles: number, out: DataOf<D>, offset: number): number => {
    const buffer = panels.take(8 * panel)
    const drawn = traits(dtype).view(buffer.buffer, 0, panel)
    rows.forEach((row, b) => {
      if (row === 0) return
      cursorAt(b, (index / cycle) * row, cycles * row).write(dtype, cycles * row, drawn, 0)
      spreadRows(drawn, row, cycles, out, offset + starts[b]!, cycle)
    })
    panels.release(buffer)
    return cycles * cycle
  }
  return {
    write: (dtype, n, out, offset) => {
      for (let done = 0; done < n;) {
        const cycles = index % cycle === 0 ? Math.min(mostCycles, Math.floor((n - done) / cycle)) : 0
        const written =
          cycles > 1 ? writePanel(dtype, cycles, out, offset + done) : writeRow(dtype, n - done, out, offset + done)
        done += written
        index += written
      }
    },
    skip: (n) => void (index += n),
    rng: () => (cursors.at(-1) as Cursor).rng()
  }
}

const panels = /* @__PURE__ */ scratch(8 * panel, (n) => new Uint8Array(n))

/** Copies rows that are one after the other to offsets that are a stride apart. */
const spreadRows = <D extends DType>(
  drawn: DataOf<D>,
  row: number,
  count: number,
  out: DataOf<D>,
  offset: number,
  stride: number
): void => {
  for (let k = 0; k < count; k++) {
    const [from, to] = [k * row, offset + k * stride]
    if (row >= shortRun) out.set(drawn.subarray(from, from + row), to)
    else for (let i = 0; i < row; i++) out[to + i] = drawn[from + i]!
  }
}

/** The index of the last of some ascending numbers that is at most x; the first one must be. */
const lastAtMost = (rising: ReadonlyArray<number>, x: number): number => {
  let [low, high] = [0, rising.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (rising[middle]! <= x) low = middle
    else high = middle
  }
  return low
}

/**
 * The first `length` elements of a cursor in units, each unit `copies` times in a row. At most `limit` elements are held: a
 * longer unit is drawn again for each copy, from a cursor that starts over.
 */
export const repeated = (
  unit: number,
  copies: number,
  { length, limit, open }: { readonly length: number; readonly limit: number; readonly open: () => Cursor }
): Cursor => {
  const window = Math.min(length, unit > limit ? limit : unit * Math.floor(limit / unit))
  let buffer = new Float64Array(0)
  let [cursor, passed, held] = [open(), 0, -1]
  const hold = (wanted: number): void => {
    if (wanted === held) return
    if (wanted < held) [cursor, passed] = [open(), 0]
    if (held < 0) buffer = new Float64Array(window)
    const start = wanted * window
    const count = Math.min(window, length - start)
    cursor.skip(start - passed)
    cursor.write('float64', count, buffer, 0)
    passed = start + count
    held = wanted
  }
  /** Copies the rest of a unit or of the window, or its first `most` elements; returns how many. */
  const copyRun = (index: number, out: Float64Array, offset: number, most: number): number => {
    const inUnit = index % unit
    const source = Math.floor(index / (unit * copies)) * unit + inUnit
    hold(Math.floor(source / window))
    const from = source - held * window
    const count = Math.min(most, unit - inUnit, window - from)
    for (let i = 0; i < count; i++) out[offset + i] = buffer[from + i]!
    return count
  }
  return fromFill(
    (start, n, out) => {
      for (let done = 0; done < n;) done += copyRun(start + done, out, done, n - done)
    },
    () => cursor.rng()
  )
}

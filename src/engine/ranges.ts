/**
 * Sets of element indices, as the ranges of them within any other range.
 */

/** Calls `use` on the ranges of the set within [start, stop), in order. */
export type Ranges = (start: number, stop: number, use: (from: number, to: number) => void) => void

/** The indices for which a predicate holds. */
export const where =
  (holds: (index: number) => boolean): Ranges =>
  (start, stop, use) => {
    for (let i = start; i < stop; i++) if (holds(i)) use(i, i + 1)
  }

/** A range of columns in each row of some matrices of `rows` x `cols`, as far as the columns exist. */
export const inRows =
  (rows: number, cols: number, columnsOf: (row: number) => readonly [from: number, to: number]): Ranges =>
  (start, stop, use) => {
    for (let row = Math.floor(start / cols); row * cols < stop; row++) {
      const [from, to] = columnsOf(row % rows)
      const first = Math.max(start, row * cols + from)
      const end = Math.min(stop, row * cols + Math.min(to, cols))
      if (first < end) use(first, end)
    }
  }

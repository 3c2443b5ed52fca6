/**
 * Elements of a cursor through a function of a user.
 */
import type { Cursor } from './cursor.js'

/** Each element x as `f(x)`. */
export const mapped = (f: (x: number) => number, { next, skip }: Cursor): Cursor => ({
  next: (out, n) => {
    next(out, n)
    for (let i = 0; i < n; i++) out[i] = f(out[i]!)
  },
  skip
})

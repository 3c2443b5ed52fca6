/**
 * Results of pure functions, remembered where they are dear to compute. Nobody can tell, but by the clock.
 */

/** The last few results of a function. */
export const memo = <A>(limit: number, f: (a: number, b: number) => A): ((a: number, b: number) => A) => {
  let known: ReadonlyArray<{ readonly a: number; readonly b: number; readonly result: A }> = []
  return (a, b) => {
    const found = known.find((entry) => entry.a === a && entry.b === b)
    if (found !== undefined) return found.result
    const result = f(a, b)
    known = [{ a, b, result }, ...known.slice(0, limit - 1)]
    return result
  }
}

/** What is computed when it is first asked for: tables that not every program needs. */
export const lazily = <A>(compute: () => A): (() => A) => {
  let known: A | undefined
  return () => (known ??= compute())
}

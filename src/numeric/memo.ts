/**
 * Remembers the last few results of a pure function that is dear to compute. Nobody can tell, but by the clock.
 */
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

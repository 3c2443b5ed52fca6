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

/** The result for each object that lives. */
export const weakly = <K extends object, A>(f: (key: K) => A): ((key: K) => A) => {
  const known = new WeakMap<K, { readonly result: A }>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found.result
    const result = f(key)
    known.set(key, { result })
    return result
  }
}

/** What is computed when it is first asked for: tables that not every program needs. Also that there is none. */
export const lazily = <A>(compute: () => A): (() => A) => {
  let known: { readonly result: A } | undefined
  return () => (known ??= { result: compute() }).result
}

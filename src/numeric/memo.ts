/**
 * Memoised pure functions; only their speed differs.
 */

/** A function of an object, computed once for each object that is still reachable. */
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

/** A constant that is computed on first use, for tables that not every program needs. */
export const lazily = <A>(compute: () => A): (() => A) => {
  let known: { readonly result: A } | undefined
  return () => (known ??= { result: compute() }).result
}

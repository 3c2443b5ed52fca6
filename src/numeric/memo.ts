/**
 * Remembers the last few results of a pure function that is dear to compute. Nobody can tell, but by the clock.
 */
export const memo = <A>(limit: number, f: (a: number, b: number) => A): ((a: number, b: number) => A) => {
  const known = new Map<string, A>()
  return (a, b) => {
    const key = `${a} ${b}`
    const found = known.get(key)
    if (found !== undefined) return found
    const made = f(a, b)
    const oldest = known.keys().next()
    if (known.size >= limit && oldest.done !== true) known.delete(oldest.value)
    known.set(key, made)
    return made
  }
}

/**
 * An order in which each of some numbered things comes after those it needs, in time linear in all needs (Kahn, 1962).
 */

export interface TopologicalOrder {
  readonly order: ReadonlyArray<number>
  /** those that need themselves, over one another */
  readonly cyclic: ReadonlyArray<number>
}

/** `needs[i]` are the numbers that i needs. */
export const topologicalOrder = (needs: ReadonlyArray<ReadonlyArray<number>>): TopologicalOrder => {
  const users = new Map<number, Set<number>>()
  const missing = new Map<number, number>()
  needs.forEach((needed, i) => {
    const different = new Set(needed)
    missing.set(i, different.size)
    different.forEach((each) => users.set(each, (users.get(each) ?? new Set()).add(i)))
  })
  // A set hands out what is added while it is walked.
  const ready = new Set(needs.flatMap((needed, i) => (needed.length === 0 ? [i] : [])))
  ready.forEach((i) =>
    users.get(i)?.forEach((user) => {
      const left = (missing.get(user) ?? 0) - 1
      missing.set(user, left)
      if (left === 0) ready.add(user)
    })
  )
  return { order: [...ready], cyclic: needs.flatMap((_, i) => (ready.has(i) ? [] : [i])) }
}

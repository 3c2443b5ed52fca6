/**
 * Topological order of numbered items, in time linear in the number of needs (Kahn, 1962).
 */

export interface TopologicalOrder {
  /** each item after all that it needs */
  readonly order: ReadonlyArray<number>
  /** items on a cycle, and those that need one of them */
  readonly blocked: ReadonlyArray<number>
}

/** `needs[i]` are the items that item i needs. */
export const topologicalOrder = (needs: ReadonlyArray<ReadonlyArray<number>>): TopologicalOrder => {
  const distinct = needs.map((items) => new Set(items))
  const missing = distinct.map(({ size }) => size)
  const users = needs.map((): Array<number> => [])
  for (const [i, items] of distinct.entries()) for (const item of items) users[item]?.push(i)

  const order: Array<number> = []
  let ready = needs.flatMap((_, i) => (missing[i] === 0 ? [i] : []))
  while (ready.length > 0) {
    const next: Array<number> = []
    for (const i of ready) {
      order.push(i)
      for (const user of users[i]!) {
        missing[user]! -= 1
        if (missing[user] === 0) next.push(user)
      }
    }
    ready = next
  }
  return { order, blocked: needs.flatMap((_, i) => (missing[i] === 0 ? [] : [i])) }
}

/**
 * Memory that is used again: to allocate room for 64 numbers takes longer than to draw them.
 */

/**
 * Room that one borrower has at a time. Whoever asks meanwhile, say a fill that draws another tensor, or asks for more
 * than the capacity, gets room of their own, and what a run that threw had taken is not lent again. What the last
 * borrower wrote is still there.
 */
export interface Scratch<A> {
  readonly take: (n: number) => A
  readonly giveBack: (room: A) => void
}

export const scratch = <A extends { readonly length: number }>(
  capacity: number,
  make: (n: number) => A
): Scratch<A> => {
  let spare: A | undefined
  return {
    take: (n) => {
      if (n > capacity) return make(n)
      const room = spare ?? make(capacity)
      spare = undefined
      return room
    },
    giveBack: (room) => {
      if (room.length === capacity) spare = room
    }
  }
}

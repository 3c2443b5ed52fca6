/**
 * Reused arrays: allocating one for 64 numbers takes longer than drawing them.
 */

/**
 * A spare array, lent to one borrower at a time. A borrower gets a new array if the spare one is lent (a value by index
 * may draw another tensor) or too small. An array that is never released is not lent again. The contents are those of the
 * last borrower.
 */
export interface Scratch<A> {
  readonly take: (n: number) => A
  readonly release: (array: A) => void
}

export const scratch = <A extends { readonly length: number }>(
  capacity: number,
  make: (n: number) => A
): Scratch<A> => {
  let spare: A | undefined
  return {
    take: (n) => {
      if (n > capacity) return make(n)
      const array = spare ?? make(capacity)
      spare = undefined
      return array
    },
    release: (array) => {
      if (array.length === capacity) spare = array
    }
  }
}

/**
 * NumPy's broadcasting: axes are aligned from the last one, and an axis of size 1 is repeated.
 */

/** Maps a row-major index into an array of shape `shape` to the index of the same element in one of shape `own`. */
export const broadcastIndex = (
  own: ReadonlyArray<number>,
  shape: ReadonlyArray<number>
): ((index: number) => number) => {
  const dims = shape.slice(shape.length - own.length)
  return (index) => {
    let rest = index
    let stride = 1
    let ownIndex = 0
    for (let axis = own.length - 1; axis >= 0; axis--) {
      const dim = dims[axis]!
      if (own[axis] !== 1) ownIndex += (rest % dim) * stride
      rest = Math.floor(rest / dim)
      stride *= own[axis]!
    }
    return ownIndex
  }
}

/**
 * NumPy's broadcasting: a smaller array on a larger one, aligned at the last axis, where an axis of size 1 is repeated.
 */

/** The place in an array of shape `own` of the element at a place of one of shape `shape`, both row-major. */
export const broadcastPlace = (
  own: ReadonlyArray<number>,
  shape: ReadonlyArray<number>
): ((index: number) => number) => {
  const dims = shape.slice(shape.length - own.length)
  return (index) => {
    let rest = index
    let stride = 1
    let place = 0
    for (let axis = own.length - 1; axis >= 0; axis--) {
      const dim = dims[axis] as number
      if (own[axis] !== 1) place += (rest % dim) * stride
      rest = Math.floor(rest / dim)
      stride *= own[axis] as number
    }
    return place
  }
}

/**
 * Products of small dense matrices, row by row in float64.
 *
 * Each element is a sum in a fixed order, k from 0 up, so the bits do not depend on how rows and columns are spread over
 * lanes or threads. The loops run over i, k, j: the inner one reads two rows in order.
 */

/** The product of an n × m and an m × p matrix. */
export const multiply = (a: Float64Array, b: Float64Array, n: number, m: number, p: number): Float64Array => {
  const out = new Float64Array(n * p)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) {
      const x = a[i * m + k]!
      for (let j = 0; j < p; j++) out[i * p + j] = out[i * p + j]! + x * b[k * p + j]!
    }
  }
  return out
}

/** x times a matrix. */
export const times = (x: number, a: Float64Array): Float64Array => {
  const out = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = x * a[i]!
  return out
}

/** The identity minus an n × n matrix. */
export const complement = (a: Float64Array, n: number): Float64Array => {
  const out = a.map((x) => -x)
  for (let i = 0; i < n; i++) out[i * n + i] = 1 - a[i * n + i]!
  return out
}

/** Adds `a` to `into`, in place. */
export const addTo = (into: Float64Array, a: Float64Array): void => {
  for (let i = 0; i < a.length; i++) into[i] = into[i]! + a[i]!
}

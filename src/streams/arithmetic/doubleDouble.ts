/**
 * Numbers in two doubles, high + low, with about 106 bits (Dekker, Numer. Math. 18, 1971).
 *
 * Nothing here allocates: a function whose result is a pair writes it to `pair`.
 */
import { exact, shift, toDouble } from '../../numeric/float/bigReal.js'
import { productError } from '../../numeric/float/errorFree.js'

// -------------------------------------------------------------------------------------
// pairs
// -------------------------------------------------------------------------------------

/** Pairs by index: entry i is `high[i] + low[i]`. */
export interface Pairs {
  readonly high: Float64Array
  readonly low: Float64Array
}

/** The nearest pairs to n / 2^bits. */
export const pairsOf = (numbers: ReadonlyArray<bigint>, bits: number): Pairs => {
  const high = Float64Array.from(numbers, (n) => toDouble(n, bits))
  const low = Float64Array.from(numbers, (n, i) => {
    const { mantissa, exponent } = exact(high[i]!)
    return toDouble(n - shift(mantissa, bits + exponent), bits)
  })
  return { high, low }
}

/** The last result that was a pair: high, low. */
export const pair = /* @__PURE__ */ new Float64Array(2)

/**
 * The polynomial whose lower coefficients are given, highest degree first, and whose upper part is `tail`, at x. Each
 * sum must be less than half the next coefficient in size.
 */
export const polynomialPair = (coefficients: Pairs, tail: number, x: number, xLow: number): void => {
  let high = tail
  let low = 0
  for (let i = 0; i < coefficients.high.length; i++) {
    const c = coefficients.high[i]!
    const p = high * x
    const rest = productError(high, x, p) + (high * xLow + low * x)
    high = c + p
    low = c - high + p + (rest + coefficients.low[i]!)
  }
  pair[0] = high
  pair[1] = low
}

/** The product of two pairs. */
export const productPair = (a: number, aLow: number, b: number, bLow: number): void => {
  const p = a * b
  pair[0] = p
  pair[1] = productError(a, b, p) + (a * bLow + aLow * b)
}

/** The sum high + low, known to within ± slack, rounded to a double; NaN where that could be one of two. */
export const roundPair = (high: number, low: number, slack: number): number => {
  const least = high + (low - slack)
  return least === high + (low + slack) ? least : NaN
}

/**
 * The mean and standard deviation of an STFT kernel's elements, without computing the elements: the sums of cos(2πtf/F) and
 * the like over the frequencies f = 0 … F/2 are geometric series, so each sample contributes one term.
 */
import type { StftOptions } from './stft.js'
import { cosTurn, sinTurn } from './trigonometry.js'

/** The sum over all frequencies at sample t, before the window. */
const sumAt = (side: StftOptions['side'], t: number, period: number): number => {
  const isEven = t % 2 === 0
  switch (side) {
    case 'real':
      return ((t % period === 0 ? period : 0) + (isEven ? 2 : 0)) / 2
    case 'imag':
      return isEven ? 0 : -cosTurn(t, 2 * period) / sinTurn(t, 2 * period)
  }
}

/** The sum of squares over all frequencies at sample t, before the window. */
const sumOfSquaresAt = (side: StftOptions['side'], t: number, period: number): number => {
  const bins = period / 2 + 1
  const cosines = (bins + (((2 * t) % period === 0 ? period : 0) + 2) / 2) / 2
  switch (side) {
    case 'real':
      return cosines
    case 'imag':
      return bins - cosines
  }
}

/** The mean and standard deviation of all elements, given the factor of each sample; at least 2 bins. */
export const stftMoments = (
  side: StftOptions['side'],
  factors: Float64Array,
  bins: number
): { readonly mean: number; readonly stddev: number } => {
  const period = 2 * (bins - 1)
  const elements = Math.max(1, factors.length * bins)
  const mean = factors.reduce((sum, w, t) => sum + w * sumAt(side, t, period), 0) / elements
  const meanSquare = factors.reduce((sum, w, t) => sum + w * w * sumOfSquaresAt(side, t, period), 0) / elements
  return { mean, stddev: Math.sqrt(Math.max(0, meanSquare - mean * mean)) }
}

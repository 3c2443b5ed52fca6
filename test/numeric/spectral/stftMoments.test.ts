import { describe, expect, it } from 'vitest'
import { stftFactors, stftKernel, type StftOptions } from '../../../src/numeric/spectral/stft.js'
import { stftMoments } from '../../../src/numeric/spectral/stftMoments.js'

const options: StftOptions = { side: 'real', window: null, scaling: null, periodic: false }

/** Sums over all elements, one by one. */
const summed = (kernel: Float64Array): { readonly mean: number; readonly square: number } => ({
  mean: kernel.reduce((sum, x) => sum + x, 0) / Math.max(1, kernel.length),
  square: kernel.reduce((sum, x) => sum + x * x, 0) / Math.max(1, kernel.length)
})

const check = (given: StftOptions, samples: number, bins: number): void => {
  const factors = stftFactors(given, samples)
  const { mean, stddev } = stftMoments(given.side, factors, bins)
  const wanted = summed(stftKernel(given, samples, bins))
  const most = factors.reduce((max, w) => Math.max(max, Math.abs(w)), 0)
  // elements are right to 1 ulp of `most`; n of them are added with n / 2 ulps each, a term for each sample with fewer
  const slack = samples * bins * 2 ** -52 * Math.max(1, most * most)
  const where = `${given.side} ${samples} ${bins}`
  expect(Math.abs(mean - wanted.mean), where).toBeLessThanOrEqual(slack)
  expect(Math.abs(stddev * stddev + mean * mean - wanted.square), where).toBeLessThanOrEqual(slack)
}

describe('stftMoments', () => {
  it('are those of the transform of four samples, worked out by hand', () => {
    // cosines 1 1 1, 1 0 −1, 1 −1 1, 1 0 −1: they sum to 4, their squares to 10
    expect(stftMoments('real', new Float64Array(4).fill(1), 3).mean).toBeCloseTo(4 / 12, 15)
    expect(stftMoments('real', new Float64Array(4).fill(1), 3).stddev).toBeCloseTo(Math.sqrt(10 / 12 - 1 / 9), 15)
    // minus sines: −1 at (1, 1) and 1 at (3, 1)
    expect(stftMoments('imag', new Float64Array(4).fill(1), 3).mean).toBeCloseTo(0, 15)
    expect(stftMoments('imag', new Float64Array(4).fill(1), 3).stddev).toBeCloseTo(Math.sqrt(2 / 12), 15)
  })

  it('agree with sums over all elements: fewer samples than points, as many, and many more', () => {
    for (const side of ['real', 'imag'] as const)
      for (let samples = 0; samples <= 33; samples++)
        for (const bins of [2, 3, 4, 5, 8, 9]) check({ ...options, side }, samples, bins)
  })

  it('agree with the sums under a window', () => {
    for (const side of ['real', 'imag'] as const)
      for (const window of ['hann', 'hamming', [3, -1, 0.5, 2, -7, 1, 1, 0]] as const)
        for (const scaling of ['density', 'spectrum', null] as const)
          for (const bins of [2, 5, 7]) check({ side, window, scaling, periodic: false }, 8, bins)
  })

  it('hold for large transforms', () => {
    check({ ...options, side: 'real', window: 'hann', scaling: 'density' }, 400, 257)
    check({ ...options, side: 'imag' }, 1025, 129)
  })

  it('are 0 without samples, and the standard deviation is never NaN', () => {
    expect(stftMoments('real', new Float64Array(0), 5)).toEqual({ mean: 0, stddev: 0 })
    // all elements are w: mean w, standard deviation 0
    for (const w of [0.1, 1 / 3, 7]) expect(stftMoments('real', Float64Array.of(w), 6).stddev).toBeLessThan(1e-7 * w)
  })
})

/** Shapes by hand from `keras/src/layers/preprocessing/stft_spectrogram.py` of Keras 3.16. */
import { describe, expect, test } from 'vitest'
import { build, initializerOf, outcome } from '../support.js'
import { right } from '../../../support/either.js'

const b = null // the batch

describe('STFTSpectrogram', () => {
  const of = (config: object) => outcome('STFTSpectrogram', { frame_length: 200, ...config }, [[b, 1000, 2]])

  test.each<[config: object, weights: string, output: ReadonlyArray<number | null>]>([
    // 256 is the least power of two from 200 on: 129 bins; 1 + ⌊(1000 − 200) / 100⌋ = 9
    [{}, 'real_kernel 200,1,129; imag_kernel 200,1,129', [b, 9, 258]],
    [{ mode: 'real', expand_dims: true }, 'real_kernel 200,1,129', [b, 9, 129, 2]],
    [{ mode: 'imag', fft_length: 512, padding: 'same' }, 'imag_kernel 200,1,257', [b, 10, 514]],
    [{ mode: 'stft' }, 'real_kernel 200,1,129; imag_kernel 200,1,129', [b, 9, 516]]
  ])('%o', (config, weights, output) => {
    expect(of(config)).toEqual([weights, output])
  })

  const kernels = (window: unknown) =>
    right(build('keras3')('STFTSpectrogram', { window, scaling: 'spectrum' }, [[b, 1000, 1]])).weights

  test('its kernels are drawn by STFT', () => {
    expect(kernels('hamming').map(initializerOf)[1]).toMatchObject({
      ...{ _tag: 'STFT', side: 'imag', window: 'hamming', scaling: 'spectrum', periodic: false }
    })
  })

  test('an unknown window is an error of the initializer', () => {
    expect(kernels('triangle')[1]?.initializer).toMatchObject({ left: [{ path: ['config', 'window'] }] })
  })
})

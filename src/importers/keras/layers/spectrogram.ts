/**
 * The short-time Fourier transform as a convolution. Its kernels are trainable; Keras initializes them by `STFT`.
 *
 * @see keras/src/layers/preprocessing/stft_spectrogram.py
 */
import * as E from 'fp-ts/Either'
import { boolean, count, oneOf } from '../../../codec/leaf.js'
import type { Plain } from '../../../codec/plain.js'
import { at } from '../../../InitializerError.js'
import type { WeightInitializer } from '../../weightInitializer.js'
import { dataFormat, type DataFormat } from '../kit/keys.js'
import { mapSizes, type OpenShape, type Size } from '../kit/openShape.js'
import {
  type ConfigReader,
  firstInput,
  type LayerReader,
  layerReader,
  type LayerTable,
  optional
} from '../kit/reader.js'
import { weight, weightsIf } from '../kit/weights.js'
import { channelsOf, convolved, type Padding } from '../kit/windows.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

const modes = ['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft'] as const

/** The initializer of one side, from the config of Keras. */
const stftInitializers: ConfigReader<(side: 'real' | 'imag') => WeightInitializer> = ({ layer, readInitializer }) => {
  const { window = 'hann', scaling = 'density', periodic = false } = layer.config
  const config = (side: string): Plain => ({ class_name: 'STFT', config: { side, window, scaling, periodic } })
  return E.right((side) => at(...layer.path)(readInitializer(config(side))))
}

/** The least power of two that is n or more. */
const powerFrom = (n: number): number => (n <= 1 ? 1 : 2 * powerFrom(Math.ceil(n / 2)))

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

interface OutputConfig {
  readonly data_format: DataFormat
  readonly expand_dims: boolean
}

/** Frequencies and channels on one axis, or on an axis each. */
const outputOf = (
  { data_format, expand_dims }: OutputConfig,
  steps: OpenShape,
  bins: number,
  channels: Size
): OpenShape => {
  const [batch = null, second = null, third = null] = steps
  if (!expand_dims) return steps
  return data_format === 'channels_last' ? [batch, second, bins, channels] : [batch, channels, third, bins]
}

const stftSpectrogram: LayerReader = layerReader(
  {
    mode: optional(oneOf('UnknownValue', modes), 'log'),
    frame_length: optional(count, 256),
    frame_step: optional(count, null),
    fft_length: optional(count, null),
    padding: optional(oneOf<Padding>('UnknownValue', ['valid', 'same']), 'valid'),
    expand_dims: optional(boolean, false),
    data_format: dataFormat,
    initializers: stftInitializers
  },
  (c, call) =>
    E.Functor.map(firstInput(call, [3, 3]), (input) => {
      const bins = Math.floor((c.fft_length ?? powerFrom(c.frame_length)) / 2) + 1
      const shape = [c.frame_length, 1, bins]
      const channels = channelsOf(c.data_format, input)
      const frequencies = c.mode === 'stft' ? 2 * bins : bins
      const window = {
        kernel_size: [c.frame_length],
        strides: [c.frame_step ?? Math.floor(c.frame_length / 2)],
        padding: c.padding,
        dilation_rate: [],
        data_format: c.data_format
      }
      const steps = convolved(window, input, mapSizes((n) => n * frequencies)(channels))
      return {
        weights: [
          ...weightsIf(c.mode !== 'imag', weight('real_kernel', shape, c.initializers('real'))),
          ...weightsIf(c.mode !== 'real', weight('imag_kernel', shape, c.initializers('imag')))
        ],
        outputs: [outputOf(c, steps, frequencies, channels)]
      }
    })
)

export const spectrograms: LayerTable = { STFTSpectrogram: stftSpectrogram }

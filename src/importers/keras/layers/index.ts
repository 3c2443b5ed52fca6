/**
 * All layers by the names of their classes; a family is one line here. Keras writes a class by its first name, so there are
 * none such as MaxPool2D or Convolution2D.
 */
import { attentions } from './attention.js'
import { convolutions } from './convolution.js'
import { core, reshapings } from './core.js'
import type { LayerReader, LayerTable } from '../kit/reader.js'
import type { Layer } from '../kit/layer.js'
import { mergings } from './merging.js'
import { normalizations } from './normalization.js'
import { poolings } from './pooling.js'
import { recurrent } from './recurrent.js'
import { resizings } from './resizing.js'
import { spectrograms } from './spectrogram.js'
import { isOperation, weightless } from './weightless.js'
import { wrappers } from './wrappers.js'

const withoutWeights: LayerTable = { ...poolings, ...resizings, ...mergings, ...reshapings, ...weightless }

export const layers: ReadonlyMap<string, LayerReader> = new Map(
  [core, convolutions, normalizations, recurrent, attentions, spectrograms, wrappers, withoutWeights].flatMap((table) =>
    Object.entries(table)
  )
)

/** These need not know what comes in: nobody then knows what comes out of them, and a layer with weights will say so. */
export const isWeightless = ({ className, module }: Layer): boolean =>
  Object.hasOwn(withoutWeights, className) || isOperation(module)

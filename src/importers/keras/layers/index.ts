/**
 * All layers by class name. A layer is one row in the table of its file; a new file is one line here. Keras writes classes by
 * their canonical names, so aliases such as MaxPool2D and Convolution2D need no row.
 */
import type { Layer } from '../kit/layer.js'
import type { LayerReader, LayerTable } from '../kit/reader.js'
import { attentions } from './attention.js'
import { convolutions } from './convolution.js'
import { core, reshapings } from './core.js'
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

/** Layers without weights accept unknown inputs; their outputs are unknown then. A layer with weights reports an error. */
export const isWeightless = ({ className, module }: Layer): boolean =>
  Object.hasOwn(withoutWeights, className) || isOperation(module)

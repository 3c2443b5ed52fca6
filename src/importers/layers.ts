/**
 * All layers by the names of their classes; a family is one line here.
 */
import { attentions } from './attention.js'
import { convolutions } from './convolution.js'
import { core } from './core.js'
import type { Entry } from './layer.js'
import { mergings } from './merging.js'
import { normalizations } from './normalization.js'
import { poolings } from './pooling.js'
import { recurrent } from './recurrent.js'
import { resizings } from './resizing.js'
import { weightless } from './weightless.js'
import { wrappers } from './wrappers.js'

export const layers: ReadonlyMap<string, Entry> = new Map(
  [
    ...[core, convolutions, normalizations, recurrent, attentions, wrappers],
    ...[poolings, resizings, mergings, weightless]
  ].flatMap((table) => Object.entries(table))
)

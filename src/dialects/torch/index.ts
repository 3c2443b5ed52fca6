/**
 * The dialect of PyTorch: calls of `torch.nn.init`.
 */
import type { DialectDefinition } from '../definition.js'
import { asClass, writerOf } from '../kit/writer.js'
import { read } from './read.js'
import { spec } from './spec.js'
import { writers } from './write.js'

export const torch: DialectDefinition = { spec, read, write: writerOf(spec, writers, asClass) }

/**
 * The dialect of Burn: its `Initializer` as serde writes it.
 */
import { flow } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import type { DialectDefinition } from '../definition.js'
import { findIn, readForm, variantForm } from '../kit/form.js'
import { type ClassWriting, writerOf } from '../kit/writer.js'
import { classes } from './read.js'
import { spec } from './spec.js'
import { writers } from './write.js'

const find = findIn(classes, spec)

const asVariant = ({ class_name, config }: ClassWriting): unknown =>
  Object.keys(config).length === 0 ? class_name : { [class_name]: config }

export const burn: DialectDefinition = {
  spec,
  read: flow((config) => variantForm(config, find), E.chain(readForm)),
  write: writerOf(spec, writers, asVariant)
}

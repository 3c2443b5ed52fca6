/**
 * The dialect of JAX and Flax: calls of `jax.nn.initializers`.
 */
import { flow } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import type { DialectDefinition } from '../definition.js'
import { classForm, findIn, readForm } from '../kit/form.js'
import { asClass, writerOf } from '../kit/writer.js'
import { classes } from './read.js'
import { spec } from './spec.js'
import { writers } from './write.js'

const find = findIn(classes, spec)

export const jax: DialectDefinition = {
  spec,
  read: flow((config) => classForm(config, find), E.chain(readForm)),
  write: writerOf(spec, writers, asClass)
}

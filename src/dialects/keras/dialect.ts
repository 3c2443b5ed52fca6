/**
 * A dialect that reads and writes configs as Keras does: `{ class_name, config }`, with Keras's own keys around it.
 */
import type { PlainRecord } from '../../codec/plain.js'
import type { DialectDefinition } from '../definition.js'
import { type ClassWriting, writerOf, type WriterTable } from '../kit/writer.js'
import { readerOf } from './read.js'
import type { KerasSpec } from './spec.js'

/** Keras's own keys come in Keras's order, other keys of the wrapper last. */
const serialize =
  ({ hasModule }: KerasSpec) =>
  ({ class_name, config }: ClassWriting, wrapper: PlainRecord): unknown => {
    const { module: _module, registered_name: _name, ...others } = wrapper
    return {
      ...(hasModule || Object.hasOwn(wrapper, 'module') ? { module: 'keras.initializers' } : {}),
      class_name,
      config,
      ...(hasModule || Object.hasOwn(wrapper, 'registered_name') ? { registered_name: null } : {}),
      ...others
    }
  }

export const kerasDialect = (spec: KerasSpec, writers: WriterTable<KerasSpec>): DialectDefinition => ({
  spec,
  read: readerOf(spec),
  write: writerOf(spec, writers, serialize(spec))
})

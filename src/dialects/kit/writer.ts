/**
 * How initializers are written in a dialect: a table with a function for each tag, or `unsupported`.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { PlainRecord } from '../../codec/plain.js'
import { all, type Errors, type Validated } from '../../InitializerError.js'
import type { AnyInitializer } from '../../initializers/kit/definition.js'
import { fromTable, type TagTable } from '../../initializers/tagTable.js'
import type { ConfigWriting, DialectDefinition, WriteSettings } from '../definition.js'
import type { Point } from '../points.js'
import type { DialectSpec } from '../spec.js'
import { equivalentOf } from './equivalents.js'
import { notExpressible } from './notExpressible.js'

export { notExpressible }

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type Config = Readonly<Record<string, unknown>>

/** A class and its config, and the points that they involve. */
export interface ClassWriting {
  readonly class_name: string
  readonly config: Config
  readonly points: ReadonlyArray<Point>
}

/** A condition of writing a config: the points that it involves, or the field that is not expressible. */
export type Check = Validated<ReadonlyArray<Point>>

export type WriterTable<S extends DialectSpec = DialectSpec> = TagTable<
  [spec: S, settings: WriteSettings],
  Validated<ClassWriting>
>

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** A class and its config if all checks pass, else all errors. */
export const written = (
  class_name: string,
  config: Config = {},
  ...checks: ReadonlyArray<Check>
): Validated<ClassWriting> =>
  pipe(
    all(checks),
    E.map((points) => ({ class_name, config, points: points.flat() }))
  )

/** A check that passes and involves these points. */
export const pass = (...points: ReadonlyArray<Point>): Check => E.right(points)

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The writer of a dialect. An initializer that the dialect cannot express is written as an equivalent one, if there is one.
 * `serialize` gives the form that the dialect has for a class and its config; the wrapper has the keys that were around it.
 */
export const writerOf = <S extends DialectSpec>(
  spec: S,
  table: WriterTable<S>,
  serialize: (writing: ClassWriting, wrapper: PlainRecord) => unknown
): DialectDefinition['write'] => {
  const direct = fromTable(table, ({ _tag }) => notExpressible('_tag', `an initializer that ${spec.name} has`, _tag))
  const asEquivalent = (
    initializer: AnyInitializer,
    settings: WriteSettings,
    errors: Errors
  ): Validated<ClassWriting> => {
    const equivalent = equivalentOf(initializer, spec, settings)
    if (equivalent === undefined) return E.left(errors)
    return pipe(
      equivalent,
      E.chain(({ initializer: other, points }) =>
        pipe(
          direct(other, spec, settings),
          E.bimap(
            () => errors,
            (writing) => ({ ...writing, points: [...writing.points, ...points] })
          )
        )
      )
    )
  }
  return (initializer, settings, wrapper) =>
    pipe(
      direct(initializer, spec, settings),
      E.orElse((errors) => asEquivalent(initializer, settings, errors)),
      E.map((writing): ConfigWriting => ({ config: serialize(writing, wrapper), points: writing.points }))
    )
}

// -------------------------------------------------------------------------------------
// forms
// -------------------------------------------------------------------------------------

/** `{ class_name, config }`, and the keys that were around it. */
export const asClass = ({ class_name, config }: ClassWriting, wrapper: PlainRecord): unknown => ({
  class_name,
  config,
  ...wrapper
})

/**
 * Lists of values, with the errors of all entries up to a limit.
 */
import * as E from 'fp-ts/Either'
import * as t from 'io-ts'
import { error, maxErrors } from '../InitializerError.js'
import { codeOf, entryOf, fromError, refuse } from './failure.js'

/** A list of values of a codec. */
export const list = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  new t.Type<ReadonlyArray<A>, ReadonlyArray<O>>(
    `list of ${codec.name}`,
    (u): u is ReadonlyArray<A> => Array.isArray(u) && u.every(codec.is),
    (u, c) =>
      Array.isArray(u)
        ? every(u as ReadonlyArray<unknown>, (item, i) => codec.validate(item, [...c, entryOf(i, codec)]))
        : refuse(u, c, 'WrongType', 'a list'),
    (as) => as.map(codec.encode)
  )

/**
 * All values, or the failures of the entries that failed. Beyond `maxErrors` failures, one `TooManyErrors` says how many
 * entries failed, so that a long list of wrong entries takes no memory.
 */
export const every = <I, A>(
  items: ReadonlyArray<I>,
  validate: (item: I, index: number) => t.Validation<A>
): t.Validation<ReadonlyArray<A>> => {
  const values: Array<A> = []
  const failures: Array<t.ValidationError> = []
  let count: t.ValidationError | undefined
  for (const [i, item] of items.entries()) {
    const validation = validate(item, i)
    if (E.isRight(validation)) {
      values.push(validation.right)
      continue
    }
    for (const failure of validation.left) {
      if (codeOf(failure) === 'TooManyErrors') count ??= failure
      else if (failures.length <= maxErrors) failures.push(failure)
    }
  }
  if (failures.length === 0) return t.success(values)
  const isFull = failures.length > maxErrors
  return t.failures(isFull ? [...failures, count ?? tooMany(items.length - values.length)] : failures)
}

const tooMany = (wrong: number): t.ValidationError =>
  fromError(error('TooManyErrors', `at most ${maxErrors} errors`, `${wrong} wrong entries`), [])

/**
 * Errors as values.
 *
 * An error is a record: a stable `code` for programs, the `path` to the offending value, and short descriptions of what
 * was `expected` and `received`. `message` turns it into a sentence. Every function that can fail returns a
 * `Validated<A>`: all the errors at once, or the value.
 *
 * @since 0.1.0
 */
import type { Applicative2C } from 'fp-ts/Applicative'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Code =
  // the form of a value
  | 'WrongType'
  | 'Unreadable'
  | 'TooDeep'
  | 'TooLarge'
  | 'BadJson'
  | 'DuplicateKey'
  | 'MissingKey'
  | 'UnknownKey'
  | 'UnknownName'
  | 'UnknownValue'
  | 'UnknownDType'
  | 'TooManyErrors'
  // numbers
  | 'NotFinite'
  | 'NotPositive'
  | 'NotSafeInteger'
  | 'NotRepresentable'
  | 'BadSeed'
  | 'BadState'
  | 'BadCount'
  | 'BadBounds'
  | 'BoundOverflow'
  | 'BoundUnderflow'
  // shapes
  | 'BadShape'
  | 'BadDim'
  | 'RankTooLarge'
  | 'ShapeTooLarge'
  | 'ShapeMismatch'
  | 'BadSlice'
  | 'BadRank'
  | 'BadAxis'
  | 'BadGroups'
  // models and files
  | 'BadName'
  | 'DuplicateName'
  | 'NoInitializer'
  | 'BadDefinition'
  | 'BadHeader'
  | 'HeaderTooLarge'
  | 'BadOffsets'
  | 'Truncated'
  | 'UnsupportedDType'
  // the world
  | 'UnsupportedArithmetic'
  | 'Unsupported'
  | 'FileError'
  | 'WorkerFailed'
  | 'Interrupted'

/** @since 0.1.0 */
export type Path = ReadonlyArray<string | number>

/** @since 0.1.0 */
export interface InitializerError {
  readonly code: Code
  /** from the outermost value to the offending one; empty for the value itself */
  readonly path: Path
  readonly expected: string
  /** a description of the offending value in at most about 80 characters */
  readonly received: string
  /** the nearest known word, if the value is an unknown one */
  readonly nearest?: string
}

/** @since 0.1.0 */
export type Errors = RNEA.ReadonlyNonEmptyArray<InitializerError>

/**
 * A value, or all errors.
 *
 * @since 0.1.0
 */
export type Validated<A> = E.Either<Errors, A>

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const error = (code: Code, expected: string, received: string, path: Path = []): InitializerError => ({
  code,
  path,
  expected,
  received: shorten(received)
})

/** The maximum length of the text of an input in an error. */
const maxReceived = 80

const shorten = (text: string): string => (text.length > maxReceived ? `${text.slice(0, maxReceived - 1)}…` : text)

/** @since 0.1.0 */
export const fail = (code: Code, expected: string, received: string, path: Path = []): Validated<never> =>
  E.left([error(code, expected, received, path)])

/**
 * Describes any value in at most about 80 characters. It reads no property of an object, so hostile objects are safe.
 *
 * @since 0.1.0
 * @example
 * import { InitializerError } from 'initializers-ts'
 *
 * InitializerError.show('fan_In') // => '"fan_In"'
 * InitializerError.show(-0) // => '-0'
 * InitializerError.show([1, 2]) // => 'an array'
 */
export const show = (u: unknown): string => {
  switch (typeof u) {
    case 'string':
      return quote(u)
    case 'number':
      return Object.is(u, -0) ? '-0' : String(u)
    case 'bigint':
      return showBigInt(u)
    case 'boolean':
    case 'undefined':
      return String(u)
    case 'function':
      return 'a function'
    case 'symbol':
      return 'a symbol'
    case 'object':
      return u === null ? 'null' : isArray(u) ? 'an array' : 'an object'
  }
}

/** In quotes, with escapes for invisible characters, each up to six characters long. */
const quote = (s: string): string => {
  const quoted = JSON.stringify(s.slice(0, maxReceived))
  const fits = quoted.length <= maxReceived && s.length <= maxReceived
  return fits ? quoted : `${quoted.slice(0, 50)}…" (${s.length} characters)`
}

/** Printing a bigint takes quadratic time, so beyond 256 bits only its size is given. */
const showBigInt = (n: bigint): string =>
  BigInt.asIntN(256, n) === n ? `${n}n`.slice(0, 80) : `an integer of more than 256 bits`

/** `Array.isArray`, which throws for a revoked proxy. */
const isArray = (u: object): boolean =>
  E.getOrElse(() => false)(
    E.tryCatch(
      () => Array.isArray(u),
      () => null
    )
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Prefixes the paths of a part's errors with the path of the part.
 *
 * @since 0.1.0
 */
export const at =
  (...prefix: Path) =>
  <A>(fa: Validated<A>): Validated<A> =>
    E.isRight(fa) ? fa : E.left(RNEA.map((e: InitializerError) => ({ ...e, path: [...prefix, ...e.path] }))(fa.left))

/** `E.chain`, ten times faster: fp-ts's version builds arrays of arguments, which matters for small draws. */
export const andThen =
  <A, B>(f: (a: A) => Validated<B>) =>
  (fa: Validated<A>): Validated<B> =>
    E.isLeft(fa) ? fa : f(fa.right)

/** The result of a function of two values, or the errors of both. */
export const both = <A, B, C>(fa: Validated<A>, fb: Validated<B>, f: (a: A, b: B) => Validated<C>): Validated<C> => {
  if (E.isLeft(fa)) return E.isLeft(fb) ? E.left(RNEA.concat(fb.left)(fa.left)) : fa
  return E.isLeft(fb) ? fb : f(fa.right, fb.right)
}

/**
 * All values, or the errors of all that failed, in linear time.
 *
 * @since 0.1.0
 */
export const all = <A>(fas: ReadonlyArray<Validated<A>>): Validated<ReadonlyArray<A>> => {
  const { left, right } = pipe(
    fas,
    RA.partitionMap((fa) => fa)
  )
  return fromErrors(left.flat(), right)
}

/**
 * The value, if there are no errors.
 *
 * @since 0.1.0
 */
export const fromErrors = <A>(errors: ReadonlyArray<InitializerError>, a: A): Validated<A> =>
  RA.isNonEmpty(errors) ? E.left(errors) : E.right(a)

/**
 * The maximum number of errors in one result.
 *
 * @since 0.1.0
 */
export const maxErrors = 100

/**
 * Keeps the first `maxErrors` errors and adds a `TooManyErrors` with their number, unless there already is one.
 *
 * @since 0.1.0
 */
export const cap = <A>(fa: Validated<A>): Validated<A> =>
  pipe(
    fa,
    E.mapLeft(([first, ...rest]): Errors => {
      if (rest.length < maxErrors) return [first, ...rest]
      const count =
        rest.find(isCount) ?? error('TooManyErrors', `at most ${maxErrors} errors`, `${1 + rest.length} errors`)
      return [first, ...rest.filter((e) => !isCount(e)).slice(0, maxErrors - 1), count]
    })
  )

const isCount = ({ code }: InitializerError): boolean => code === 'TooManyErrors'

/**
 * The error as a sentence.
 *
 * @since 0.1.0
 * @example
 * import { InitializerError } from 'initializers-ts'
 *
 * const e = { code: 'NotPositive', path: ['config', 'scale'], expected: 'a number above 0', received: '-1' } as const
 * InitializerError.message(e) // => 'config.scale: expected a number above 0, got -1'
 */
export const message = ({ code, path, expected, received, nearest }: InitializerError): string =>
  (path.length === 0 ? '' : `${showPath(path)}: `) +
  (code === 'Interrupted' ? `${received} before ${expected}` : `expected ${expected}, got ${received}`) +
  (nearest === undefined ? '' : ` (did you mean ${nearest}?)`)

const showPath = (path: Path): string =>
  path
    .map((key, i) =>
      typeof key === 'number'
        ? `[${key}]`
        : /^[\w$-]{1,80}$/.test(key)
          ? `${i === 0 ? '' : '.'}${key}`
          : `[${show(key)}]`
    )
    .join('')

// -------------------------------------------------------------------------------------
// instances
// -------------------------------------------------------------------------------------

/**
 * Collects the errors of all values, for `sequenceS`, `sequenceT` and `apS`.
 *
 * @since 0.1.0
 */
export const Applicative: Applicative2C<E.URI, Errors> = E.getApplicativeValidation(
  RNEA.getSemigroup<InitializerError>()
)

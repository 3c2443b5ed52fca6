/**
 * JSON text from outside (RFC 8259), with what `JSON.parse` passes over in silence.
 *
 * `JSON.parse` keeps the last of two equal keys, rounds 12345678901234567890, reads 1e999 as Infinity, and says where a
 * mistake is in the words of its engine, or not at all. So one walk over the tokens comes first: it refuses these, keeps
 * its place in a list rather than on the call stack, and is linear in the text. The value is then `JSON.parse`'s own.
 *
 * Law: what is accepted here is what `JSON.parse` accepts, and the same value, but for what is said above.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Json from 'fp-ts/Json'
import {
  cap,
  error,
  type Errors,
  fail,
  fromErrors,
  type InitializerError,
  maxErrors,
  type Path,
  show,
  type Validated
} from '../InitializerError.js'
import { configLimits } from './plain.js'

/** The longest text that is looked at, in UTF-16 code units: that of the longest safetensors header. */
export const maxLength = 100_000_000

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** An object or array that is open. */
interface Frame {
  /** the keys of an object so far, unescaped; none for an array */
  readonly keys: Set<string> | undefined
  /** of the member that is being read */
  key: string | number
}

/** What may come next, as a set of kinds of token. A kind is the first character; 0 stands for all but `{}[],:"`. */
const value = '{["0'
const firstItem = '{["0]'
const firstKey = '"}'
const nextKey = '"'
const colon = ':'
const end = ''

const afterValue = (frame: Frame | undefined): string =>
  frame === undefined ? end : frame.keys === undefined ? ',]' : ',}'

// -------------------------------------------------------------------------------------
// constructor
// -------------------------------------------------------------------------------------

/** The value of a JSON text, or `TooLarge`, `TooDeep`, `BadJson`, `DuplicateKey`, `NotSafeInteger`, `NotFinite`. */
export const parseJson = (text: string): Validated<unknown> =>
  text.length > maxLength
    ? fail('TooLarge', `a text of at most ${maxLength} characters`, `${text.length} characters`)
    : pipe(fromErrors(problems(text), text), E.chain(parse), cap)

/** Can fail only if the walk overlooked something. */
const parse = (text: string): Validated<unknown> =>
  E.mapLeft((): Errors => [badJson(text, 0, 'JSON', [])])(Json.parse(text))

// -------------------------------------------------------------------------------------
// the walk
// -------------------------------------------------------------------------------------

/** One step a token: the token must be among what is expected, and decides what is expected next. */
const problems = (text: string): ReadonlyArray<InitializerError> => {
  const errors: Array<InitializerError> = []
  const frames: Array<Frame> = []
  const path = (): Path => frames.map(({ key }) => key)
  let expected = value
  let start = skipSpace(text, 0)

  while (start < text.length && errors.length <= maxErrors) {
    const kind = kindAt(text, start)
    const stop = endOfToken(kind, text, start)
    const leaf = isLeaf(kind) ? Json.parse(text.slice(start, stop)) : noLeaf
    if (!expected.includes(kind) || E.isLeft(leaf)) return [...errors, badJson(text, start, name(expected), path())]

    const frame = frames.at(-1)
    if (kind === '{' || kind === '[') {
      if (frames.length === configLimits.depth) return [...errors, tooDeep(path())]
      frames.push(kind === '{' ? { keys: new Set(), key: '' } : { keys: undefined, key: 0 })
      expected = kind === '{' ? firstKey : firstItem
    } else if (kind === '}' || kind === ']') {
      frames.pop()
      expected = afterValue(frames.at(-1))
    } else if (kind === ',') {
      if (typeof frame?.key === 'number') frame.key += 1
      expected = frame?.keys === undefined ? value : nextKey
    } else if (kind === ':') {
      expected = value
    } else if (frame?.keys !== undefined && expected.startsWith(nextKey)) {
      frame.key = leaf.right as string
      errors.push(...keyProblems(frame.keys, frame.key, path))
      frame.keys.add(frame.key)
      expected = colon
    } else {
      if (typeof leaf.right === 'number') errors.push(...numberProblems(leaf.right, text.slice(start, stop), path))
      expected = afterValue(frame)
    }
    start = skipSpace(text, stop)
  }
  const unfinished = expected !== end && errors.length <= maxErrors
  return unfinished ? [...errors, badJson(text, start, name(expected), path())] : errors
}

const keyProblems = (known: ReadonlySet<string>, key: string, path: () => Path): ReadonlyArray<InitializerError> =>
  known.has(key) ? [error('DuplicateKey', 'each key once', show(key), path())] : []

const numberProblems = (n: number, token: string, path: () => Path): ReadonlyArray<InitializerError> => {
  if (!Number.isFinite(n)) return [error('NotFinite', 'a finite number', shorten(token), path())]
  return Number.isSafeInteger(n) || /[.eE]/.test(token)
    ? []
    : [error('NotSafeInteger', 'an integer within ±(2^53 - 1)', shorten(token), path())]
}

// -------------------------------------------------------------------------------------
// tokens
// -------------------------------------------------------------------------------------

/** Strings and scalars: whether one is well-formed is for `JSON.parse` to say. */
const isLeaf = (kind: string): boolean => kind === '"' || kind === '0'
const noLeaf = E.right(null)

const kindAt = (text: string, i: number): string => ('{}[],:"'.includes(text.charAt(i)) ? text.charAt(i) : '0')

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

const skipSpace = (text: string, start: number): number => {
  let i = start
  while (isSpace(text.charCodeAt(i))) i++
  return i
}

const endOfToken = (kind: string, text: string, start: number): number => {
  let i = start + 1
  if (kind === '"') {
    while (i < text.length && text.charAt(i) !== '"') i += text.charAt(i) === '\\' ? 2 : 1
    return Math.min(i + 1, text.length)
  }
  if (kind === '0') while (i < text.length && kindAt(text, i) === '0' && !isSpace(text.charCodeAt(i))) i++
  return i
}

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

const names = new Map([
  [value, 'a value'],
  [firstItem, 'a value or ]'],
  [firstKey, 'a key in double quotes or }'],
  [nextKey, 'a key in double quotes'],
  [colon, 'a colon'],
  [',]', 'a comma or ]'],
  [',}', 'a comma or }'],
  [end, 'nothing more']
])
const name = (expected: string): string => names.get(expected) ?? expected

const badJson = (text: string, position: number, expected: string, path: Path): InitializerError =>
  error('BadJson', `${expected} at character ${position}`, received(text, position), path)

const received = (text: string, position: number): string =>
  position >= text.length
    ? 'the end of the text'
    : text.charAt(position) === '\ufeff'
      ? 'a byte order mark (U+FEFF)'
      : show(text.slice(position, position + 20))

const tooDeep = (path: Path): InitializerError =>
  error('TooDeep', `nesting of at most ${configLimits.depth} levels`, 'a deeper one', path)

const shorten = (digits: string): string =>
  digits.length > 40 ? `${digits.slice(0, 40)}… (${digits.length} characters)` : digits

/**
 * A strict parser of untrusted JSON (RFC 8259).
 *
 * `JSON.parse` keeps the last of two equal keys, rounds 12345678901234567890, reads 1e999 as Infinity, and reports the
 * position of a syntax error in the engine's wording, or not at all. So a scan over the tokens comes first, which refuses
 * all of these. It is linear in the text and keeps its path in a list, not on the call stack. The value is then
 * `JSON.parse`'s.
 *
 * Law: except for the cases above, this accepts the texts that `JSON.parse` accepts and returns the same values.
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

/** The maximum length in UTF-16 code units: that of the longest safetensors header. */
export const maxLength = 100_000_000

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** An open object or array. */
interface Frame {
  /** the keys of an object so far, unescaped; undefined for an array */
  readonly keys: Set<string> | undefined
  /** the key or index of the member that is being read */
  key: string | number
}

/** The kinds of token that may come next. A kind is a token's first character; 0 stands for all except `{}[],:"`. */
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
    ? fail('TooLarge', `JSON of at most ${maxLength} characters`, `${text.length} characters`)
    : pipe(fromErrors(problems(text), text), E.chain(parse), cap)

/** Fails only if the scan has missed an error. */
const parse = (text: string): Validated<unknown> =>
  E.mapLeft((): Errors => [badJson(text, 0, 'JSON', [])])(Json.parse(text))

// -------------------------------------------------------------------------------------
// scan
// -------------------------------------------------------------------------------------

/** One step per token: the token must be of an expected kind, and determines which kinds are expected next. */
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

/** Strings, numbers and literals: `JSON.parse` decides whether one is well-formed. */
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
// messages
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
  error('TooDeep', `nesting of at most ${configLimits.depth} levels`, 'deeper nesting', path)

const shorten = (digits: string): string =>
  digits.length > 40 ? `${digits.slice(0, 40)}… (${digits.length} characters)` : digits

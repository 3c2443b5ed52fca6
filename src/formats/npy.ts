/**
 * npy: one array in a file, as NumPy saves it. Bytes in, bytes out.
 *
 *     6 bytes   \x93NUMPY
 *     2 bytes   version, 1.0 to 3.0
 *     2 or 4    n, the length of the header, little-endian (2 bytes in version 1.0)
 *     n bytes   a Python dict { 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }, spaces, a newline
 *     the rest  the elements
 *
 * Source: numpy/lib/_format_impl.py. Version 1.0 is what NumPy writes for a header below 64 KiB, as all of 32 axes or
 * fewer are. bfloat16, which NumPy does not know, is refused, and so is Fortran order: `numpy.ascontiguousarray` turns it.
 *
 * Laws: `encode` makes the bytes that `numpy.save` makes; `decode` gives back what `encode` was given.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as t from 'io-ts'
import { parseJson } from '../codec/json.js'
import { decode as run } from '../codec/failure.js'
import { boolean, oneOf } from '../codec/leaf.js'
import { closed, required } from '../codec/record.js'
import * as DType from '../DType.js'
import { Applicative, at, error, fail, show, type Validated } from '../InitializerError.js'
import * as Shape from '../Shape.js'
import * as Tensor from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** As bytes: 0x93, then NUMPY. */
const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)

/** Headers end at multiples of it (`ARRAY_ALIGN`). */
const alignment = 64
/** NumPy leaves room for the first size to grow to so many digits (`GROWTH_AXIS_MAX_DIGITS`). */
const growthDigits = 21
/** Longer headers NumPy itself does not load (`_MAX_HEADER_SIZE`). */
const maxHeader = 10_000

/** What NumPy calls our dtypes, in both byte orders. */
const descriptions = {
  '<f2': ['float16', 'little'],
  '<f4': ['float32', 'little'],
  '<f8': ['float64', 'little'],
  '>f2': ['float16', 'big'],
  '>f4': ['float32', 'big'],
  '>f8': ['float64', 'big']
} as const
type Descr = keyof typeof descriptions

const names = { float16: '<f2', float32: '<f4', float64: '<f8' } as const

// -------------------------------------------------------------------------------------
// writing
// -------------------------------------------------------------------------------------

/**
 * All that stands before the elements, for a writer that makes them piece by piece.
 *
 * Errors: what `Shape.check` and `DType.check` say, `UnsupportedDType` for bfloat16.
 *
 * @since 0.1.0
 * @example
 * import { Npy } from 'initializers-ts/formats'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const text = pipe(
 *   Npy.header({ shape: [2, 3], dtype: 'float32' }),
 *   E.map((bytes) => String.fromCharCode(...bytes.subarray(10)).trim())
 * )
 * text // => E.right("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
 */
export const header = (spec: { readonly shape: Shape.Shape; readonly dtype: DType.DType }): Validated<Uint8Array> =>
  pipe(
    sequenceS(Applicative)({ shape: at('shape')(Shape.check(spec.shape)), name: at('dtype')(nameOf(spec.dtype)) }),
    E.map(({ shape, name }) => prefixed(dict(shape, name)))
  )

const nameOf = (dtype: DType.DType): Validated<Descr> =>
  pipe(
    DType.check(dtype),
    E.chain((known) =>
      known === 'bfloat16'
        ? fail('UnsupportedDType', `one of ${Object.keys(names).join(', ')} (safetensors holds bfloat16)`, show(known))
        : E.right(names[known])
    )
  )

/** As Python prints it. */
const dict = (shape: Shape.Shape, descr: Descr): string =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }` +
  ' '.repeat(shape[0] === undefined ? 0 : growthDigits - String(shape[0]).length)

/** NumPy pads by 1 to 64 spaces, never by none. */
const prefixed = (text: string): Uint8Array => {
  const padding = alignment - ((magic.length + 4 + text.length + 1) % alignment)
  const length = text.length + padding + 1
  const rest = new TextEncoder().encode(`${text}${' '.repeat(padding)}\n`)
  return Uint8Array.of(...magic, 1, 0, length & 0xff, length >> 8, ...rest)
}

/**
 * A file of this tensor. Errors as in `header` and `Tensor.check`.
 *
 * @since 0.1.0
 * @example
 * import { Npy } from 'initializers-ts/formats'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const tensor = { shape: [2], dtype: 'float32' as const, data: Float32Array.of(1, -0) }
 * pipe(tensor, Npy.encode, E.chain(Npy.decode)) // => E.right(tensor)
 */
export const encode = (tensor: Tensor.Tensor): Validated<Uint8Array> =>
  pipe(
    Tensor.check(tensor),
    E.chain(header),
    E.map((head) => {
      const body = Tensor.bytes(tensor)
      const file = new Uint8Array(head.length + body.length)
      file.set(head)
      file.set(body, head.length)
      return file
    })
  )

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/**
 * The tensor of a file, as a copy.
 *
 * Errors: `BadHeader`, `HeaderTooLarge`, `Truncated`; those of the dict (`MissingKey`, `UnknownKey`, `DuplicateKey`,
 * `WrongType`), `UnsupportedDType` and `Unsupported` for what NumPy holds and we do not, those of `Shape.check`, and
 * `ShapeMismatch` if the file is not of the size that shape and dtype say.
 *
 * @since 0.1.0
 */
export const decode = (bytes: Uint8Array): Validated<Tensor.Tensor> =>
  pipe(
    split(bytes),
    E.bind('fields', ({ text }) => pipe(parseDict(text), E.chain(run(fields)))),
    E.chain(({ fields: { descr, fortran_order, shape }, body }) => {
      const [dtype, order] = descriptions[descr]
      return fortran_order
        ? fail('Unsupported', 'C order (as numpy.ascontiguousarray makes it)', 'Fortran order', ['fortran_order'])
        : pipe(
            at('shape')(Shape.check(shape as Shape.Shape)),
            E.chain((checked) => Tensor.fromBytes<DType.DType>(dtype, checked, order)(body))
          )
    })
  )

const fields = closed<{ readonly descr: Descr; readonly fortran_order: boolean; readonly shape: unknown }>('npy', {
  descr: required(oneOf('UnsupportedDType', Object.keys(descriptions) as ReadonlyArray<Descr>)),
  fortran_order: required(boolean),
  shape: required(t.unknown)
})

/** The header's text and the bytes behind it. */
const split = (bytes: Uint8Array): Validated<{ readonly text: string; readonly body: Uint8Array }> => {
  const [major = 0, minor] = bytes.subarray(magic.length)
  const isNpy = magic.every((byte, i) => bytes[i] === byte)
  if (!isNpy) return fail('BadHeader', 'a file that begins with \\x93NUMPY', 'another')
  if (major < 1 || major > 3 || minor !== 0) return fail('BadHeader', 'version 1.0, 2.0 or 3.0', `${major}.${minor}`)
  const start = magic.length + (major === 1 ? 4 : 6)
  if (bytes.length < start) return fail('Truncated', `${start} bytes or more`, `${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset + magic.length + 2)
  const length = major === 1 ? view.getUint16(0, true) : view.getUint32(0, true)
  if (length > maxHeader) return fail('HeaderTooLarge', `at most ${maxHeader} bytes of header`, `${length} bytes`)
  const stop = start + length
  return stop <= bytes.length
    ? E.right({ text: String.fromCharCode(...bytes.subarray(start, stop)), body: bytes.subarray(stop) })
    : fail('Truncated', `a header of ${length} bytes`, `a file of ${bytes.length} bytes`)
}

/** Words, numbers (Python 2 ended them with L), brackets; what does not look so ends the list. */
const tokens = /[ \t\r\n]*('[^'\\]*'|"[^"\\]*"|\d+L?|True|False|[{}(),:])[ \t\r\n]*/gy

/** A Python literal as JSON: its grammar then is that of JSON, but for the commas before a bracket that closes. */
const parseDict = (text: string): Validated<unknown> => {
  const matches = [...text.matchAll(tokens)]
  const words = matches.map((match) => match[1]!)
  const isAll = matches.reduce((n, [match]) => n + match.length, 0) === text.length
  return pipe(
    parseJson(isAll && words[0] === '{' ? words.map(toJson).join(' ') : ''),
    E.mapLeft(
      RNEA.map((e) => (e.code === 'BadJson' ? error('BadHeader', 'a Python dict of texts and tuples', show(text)) : e))
    )
  )
}

const toJson = (token: string, i: number, words: ReadonlyArray<string>): string => {
  const next = words[i + 1]
  if (token === ',') return next === ')' || next === '}' ? '' : ','
  if (token === '(') return '['
  if (token === ')') return words[i - 2] === '(' ? notTuple : ']'
  if (token === 'True' || token === 'False') return token.toLowerCase()
  if (token.endsWith('L')) return token.slice(0, -1)
  return token.startsWith("'") ? JSON.stringify(token.slice(1, -1)) : token
}

/** To Python, (3) is a number, and (,) nothing. */
const notTuple = '?'

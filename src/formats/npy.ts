/**
 * npy: a file of one array, as NumPy saves it.
 *
 *     6 bytes   \x93NUMPY
 *     2 bytes   version, 1.0 to 3.0
 *     2 or 4    n, the length of the header, little-endian (2 bytes in version 1.0)
 *     n bytes   a Python dict { 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }, spaces, a newline
 *     the rest  the elements
 *
 * Source: numpy/lib/_format_impl.py. NumPy writes version 1.0 for a header below 64 KiB, which 32 axes or fewer never
 * exceed. bfloat16, which NumPy does not have, is refused, and so is Fortran order: `numpy.ascontiguousarray` converts
 * it.
 *
 * Laws: `encode` returns the bytes of `numpy.save`; `decode` inverts `encode`.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as t from 'io-ts'
import { parseJson } from '../codec/json.js'
import { decode as run } from '../codec/problems.js'
import { boolean, oneOf } from '../codec/leaf.js'
import { closed, required } from '../codec/record.js'
import * as DType from '../DType.js'
import { Applicative, at, error, fail, show, type Validated } from '../InitializerError.js'
import * as Shape from '../Shape.js'
import * as Tensor from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The byte 0x93 and NUMPY. */
const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)

/** In bytes; the header ends at a multiple of it (`ARRAY_ALIGN`). */
const alignment = 64
/** NumPy pads the header so that the first size can grow to this number of digits (`GROWTH_AXIS_MAX_DIGITS`). */
const growthDigits = 21
/** In bytes; NumPy does not load longer headers (`_MAX_HEADER_SIZE`). */
const maxHeader = 10_000

/** NumPy's descriptions of dtypes, in both byte orders. */
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
 * The header, for a writer that produces the elements in parts.
 *
 * Errors: those of `Shape.check` and `DType.check`, `UnsupportedDType` for bfloat16.
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

/** The dict as Python prints it. */
const dict = (shape: Shape.Shape, descr: Descr): string =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }` +
  ' '.repeat(shape[0] === undefined ? 0 : growthDigits - String(shape[0]).length)

/** NumPy pads by 1 to 64 spaces. */
const prefixed = (text: string): Uint8Array => {
  const padding = alignment - ((magic.length + 4 + text.length + 1) % alignment)
  const length = text.length + padding + 1
  const rest = new TextEncoder().encode(`${text}${' '.repeat(padding)}\n`)
  return Uint8Array.of(...magic, 1, 0, length & 0xff, length >> 8, ...rest)
}

/**
 * The file of a tensor. Errors: those of `header` and `Tensor.check`.
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
 * The tensor of a file; its data is a copy.
 *
 * Errors: `BadHeader`, `HeaderTooLarge`, `Truncated`; those of the dict (`MissingKey`, `UnknownKey`, `DuplicateKey`,
 * `WrongType`), `UnsupportedDType` for other dtypes of NumPy, `Unsupported` for Fortran order, those of `Shape.check`, and
 * `ShapeMismatch` if the file does not have the size of the shape and dtype.
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

/** The text of the header, and the bytes after it. */
const split = (bytes: Uint8Array): Validated<{ readonly text: string; readonly body: Uint8Array }> => {
  const [major = 0, minor] = bytes.subarray(magic.length)
  const isNpy = magic.every((byte, i) => bytes[i] === byte)
  if (!isNpy) return fail('BadHeader', 'a file that begins with \\x93NUMPY', 'another file')
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

/** Strings, integers (with L from Python 2), booleans and brackets; any other text ends the list. */
const tokens = /[ \t\r\n]*('[^'\\]*'|"[^"\\]*"|\d+L?|True|False|[{}(),:])[ \t\r\n]*/gy

/** Translates a Python literal to JSON, without the commas before closing brackets. */
const parseDict = (text: string): Validated<unknown> => {
  const matches = [...text.matchAll(tokens)]
  const words = matches.map((match) => match[1]!)
  const isAll = matches.reduce((n, [match]) => n + match.length, 0) === text.length
  return pipe(
    parseJson(isAll && words[0] === '{' ? words.map(toJson).join(' ') : ''),
    E.mapLeft(
      RNEA.map((e) =>
        e.code === 'BadJson' ? error('BadHeader', 'a Python dict of strings and tuples', show(text)) : e
      )
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

/** Makes the JSON invalid: in Python, (3) is a number and (,) a syntax error. */
const notTuple = '?'

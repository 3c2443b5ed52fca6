import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { decode, encode, header } from '../../src/formats/npy.js'
import type { Path, Validated } from '../../src/InitializerError.js'
import type { Tensor } from '../../src/Tensor.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const unhex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'))
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex')

/** The least of a few runs: a busy machine makes single ones long. */
const milliseconds = (run: () => unknown): number =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now()
      run()
      return performance.now() - start
    })
  )

/** Code and path of each error. */
const errors = (fa: Validated<unknown>): ReadonlyArray<readonly [string, Path]> =>
  E.isLeft(fa) ? fa.left.map(({ code, path }) => [code, path] as const) : []

/** A file with this dict, written out by hand: version, length, text, elements. */
const file = (dict: string, body = '', version = '0100'): Uint8Array => {
  const length = Buffer.alloc(version === '0100' ? 2 : 4)
  length.writeUIntLE(dict.length, 0, length.length)
  return unhex(`934e554d5059${version}${length.toString('hex')}${ascii(dict)}${body}`)
}

/** What numpy.save of NumPy 2.4.6 wrote. */
const saved: ReadonlyArray<readonly [Tensor, string]> = [
  [
    { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, -0, 2.5, 1e-45, -3.4028234663852886e38, 0.1) },
    `934e554d505901007600${ascii(`{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }${' '.repeat(58)}\n`)}0000803f000000800000204001000000ffff7fffcdcccc3d`
  ],
  [
    { shape: [], dtype: 'float16', data: Uint16Array.of(0x8000) },
    `934e554d505901007600${ascii(`{'descr': '<f2', 'fortran_order': False, 'shape': (), }${' '.repeat(62)}\n`)}0080`
  ],
  [
    { shape: [3, 0], dtype: 'float64', data: new Float64Array(0) },
    `934e554d505901007600${ascii(`{'descr': '<f8', 'fortran_order': False, 'shape': (3, 0), }${' '.repeat(58)}\n`)}`
  ],
  [
    { shape: [3], dtype: 'float16', data: Uint16Array.of(0x3c00, 0x7bff, 1) },
    `934e554d505901007600${ascii(`{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }${' '.repeat(60)}\n`)}003cff7b0100`
  ]
]

describe('the bytes of numpy.save', () => {
  test.each(saved)('%o is written as it', (tensor, bytes) => {
    expect(pipe(tensor, encode, E.map(hex))).toEqual(E.right(bytes))
  })
  test.each(saved)('%o is read from it', (tensor, bytes) => {
    expect(decode(unhex(bytes))).toEqual(E.right(tensor))
  })

  test('big-endian', () => {
    const dict = `{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }${' '.repeat(60)}\n`
    expect(decode(file(dict, '3ff8000000000000c000000000000000'))).toEqual(
      E.right({ shape: [2], dtype: 'float64', data: Float64Array.of(1.5, -2) })
    )
  })

  test('the header alone ends at a multiple of 64, for any shape', () => {
    const shapes = [[], [7], [2 ** 52], Array<number>(32).fill(1), [1, 2, 3], Array<number>(32).fill(0)]
    for (const shape of shapes) {
      const head = header({ shape, dtype: 'float64' })
      expect(E.isRight(head) && head.right.length % 64).toBe(0)
      expect(E.isRight(head) && head.right.at(-1)).toBe(10)
    }
  })

  test.each([
    ['version 2.0', file("{'descr': '<f2', 'fortran_order': False, 'shape': (1,)}", '003c', '0200')],
    ['version 3.0', file("{'descr': '<f2', 'fortran_order': False, 'shape': (1,)}", '003c', '0300')],
    ['Python 2', file("{'descr': '<f2', 'fortran_order': False, 'shape': (1L,), }", '003c')],
    ['another writer', file('{ "shape" : ( 1 , ) ,"fortran_order":False,\n"descr":"<f2" }', '003c')]
  ])('%s is read too', (_, bytes) => {
    expect(decode(bytes)).toEqual(E.right({ shape: [1], dtype: 'float16', data: Uint16Array.of(0x3c00) }))
  })

  test('what is read is a copy, for any offset of the bytes', () => {
    const one = unhex(`00${saved[3]![1]}`)
    const read = decode(one.subarray(1))
    one.fill(0)
    expect(read).toEqual(E.right(saved[3]![0]))
  })
})

describe('refused when writing', () => {
  test.each([
    [{ shape: [1], dtype: 'bfloat16', data: Uint16Array.of(1) }, [['UnsupportedDType', ['dtype']]]],
    [{ shape: [2], dtype: 'float32', data: Float32Array.of(1) }, [['ShapeMismatch', ['data']]]],
    [{ shape: [1], dtype: 'float32', data: Float64Array.of(1) }, [['WrongType', ['data']]]],
    [
      { shape: [-1, 0.5], dtype: 'float8', data: [] },
      [
        ['UnknownDType', ['dtype']],
        ['BadDim', ['shape', 0]],
        ['BadDim', ['shape', 1]]
      ]
    ]
  ])('%o', (tensor, expected) => {
    expect(errors(encode(tensor as Tensor))).toEqual(expected)
  })
  test('bfloat16 is refused with a hint to safetensors', () => {
    const made = header({ shape: [1], dtype: 'bfloat16' })
    expect(E.isLeft(made) && made.left[0].expected).toContain('safetensors')
  })
})

describe('refused when reading', () => {
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }"
  const dict = (descr: string, shape: string, order = 'False') =>
    file(`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`, '00000000')
  test.each<[string, Uint8Array, ReadonlyArray<readonly [string, Path]>]>([
    ['nothing', new Uint8Array(0), [['BadHeader', []]]],
    ['another magic', unhex('504b0304'), [['BadHeader', []]]],
    ['no version', unhex('934e554d5059'), [['BadHeader', []]]],
    ['version 0.0', file(good, '', '0000'), [['BadHeader', []]]],
    ['version 1.1', file(good, '', '0101'), [['BadHeader', []]]],
    ['version 4.0', file(good, '', '0400'), [['BadHeader', []]]],
    ['no length', unhex('934e554d5059010000'), [['Truncated', []]]],
    ['no header', unhex('934e554d50590100ff00'), [['Truncated', []]]],
    ['a header of 4 GB', unhex('934e554d50590200ffffffff'), [['HeaderTooLarge', []]]],
    ['a long header', file(good + ' '.repeat(10_000), '00000000'), [['HeaderTooLarge', []]]],
    ['too few elements', file(good, '000000'), [['ShapeMismatch', []]]],
    ['too many elements', file(good, '0000000000'), [['ShapeMismatch', []]]],
    ['no dict', file('1', '00000000'), [['BadHeader', []]]],
    ['two dicts', file(good + good, '00000000'), [['BadHeader', []]]],
    ['an open text', file("{'descr", ''), [['BadHeader', []]]],
    ['an escape', dict("'<f\\x34'", '(1,)'), [['BadHeader', []]]],
    ['a call', dict("'<f4'", '__import__("os")'), [['BadHeader', []]]],
    ['not ASCII', dict("'<f4'é", '(1,)'), [['BadHeader', []]]],
    ['a structured dtype', dict("[('a', '<f4')]", '(1,)'), [['BadHeader', []]]],
    ['a shape that is a number', dict("'<f4'", '(1)'), [['BadHeader', []]]],
    ['a comma alone', dict("'<f4'", '(,)'), [['BadHeader', []]]],
    ['two numbers', dict("'<f4'", '(1 0,)'), [['BadHeader', []]]],
    ['two commas', dict("'<f4'", '(1,,)'), [['BadHeader', []]]],
    ['a negative size', dict("'<f4'", '(-1,)'), [['BadHeader', []]]],
    ['a list', dict("'<f4'", '[1]'), [['BadHeader', []]]],
    ['a size above 2^53', dict("'<f4'", '(9007199254740993,)'), [['NotSafeInteger', ['shape', 0]]]],
    ['sizes above 2^53', dict("'<f4'", '(0, 94906267, 94906267)'), [['ShapeTooLarge', ['shape']]]],
    ['33 axes', dict("'<f4'", `(${'1, '.repeat(33)})`), [['RankTooLarge', ['shape']]]],
    ['a text as shape', dict("'<f4'", "'1'"), [['BadShape', ['shape']]]],
    ['a truth as size', dict("'<f4'", '(True, )'), [['BadDim', ['shape', 0]]]],
    ['a huge shape', dict("'<f4'", '(1000000000000,)'), [['ShapeMismatch', []]]],
    ['integers', dict("'<i4'", '(1,)'), [['UnsupportedDType', ['descr']]]],
    ['objects', dict("'|O'", '(1,)'), [['UnsupportedDType', ['descr']]]],
    ['Fortran order', dict("'<f4'", '(1,)', 'True'), [['Unsupported', ['fortran_order']]]],
    ['an order that is a number', dict("'<f4'", '(1,)', '0'), [['WrongType', ['fortran_order']]]],
    ['a key twice', file("{'descr': '<f4', 'descr': '<f4'}"), [['DuplicateKey', ['descr']]]],
    [
      'another key',
      file("{'descr': '<f4', 'fortran_order': False, 'shapes': (1,)}"),
      [
        ['MissingKey', ['shape']],
        ['UnknownKey', ['shapes']]
      ]
    ],
    ['__proto__', file(`{'__proto__': {'shape': (1,)}, ${good.slice(1)}`, '00000000'), [['UnknownKey', ['__proto__']]]],
    ['deep nesting', file(`{'shape': ${'('.repeat(5000)}`), [['TooDeep', ['shape', ...Array<number>(63).fill(0)]]]],
    ['many spaces', file(`{${' '.repeat(9990)}x`), [['BadHeader', []]]]
  ])('%s', (_, bytes, expected) => {
    expect(milliseconds(() => decode(bytes))).toBeLessThan(10)
    expect(errors(decode(bytes))).toEqual(expected)
  })
})

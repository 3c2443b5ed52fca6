import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import * as Safetensors from '../../src/formats/safetensors.js'
import type { Path, Validated } from '../../src/InitializerError.js'
import { right } from '../support/either.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const unhex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'))

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

/** A file with this header, well-formed or not. */
const file = (header: string | Uint8Array, data: string | Uint8Array = ''): Uint8Array => {
  const [head, body] = [Buffer.from(header), typeof data === 'string' ? unhex(data) : data]
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(head.length))
  return new Uint8Array(Buffer.concat([length, head, body]))
}

const tensors: ReadonlyArray<Safetensors.Named> = [
  { name: 'half', shape: [3], dtype: 'float16', data: Uint16Array.of(0x3c00, 0x8000, 0x0001) },
  { name: 'wide', shape: [1, 2], dtype: 'float64', data: Float64Array.of(-0, 5e-324) },
  { name: 'brain', shape: [], dtype: 'bfloat16', data: Uint16Array.of(0xc000) },
  { name: 'é"\\\n\0', shape: [1], dtype: 'float32', data: Float32Array.of(1.5) },
  { name: 'empty', shape: [4, 0], dtype: 'float64', data: new Float64Array(0) }
]
const [half, wide, brain, odd, empty] = tensors as never as Record<number, Safetensors.Named> & typeof tensors

/** The same file, byte for byte, assembled by hand. */
const written = file(
  '{"__metadata__":{"a":"1","b":"é"},' +
    '"wide":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},' +
    '"empty":{"dtype":"F64","shape":[4,0],"data_offsets":[16,16]},' +
    '"é\\"\\\\\\n\\u0000":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},' +
    '"half":{"dtype":"F16","shape":[3],"data_offsets":[20,26]},' +
    '"brain":{"dtype":"BF16","shape":[],"data_offsets":[26,28]}}    ',
  '0000000000000080' + '0100000000000000' + '0000c03f' + '003c00800100' + '00c0'
)

describe('writing', () => {
  test('a file written by hand', () => {
    expect(hex(right(Safetensors.encode({ b: 'é', a: '1' })(tensors)))).toBe(hex(written))
  })

  test('the bytes of safetensors 0.8.0 for Python', () => {
    const fixture =
      '90000000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174223a226e70227d2c2261223a7b226474797065223a' +
      '22463332222c227368617065223a5b312c325d2c22646174615f6f666673657473223a5b302c385d7d2c2262223a7b226474797065' +
      '223a22463136222c227368617065223a5b325d2c22646174615f6f666673657473223a5b382c31325d7d7d202020' +
      '0000c03f000000c0003c0080'
    const saved: ReadonlyArray<Safetensors.Named> = [
      { name: 'a', shape: [1, 2], dtype: 'float32', data: Float32Array.of(1.5, -2) },
      { name: 'b', shape: [2], dtype: 'float16', data: Uint16Array.of(0x3c00, 0x8000) }
    ]
    expect(hex(right(Safetensors.encode({ format: 'np' })([...saved].reverse())))).toBe(fixture)
    expect(Safetensors.decode(unhex(fixture))).toEqual(E.right({ metadata: { format: 'np' }, tensors: saved }))
  })

  test('the header has the offset of each tensor, aligned to its element size', () => {
    const { header, entries, fileSize } = right(Safetensors.layout({ b: 'é', a: '1' })(tensors))
    expect(header).toEqual(written.subarray(0, header.length))
    expect(header.length % 8).toBe(0)
    expect(fileSize).toBe(written.length)
    expect(entries.map(({ name }) => name)).toEqual(['wide', 'empty', odd!.name, 'half', 'brain'])
    for (const { start, data } of entries) expect(start % data.BYTES_PER_ELEMENT).toBe(0)
  })

  test('no tensors', () => {
    expect(right(Safetensors.encode()([]))).toEqual(file('{}      '))
  })

  test('a terabyte is laid out without allocating it', () => {
    const specs = [{ name: 'w', shape: [2 ** 20, 2 ** 18], dtype: 'float32' as const }]
    const { header, fileSize } = right(Safetensors.layout()(specs))
    expect(fileSize).toBe(header.length + 2 ** 40)
  })

  test.each(['__proto__', 'constructor', '0', ' ', '\0', 'x'.repeat(65536), '\u{1f600}', 'e\u0301', '\u00e9'])(
    'the name %j',
    (name) => {
      const named = [{ ...wide!, name }]
      expect(pipe(named, Safetensors.encode(), E.chain(Safetensors.decode))).toEqual(
        E.right({ metadata: {}, tensors: named })
      )
    }
  )
})

describe('refused when writing', () => {
  const spec = { name: 'w', shape: [1], dtype: 'float32' as const }
  test.each<[string, unknown, unknown, ReadonlyArray<readonly [string, Path]>]>([
    ['an empty name', {}, [{ ...spec, name: '' }], [['BadName', [0, 'name']]]],
    ['a lone surrogate', {}, [spec, { ...spec, name: 'a\ud800' }], [['BadName', [1, 'name']]]],
    ['a long name', {}, [{ ...spec, name: 'x'.repeat(10_000_000) }], [['BadName', [0, 'name']]]],
    ['the reserved name', {}, [{ ...spec, name: '__metadata__' }], [['BadName', [0, 'name']]]],
    ['a name that is a number', {}, [{ ...spec, name: 7 }], [['BadName', [0, 'name']]]],
    [
      'a name twice',
      {},
      [spec, { ...spec, name: 'v' }, spec, spec],
      [
        ['DuplicateName', [2, 'name']],
        ['DuplicateName', [3, 'name']]
      ]
    ],
    [
      'all at once',
      { k: 1, '\udc00': '' },
      [{ name: '', shape: [-1], dtype: 'int8' }],
      [
        ['WrongType', ['__metadata__', 'k']],
        ['WrongType', ['__metadata__', '\udc00']],
        ['BadName', [0, 'name']],
        ['BadDim', [0, 'shape', 0]],
        ['UnknownDType', [0, 'dtype']]
      ]
    ],
    ['metadata that is a text', 'pt', [], [['WrongType', ['__metadata__']]]],
    [
      'more than 2^53 bytes',
      {},
      [
        { ...spec, shape: [2 ** 52] },
        { ...spec, name: 'v' }
      ],
      [['TooLarge', []]]
    ]
  ])('%s', (_, metadata, specs, expected) => {
    expect(errors(Safetensors.layout(metadata as Safetensors.Metadata)(specs as never))).toEqual(expected)
  })

  test('a header above 100 MB, before it is built', () => {
    const specs = Array.from({ length: 1600 }, (_, i) => ({ ...spec, name: `${i}`.padEnd(65536, 'x') }))
    expect(errors(Safetensors.layout()(specs))).toEqual([['HeaderTooLarge', []]])
  })
  test('a hundred errors at most', () => {
    const specs = Array.from({ length: 1000 }, () => ({ ...spec, name: '' }))
    expect(errors(Safetensors.layout()(specs))).toHaveLength(101)
  })
  test('data that does not fit its shape', () => {
    expect(errors(Safetensors.encode()([wide!, { ...half!, shape: [4] }]))).toEqual([['ShapeMismatch', [1, 'data']]])
  })
})

describe('reading', () => {
  test('returns what was written, in the order of the bytes', () => {
    expect(Safetensors.decode(written)).toEqual(
      E.right({ metadata: { a: '1', b: 'é' }, tensors: [wide, empty, odd, half, brain] })
    )
  })

  test('the header alone, from its own bytes', () => {
    const size = right(Safetensors.headerSize(written.length)(written.subarray(0, 8)))
    const header = right(Safetensors.decodeHeader(written.length)(written.subarray(0, size)))
    expect(header.dataStart).toBe(size)
    const { start, stop } = header.entries[3]!
    expect(Safetensors.decodeTensor(header.entries[3]!)(written.subarray(size + start, size + stop))).toEqual(
      E.right(half)
    )
  })

  test('copies, for any offset of the bytes', () => {
    const shifted = Buffer.concat([Buffer.of(0), written])
    const read = Safetensors.decode(shifted.subarray(1))
    shifted.fill(0)
    expect(read).toEqual(Safetensors.decode(written))
  })

  test('entries in any order, padded with spaces', () => {
    const header =
      '{"2":{"data_offsets":[2,4],"dtype":"F16","shape":[1]},"b":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}   '
    const { tensors } = right(Safetensors.decode(file(header, '003c00c0')))
    expect(tensors.map(({ name, data }) => [name, [...data]])).toEqual([
      ['b', [0x3c00]],
      ['2', [0xc000]]
    ])
  })

  test('dtypes that no tensor holds are entries, with their sizes', () => {
    const bytes = file(
      '{"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"f":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[8,10]},' +
        '"p":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[10,13]},"q":{"dtype":"F4","shape":[2],"data_offsets":[13,14]}}',
      '00'.repeat(14)
    )
    const { entries } = right(Safetensors.decodeHeader(bytes.length)(bytes))
    expect(entries.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['i', 'I64'],
      ['f', 'F8_E4M3'],
      ['p', 'F6_E2M3'],
      ['q', 'F4']
    ])
    expect(errors(Safetensors.decode(bytes))).toEqual(
      ['i', 'f', 'p', 'q'].map((name) => ['UnsupportedDType', [name, 'dtype']])
    )
  })
})

describe('refused when reading', () => {
  const entry = (dtype = '"F16"', shape = '[1]', offsets = '[0,2]') =>
    `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`
  const one = (...parts: Parameters<typeof entry>) => file(`{"w":${entry(...parts)}}`, '0000')
  const two = (a: string, b: string, data = '00000000') =>
    file(`{"a":${entry('"F16"', '[1]', a)},"b":${entry('"F16"', '[1]', b)}}`, data)
  const length = (digits: string) => unhex(digits + '7b7d')

  test.each<[string, Uint8Array, ReadonlyArray<readonly [string, Path]>]>([
    ['nothing', new Uint8Array(0), [['Truncated', []]]],
    ['7 bytes', new Uint8Array(7), [['Truncated', []]]],
    ['a length of 0', new Uint8Array(8), [['BadHeader', []]]],
    ['a length beyond the file', length('0300000000000000'), [['Truncated', []]]],
    ['a length of 100 MB beyond the file', length('00e1f50500000000'), [['Truncated', []]]],
    ['a length above 100 MB', length('01e1f50500000000'), [['HeaderTooLarge', []]]],
    ['a length of 2^63', length('0000000000000080'), [['HeaderTooLarge', []]]],
    ['a length of 2^64 - 1', length('ffffffffffffffff'), [['HeaderTooLarge', []]]],
    ['an array', file('[]'), [['BadHeader', []]]],
    ['a space first', file(' {}'), [['BadHeader', []]]],
    ['a byte order mark', file('\ufeff{}'), [['BadHeader', []]]],
    ['no UTF-8', file(unhex('7b22c328223a317d')), [['BadHeader', []]]],
    ['a surrogate in UTF-8', file(unhex('7b22eda080223a317d')), [['BadHeader', []]]],
    ['an unfinished object', file('{"w":'), [['BadJson', ['w']]]],
    ['more JSON after the end', file('{}{}'), [['BadJson', []]]],
    ['zeros after the end', file('{}\0\0'), [['BadJson', []]]],
    ['a comment', file('{}//'), [['BadJson', []]]],
    ['a name twice', file(`{"w":${entry()},"\\u0077":${entry()}}`, '0000'), [['DuplicateKey', ['w']]]],
    ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), [['DuplicateKey', ['__metadata__']]]],
    ['a field twice', file('{"w":{"dtype":"F16","dtype":"F16"}}'), [['DuplicateKey', ['w', 'dtype']]]],
    [
      'metadata of numbers',
      file('{"__metadata__":{"a":1,"b":"","c":{}}}'),
      [
        ['WrongType', ['__metadata__', 'a']],
        ['WrongType', ['__metadata__', 'c']]
      ]
    ],
    ['metadata of null', file('{"__metadata__":null}'), [['WrongType', ['__metadata__']]]],
    ['an empty name', file(`{"":${entry()}}`, '0000'), [['BadName', ['']]]],
    ['a lone surrogate', file(`{"\\ud800":${entry()}}`, '0000'), [['BadName', ['\ud800']]]],
    ['an entry that is null', file('{"w":null}'), [['WrongType', ['w']]]],
    [
      'an entry without fields',
      file('{"w":{}}'),
      [
        ['MissingKey', ['w', 'dtype']],
        ['MissingKey', ['w', 'shape']],
        ['MissingKey', ['w', 'data_offsets']]
      ]
    ],
    [
      'an unknown field',
      file('{"w":{"dtype":"F16","shape":[],"data_offsets":[0,2],"__proto__":1}}', '0000'),
      [['UnknownKey', ['w', '__proto__']]]
    ],
    ['an unknown dtype', one('"F17"'), [['UnsupportedDType', ['w', 'dtype']]]],
    ['an inherited dtype', one('"constructor"'), [['UnsupportedDType', ['w', 'dtype']]]],
    ['a dtype that is a number', one('16'), [['WrongType', ['w', 'dtype']]]],
    ['a shape that is a number', one('"F16"', '1'), [['BadShape', ['w', 'shape']]]],
    ['invalid sizes', one('"F16"', '[1,-1,0.5,"1",null]'), [1, 2, 3, 4].map((i) => ['BadDim', ['w', 'shape', i]])],
    ['a size above 2^53', one('"F16"', '[18446744073709551615]'), [['NotSafeInteger', ['w', 'shape', 0]]]],
    ['a size of 1e999', one('"F16"', '[1e999]'), [['NotFinite', ['w', 'shape', 0]]]],
    ['sizes whose product is above 2^53', one('"F16"', '[4294967296,4294967296]'), [['ShapeTooLarge', ['w', 'shape']]]],
    ['such sizes after a 0', one('"F16"', '[0,94906267,94906267]', '[0,0]'), [['ShapeTooLarge', ['w', 'shape']]]],
    ['bytes above 2^53', one('"F64"', '[9007199254740991]'), [['BadOffsets', ['w', 'data_offsets']]]],
    ['33 axes', one('"F16"', `[${'1,'.repeat(32)}1]`), [['RankTooLarge', ['w', 'shape']]]],
    ['a size that does not match shape and dtype', one('"F16"', '[2]'), [['BadOffsets', ['w', 'data_offsets']]]],
    ['half a byte', one('"F4"', '[3]', '[0,2]'), [['BadOffsets', ['w', 'data_offsets']]]],
    ['invalid offsets', one('"F16"', '[1]', '[0,2,4]'), [['BadOffsets', ['w', 'data_offsets']]]],
    ['a negative offset', one('"F16"', '[1]', '[-2,0]'), [['BadOffsets', ['w', 'data_offsets']]]],
    ['offsets in reverse', one('"F16"', '[1]', '[2,0]'), [['BadOffsets', ['w', 'data_offsets']]]],
    ['offsets that are texts', one('"F16"', '[1]', '["0","2"]'), [['BadOffsets', ['w', 'data_offsets']]]],
    [
      'a shape and offsets',
      one('"F16"', '[-1]', '0'),
      [
        ['BadDim', ['w', 'shape', 0]],
        ['BadOffsets', ['w', 'data_offsets']]
      ]
    ],
    ['overlap', two('[0,2]', '[1,3]', '000000'), [['BadOffsets', ['b', 'data_offsets']]]],
    ['the same bytes twice', two('[0,2]', '[0,2]', '0000'), [['BadOffsets', ['b', 'data_offsets']]]],
    ['a hole', two('[0,2]', '[4,6]', '000000000000'), [['BadOffsets', ['b', 'data_offsets']]]],
    ['a hole first', two('[4,6]', '[2,4]', '000000000000'), [['BadOffsets', ['b', 'data_offsets']]]],
    ['a hole at the end', two('[0,2]', '[2,4]', '0000000000'), [['BadOffsets', []]]],
    ['an end beyond the file', two('[0,2]', '[2,4]', '000000'), [['Truncated', []]]],
    ['2^52 bytes that are not there', one('"F16"', '[2251799813685248]', '[0,4503599627370496]'), [['Truncated', []]]]
  ])('%s', (_, bytes, expected) => {
    expect(milliseconds(() => Safetensors.decode(bytes))).toBeLessThan(10)
    expect(errors(Safetensors.decode(bytes))).toEqual(expected)
  })

  test('an incomplete header', () => {
    expect(errors(Safetensors.decodeHeader(written.length)(written.subarray(0, 100)))).toEqual([['Truncated', []]])
  })
  test('metadata never comes from Object.prototype', () => {
    const prototype = Object.prototype as { __metadata__?: unknown }
    prototype.__metadata__ = { a: 'b' }
    const read = Safetensors.decode(file('{}'))
    delete prototype.__metadata__
    expect(read).toEqual(E.right({ metadata: {}, tensors: [] }))
  })
  test('10,000 wrong entries are a hundred errors', () => {
    const header = `{${Array.from({ length: 10_000 }, (_, i) => `"${i}":0`).join(',')}}`
    expect(errors(Safetensors.decode(file(header)))).toHaveLength(101)
  })
})

import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { maxLength, parseJson } from '../../src/codec/json.js'
import type { Path } from '../../src/InitializerError.js'

/** Code and path of each error. */
const errors = (text: string): ReadonlyArray<readonly [string, Path]> => {
  const parsed = parseJson(text)
  return E.isLeft(parsed) ? parsed.left.map(({ code, path }) => [code, path] as const) : []
}
const words = (text: string): ReadonlyArray<string> => {
  const parsed = parseJson(text)
  return E.isLeft(parsed) ? parsed.left.map(({ expected, received }) => `${expected}, got ${received}`) : []
}

describe('what JSON.parse accepts', () => {
  const texts = [
    '0',
    ' [ ] ',
    '{}',
    'null',
    '"a\\"b\\\\"',
    '[1, -0, 2.5e-3, 1e-999, true, [false], {"a": {"b": [{}]}}]',
    '\t{"scale" : 2.0,\r\n "nested":{"scale":1}, "":[], "\\u00e9":"é", "a,b:{[\\"":"]}"}\n',
    '[9007199254740991, -9007199254740991, 1e300, 12345678901234567890.0]',
    '{"constructor": 1, "toString": 2}'
  ]
  test.each(texts)('%s is read the same', (text) => {
    expect(parseJson(text)).toEqual(E.right(JSON.parse(text)))
  })

  test('−0 stays −0, for the codec to normalise', () => {
    expect(parseJson('-0')).toEqual(E.right(-0))
  })

  test('__proto__ is a key like any other', () => {
    const parsed = parseJson('{"__proto__": {"scale": 9}}')
    expect(E.isRight(parsed) && Object.keys(parsed.right as object)).toEqual(['__proto__'])
    expect(({} as { scale?: number }).scale).toBeUndefined()
    expect(errors('{"__proto__": 1, "__proto__": 2}')).toEqual([['DuplicateKey', ['__proto__']]])
  })

  test('64 levels, and no more', () => {
    expect(E.isRight(parseJson('['.repeat(64) + ']'.repeat(64)))).toBe(true)
    expect(errors('['.repeat(65) + ']'.repeat(65))).toEqual([['TooDeep', Array<number>(64).fill(0)]])
  })
})

describe('what JSON.parse accepts silently', () => {
  test.each([
    ['{"scale":1,"scale":2}', [['DuplicateKey', ['scale']]]],
    ['{"a":1,"\\u0061":2}', [['DuplicateKey', ['a']]]],
    ['[0,{"x":[{"y":1,"z":1,"y":1}]}]', [['DuplicateKey', [1, 'x', 0, 'y']]]],
    ['{"seed":12345678901234567890}', [['NotSafeInteger', ['seed']]]],
    ['[9007199254740992,-9007199254740993]', [0, 1].map((i) => ['NotSafeInteger', [i]])],
    ['{"a":[1,1e999]}', [['NotFinite', ['a', 1]]]],
    [`[${'1'.repeat(400)}]`, [['NotFinite', [0]]]],
    [
      '{"a":1e999,"a":12345678901234567890,"b":{"c":1,"c":NaN}}',
      [
        ['NotFinite', ['a']],
        ['DuplicateKey', ['a']],
        ['NotSafeInteger', ['a']],
        ['DuplicateKey', ['b', 'c']],
        ['BadJson', ['b', 'c']]
      ]
    ]
  ])('%s', (text, expected) => {
    expect(errors(text)).toEqual(expected)
  })

  test('a hundred errors are listed, with a note that there are more', () => {
    const codes = errors(`[${'1e999,'.repeat(100_000)}0]`).map(([code]) => code)
    expect(codes).toHaveLength(101)
    expect(codes.at(-1)).toBe('TooManyErrors')
  })
})

describe('BadJson', () => {
  test.each([
    ['', 'a value at character 0, got the end of the text'],
    ['\ufeff{}', 'a value at character 0, got a byte order mark (U+FEFF)'],
    ['{}\0', 'nothing more at character 2, got "\\u0000"'],
    ['{"a":1,}', 'a key in double quotes at character 7, got "}"'],
    ['[1,]', 'a value at character 3, got "]"'],
    ['[,1]', 'a value or ] at character 1, got ",1]"'],
    ['[NaN]', 'a value or ] at character 1, got "NaN]"'],
    ['[1, -Infinity]', 'a value at character 4, got "-Infinity]"'],
    ['{"a":1} // yes', 'nothing more at character 8, got "// yes"'],
    ['/* no */ {}', 'a value at character 0, got "/* no */ {}"'],
    ["{'a':1}", 'a key in double quotes or } at character 1, got "\'a\':1}"'],
    ['{"a" 1}', 'a colon at character 5, got "1}"'],
    ['{"a":1 "b":2}', 'a comma or } at character 7, got "\\"b\\":2}"'],
    ['[1 2]', 'a comma or ] at character 3, got "2]"'],
    ['[1}', 'a comma or ] at character 2, got "}"'],
    ['{"a":"b', 'a value at character 5, got "\\"b"'],
    ['["a\nb"]', 'a value or ] at character 1, got "\\"a\\nb\\"]"'],
    ['["\\x"]', 'a value or ] at character 1, got "\\"\\\\x\\"]"'],
    ['{"\\u00":1}', 'a key in double quotes or } at character 1, got "\\"\\\\u00\\":1}"'],
    ['[01]', 'a value or ] at character 1, got "01]"'],
    ['[+1]', 'a value or ] at character 1, got "+1]"'],
    ['[1.]', 'a value or ] at character 1, got "1.]"'],
    ['[0x10]', 'a value or ] at character 1, got "0x10]"'],
    ['\u00a0{}', 'a value at character 0, got "\u00a0{}"'],
    ['[[]', 'a comma or ] at character 3, got the end of the text'],
    ['}', 'a value at character 0, got "}"'],
    ['1 2', 'nothing more at character 2, got "2"']
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual([expected])
    expect(errors(text)[0]?.[0]).toBe('BadJson')
  })
})

/** The minimum of a few runs, as single runs are slow on a busy machine. */
const milliseconds = (run: () => unknown): number =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now()
      run()
      return performance.now() - start
    })
  )

describe('hostile texts are refused in linear time', () => {
  test.each([
    ['a text that is too long', ' '.repeat(maxLength + 1), 'TooLarge'],
    ['a million open arrays', '['.repeat(1e6), 'TooDeep'],
    ['a million open objects', '{"a":'.repeat(1e6), 'TooDeep'],
    ['200,000 levels, well-formed', '['.repeat(2e5) + ']'.repeat(2e5), 'TooDeep']
  ])('%s', (_, text, code) => {
    expect(errors(text).map(([found]) => found)).toEqual([code])
    expect(milliseconds(() => parseJson(text))).toBeLessThan(10)
  })

  test.each([
    ['digits and a letter', (n: number) => '1'.repeat(n) + 'x', ['BadJson']],
    ['digits', (n: number) => '1'.repeat(n), ['NotFinite']],
    ['backslashes', (n: number) => '"' + '\\'.repeat(n), ['BadJson']],
    ['a name that is long', (n: number) => `{"${'a'.repeat(n)}":1,"${'a'.repeat(n)}":1}`, ['DuplicateKey']],
    ['keys', (n: number) => `{${Array.from({ length: n / 10 }, (_, i) => `"k${i}":0`).join(',')}}`, []]
  ])('%s: linear', (_, text, expected) => {
    expect(errors(text(1e6)).map(([code]) => code)).toEqual(expected)
    expect(words(text(1e6)).join().length).toBeLessThan(200)
    // a hundred times the length; a quadratic scan would take ten thousand times as long
    const [short, long] = [text(1e4), text(1e6)]
    expect(milliseconds(() => parseJson(long))).toBeLessThan(1000 * (1 + milliseconds(() => parseJson(short))))
  })
})

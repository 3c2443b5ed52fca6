import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/cli/yaml.js'
import { folder } from '../node/folder.js'
import { errors, json, words } from './fakeEnvironment.js'

const he = '{"class_name":"VarianceScaling","config":{"scale":2}}'
const heYaml = 'class_name: VarianceScaling\nconfig: { scale: 2 } # He et al.\n'
const sample = (source: string) => ['sample', source, '--shape', '3,4']

describe('a CONFIG', () => {
  test('is the same from every source', async () => {
    const cwd = folder()
    const files = { 'a.json': he, 'a.yaml': heYaml, 'a.yml': heYaml, 'a.conf': heYaml, 'b.conf': ` ${he}` }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
    const expected = await json(sample('he_normal'))
    for (const source of ['HeNormal', he, 'a.json', 'a.yaml', 'a.yml', './a.conf', './b.conf', join(cwd, 'a.json')]) {
      expect(await json(sample(source), { cwd })).toEqual(expected)
    }
    for (const stdin of [he, heYaml, 'he_normal', '"he_normal"']) {
      expect(await json(sample('-'), { stdin })).toEqual(expected)
    }
  })

  test.each([
    ['{"class_name":"Zeros","class_name":"Ones"}', 'DuplicateKey', 'CONFIG', ['class_name']],
    ['{"class_name":"HeNormal","config":{"seed":9007199254740993}}', 'NotSafeInteger', 'CONFIG', ['config', 'seed']],
    ['{"class_name":"Zeros"', 'BadJson', 'CONFIG', ['class_name']],
    ['{"class_name":"RandomNormal","config":{"stddev":-1}}', 'NotPositive', 'CONFIG', ['config', 'stddev']],
    ['he_norml', 'UnknownName', 'CONFIG', []],
    ['none.json', 'FileError', 'none.json', []],
    ['no/such', 'FileError', 'no/such', []]
  ])('%s: %s', async (source, code, reported, path) => {
    expect(await errors(sample(source))).toMatchObject([{ code, source: reported, path }])
  })

  test('errors of a file and of stdin name them', async () => {
    const cwd = folder()
    const twice = 'class_name: Zeros\nclass_name: Ones\n'
    writeFileSync(join(cwd, 'a.yaml'), twice)
    writeFileSync(join(cwd, 'b.json'), Uint8Array.of(0x22, 0xff, 0x22))
    expect(await errors(sample('a.yaml'), { cwd })).toMatchObject([{ code: 'DuplicateKey', source: 'a.yaml' }])
    expect(await errors(sample('b.json'), { cwd })).toMatchObject([{ code: 'FileError', source: 'b.json' }])
    expect(await errors(sample('-'), { stdin: twice })).toMatchObject([{ code: 'DuplicateKey', source: 'stdin' }])
    expect(await errors(sample('-'), { stdin: '' })).toMatchObject([{ code: 'WrongType', source: 'stdin' }])
    expect(await errors(words('sample ./ --shape 3'), { cwd })).toMatchObject([{ code: 'FileError', source: './' }])
  })
})

describe('YAML', () => {
  const failures = (text: string): ReadonlyArray<readonly [string, string, string]> => {
    const parsed = parseYaml(text)
    return E.isLeft(parsed) ? parsed.left.map((e) => [e.code, e.expected, e.received]) : []
  }

  test.each([
    ['a: 1\nb: [2, -3, 0x10, 0o10]', { a: 1, b: [2, -3, 16, 8] }],
    [
      'a: 1.5\nb: 1e3\nc: yes\nd: null\ne: 2024-01-01\nf: 010',
      { a: 1.5, b: 1000, c: 'yes', d: null, e: '2024-01-01', f: 10 }
    ],
    ['a: &x { s: [1] }\nb: *x', { a: { s: [1] }, b: { s: [1] } }],
    ['a: 9007199254740991', { a: 9007199254740991 }],
    ['"1": 2', { '1': 2 }],
    ['<<: { a: 1 }', { '<<': { a: 1 } }],
    ['', null]
  ])('%j is read', (text, value) => {
    expect(parseYaml(text)).toEqual(E.right(value))
  })

  test('__proto__ is a key like any other', () => {
    const parsed = parseYaml('__proto__: { scale: 9 }')
    expect(E.isRight(parsed) && Object.keys(parsed.right as object)).toEqual(['__proto__'])
    expect(({} as { scale?: number }).scale).toBeUndefined()
  })

  test.each([
    ['a: 1\nb: 2\na: 3', 'DuplicateKey', 'each key once at 3:1', '"a"'],
    ['a:\n  seed: 9007199254740993', 'NotSafeInteger', 'an integer within ±(2^53 - 1) at 2:9', '9007199254740993n'],
    ['a: -18446744073709551616', 'NotSafeInteger', 'an integer within ±(2^53 - 1) at 1:4', '-18446744073709551616n'],
    ['a: [1, 2', 'Unreadable', 'YAML at 1:9', 'a syntax error: Flow sequence'],
    ['a: !!binary aGk=', 'Unreadable', 'YAML at 1:4', 'a syntax error: Unresolved tag'],
    ['a: !thing 1', 'Unreadable', 'YAML at 1:4', 'a syntax error: Unresolved tag'],
    ['a: *none', 'Unreadable', 'YAML', 'Unresolved alias'],
    ['a: 1\n---\nb: 2', 'Unreadable', 'YAML at 2:1', 'a syntax error: Source contains multiple documents'],
    ['b: 1\n1.10: 2', 'WrongType', 'a string as the key (in quotes) at 2:1', '1.1'],
    ['? [a]\n: 1', 'WrongType', 'a string as the key (in quotes) at 1:3', 'another value']
  ])('%j: %s %s', (text, code, expected, received) => {
    const [[foundCode, foundExpected, foundReceived] = []] = failures(text)
    expect([foundCode, foundExpected]).toEqual([code, expected])
    expect(foundReceived).toContain(received)
  })

  test('aliases of aliases do not multiply', () => {
    const levels = 'bcdefgh'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]!}`).join()}]`)
    expect(failures(['a: &a [1, 2]', ...levels].join('\n'))[0]?.[2]).toContain('Excessive alias count')
  })

  test('one anchor may be used by many parameters', () => {
    const uses = Array.from({ length: 900 }, (_, i) => `p${i}: *x\n`)
    expect(E.isRight(parseYaml(`x: &x { a: 1 }\n${uses.join('')}`))).toBe(true)
  })

  test('nesting without end is an error, not a crash', () => {
    expect(failures('['.repeat(100_000))).not.toEqual([])
  })
})

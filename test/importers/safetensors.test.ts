import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as Plan from 'initializers-ts/plan'
import { Safetensors } from 'initializers-ts/formats'
import { fromSafetensors } from '../../src/importers/safetensors.js'
import * as gpt2 from './gpt2.js'
import { right } from '../support/either.js'

const example = (name: string): unknown =>
  parse(readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'))
const rules = right(Plan.decodeRules([{ match: '**', initializer: 'he_normal' }]))

/** A header of any JSON: 8 bytes of length and the text. The file has `dataSize` more bytes. */
const header = (json: unknown, dataSize: number) => {
  const text = new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json))
  const prefix = new Uint8Array(8 + text.length)
  new DataView(prefix.buffer).setUint32(0, text.length, true)
  prefix.set(text, 8)
  return { prefix, fileSize: prefix.length + dataSize }
}

const problems = ({ prefix, fileSize }: { readonly prefix: Uint8Array; readonly fileSize: number }) => {
  const imported = fromSafetensors(prefix, { rules, fileSize })
  return E.isLeft(imported) ? imported.left.map(({ code, path }) => [code, ...path].join(' ')) : []
}

describe('a safetensors header', () => {
  test('gives names, shapes and dtypes in the order of the data', () => {
    const { prefix, fileSize } = header(
      {
        __metadata__: { format: 'pt' },
        'b.weight': { dtype: 'BF16', shape: [2, 3], data_offsets: [16, 28] },
        'a.bias': { dtype: 'F64', shape: [2], data_offsets: [0, 16] }
      },
      28
    )
    const imported = right(fromSafetensors(prefix, { rules, fileSize }))
    expect(imported).toMatchObject({ source: 'safetensors', dialect: null, decisions: [], skipped: [] })
    expect(imported.plan.parameters.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual([
      ['a.bias', [2], 'float64'],
      ['b.weight', [2, 3], 'bfloat16']
    ])
  })

  test('of a whole file needs no fileSize', () => {
    const file = Safetensors.encode()([{ name: 'w', shape: [1], dtype: 'float32', data: Float32Array.of(1) }])
    expect(right(fromSafetensors(right(file), { rules })).plan.parameters).toHaveLength(1)
  })

  test('of GPT-2 with a file of rules gives the plan of the example', () => {
    const specs = gpt2.shapes.map(([name, shape]) => ({ name, shape, dtype: 'float32' as const }))
    const { header: prefix, fileSize } = right(Safetensors.layout({ format: 'pt' })(specs))
    const { plan } = right(
      fromSafetensors(prefix, { fileSize, rules: right(Plan.decodeRules(example('gpt2.rules.yaml'))) })
    )
    expect(plan).toEqual(right(Plan.decode(example('gpt2.plan.yaml'))))
  })

  test('skips and reports integers; 8-bit numbers need another dtype', () => {
    const json = {
      ids: { dtype: 'I64', shape: [1], data_offsets: [0, 8] },
      mask: { dtype: 'BOOL', shape: [4], data_offsets: [8, 12] },
      w: { dtype: 'F8_E4M3', shape: [4], data_offsets: [12, 16] }
    }
    const file = header(json, 16)
    expect(problems(file)).toEqual(['UnsupportedDType parameters w dtype'])
    const { plan, skipped } = right(fromSafetensors(file.prefix, { rules, fileSize: file.fileSize, dtype: 'bfloat16' }))
    expect(plan.parameters).toMatchObject([{ name: 'w', dtype: 'bfloat16' }])
    expect(skipped).toEqual([
      { name: 'ids', dtype: 'I64' },
      { name: 'mask', dtype: 'BOOL' }
    ])
  })

  test('may have any dtype of the format', () => {
    const words = 'F4 F6_E2M3 F6_E3M2 BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0 I16 U16 F16 BF16 I32 U32 F32 I64 U64 F64 C64'
    for (const dtype of words.split(' ')) {
      const file = header({ w: { dtype, shape: [0], data_offsets: [0, 0] } }, 0)
      expect(E.isRight(fromSafetensors(file.prefix, { rules, fileSize: file.fileSize, dtype: 'float32' }))).toBe(true)
    }
  })

  test('of 100,000 tensors is read in linear time', () => {
    const read = (n: number) => {
      const entries = Array.from({ length: n }, (_, i) => [
        `h.${i}.weight`,
        { dtype: 'F32', shape: [1], data_offsets: [4 * i, 4 * i + 4] }
      ])
      const file = header(Object.fromEntries(entries), 4 * n)
      const start = performance.now()
      expect(right(fromSafetensors(file.prefix, { rules, fileSize: file.fileSize })).plan.parameters).toHaveLength(n)
      return performance.now() - start
    }
    read(10_000)
    expect(read(100_000)).toBeLessThan(60 * read(10_000) + 2000)
  })
})

describe('what is refused', () => {
  const w = { dtype: 'F32', shape: [1], data_offsets: [0, 4] }

  test.each([
    ['no bytes', { prefix: new Uint8Array(0), fileSize: 0 }, ['Truncated']],
    ['a length beyond the file', { prefix: Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0), fileSize: 8 }, ['Truncated']],
    ['a length beyond the limit', { prefix: new Uint8Array(8).fill(255), fileSize: 8 }, ['HeaderTooLarge']],
    ['a part of the header', { prefix: header({ w }, 4).prefix.subarray(0, 20), fileSize: 80 }, ['Truncated']],
    ['missing data', { ...header({ w }, 4), fileSize: 60 }, ['Truncated']],
    ['no JSON', header('{"w":', 0), ['BadJson w']],
    ['a list', header('[]', 0), ['BadHeader']],
    ['a name twice', header('{"w":{},"w":{}}', 0), ['DuplicateKey w']],
    ['a shape that does not fit the data', header({ w: { ...w, shape: [2] } }, 4), ['BadOffsets w data_offsets']],
    ['an unknown dtype', header({ w: { ...w, dtype: 'Q4' } }, 4), ['UnsupportedDType w dtype']],
    ['names too long for a plan', header({ ['w'.repeat(1001)]: w }, 4), [`BadName parameters ${'w'.repeat(1001)}`]]
  ])('%s', (_, file, expected) => {
    expect(problems(file)).toEqual(expected)
  })

  test('a name that no rule matches', () => {
    const { prefix, fileSize } = header({ w }, 4)
    const imported = pipe(
      fromSafetensors(prefix, { fileSize }),
      E.mapLeft((errors) => errors.map(({ code, path }) => [code, ...path]))
    )
    expect(imported).toEqual(E.left([['NoInitializer', 'parameters', 'w']]))
  })
})

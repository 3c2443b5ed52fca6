/** Files in safetensors, npy and JSON: what is encoded is decoded, and damaged files are refused. */
import fc from 'fast-check'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../src/codec/json.js'
import * as DType from '../src/DType.js'
import { Npy, Safetensors } from '../src/formats/index.js'
import { size } from '../src/Shape.js'
import * as Tensor from '../src/Tensor.js'
import { right } from '../test/support/either.js'

const run = { seed: 20261123, numRuns: 500 }

/** Any shape of few elements, any dtype, any bits, including NaNs, infinities and both zeros. */
const tensors = (dtypes: ReadonlyArray<DType.DType>): fc.Arbitrary<Tensor.Tensor> =>
  fc
    .record({ shape: fc.array(fc.nat(4), { maxLength: 4 }), dtype: fc.constantFrom(...dtypes) })
    .chain(({ shape, dtype }) => {
      const length = size(shape) * DType.traits(dtype).bytesPerElement
      return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => {
        const { data } = pipe(
          bytes,
          Tensor.fromBytes(dtype, shape),
          E.getOrElse((): Tensor.Tensor => ({ shape, dtype, data: DType.traits(dtype).make(0) }))
        )
        return { shape, dtype, data }
      })
    })

const texts = fc.string({ unit: 'binary', maxLength: 12 })
const names = fc.oneof(texts, fc.constantFrom('__proto__', 'constructor', '0', '10', 'a/b')).filter((s) => s !== '')
const named: fc.Arbitrary<ReadonlyArray<Safetensors.Named>> = fc
  .uniqueArray(fc.tuple(names, tensors(DType.all)), { selector: ([name]) => name, maxLength: 6 })
  .map((pairs) => pairs.map(([name, tensor]) => ({ name, ...tensor })))
const metadata = fc.dictionary(texts, texts, { maxKeys: 4 })

const sameTensors = (a: ReadonlyArray<Safetensors.Named>, b: ReadonlyArray<Safetensors.Named>): boolean => {
  const byName = new Map(b.map((tensor) => [tensor.name, tensor] as const))
  return (
    a.length === byName.size &&
    a.every((tensor) => {
      const other = byName.get(tensor.name)
      return other !== undefined && Tensor.eq.equals(tensor, other)
    })
  )
}

/** Some bytes replaced, the end removed or extended. */
const damaged = (files: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      files,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: -9, max: 9 })
    )
    .map(([file, changes, more]) => {
      const copy = new Uint8Array(Math.max(0, file.length + (more % 3 === 0 ? more : 0)))
      copy.set(file.subarray(0, copy.length))
      for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte
      return copy
    })

describe('safetensors', () => {
  const files = fc.tuple(metadata, named).map(([m, ts]) => right(Safetensors.encode(m)(ts)))

  test('what is written is read, bit for bit', () =>
    fc.assert(
      fc.property(metadata, named, (m, ts) => {
        const read = right(pipe(ts, Safetensors.encode(m), E.chain(Safetensors.decode)))
        expect(read.metadata).toEqual({ ...m })
        return sameTensors(read.tensors, ts)
      }),
      run
    ))

  // except empty tensors with names such as 10, which every JavaScript object puts first
  test('what is read and written again is the same file', () =>
    fc.assert(
      fc.property(files, (file) => {
        const { metadata: m, tensors: ts } = right(Safetensors.decode(file))
        fc.pre(!ts.some(({ name }) => /^\d+$/.test(name)))
        expect(right(Safetensors.encode(m)(ts))).toEqual(file)
      }),
      run
    ))

  test('every tensor lies at a multiple of its element size', () =>
    fc.assert(
      fc.property(metadata, named, (m, ts) => {
        const { header, entries } = right(Safetensors.layout(m)(ts))
        return entries.every(({ start, dtype }) => (header.length + start) % DType.traits(dtype).bytesPerElement === 0)
      }),
      run
    ))

  test('a damaged file is an error or another file, without delay', () =>
    fc.assert(
      fc.property(damaged(files), (file) => {
        const start = performance.now()
        Safetensors.decode(file)
        return performance.now() - start < 1000
      }),
      { ...run, numRuns: 3000 }
    ))
})

describe('npy', () => {
  const arrays = tensors(['float16', 'float32', 'float64'])

  test('what is written is read, bit for bit', () =>
    fc.assert(
      fc.property(arrays, (tensor) => Tensor.eq.equals(right(pipe(tensor, Npy.encode, E.chain(Npy.decode))), tensor)),
      run
    ))

  test('a damaged file is an error or another file, without delay', () =>
    fc.assert(
      fc.property(damaged(arrays.map((tensor) => right(Npy.encode(tensor)))), (file) => {
        const start = performance.now()
        Npy.decode(file)
        return performance.now() - start < 1000
      }),
      { ...run, numRuns: 3000 }
    ))
})

describe('JSON', () => {
  const silent = /\d{16}|e\+?\d{3}/i

  test('agrees with JSON.parse on the output of JSON.stringify', () =>
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(2), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent)
        if (!silent.test(spaced)) expect(parseJson(spaced)).toEqual(E.right(JSON.parse(spaced)))
      }),
      run
    ))

  test('agrees with JSON.parse on which texts are JSON', () =>
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.array(
          fc.tuple(fc.nat(), fc.constantFrom('', ',', '"', '{', ']', ':', '\\', ' ', '1', 'e', '-', '.', '\u0001'))
        ),
        (text, edits) => {
          const edited = edits.reduce((s, [at, piece]) => {
            const i = at % (s.length + 1)
            return s.slice(0, i) + piece + s.slice(i + 1)
          }, text)
          const bad = pipe(
            parseJson(edited),
            E.match(
              ([...errors]) => errors.some(({ code }) => code === 'BadJson'),
              () => false
            )
          )
          expect(bad).toBe(E.isLeft(E.tryCatch(() => JSON.parse(edited) as unknown, String)))
        }
      ),
      { ...run, numRuns: 5000 }
    ))
})

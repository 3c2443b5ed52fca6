import { readdirSync } from 'node:fs'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type * as Package from 'initializers-ts'
import { Initializer } from 'initializers-ts'
import { instances } from '../../../src/engine/kernel/instance.js'
import { base64 } from '../../../src/engine/kernel/generated/qr.js'

const generated = new URL('../../../src/engine/kernel/generated/', import.meta.url)
const real = (globalThis as unknown as { WebAssembly: Record<'Module' | 'Instance', new (...args: never[]) => object> })
  .WebAssembly

/** `WebAssembly` with something in it that throws, as engines and pages do. */
const refusing = (part: 'Module' | 'Instance') => ({
  ...{ Module: real.Module, Instance: real.Instance },
  [part]: vi.fn(function () {
    throw new RangeError('not here')
  })
})

afterEach(() => void vi.unstubAllGlobals())

describe('an instance', () => {
  it('has a memory of its own, with at least as many bytes as were asked for', () => {
    const make = instances(base64)
    const [one, other] = [make(100_000), make(0)]
    expect(one?.memory.buffer.byteLength).toBe(2 * 65536)
    expect(one?.memory.buffer).not.toBe(other?.memory.buffer)
  })

  it('is missing where WebAssembly is missing, rejects the module or cannot allocate the memory', () => {
    expect(instances(btoa('no module'))(0)).toBeUndefined()
    expect(instances('no base64!')(0)).toBeUndefined()
    expect(instances(base64)(2 ** 40)).toBeUndefined()
    for (const broken of [undefined, {}, refusing('Module'), refusing('Instance')]) {
      vi.stubGlobal('WebAssembly', broken)
      expect(instances(base64)(0)).toBeUndefined()
    }
  })

  it('is not tried again if the compilation was refused', () => {
    const broken = refusing('Module')
    vi.stubGlobal('WebAssembly', broken)
    const make = instances(base64)
    expect([make(0), make(0), make(0)]).toEqual([undefined, undefined, undefined])
    expect(broken.Module).toHaveBeenCalledTimes(1)
  })
})

describe('the modules', () => {
  it.each(readdirSync(generated))('%s imports nothing and stays small', async (file) => {
    const { base64 } = (await import(new URL(file, generated).href)) as { base64: string }
    const bytes = Buffer.from(base64, 'base64')
    const module = new real.Module(bytes as never)
    const { imports } = real.Module as unknown as { imports: (module: object) => unknown[] }
    expect(imports(module)).toEqual([])
    expect(bytes.length).toBeLessThan(8192)
  })
})

const generators = ['xoroshiro128plus', 'threefry2x32', 'philox4x32'] as const
const configs = ['random_uniform', 'random_normal', 'truncated_normal'] as const

/** What the kernels draw, in every dtype. */
const drawAll = ({ Draw, DType, Initializer, Rng }: typeof Package): ReadonlyArray<unknown> => [
  Initializer.init({ shape: [48, 40], seed: 7, dtype: 'float64' })('orthogonal'),
  ...generators.flatMap((generator) =>
    configs.flatMap((config) =>
      DType.all.map((dtype) =>
        pipe(
          E.Do,
          E.apS('rng', Rng.fromSeed(7, generator)),
          E.apS('initializer', Initializer.decode(config)),
          E.bind('draw', ({ initializer }) => Initializer.draw({ shape: [10_000], dtype })(initializer)),
          E.map(({ rng, draw }) => [...Draw.range(draw)(1, 9_999)(rng)])
        )
      )
    )
  )
]

describe.each([
  ['not there', undefined],
  ['refused', refusing('Module')]
] as const)('where WebAssembly is %s', (_, broken) => {
  it('everything has the same bytes', async () => {
    const expected = drawAll(await import('initializers-ts'))
    vi.stubGlobal('WebAssembly', broken)
    vi.resetModules()
    const again = await import('initializers-ts')
    expect(again.Initializer).not.toBe(Initializer)
    expect(drawAll(again)).toEqual(expected)
    if (broken !== undefined) expect(broken.Module).toHaveBeenCalledTimes(2) // once per kernel
    vi.resetModules()
  })
})

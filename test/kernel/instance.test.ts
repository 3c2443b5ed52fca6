import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Initializer } from 'initializers-ts'
import { instances, lazyInstance } from '../../src/kernel/instance.js'
import { base64 } from '../../src/kernel/generated/qr.js'

const generated = new URL('../../src/kernel/generated/', import.meta.url)
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
  it('has a memory of its own, with the room that was asked for', () => {
    const make = instances(base64)
    const [one, other] = [make(100_000), make(0)]
    expect(one?.memory.buffer.byteLength).toBe(2 * 65536)
    expect(one?.memory.buffer).not.toBe(other?.memory.buffer)
  })

  it('is made once where one will do', () => {
    const only = lazyInstance(base64)
    expect(only()).toBeDefined()
    expect(only()).toBe(only())
  })

  it('is not there where WebAssembly is not, or does not know the module, or may not have the memory', () => {
    expect(instances(btoa('no module'))(0)).toBeUndefined()
    expect(instances('no base64!')(0)).toBeUndefined()
    expect(instances(base64)(2 ** 40)).toBeUndefined()
    for (const broken of [undefined, {}, refusing('Module'), refusing('Instance')]) {
      vi.stubGlobal('WebAssembly', broken)
      expect(instances(base64)(0)).toBeUndefined()
      expect(lazyInstance(base64)()).toBeUndefined()
    }
  })

  it('is not asked for again where the compilation was refused', () => {
    const broken = refusing('Module')
    vi.stubGlobal('WebAssembly', broken)
    const make = instances(base64)
    expect([make(0), make(0), make(0)]).toEqual([undefined, undefined, undefined])
    expect(broken.Module).toHaveBeenCalledTimes(1)
  })
})

describe('the modules', () => {
  it.each(readdirSync(generated))('%s imports nothing and is small enough for any main thread', async (file) => {
    const { base64 } = (await import(new URL(file, generated).href)) as { base64: string }
    const bytes = Buffer.from(base64, 'base64')
    const module = new real.Module(bytes as never)
    const { imports } = real.Module as unknown as { imports: (module: object) => unknown[] }
    expect(imports(module)).toEqual([])
    expect(bytes.length).toBeLessThan(8192)
  })
})

describe('without WebAssembly', () => {
  it('everything has the same bytes', async () => {
    const draw = (init: typeof Initializer.init) => init({ shape: [48, 40], seed: 7, dtype: 'float64' })('orthogonal')
    const expected = draw(Initializer.init)
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    const { Initializer: again } = await import('initializers-ts')
    expect(again).not.toBe(Initializer)
    expect(draw(again.init)).toEqual(expected)
    vi.resetModules()
  })
})

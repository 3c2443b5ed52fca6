/**
 * WebAssembly modules of `assembly/`, compiled where the engine has WebAssembly with SIMD and lets us use it.
 *
 * It is all or nothing: an engine without it, a page whose policy forbids it, a browser that compiles no module of this
 * size on its main thread (Chrome before 114: none above 4 KB) and a memory that cannot be had all throw, and whoever
 * asked takes the TypeScript path, which gives the same bytes. So there is no other feature test; but a machine that is
 * big-endian would have to swap all that goes in and out of a kernel's memory, and takes that path too.
 */
import { isLittleEndian } from '../../numeric/float/bits.js'
import { lazily } from '../../numeric/memo.js'

/** As much of the global as is used: neither ES2023 nor the types of Node 20 know it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Exports }
}

/** What a module exports, functions of numbers beside its memory; who loads it knows their names. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

/** WebAssembly counts memory in pages of this many bytes. */
const PAGE = 65536

/**
 * A module, compiled once, when it is first asked for; what was refused is not tried again. Each call gives a new instance with room for so many bytes in a
 * memory of its own, which goes when the instance goes.
 */
export const instances = (base64: string): ((bytes: number) => Exports | undefined) => {
  const module = lazily(() => (isLittleEndian ? attempt(() => new WebAssembly.Module(decoded(base64))) : undefined))
  return (bytes) => {
    const compiled = module()
    return compiled && attempt(() => withRoom(bytes, new WebAssembly.Instance(compiled).exports))
  }
}

const withRoom = (bytes: number, exports: Exports): Exports => {
  const missing = bytes - exports.memory.buffer.byteLength
  if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE))
  return exports
}

/**
 * Four letters at a time, as the machine is little-endian: of a longer loop the engine would make machine code, on the very
 * threads that the compilation of the module waits for (1 ms more of a program's first call).
 */
const decoded = (base64: string): Uint8Array => {
  const letters = atob(base64)
  const words = new Uint32Array(Math.ceil(letters.length / 4))
  for (let i = 0, at = 0; i < words.length; i++, at += 4)
    words[i] =
      letters.charCodeAt(at) | // NaN behind the end, which counts as 0
      (letters.charCodeAt(at + 1) << 8) |
      (letters.charCodeAt(at + 2) << 16) |
      (letters.charCodeAt(at + 3) << 24)
  return new Uint8Array(words.buffer, 0, letters.length)
}

const attempt = <A>(run: () => A): A | undefined => {
  try {
    return run()
  } catch {
    return undefined
  }
}

/**
 * WebAssembly modules of `assembly/`, compiled where the engine has WebAssembly with SIMD and allows its use.
 *
 * Compiling is the only feature test. It throws in an engine without WebAssembly or SIMD, on a page whose policy forbids
 * it, in a browser that compiles no module of this size on its main thread (Chrome before 114: none above 4 KB), and
 * where the memory cannot be allocated. The TypeScript path then gives the same bytes. It also serves big-endian
 * machines, which would have to swap the bytes of all input and output of a kernel.
 */
import { isLittleEndian } from '../../numeric/float/bits.js'
import { lazily } from '../../numeric/memo.js'

/** The part of the global `WebAssembly` that is used; neither ES2023 nor the types of Node 20 declare it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Exports }
}

/** The exports of a module: its memory, and functions of numbers that each host declares. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

/** WebAssembly counts memory in pages of this many bytes. */
const PAGE = 65536

/**
 * Instances of a module, which is compiled once, at the first call; a failure is not tried again. Each call gives a new
 * instance with at least that many bytes in a memory of its own.
 */
export const instances = (base64: string): ((bytes: number) => Exports | undefined) => {
  const module = lazily(() => (isLittleEndian ? attempt(() => new WebAssembly.Module(decoded(base64))) : undefined))
  return (bytes) => {
    const compiled = module()
    return compiled && attempt(() => withMemory(bytes, new WebAssembly.Instance(compiled).exports))
  }
}

const withMemory = (bytes: number, exports: Exports): Exports => {
  const missing = bytes - exports.memory.buffer.byteLength
  if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE))
  return exports
}

/**
 * Four characters at a time, for a little-endian machine. V8 would optimize a longer loop on the threads that the compilation
 * of the module waits for, which costs 1 ms of the first call.
 */
const decoded = (base64: string): Uint8Array => {
  const characters = atob(base64)
  const words = new Uint32Array(Math.ceil(characters.length / 4))
  for (let i = 0, at = 0; i < words.length; i++, at += 4)
    words[i] =
      characters.charCodeAt(at) | // NaN after the end, which counts as 0
      (characters.charCodeAt(at + 1) << 8) |
      (characters.charCodeAt(at + 2) << 16) |
      (characters.charCodeAt(at + 3) << 24)
  return new Uint8Array(words.buffer, 0, characters.length)
}

const attempt = <A>(run: () => A): A | undefined => {
  try {
    return run()
  } catch {
    return undefined
  }
}

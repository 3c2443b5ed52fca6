/**
 * `Tensor.normal_`: Box-Muller in blocks of 16, where 8 uniform numbers give radii and 8 give angles. Fewer than 16 numbers
 * are drawn one after the other in double.
 *
 * Source: aten/src/ATen/native/cpu/DistributionTemplates.h (`normal_fill`, `normal_fill_AVX2`) and
 * core/DistributionsHelper.h (`normal_distribution`).
 */
import { round } from '../../DType.js'
import { logAvx2, sinCosAvx2 } from '../arithmetic/avx2.js'
import { fma32, multiplyAdd32, multiplyAdd64 } from '../arithmetic/fma.js'
import { cosf, logf, sinf } from '../arithmetic/glibc.js'
import * as glibc64 from '../arithmetic/glibc64.js'
import { isBlockFused, isFused } from './options.js'
import { uniforms32, uniforms64 } from './uniform.js'
import type { Drawing, Values } from './values.js'

export const BLOCK = 16
const HALF = 8

const TWO_PI = 6.283185307179586
const TWO_PI_32 = 6.2831854820251465

/** Whether the block that starts at an index is needed; of the others only the words are consumed. */
type IsWanted = (at: number) => boolean
const always: IsWanted = () => true

/** The numbers of a contiguous tensor. */
export const normal = (drawing: Drawing, mean: number, std: number, isWanted: IsWanted = always): Values => {
  const { dtype, n } = drawing
  if (n < BLOCK) return fewNormals(drawing, mean, std)
  switch (dtype) {
    case 'float64':
      return normals64(drawing, mean, std, isWanted)
    case 'float32':
      return normals32(drawing, n, Math.fround(mean), Math.fround(std), isWanted)
    case 'float16':
    case 'bfloat16': // block by block: a partial block draws no numbers of its own
      return normals32(drawing, n - (n % BLOCK), Math.fround(mean), Math.fround(std), isWanted).map(round(dtype))
  }
}

/** Doubles are rounded to float32 before they are rounded to 16 bits. */
const fewNormals = ({ options, reader, dtype, n }: Drawing, mean: number, std: number): Values => {
  const fused = isFused(options)
  const doubles = Float64Array.from({ length: n }, () => multiplyAdd64(fused, reader.normal(), std, mean))
  return dtype === 'float64' ? doubles : Float32Array.from(doubles).map(round(dtype))
}

// -------------------------------------------------------------------------------------
// blocks
// -------------------------------------------------------------------------------------

/**
 * Draws uniform numbers at the first indices and turns each block of them into normal numbers in place. If n is no multiple
 * of 16, the last 16 indices are one more block, of new uniform numbers.
 */
const inBlocks = (n: number, drawn: number, draw: (start: number, end: number) => void, make: (at: number) => void) => {
  draw(0, drawn)
  for (let at = 0; at + BLOCK <= n; at += BLOCK) make(at)
  if (n % BLOCK === 0) return
  draw(n - BLOCK, n)
  make(n - BLOCK)
}

const normals32 = (
  { options, reader, n }: Drawing,
  drawn: number,
  mean: number,
  std: number,
  isWanted: IsWanted
): Float32Array => {
  const out = new Float32Array(n)
  const fused = isBlockFused(options)
  const turn = new Float64Array(2)
  const make =
    options.profile === 'avx2'
      ? (at: number): void => blockAvx2(out, at, mean, std, turn)
      : (at: number): void => blockDefault(fused, out, at, mean, std)
  inBlocks(
    n,
    drawn,
    (start, end) => uniforms32(reader, out, start, end),
    (at) => (isWanted(at) ? make(at) : undefined)
  )
  return out
}

const blockAvx2 = (d: Float32Array, at: number, mean: number, std: number, turn: Float64Array): void => {
  for (let i = at; i < at + HALF; i++) {
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * logAvx2(Math.fround(1 - d[i]!)))))
    sinCosAvx2(Math.fround(TWO_PI_32 * d[i + HALF]!), turn)
    d[i] = fma32(Math.fround(radius * turn[1]!), std, mean)
    d[i + HALF] = fma32(Math.fround(radius * turn[0]!), std, mean)
  }
}

const blockDefault = (fused: boolean, d: Float32Array, at: number, mean: number, std: number): void => {
  for (let i = at; i < at + HALF; i++) {
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * logf(Math.fround(1 - d[i]!)))))
    const theta = Math.fround(TWO_PI * d[i + HALF]!)
    d[i] = multiplyAdd32(fused, Math.fround(radius * cosf(theta)), std, mean)
    d[i + HALF] = multiplyAdd32(fused, Math.fround(radius * sinf(theta)), std, mean)
  }
}

const normals64 = ({ options, reader, n }: Drawing, mean: number, std: number, isWanted: IsWanted): Float64Array => {
  const out = new Float64Array(n)
  const fused = isBlockFused(options)
  inBlocks(
    n,
    n,
    (start, end) => uniforms64(reader, out, start, end),
    (at) => (isWanted(at) ? block64(fused, out, at, mean, std) : undefined)
  )
  return out
}

const block64 = (fused: boolean, d: Float64Array, at: number, mean: number, std: number): void => {
  for (let i = at; i < at + HALF; i++) {
    const radius = Math.sqrt(-2 * glibc64.log(1 - d[i]!))
    const theta = TWO_PI * d[i + HALF]!
    d[i] = multiplyAdd64(fused, radius * glibc64.cos(theta), std, mean)
    d[i + HALF] = multiplyAdd64(fused, radius * glibc64.sin(theta), std, mean)
  }
}

/**
 * `Tensor.uniform_`: from + (to - from) x, where x has the *lower* 24 bits of a word, or 53 bits of two words in float64.
 *
 * Source: aten/src/ATen/core/TransformationHelper.h and native/cpu/DistributionTemplates.h.
 */
import { round } from '../../DType.js'
import { fma32, multiplyAdd64 } from '../arithmetic/fma.js'
import type { GeneratorReader } from './Generator.js'
import { isFused } from './options.js'
import { type Drawing, isHalf, type Values } from './values.js'

/** 2^-24 */
const ULP = 5.9604644775390625e-8

/** Writes numbers from [0, 1) at the indices from `start` to `end`. */
export const uniforms32 = ({ next }: GeneratorReader, out: Float32Array, start: number, end: number): void => {
  for (let i = start; i < end; i++) out[i] = (next() & 0xffffff) * ULP
}

/** The same in float64. */
export const uniforms64 = ({ uniform64 }: GeneratorReader, out: Float64Array, start: number, end: number): void => {
  for (let i = start; i < end; i++) out[i] = uniform64()
}

/** From 2.12 on, a number that is rounded to `to` becomes `from`. */
export const uniform = (drawing: Drawing, from: number, to: number): Values => {
  const { options, dtype } = drawing
  const values =
    dtype === 'float64' ? ranged64(drawing, from, to) : ranged32(drawing, Math.fround(from), Math.fround(to))
  if (isHalf(dtype)) for (let i = 0; i < values.length; i++) values[i] = round(dtype)(values[i]!)
  if (options.version === '2.12') replace(values, round(dtype)(to), round(dtype)(from))
  return values
}

const ranged32 = ({ options, reader, n }: Drawing, from: number, to: number): Float32Array => {
  const out = new Float32Array(n)
  const width = Math.fround(to - from)
  uniforms32(reader, out, 0, n)
  if (isFused(options)) for (let i = 0; i < n; i++) out[i] = fma32(out[i]!, width, from)
  else for (let i = 0; i < n; i++) out[i] = Math.fround(out[i]! * width) + from
  return out
}

const ranged64 = ({ options, reader, n }: Drawing, from: number, to: number): Float64Array => {
  const out = new Float64Array(n)
  const [width, fused] = [to - from, isFused(options)]
  for (let i = 0; i < n; i++) out[i] = multiplyAdd64(fused, reader.uniform64(), width, from)
  return out
}

const replace = (values: Values, one: number, other: number): void => {
  for (let i = 0; i < values.length; i++) if (values[i] === one) values[i] = other
}

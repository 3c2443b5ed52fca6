/**
 * Summaries of the chunks of a tensor, and how they combine: so elements that several threads draw have the same summary,
 * bit for bit, as the whole.
 */
import type * as M from 'fp-ts/Monoid'
import { type DType, traits } from '../DType.js'
import type { Tensor } from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Summary {
  readonly count: number
  readonly mean: number
  /** the sum of squared deviations from the mean */
  readonly m2: number
  readonly min: number
  readonly max: number
}

// -------------------------------------------------------------------------------------
// instances
// -------------------------------------------------------------------------------------

/**
 * Combines the summaries of two parts.
 *
 * @since 0.1.0
 */
export const Monoid: M.Monoid<Summary> = {
  empty: { count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity },
  concat: (a, b) => {
    if (a.count === 0) return b
    if (b.count === 0) return a
    const count = a.count + b.count
    const difference = b.mean - a.mean
    return {
      count,
      mean: a.mean + (difference * b.count) / count,
      m2: a.m2 + b.m2 + (difference * difference * a.count * b.count) / count,
      min: Math.min(a.min, b.min),
      max: Math.max(a.max, b.max)
    }
  }
}

// -------------------------------------------------------------------------------------
// chunks
// -------------------------------------------------------------------------------------

/** The number of elements that are processed at a time: as float64 they fit into the processor's first-level cache. */
export const chunk = 2048

/** Calls `use` with the values of the elements, in order, one chunk at a time. The chunk is reused: copy what you keep. */
export const forEachChunk =
  (use: (values: Float64Array) => void) =>
  <D extends DType>({ dtype, data }: Tensor<D>): void => {
    const { load } = traits(dtype)
    const values = new Float64Array(Math.min(chunk, data.length))
    for (let i = 0; i < data.length; i += chunk) {
      const n = Math.min(chunk, data.length - i)
      load(data, i, n, values)
      use(values.subarray(0, n))
    }
  }

/** Loops by index, because iterating over the values takes six times as long. */
const fromValues = (values: Float64Array): Summary => {
  const count = values.length
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < count; i++) {
    const x = values[i]!
    sum += x
    if (x < min) min = x
    if (x > max) max = x
  }
  const mean = sum / count
  let m2 = 0
  for (let i = 0; i < count; i++) {
    const deviation = values[i]! - mean
    m2 += deviation * deviation
  }
  return { count, mean, m2, min, max }
}

/** The summaries of a tensor's chunks, packed into one array, which a thread returns for what it has drawn. */
export const parts = <D extends DType>(tensor: Tensor<D>): Float64Array => {
  const packed = new Float64Array(fields * Math.ceil(tensor.data.length / chunk))
  let offset = 0
  forEachChunk((values) => {
    const { count, mean, m2, min, max } = fromValues(values)
    packed[offset] = count
    packed[offset + 1] = mean
    packed[offset + 2] = m2
    packed[offset + 3] = min
    packed[offset + 4] = max
    offset += fields
  })(tensor)
  return packed
}

const fields = 5

/** The summary of earlier elements followed by packed parts. Law: `append(t) = appendParts(parts(t))`. */
export const appendParts =
  (packed: Float64Array) =>
  (before: Summary): Summary => {
    let summary = before
    for (let i = 0; i < packed.length; i += fields) {
      summary = Monoid.concat(summary, {
        count: packed[i]!,
        mean: packed[i + 1]!,
        m2: packed[i + 2]!,
        min: packed[i + 3]!,
        max: packed[i + 4]!
      })
    }
    return summary
  }

/**
 * Elements of a distribution in vectors of 128 bits: the bytes of the TypeScript, faster. The host is
 * `src/engine/kernel/draw.ts`. Folders mirror `src/numeric`.
 *
 * Three independent stages: a block of words is generated, then, strip by strip, turned into standard numbers and rounded.
 * So the number of loops is the sum over the stages, not the product.
 */
import { STRIP } from './draw/memory'
import { quantile } from './normal/precise'
import { toBfloat16, toFloat16, toFloat32, toFloat64 } from './float/round'
import { interpolate, locate } from './normal/table'
import { uniform32, uniform64 } from './words/uniform'

export { philox4x32, threefry2x32 } from './words/counted'
export { AFFINE, BLOCK, TRUNCATION, OUT, STATE, TABLE } from './draw/memory'
export { tabulate } from './normal/table'
export { LEAPS, spread, xoroshiro128plus } from './words/xoroshiro128plus'

/** In the order of the lists of the host. */
enum Standard {
  Uniform,
  Tabulated,
  Precise
}
enum Format {
  Float16,
  Bfloat16,
  Float32,
  Float64
}

/** The first `n` elements of the block, of one or two words each. */
export function elements(n: usize, wordsPerElement: i32, standard: Standard, format: Format): void {
  for (let at: usize = 0; at < n; at += STRIP) {
    const count = min<usize>(n - at, STRIP)
    if (standard === Standard.Tabulated) {
      locate(at, count)
      interpolate(count)
    } else {
      if (wordsPerElement === 1) uniform32(at, count)
      else uniform64(at, count)
      if (standard === Standard.Precise) quantile(count)
    }
    if (format === Format.Float16) toFloat16(at, count)
    else if (format === Format.Bfloat16) toBfloat16(at, count)
    else if (format === Format.Float32) toFloat32(at, count)
    else toFloat64(at, count)
  }
}

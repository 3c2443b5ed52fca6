/**
 * The draw plan in vectors of 128 bits: the bytes of the TypeScript, faster. `src/engine/kernel/draw.ts` is the host.
 *
 * A block of words is made, then strip by strip turned into standard numbers and rounded. None of the three knows of the
 * others, so there is a sum of loops and no product of them.
 */
import { STRIP } from './draw/memory'
import { quantile } from './draw/precise'
import { toBfloat16, toFloat16, toFloat32, toFloat64 } from './draw/round'
import { interpolate, locate } from './draw/table'
import { uniform32, uniform64 } from './draw/uniform'

export { philox4x32, threefry2x32 } from './draw/counted'
export { AFFINE, BLOCK, CUT, OUT, STATE, TABLE } from './draw/memory'
export { tabulate } from './draw/table'
export { LEAPS, spread, xoroshiro128plus } from './draw/xoroshiro128plus'

/** In the order that the host has them in. */
enum Standard {
  Uniform,
  Tabulated,
  Cut
}
enum Format {
  Float16,
  Bfloat16,
  Float32,
  Float64
}

/** The first `n` elements of the block, of one or two words each. */
export function elements(n: usize, words: i32, standard: Standard, format: Format): void {
  for (let at: usize = 0; at < n; at += STRIP) {
    const count = min<usize>(n - at, STRIP)
    if (standard === Standard.Tabulated) {
      locate(at, count)
      interpolate(count)
    } else {
      if (words === 1) uniform32(at, count)
      else uniform64(at, count)
      if (standard === Standard.Cut) quantile(count)
    }
    if (format === Format.Float16) toFloat16(at, count)
    else if (format === Format.Bfloat16) toBfloat16(at, count)
    else if (format === Format.Float32) toFloat32(at, count)
    else toFloat64(at, count)
  }
}

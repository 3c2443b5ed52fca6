/**
 * The draw plan in vectors of 128 bits: the bytes of the TypeScript, faster. A block of words is made, then strip by strip
 * turned into standard numbers and rounded; each of these knows nothing of the others. `src/kernel/draw.ts` is the host.
 */
import { AFFINE, BLOCK, CUT, LEAPS, OUT, STATE, STRIP, TABLE, WORDS } from './draw/memory'
import { quantile } from './draw/precise'
import { toBfloat16, toFloat16, toFloat32, toFloat64 } from './draw/round'
import { interpolate, locate } from './draw/table'
import { uniform32, uniform64 } from './draw/uniform'

export { philox4x32, threefry2x32 } from './draw/counted'
export { tabulate } from './draw/table'
export { spread, xoroshiro128plus } from './draw/xoroshiro128plus'
export { AFFINE, BLOCK, CUT, LEAPS, OUT, STATE, TABLE, WORDS }

/** The first `n` elements of the block. `numbers`: uniform, by the table, precise. */
export function elements(n: usize, words: i32, numbers: i32, dtype: i32): void {
  for (let at: usize = 0; at < n; at += STRIP) {
    const count = min<usize>(n - at, STRIP)
    if (words === 2) uniform64(at, count)
    else if (numbers === 1) locate(at, count)
    else uniform32(at, count)
    if (numbers === 1) interpolate(count)
    else if (numbers === 2) quantile(count)
    if (dtype === 0) toFloat16(at, count)
    else if (dtype === 1) toBfloat16(at, count)
    else if (dtype === 2) toFloat32(at, count)
    else toFloat64(at, count)
  }
}

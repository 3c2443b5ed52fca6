/**
 * `sparse_` and `orthogonal_`.
 *
 * Source: torch/nn/init.py, and aten/src/ATen/native/TensorFactories.cpp (`randperm_cpu`).
 */
import { round } from '../../DType.js'
import { transpose } from '../../numeric/matrix/qr.js'
import { type Dimensions, orthogonalMatrix } from '../orthogonal.js'
import type { GeneratorReader } from './Generator.js'
import { normal } from './normal.js'
import type { Drawing, Values } from './values.js'

// -------------------------------------------------------------------------------------
// sparse_
// -------------------------------------------------------------------------------------

/** Normal numbers; in each column those in the first rows of a random permutation become 0. */
export const sparse = (drawing: Drawing, [rows, cols]: Dimensions, sparsity: number, std: number): Values => {
  const out = normal(drawing, 0, std)
  const zeros = Math.ceil(sparsity * rows)
  for (let col = 0; col < cols; col++) {
    const order = randperm(drawing.reader, rows)
    for (let i = 0; i < zeros; i++) out[order[i]! * cols + col] = 0
  }
  return out
}

/** `torch.randperm(n)` for n below 2^32 / 20. */
const randperm = ({ next }: GeneratorReader, n: number): Uint32Array => {
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  for (let i = 0; i < n - 1; i++) {
    const j = i + (next() % (n - i))
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  return order
}

// -------------------------------------------------------------------------------------
// orthogonal_
// -------------------------------------------------------------------------------------

/** PyTorch draws a matrix in its own dimensions, and transposes a wide one before `qr`. */
export const orthogonal = (drawing: Drawing, [rows, cols]: Dimensions, gain: number): Values => {
  const out = normal(drawing, 0, 1)
  const drawn = Float64Array.from(out)
  const normals = rows < cols ? transpose(drawn, rows, cols) : drawn
  const r = round(drawing.dtype)
  orthogonalMatrix(normals, [rows, cols], drawing.dtype, gain).forEach((x, i) => {
    out[i] = r(x)
  })
  return out
}

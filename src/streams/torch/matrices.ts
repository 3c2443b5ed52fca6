/**
 * `sparse_` and `orthogonal_`.
 *
 * Source: torch/nn/init.py, and aten/src/ATen/native/TensorFactories.cpp (`randperm_cpu`).
 */
import { round } from '../../DType.js'
import { orthonormalColumns, transpose } from '../../numeric/matrix/qr.js'
import type { Source } from './Generator.js'
import { normal } from './normal.js'
import type { Drawing, Values } from './values.js'

// -------------------------------------------------------------------------------------
// sparse_
// -------------------------------------------------------------------------------------

/** Normal numbers, of which each column loses those in the first rows of a permutation. */
export const sparse = (
  drawing: Drawing,
  [rows, cols]: readonly [number, number],
  sparsity: number,
  std: number
): Values => {
  const out = normal(drawing, 0, std)
  const zeros = Math.ceil(sparsity * rows)
  for (let col = 0; col < cols; col++) {
    const order = randperm(drawing.source, rows)
    for (let i = 0; i < zeros; i++) out[(order[i] as number) * cols + col] = 0
  }
  return out
}

/** `torch.randperm(n)` for n below 2^32 / 20. */
const randperm = ({ next }: Source, n: number): Uint32Array => {
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  for (let i = 0; i < n - 1; i++) {
    const j = i + (next() % (n - i))
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
  return order
}

// -------------------------------------------------------------------------------------
// orthogonal_
// -------------------------------------------------------------------------------------

/** The factor Q of a normal matrix in double: PyTorch's LAPACK has it to 1e-5, up to some 1000 columns. */
export const orthogonal = (drawing: Drawing, [rows, cols]: readonly [number, number], gain: number): Values => {
  const drawn = normal(drawing, 0, 1)
  const a = Float64Array.from(drawn)
  const q =
    rows < cols
      ? transpose(orthonormalColumns(transpose(a, rows, cols), cols, rows), cols, rows)
      : orthonormalColumns(a, rows, cols)
  const r = round(drawing.dtype)
  for (let i = 0; i < drawn.length; i++) drawn[i] = r(q[i] as number) * r(gain)
  return drawn
}

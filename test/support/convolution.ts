/** A circular convolution by its definition. */
import type { Shape } from 'initializers-ts'

const product = (dims: Shape.Shape): number => dims.reduce((n, dim) => n * dim, 1)

/** The index along each axis of a row-major position. */
const indexOf = (position: number, dims: Shape.Shape): ReadonlyArray<number> =>
  dims.map((dim, axis) => Math.floor(position / product(dims.slice(axis + 1))) % dim)

const positionOf = (index: ReadonlyArray<number>, dims: Shape.Shape): number =>
  index.reduce((position, i, axis) => position * dims[axis]! + i, 0)

/** Of an input [length, …, in] with a kernel [k, …, in, out]; the output is [length, …, out]. */
export const circular = (x: Float64Array, length: number, w: Float64Array, shape: Shape.Shape): Float64Array => {
  const field = shape.slice(0, -2)
  const [inputs, outputs] = [shape.at(-2)!, shape.at(-1)!]
  const dims = field.map(() => length)
  const [sites, taps] = [product(dims), product(field)]
  const y = new Float64Array(sites * outputs)
  const offsets = Array.from({ length: taps }, (_, t) => indexOf(t, field))
  for (let site = 0; site < sites; site++) {
    const at = indexOf(site, dims)
    offsets.forEach((offset, t) => {
      const source = positionOf(
        at.map((i, axis) => (i - offset[axis]! + length) % length),
        dims
      )
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++)
          y[site * outputs + o]! += x[source * inputs + i]! * w[(t * inputs + i) * outputs + o]!
    })
  }
  return y
}

export const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0))

/** How much longer the convolution makes a random input. */
export const stretch = (w: Float64Array, shape: Shape.Shape, input: (size: number) => Float64Array): number => {
  const length = 2 * Math.max(...shape.slice(0, -2)) + 1
  const x = input(product(shape.slice(0, -2).map(() => length)) * shape.at(-2)!)
  return norm(circular(x, length, w, shape)) / norm(x)
}

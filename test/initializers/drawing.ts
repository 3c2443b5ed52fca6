/** The claims of this folder's tests about every draw, checked in plain loops. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Draw, DType, Initializer, type InitializerError, Rng, Shape, type Tensor } from 'initializers-ts'
import { right } from '../support/either.js'

export type Spec = Required<Initializer.TensorSpec>

export const rng = right(Rng.fromSeed(20261123))

export const wrap = (class_name: string) => (config: object) => ({ class_name, config })

export const constant = (value: unknown) => ({ class_name: 'Constant', config: { value } })

export const draw = (config: unknown, spec: Spec): Draw.Draw =>
  right(pipe(Initializer.decode(config), E.chain(Initializer.draw(spec))))

export const drawn = (config: unknown, spec: Spec, from: Rng.Rng = rng): readonly [Tensor.Tensor, Rng.Rng] =>
  right(Draw.sampler(draw(config, spec)))(from)

export const skipped = (n: number): Rng.Rng => right(Rng.skip(n)(rng))

export const load = ({ dtype, data }: Tensor.Tensor): ReadonlyArray<number> => {
  const out = new Float64Array(data.length)
  DType.traits(dtype).load(data, 0, data.length, out)
  return [...out]
}

/** The numbers of a tensor. */
export const numbers = (config: unknown, spec: Spec, from: Rng.Rng = rng): ReadonlyArray<number> =>
  load(drawn(config, spec, from)[0])

/** The numbers before they are rounded. */
export const reals = (config: unknown, spec: Spec): ReadonlyArray<number> => {
  const out = new Float64Array(Shape.size(spec.shape))
  draw(config, spec).open(rng).write('float64', out.length, out, 0)
  return [...out]
}

export const described = (config: unknown, spec: Spec): Initializer.Description =>
  right(pipe(Initializer.decode(config), E.chain(Initializer.describe(spec))))

export const tried = (config: unknown, spec: Spec): InitializerError.Validated<unknown> =>
  pipe(Initializer.decode(config), E.chain(Initializer.sampler(spec)))

/** All indices of a shape, in row-major order. */
export const indices = (shape: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
  shape.reduce<ReadonlyArray<ReadonlyArray<number>>>(
    (all, dim) => all.flatMap((index) => Array.from({ length: dim }, (_, i) => [...index, i])),
    [[]]
  )

/** Mean and stddev of the population. */
export const moments = (xs: ReadonlyArray<number>): { readonly mean: number; readonly stddev: number } => {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length
  return { mean, stddev: Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / xs.length) }
}

/** The moments that are described are those of the elements, exactly up to float64's rounding. */
export const expectMoments = (config: unknown, spec: Spec): void => {
  const { mean, stddev } = moments(numbers(config, spec))
  expect(described(config, spec).mean).toBeCloseTo(mean, 13)
  expect(described(config, spec).stddev).toBeCloseTo(stddev, 13)
}

const parameters = { seed: 20261123, numRuns: 50 }

const boxOf = (shape: ReadonlyArray<number>): fc.Arbitrary<Shape.Box> =>
  fc.tuple(
    ...shape.map((dim) =>
      fc.tuple(fc.nat({ max: dim }), fc.nat({ max: dim })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    )
  )

/** The laws of every draw, for a config and a shape. */
export const keepsDrawLaws = (config: unknown, { shape, dtype }: Spec, words: number): void => {
  const spec = { shape, dtype }
  const name = `${dtype} [${shape.join(', ')}]: `
  const n = Shape.size(shape)

  it(`${name}the next state is that after ${words} words`, () => {
    expect(draw(config, spec).words).toBe(words)
    expect(drawn(config, spec)[1]).toEqual(skipped(words))
  })

  it(`${name}a slice equals the slice of the whole tensor and returns the same next state`, () => {
    const [whole, next] = drawn(config, spec)
    const all = indices(shape)
    const initializer = right(Initializer.decode(config))
    fc.assert(
      fc.property(boxOf(shape), (box) => {
        const [part, after] = right(Initializer.slice({ ...spec, box })(initializer))(rng)
        const within = (index: ReadonlyArray<number>) =>
          index.every((i, axis) => i >= box[axis]![0] && i < box[axis]![1])
        const expected = [...whole.data].filter((_, i) => within(all[i]!))
        expect([...part.data]).toEqual(expected)
        expect(part.shape).toEqual(box.map(([start, stop]) => stop - start))
        expect(after).toEqual(next)
      }),
      parameters
    )
  })

  it(`${name}it is the same in pieces of any size, even if some are skipped`, () => {
    const drawing = draw(config, spec)
    const whole = reals(config, spec)
    const piece = fc.record({ length: fc.integer({ min: 1, max: Math.max(1, n) }), skip: fc.boolean() })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const cursor = drawing.open(rng)
        let start = 0
        for (const { length, skip } of pieces) {
          const count = Math.min(length, n - start)
          const out = new Float64Array(count)
          if (skip) cursor.skip(count)
          else cursor.write('float64', count, out, 0)
          if (!skip) expect([...out]).toEqual(whole.slice(start, start + count))
          start += count
        }
      }),
      parameters
    )
  })

  it(`${name}ranges side by side are the whole tensor`, () => {
    const drawing = draw(config, spec)
    const whole = [...drawn(config, spec)[0].data]
    fc.assert(
      fc.property(fc.nat({ max: n }), fc.nat({ max: n }), (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)]
        const parts = [
          Draw.range(drawing)(0, first),
          Draw.range(drawing)(first, second),
          Draw.range(drawing)(second, n)
        ]
        expect(parts.flatMap((part) => [...part(rng)])).toEqual(whole)
      }),
      parameters
    )
  })
}

/** A config is read and written as `canonical`, which is read as the same initializer. */
export const expectRoundTrip = (config: unknown, canonical: unknown = config): void => {
  const value = right(Initializer.decode(config))
  expect(Initializer.encode(value)).toEqual(canonical)
  expect(Initializer.decode(JSON.parse(JSON.stringify(canonical)))).toEqual(E.right(value))
}

/**
 * Plans: each parameter draws by its own name, so nothing that happens to others changes it; and chunks are the model.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { traits } from '../DType.js'
import * as Initializer from '../Initializer.js'
import * as Plan from '../plan/index.js'
import * as Rng from '../Rng.js'
import { size } from '../Shape.js'
import type * as Tensor from '../Tensor.js'
import { equal, type Laws } from './law.js'

/**
 * A plan, a parameter that it does not have, a state, and the most elements of a chunk.
 *
 * @since 0.1.0
 */
export interface Modelled {
  readonly plan: Plan.Plan
  readonly extra: Plan.Parameter
  readonly rng: Rng.Rng
  readonly chunk: number
}

/** @since 0.1.0 */
export const planLaws: Laws<Modelled> = {
  'reading what was written gives the plan back': ({ plan }) => equal(Plan.decode(Plan.encode(plan)), E.right(plan)),
  'the short form draws the same': ({ plan, rng }) =>
    pipe(
      Plan.decode(Plan.compact()(plan)),
      E.exists((short) => equal([...tensors(short, rng)], [...tensors(plan, rng)]))
    ),
  'adding a parameter changes no other': ({ plan, extra, rng }) =>
    [0, Math.floor(plan.parameters.length / 2), plan.parameters.length].every((place) => {
      const parameters = plan.parameters.toSpliced(place, 0, extra)
      const [before, after] = [tensors(plan, rng), tensors({ ...plan, parameters }, rng)]
      return after.size === before.size + 1 && [...before].every(([name, tensor]) => equal(after.get(name), tensor))
    }),
  'removing a parameter changes no other': ({ plan, rng }) => {
    const [before, after] = [tensors(plan, rng), tensors({ ...plan, parameters: plan.parameters.slice(1) }, rng)]
    return [...after].every(([name, tensor]) => equal(before.get(name), tensor))
  },
  'reordering parameters changes none': ({ plan, rng }) => {
    const [before, after] = [tensors(plan, rng), tensors({ ...plan, parameters: plan.parameters.toReversed() }, rng)]
    return [...before].every(([name, tensor]) => equal(after.get(name), tensor))
  },
  'a parameter draws what its initializer draws from the child of its name': ({ plan, rng }) => {
    const drawn = tensors(plan, rng)
    return plan.parameters.every(({ name, shape, dtype, initializer }) =>
      pipe(
        initializer,
        Initializer.sampler({ shape, dtype }),
        E.exists((run) => equal(drawn.get(name), run(Rng.foldIn(name)(rng))[0]))
      )
    )
  },
  'a renamed parameter draws anew, the others do not': ({ plan, extra, rng }) => {
    const [first, ...rest] = plan.parameters
    if (first === undefined) return true
    const [before, after] = [
      tensors(plan, rng),
      tensors({ ...plan, parameters: [{ ...first, name: extra.name }, ...rest] }, rng)
    ]
    const draw = Initializer.draw(first)(first.initializer)
    const bits = E.isRight(draw) ? draw.right.words * 8 * traits(first.dtype).bytes : 0
    const isRandom = E.isRight(draw) && draw.right.content._tag !== 'Structured' && bits >= 256
    return (
      rest.every(({ name }) => equal(after.get(name), before.get(name))) &&
      (!isRandom || !equal(after.get(extra.name), before.get(first.name)))
    )
  },
  'the names come in the order of the plan': ({ plan, rng }) =>
    equal(
      [...tensors(plan, rng).keys()],
      plan.parameters.map(({ name }) => name)
    ),
  'the plan hands on the state after one word': ({ plan, rng }) =>
    pipe(
      Plan.fromPlan(plan),
      E.chain(Plan.sampler),
      E.exists((run) => equal(run(rng)[1], Rng.skipWords(1)(rng)))
    ),
  'chunks tile the data: each begins where the last one ends': ({ plan, chunk }) =>
    pipe(
      Plan.fromPlan(plan),
      E.exists((model) => {
        const chunks = [...Plan.chunks(chunk)(model)]
        const ends = chunks.map((c) => c.byteOffset + (c.stop - c.start) * bytesEach(model, c.parameter))
        return (
          chunks.every((c, i) => c.start < c.stop && c.byteOffset === (i === 0 ? 0 : ends[i - 1])) &&
          (ends.at(-1) ?? 0) === model.bytes
        )
      })
    ),
  'chunks tile each parameter and are no longer than asked for, or one where the draw is not local': ({
    plan,
    chunk
  }) =>
    pipe(
      Plan.fromPlan(plan),
      E.exists((model) => {
        const chunks = [...Plan.chunks(chunk)(model)]
        return model.entries.every((entry, parameter) => {
          const own = chunks.filter((c) => c.parameter === parameter)
          return (
            own.every((c, i) => c.start === (own[i - 1]?.stop ?? 0)) &&
            (own.at(-1)?.stop ?? 0) === size(entry.shape) &&
            (entry.draw.elementwise ? own.every((c) => c.stop - c.start <= chunk) : own.length <= 1)
          )
        })
      })
    ),
  'elements are aligned to their size': ({ plan }) =>
    pipe(
      Plan.fromPlan(plan),
      E.exists(({ entries }) => entries.every(({ byteOffset, dtype }) => byteOffset % traits(dtype).bytes === 0))
    ),
  'chunks drawn in any order make the tensors': ({ plan, rng, chunk }) =>
    pipe(
      Plan.fromPlan(plan),
      E.exists((model) => {
        const drawn = [...Plan.chunks(chunk)(model)]
          .toReversed()
          .map((c) => ({ ...c, data: Plan.drawChunk(model)(rng)(c) }))
        const wanted = tensors(plan, rng)
        return model.entries.every(({ name }, parameter) => {
          const own = drawn.filter((c) => c.parameter === parameter).toReversed()
          return equal(
            own.flatMap(({ data }) => [...data]),
            [...(wanted.get(name)?.data ?? [])]
          )
        })
      })
    )
}

const bytesEach = ({ entries }: Plan.Model, parameter: number): number =>
  traits(entries[parameter]?.dtype ?? 'float64').bytes

const tensors = (plan: Plan.Plan, rng: Rng.Rng): ReadonlyMap<string, Tensor.Tensor> =>
  pipe(
    Plan.fromPlan(plan),
    E.chain(Plan.sampler),
    E.map((run) => run(rng)[0]),
    E.getOrElse((): ReadonlyMap<string, Tensor.Tensor> => new Map())
  )

/** Plans: each parameter draws by its own name, so no other parameter changes it; chunks are the model. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { DType, Initializer, Rng, Shape, type Tensor } from 'initializers-ts'
import { equal, law, type Laws } from 'initializers-ts/laws'
import * as Plan from 'initializers-ts/plan'

const { traits } = DType

/** A plan, a parameter that it does not have, a state, and the most elements of a chunk. */
export interface PlanCase {
  readonly plan: Plan.Plan
  readonly extra: Plan.Parameter
  readonly rng: Rng.Rng
  readonly chunk: number
}

// -------------------------------------------------------------------------------------
// parameters
// -------------------------------------------------------------------------------------

export const parameterLaws = {
  roundTrip: law('decoding an encoded plan gives the plan back', ({ plan }) =>
    equal(Plan.decode(Plan.encode(plan)), E.right(plan))
  ),
  compact: law('the compact form draws the same', ({ plan, rng }) =>
    pipe(
      Plan.decode(Plan.compact()(plan)),
      E.exists((compact) => equal([...tensors(compact, rng)], [...tensors(plan, rng)]))
    )
  ),
  add: law('adding a parameter changes no other', ({ plan, extra, rng }) =>
    [0, Math.floor(plan.parameters.length / 2), plan.parameters.length].every((index) => {
      const parameters = plan.parameters.toSpliced(index, 0, extra)
      const [before, after] = [tensors(plan, rng), tensors({ ...plan, parameters }, rng)]
      return after.size === before.size + 1 && [...before].every(([name, tensor]) => equal(after.get(name), tensor))
    })
  ),
  remove: law('removing a parameter changes no other', ({ plan, rng }) => {
    const [before, after] = [tensors(plan, rng), tensors({ ...plan, parameters: plan.parameters.slice(1) }, rng)]
    return [...after].every(([name, tensor]) => equal(before.get(name), tensor))
  }),
  reorder: law('reordering parameters changes none', ({ plan, rng }) => {
    const [before, after] = [tensors(plan, rng), tensors({ ...plan, parameters: plan.parameters.toReversed() }, rng)]
    return [...before].every(([name, tensor]) => equal(after.get(name), tensor))
  }),
  foldIn: law('a parameter draws what its initializer draws from the child of its name', ({ plan, rng }) => {
    const drawn = tensors(plan, rng)
    return plan.parameters.every(({ name, shape, dtype, initializer }) =>
      pipe(
        initializer,
        Initializer.sampler({ shape, dtype }),
        E.exists((run) => equal(drawn.get(name), run(Rng.foldIn(name)(rng))[0]))
      )
    )
  }),
  rename: law('renaming a parameter changes its numbers and no others', ({ plan, extra, rng }) => {
    const [first, ...rest] = plan.parameters
    if (first === undefined) return true
    const renamed = { ...plan, parameters: [{ ...first, name: extra.name }, ...rest] }
    const [before, after] = [tensors(plan, rng), tensors(renamed, rng)]
    return (
      rest.every(({ name }) => equal(after.get(name), before.get(name))) &&
      (!isRandom(first) || !equal(after.get(extra.name), before.get(first.name)))
    )
  }),
  order: law('the tensors come in the order of the plan', ({ plan, rng }) =>
    equal(
      [...tensors(plan, rng).keys()],
      plan.parameters.map(({ name }) => name)
    )
  ),
  nextState: law('the next state is the given one after one word', ({ plan, rng }) =>
    pipe(
      Plan.toModel(plan),
      E.chain(Plan.sampler),
      E.exists((run) => equal(run(rng)[1], Rng.skipWords(1)(rng)))
    )
  )
} satisfies Laws<PlanCase>

/** Whether two draws differ, except with probability 2^-256. */
const isRandom = (parameter: Plan.Parameter): boolean =>
  pipe(
    parameter.initializer,
    Initializer.draw(parameter),
    E.exists(
      ({ content, words }) =>
        content._tag !== 'Structured' && words * 8 * traits(parameter.dtype).bytesPerElement >= 256
    )
  )

const tensors = (plan: Plan.Plan, rng: Rng.Rng): ReadonlyMap<string, Tensor.Tensor> =>
  pipe(
    Plan.toModel(plan),
    E.chain(Plan.sampler),
    E.map((run) => run(rng)[0]),
    E.getOrElse((): ReadonlyMap<string, Tensor.Tensor> => new Map())
  )

// -------------------------------------------------------------------------------------
// chunks
// -------------------------------------------------------------------------------------

const ofModel = (plan: Plan.Plan, holds: (model: Plan.Model) => boolean): boolean =>
  pipe(Plan.toModel(plan), E.exists(holds))

export const chunkLaws = {
  contiguous: law('chunks tile the data: each begins where the last one ends', ({ plan, chunk }) =>
    ofModel(plan, (model) => {
      const chunks = [...Plan.chunks(chunk)(model)]
      const ends = chunks.map((c) => c.byteOffset + (c.stop - c.start) * elementBytes(model, c.parameter))
      return (
        chunks.every((c, i) => c.start < c.stop && c.byteOffset === (i === 0 ? 0 : ends[i - 1])) &&
        (ends.at(-1) ?? 0) === model.bytes
      )
    })
  ),
  withinParameters: law(
    'chunks tile each parameter, within the limit or as one materialized whole',
    ({ plan, chunk }) =>
      ofModel(plan, (model) => {
        const chunks = [...Plan.chunks(chunk)(model)]
        return model.parameters.every((entry, parameter) => {
          const own = chunks.filter((c) => c.parameter === parameter)
          return (
            own.every((c, i) => c.start === (own[i - 1]?.stop ?? 0)) &&
            (own.at(-1)?.stop ?? 0) === Shape.size(entry.shape) &&
            (entry.draw.elementwise ? own.every((c) => c.stop - c.start <= chunk) : own.length <= 1)
          )
        })
      })
  ),
  aligned: law('parameters are aligned to the size of their elements', ({ plan }) =>
    ofModel(plan, ({ parameters }) =>
      parameters.every(({ byteOffset, dtype }) => byteOffset % traits(dtype).bytesPerElement === 0)
    )
  ),
  anyOrder: law('chunks drawn in any order give the tensors', ({ plan, rng, chunk }) =>
    ofModel(plan, (model) => {
      const drawn = [...Plan.chunks(chunk)(model)]
        .toReversed()
        .map((c) => ({ ...c, data: Plan.drawChunk(model)(rng)(c) }))
      const expected = tensors(plan, rng)
      return model.parameters.every(({ name }, parameter) => {
        const own = drawn.filter((c) => c.parameter === parameter).toReversed()
        return equal(
          own.flatMap(({ data }) => [...data]),
          [...(expected.get(name)?.data ?? [])]
        )
      })
    })
  )
} satisfies Laws<PlanCase>

const elementBytes = ({ parameters }: Plan.Model, parameter: number): number =>
  traits(parameters[parameter]?.dtype ?? 'float64').bytesPerElement

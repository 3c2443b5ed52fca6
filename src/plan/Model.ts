/**
 * A plan whose draws are checked: the parameters, where their data lies in a file, and the chunks in which it is drawn.
 *
 * A chunk is data and drawing it is pure, so chunks can be spread over threads and machines, drawn again or skipped. The
 * data is ordered by descending element size, then as in the plan, without gaps, so every element is aligned to its size.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { type DataOf, type DType, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import { assignOffsets } from '../formats/safetensors/layout.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { all, at, cap, fail, type InitializerError, show, type Validated } from '../InitializerError.js'
import { registryOr } from '../initializers/registry.js'
import * as Rng from '../Rng.js'
import { size } from '../Shape.js'
import type { Tensor } from '../Tensor.js'
import { duplicateNames } from './name.js'
import { isNative, type Parameter, type Plan } from './Plan.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Parameters in the plan's order, and where their data lies in a file.
 *
 * @since 0.1.0
 */
export interface DataLayout<P> {
  /** `byteOffset` is that of the first element, from the start of the data */
  readonly parameters: ReadonlyArray<P & { readonly byteOffset: number }>
  /** of all data */
  readonly bytes: number
}

/**
 * A parameter and its checked draw.
 *
 * @since 0.1.0
 */
export interface ModelParameter extends Parameter<AnyInitializer> {
  readonly draw: Draw.Draw
}

/** @since 0.1.0 */
export type Model = DataLayout<ModelParameter>

/**
 * The elements from `start` up to `stop` of a parameter.
 *
 * @since 0.1.0
 */
export interface Chunk {
  /** index in the plan */
  readonly parameter: number
  readonly start: number
  readonly stop: number
  /** of the element `start`, from the start of the data */
  readonly byteOffset: number
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Checks the draws of all parameters of a native plan, whose initializers are the built-in ones or those of a registry.
 * Returns all errors at once.
 *
 * @since 0.1.0
 */
export const toModel: {
  <I extends AnyInitializer>(plan: Plan<I>, registry: Registry<I>): Validated<Model>
  (plan: Plan): Validated<Model>
} = <I extends AnyInitializer>(plan: Plan<I>, registry?: Registry<I>): Validated<Model> =>
  pipe(
    isNative(plan) ? E.right(plan.parameters) : notNative(plan),
    E.chain((parameters) => all([...parameters.map(checkDraw(registryOr(registry))), ...duplicateNames(parameters)])),
    E.chain(layOutData),
    cap
  )

const notNative = ({ stream }: Plan<unknown>): Validated<never> =>
  fail('Unsupported', 'the stream native (use Replay for the others)', show(stream.name), ['stream'])

const checkDraw =
  <I extends AnyInitializer>(registry: Registry<I>) =>
  (parameter: Parameter<I>): Validated<ModelParameter> =>
    pipe(
      parameter.initializer,
      Initializer.draw(parameter, registry),
      E.bimap(RNEA.map(atParameter(parameter.name)), (draw) => ({ ...parameter, draw }))
    )

/** Prefixes an error of a parameter with its path in the plan; a class name and a config are those of its initializer. */
export const atParameter =
  (name: string) =>
  (e: InitializerError): InitializerError => ({
    ...e,
    path: ['parameters', name, ...(keysOfInitializer.includes(e.path[0]) ? ['initializer'] : []), ...e.path]
  })

const keysOfInitializer: ReadonlyArray<string | number | undefined> = ['class_name', 'config']

/**
 * The layout of the parameters' data in a file that holds all of them.
 *
 * @since 0.1.0
 */
export const layOutData = <P extends Omit<Parameter, 'initializer'>>(
  parameters: ReadonlyArray<P>
): Validated<DataLayout<P>> =>
  pipe(
    assignOffsets(parameters),
    E.map((inFile) => {
      const starts = new Map(inFile.map(({ name, start }) => [name, start]))
      return {
        parameters: parameters.map((parameter) => ({ ...parameter, byteOffset: starts.get(parameter.name) ?? 0 })),
        bytes: inFile.at(-1)?.stop ?? 0
      }
    })
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The parameters in the order of their data, each with its index in the plan.
 *
 * @since 0.1.0
 */
export const inFileOrder = <P>({
  parameters
}: DataLayout<P>): ReadonlyArray<readonly [index: number, parameter: P & { readonly byteOffset: number }]> =>
  [...parameters.entries()].sort(([, a], [, b]) => a.byteOffset - b.byteOffset)

/**
 * Chunks of at most `maxElements`, in the order of the data. A draw that is not elementwise is one chunk of any length,
 * because each part of it costs as much as the whole tensor.
 *
 * @since 0.1.0
 */
export const chunks =
  (maxElements: number) =>
  (model: Model): Iterable<Chunk> => ({
    *[Symbol.iterator]() {
      const limit = maxElements >= 1 ? Math.floor(maxElements) : 1
      for (const [parameter, { shape, dtype, draw, byteOffset }] of inFileOrder(model)) {
        const elements = size(shape)
        const step = draw.elementwise ? limit : elements
        for (let start = 0; start < elements; start += step) {
          const stop = Math.min(elements, start + step)
          yield { parameter, start, stop, byteOffset: byteOffset + start * traits(dtype).bytesPerElement }
        }
      }
    }
  })

/**
 * The elements of a chunk that `chunks` returned for this model, equal to those of the whole tensor.
 *
 * @since 0.1.0
 */
export const drawChunk =
  ({ parameters }: Model) =>
  (root: Rng.Rng) =>
  ({ parameter, start, stop }: Chunk): DataOf<DType> => {
    const { name, draw } = parameters[parameter]!
    return Draw.range(draw)(start, stop)(Rng.foldIn(name)(root))
  }

/**
 * All tensors of a model by name, in the plan's order. The next state is `skip(1)`.
 *
 * @since 0.1.0
 */
export const sampler = ({ parameters }: Model): Validated<Rng.Sampler<ReadonlyMap<string, Tensor>>> =>
  pipe(
    all(
      parameters.map(({ name, draw }) =>
        pipe(
          Draw.sampler(draw),
          at('parameters', name),
          E.map((run) => ({ name, run }))
        )
      )
    ),
    E.map((samplers) => (rng) => [
      new Map(samplers.map(({ name, run }) => [name, run(Rng.foldIn(name)(rng))[0]])),
      Rng.skipWords(1)(rng)
    ])
  )

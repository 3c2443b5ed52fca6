/**
 * A plan whose draws are checked: what there is to draw, where it lies in a file, and how it is cut into chunks.
 *
 * A chunk is data and drawing it is pure, so chunks can be spread over threads and machines, drawn again or left out.
 * Where the data lies: by descending size of element, in the plan's order among equals, without gaps, so that every
 * element is aligned to its size.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { type DataOf, type DType, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import { place } from '../formats/safetensors/layout.js'
import * as Initializer from '../Initializer.js'
import { all, at, cap, type InitializerError, type Validated } from '../InitializerError.js'
import * as Rng from '../Rng.js'
import { size } from '../Shape.js'
import type { Tensor } from '../Tensor.js'
import { duplicates } from './duplicates.js'
import type { Parameter, Plan } from './Plan.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Entry extends Parameter {
  readonly draw: Draw.Draw
  /** of the first element, from where the data begins */
  readonly byteOffset: number
}

/**
 * Checked parameters, in the plan's order, and where their data lies.
 *
 * @since 0.1.0
 */
export interface LaidOut<P> {
  readonly entries: ReadonlyArray<P & { readonly byteOffset: number }>
  /** of all data */
  readonly bytes: number
}

/** @since 0.1.0 */
export type Model = LaidOut<Omit<Entry, 'byteOffset'>>

/**
 * The elements from `start` up to `stop` of a parameter.
 *
 * @since 0.1.0
 */
export interface Chunk {
  /** place in the plan */
  readonly parameter: number
  readonly start: number
  readonly stop: number
  /** of the element `start`, from where the data begins */
  readonly byteOffset: number
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * The draws of all parameters, or everything that keeps one from being drawn.
 *
 * @since 0.1.0
 */
export const fromPlan = ({ parameters }: Plan): Validated<Model> =>
  pipe(
    all([
      ...parameters.map((parameter) =>
        pipe(
          parameter.initializer,
          Initializer.draw(parameter),
          E.mapLeft(RNEA.map(inParameter(parameter.name))),
          E.map((draw) => ({ ...parameter, draw }))
        )
      ),
      ...duplicates(parameters)
    ]),
    E.chain(layOut),
    cap
  )

/** The place in the plan: a name and a config are the initializer's. */
export const inParameter =
  (name: string) =>
  (e: InitializerError): InitializerError => ({
    ...e,
    path: ['parameters', name, ...(ofInitializer.includes(e.path[0]) ? ['initializer'] : []), ...e.path]
  })

const ofInitializer: ReadonlyArray<string | number | undefined> = ['class_name', 'config']

/**
 * Where the data of parameters lies, in a file that has them all.
 *
 * @since 0.1.0
 */
export const layOut = <P extends Omit<Parameter, 'initializer'>>(parameters: ReadonlyArray<P>): Validated<LaidOut<P>> =>
  pipe(
    place(parameters),
    E.map((placed) => {
      const starts = new Map(placed.map(({ name, start }) => [name, start]))
      const entries = parameters.map((parameter) => ({ ...parameter, byteOffset: starts.get(parameter.name) ?? 0 }))
      return { entries, bytes: placed.at(-1)?.stop ?? 0 }
    })
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The model in pieces of at most `maxElements`, in the order of the data. A draw that is not local is one piece, however
 * long: any part of it costs the whole.
 *
 * @since 0.1.0
 */
export const chunks =
  (maxElements: number) =>
  ({ entries }: Model): Iterable<Chunk> => ({
    *[Symbol.iterator]() {
      const most = maxElements >= 1 ? Math.floor(maxElements) : 1
      const inFile = entries.map((entry, parameter) => ({ entry, parameter }))
      for (const { entry, parameter } of inFile.toSorted((a, b) => a.entry.byteOffset - b.entry.byteOffset)) {
        const elements = size(entry.shape)
        const step = entry.draw.elementwise ? most : elements
        for (let start = 0; start < elements; start += step) {
          yield {
            parameter,
            start,
            stop: Math.min(elements, start + step),
            byteOffset: entry.byteOffset + start * traits(entry.dtype).bytes
          }
        }
      }
    }
  })

/**
 * The elements of a chunk that `chunks` gave for this model, as they are in the whole tensor.
 *
 * @since 0.1.0
 */
export const drawChunk =
  ({ entries }: Model) =>
  (root: Rng.Rng) =>
  ({ parameter, start, stop }: Chunk): DataOf<DType> => {
    const { name, draw } = entries[parameter] as Entry
    return Draw.range(draw)(start, stop)(Rng.foldIn(name)(root))
  }

/**
 * All tensors of a model at once, by name, in the plan's order; hands on `skip(1)`.
 *
 * @since 0.1.0
 */
export const sampler = ({ entries }: Model): Validated<Rng.Sampler<ReadonlyMap<string, Tensor>>> =>
  pipe(
    all(
      entries.map(({ name, draw }) =>
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

/**
 * The texts behind the options, as values. A wrong one is an error at the option's name.
 */
import { extname } from 'node:path'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { nearest } from '../codec/record.js'
import * as DType from '../DType.js'
import { all, at, error, fail, show, type Validated } from '../InitializerError.js'
import * as Rng from '../Rng.js'
import * as Shape from '../Shape.js'

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** `784,256`, or `scalar`. */
export const parseShape = (text: string): Validated<Shape.Shape> =>
  at('--shape')(
    text === 'scalar'
      ? E.right([])
      : /^\d+(,\d+)*$/.test(text)
        ? Shape.check(text.split(',').map(Number))
        : fail('BadShape', 'sizes such as 784,256, or scalar', show(text))
  )

/** A range with its ends, where they are given. */
type OpenRange = readonly [start: number | undefined, stop: number | undefined]

/** `0:100,:`, a range for each axis; an end that is left out is that of the axis. */
export const parseSlice =
  (text: string) =>
  (shape: Shape.Shape): Validated<Shape.Box> =>
    pipe(
      all(text.split(',').map((range, axis) => at(axis)(parseRange(range)))),
      E.map((ranges): Shape.Box => ranges.map(([start, stop], axis) => [start ?? 0, stop ?? shape[axis] ?? 0])),
      E.chain(Shape.checkBox(shape)),
      at('--slice')
    )

const parseRange = (text: string): Validated<OpenRange> => {
  const [range, start, stop] = /^(\d*):(\d*)$/.exec(text) ?? []
  return range === undefined
    ? fail('BadSlice', 'a range such as 0:100, 100: or :, of indices from 0 on', show(text))
    : E.right([indexOf(start), indexOf(stop)])
}

const indexOf = (digits: string | undefined): number | undefined => (digits ? Number(digits) : undefined)

// -------------------------------------------------------------------------------------
// seeds
// -------------------------------------------------------------------------------------

/** A seed, and where it came from in the words of `describeSeed`. */
export interface Seed {
  readonly value: number | bigint
  readonly origin: 'given' | 'from the config' | 'from the plan' | 'none given'
}

/** The option's, else that of the config or plan, else 0. */
export const parseSeed = (
  text: string | undefined,
  fallback: number | null,
  origin: 'from the config' | 'from the plan'
): Validated<Seed> => {
  if (text !== undefined) return pipe(seedOf(text), at('--seed'), E.map((value) => ({ value, origin: 'given' })))
  return E.right(fallback === null ? { value: 0, origin: 'none given' } : { value: fallback, origin })
}

/** Digits alone, and no more than any seed has, so that no text takes long. */
const seedOf = (text: string): Validated<number | bigint> =>
  /^-?\d{1,20}$/.test(text)
    ? Rng.checkSeed(narrow(BigInt(text)))
    : fail('BadSeed', 'an integer from -(2^53 - 1) to 2^64 - 1', show(text))

const narrow = (n: bigint): number | bigint => (Number.isSafeInteger(Number(n)) ? Number(n) : n)

export const describeSeed = ({ value, origin }: Seed): string => `${value} (${origin})`

/** JSON readers round integers beyond 2^53: those are texts. */
export const seedJson = ({ value }: Seed): number | string => (typeof value === 'bigint' ? String(value) : value)

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

export const parseDType = (text: string | undefined): Validated<DType.DType | undefined> =>
  text === undefined || DType.is(text) ? E.right(text) : at('--dtype')(unknownDType(text))

const unknownDType = (text: string): Validated<never> => {
  const near = nearest(text, DType.all)
  const wrong = error('UnknownDType', `one of ${DType.all.join(', ')}`, show(text))
  return E.left([near === undefined ? wrong : { ...wrong, nearest: near }])
}

/** The one word that an option knows so far. */
export const parseOnly =
  (option: string, known: string) =>
  (text: string): Validated<string> =>
    text === known ? E.right(text) : fail('Unsupported', `${known} (others are not available yet)`, show(text), [option])

export type Format = 'npy' | 'safetensors'

/** The format that a file name stands for. bfloat16 is no type of NumPy's. */
export const parseOut =
  (text: string) =>
  (dtype: DType.DType): Validated<Format> => {
    switch (extname(text)) {
      case '.npy':
        return dtype === 'bfloat16'
          ? fail('UnsupportedDType', 'a file name that ends in .safetensors, as .npy holds no bfloat16', show(text), [
              '--out'
            ])
          : E.right('npy')
      case '.safetensors':
        return E.right('safetensors')
      default:
        return fail('Unsupported', 'a file name that ends in .npy or .safetensors', show(text), ['--out'])
    }
  }

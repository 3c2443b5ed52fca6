/**
 * The values of options. An error has the path of its option, such as `--shape`.
 */
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import * as E from 'fp-ts/Either'
import { unknownWord } from '../codec/problems.js'
import * as DType from '../DType.js'
import { all, at, type Code, fail, type InitializerError, show, type Validated } from '../InitializerError.js'
import * as Rng from '../Rng.js'
import * as Shape from '../Shape.js'
import { checkThreads } from '../workers/Pool.js'

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

/** A range whose ends may be left out. */
type OpenRange = readonly [start: number | undefined, stop: number | undefined]

/** `0:100,:`, a range for each axis. An end that is left out is that of the axis. */
export const parseSlice = (text: string | undefined): Validated<ReadonlyArray<OpenRange> | undefined> =>
  text === undefined
    ? E.right(undefined)
    : at('--slice')(all(text.split(',').map((range, axis) => at(axis)(parseRange(range)))))

/** The box of the ranges, if it is within the shape; the whole shape without ranges. */
export const closeSlice =
  (ranges: ReadonlyArray<OpenRange> | undefined) =>
  (shape: Shape.Shape): Validated<Shape.Box> =>
    ranges === undefined
      ? E.right(Shape.whole(shape))
      : at('--slice')(
          Shape.checkBox(shape)(ranges.map(([start, stop], axis) => [start ?? 0, stop ?? shape[axis] ?? 0]))
        )

const parseRange = (text: string): Validated<OpenRange> => {
  const [range, start, stop] = /^(\d*):(\d*)$/.exec(text) ?? []
  return range === undefined
    ? fail('BadSlice', 'a range of indices such as 0:100, 100: or :', show(text))
    : E.right([indexOf(start), indexOf(stop)])
}

const indexOf = (digits: string | undefined): number | undefined => (digits ? Number(digits) : undefined)

// -------------------------------------------------------------------------------------
// seeds
// -------------------------------------------------------------------------------------

/** A seed and its origin. */
export interface Seed {
  readonly value: number | bigint
  readonly origin: 'given' | 'from the config' | 'from the plan' | 'none given'
}

export const parseSeed = (text: string | undefined): Validated<number | bigint | undefined> =>
  text === undefined ? E.right(undefined) : at('--seed')(seedOf(text))

/** At most as many digits as a seed has, because parsing takes quadratic time. */
const seedOf = (text: string): Validated<number | bigint> =>
  /^-?\d{1,20}$/.test(text)
    ? Rng.checkSeed(narrow(BigInt(text)))
    : fail('BadSeed', 'an integer from -(2^53 - 1) to 2^64 - 1', show(text))

const narrow = (n: bigint): number | bigint => (Number.isSafeInteger(Number(n)) ? Number(n) : n)

/** The seed from the option, else from the config or plan, else 0. */
export const chooseSeed = (
  given: number | bigint | undefined,
  inside: number | null,
  origin: 'from the config' | 'from the plan'
): Seed => {
  if (given !== undefined) return { value: given, origin: 'given' }
  return inside === null ? { value: 0, origin: 'none given' } : { value: inside, origin }
}

export const describeSeed = ({ value, origin }: Seed): string => `${value} (${origin})`

/** Integers beyond 2^53 are strings, as JSON readers round them. */
export const seedJson = ({ value }: Seed): number | string => (typeof value === 'bigint' ? String(value) : value)

// -------------------------------------------------------------------------------------
// threads
// -------------------------------------------------------------------------------------

/** One thread hashes the file, and more threads than these would draw faster than it hashes. */
const usefulThreads = 8

/** By default one per processor, at most eight. */
export const parseThreads = (text: string | undefined): Validated<number> =>
  text === undefined
    ? E.right(Math.min(availableParallelism(), usefulThreads))
    : at('--threads')(
        /^\d+$/.test(text) ? checkThreads(Number(text)) : fail('BadCount', 'an integer from 1 to 1024', show(text))
      )

// -------------------------------------------------------------------------------------
// required options
// -------------------------------------------------------------------------------------

/** What is expected of each required option. */
const requiredOptions = {
  '--shape': 'a shape, as in --shape 784,256',
  '--out': 'a file, as in --out model.safetensors'
}

export const required =
  (option: keyof typeof requiredOptions) =>
  (text: string | undefined): Validated<string> =>
    text === undefined ? fail('MissingKey', requiredOptions[option], 'none', [option]) : E.right(text)

/**
 * Whether an error reports a missing option, which is wrong usage. It is not left to commander, which would report it
 * before it suggests `--shape` for `--shap`. Also, `describe` needs the option for a config and not for a plan.
 */
export const isMissing = ({ code, path: [source, ...path] }: InitializerError): boolean =>
  code === 'MissingKey' && path.length === 0 && typeof source === 'string' && Object.hasOwn(requiredOptions, source)

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

export const parseDType = (text: string | undefined): Validated<DType.DType | undefined> =>
  text === undefined ? E.right(text) : oneOf('--dtype', 'UnknownDType', DType.all)(text)

/** One of the words that an option accepts. The error for any other word suggests the nearest one. */
export const oneOf =
  <A extends string>(option: string, code: Code, known: ReadonlyArray<A>) =>
  (text: string): Validated<A> => {
    const found = known.find((each) => each === text)
    return found === undefined
      ? E.left([unknownWord(code, `one of ${known.join(', ')}`, text, known, [option])])
      : E.right(found)
  }

export type Format = 'npy' | 'safetensors'

/** The format of an output file, by its extension. */
export const parseOut =
  <F extends string>(formats: ReadonlyArray<F>) =>
  (text: string): Validated<F> => {
    const format = formats.find((each) => extname(text) === `.${each}`)
    const expected = `a file name that ends in ${formats.map((each) => `.${each}`).join(' or ')}`
    return format === undefined ? fail('Unsupported', expected, show(text), ['--out']) : E.right(format)
  }

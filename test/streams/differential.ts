/**
 * test/vectors/differential: random calls of the frameworks and their results, written by scripts/differential.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { DType } from '../../src/DType.js'
import { message as textOf } from '../../src/InitializerError.js'
import { parse } from '../../src/streams/index.js'
import * as Tensor from '../../src/Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A call of a stream, and what the framework returned: a digest of all elements, all elements, or an error. */
export interface Case {
  /** the row of the table */
  readonly kind: string
  readonly stream: string
  readonly options?: unknown
  readonly config: unknown
  readonly shape: ReadonlyArray<number>
  readonly dtype: DType
  /** an integer in decimal digits */
  readonly seed: string
  /** the number of tensors that are drawn one after the other, of which the last is compared; 1 by default */
  readonly times?: number
  /** the first 16 hexadecimal digits */
  readonly sha256?: string
  /** base64, of the elements in little-endian order */
  readonly data?: string
  readonly error?: string
}

export interface File {
  readonly versions: Readonly<Record<string, string>>
  readonly machine: string
  readonly cases: ReadonlyArray<Case>
}

/**
 * - `exact`: the same bits
 * - `within`: within the tolerance
 * - `refused`: an error here, where the framework draws
 * - `both refuse`: an error on both sides
 * - `drawn`: a tensor here, where the framework has an error
 */
export const outcomes = ['exact', 'within', 'refused', 'both refuse', 'drawn', 'WRONG'] as const

export type Outcome = (typeof outcomes)[number]

export interface Verdict {
  readonly outcome: Outcome
  /** the error of the library, or of the framework where only that has one */
  readonly message: string
}

// -------------------------------------------------------------------------------------
// files
// -------------------------------------------------------------------------------------

const folder = new URL('../vectors/differential/', import.meta.url)

/** The names of the frameworks that have a file. */
export const recorded: ReadonlyArray<string> = readdirSync(folder)
  .filter((name) => name.endsWith('.json.gz'))
  .map((name) => name.replace('.json.gz', ''))

export const read = (framework: string): File =>
  JSON.parse(gunzipSync(readFileSync(new URL(`${framework}.json.gz`, folder))).toString()) as File

// -------------------------------------------------------------------------------------
// verdicts
// -------------------------------------------------------------------------------------

/** Compares the tensor that a stream draws with the recorded one; `tolerance` is absolute. */
export const verdict = (each: Case, tolerance: number): Verdict =>
  pipe(
    drawn(each),
    E.match(
      (message): Verdict => ({ outcome: each.error === undefined ? 'refused' : 'both refuse', message }),
      (tensor): Verdict => ({ outcome: compared(each, tensor, tolerance), message: each.error ?? '' })
    )
  )

const drawn = ({ stream: name, options = {}, config, shape, dtype, seed, times = 1 }: Case) =>
  pipe(
    E.Do,
    E.bind('stream', () => parse(name, options)),
    E.bind('call', ({ stream }) => stream.decode(config)),
    E.bind('run', ({ stream, call }) => stream.sampler({ shape, dtype })(call)),
    E.bind('state', ({ stream }) => stream.fromSeed(integer(seed))),
    E.map(({ run, state }) => last(run, state, times)),
    E.mapLeft((errors) => errors.map(textOf).join('; '))
  )

const integer = (digits: string): number | bigint =>
  Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits)

const last = <S>(run: (state: S) => [Tensor.Tensor, S], state: S, times: number): Tensor.Tensor => {
  let [tensor, next] = run(state)
  for (let i = 1; i < times; i++) [tensor, next] = run(next)
  return tensor
}

const compared = ({ sha256, data }: Case, tensor: Tensor.Tensor, tolerance: number): Outcome => {
  const bytes = Tensor.bytes(tensor)
  if (sha256 !== undefined) return digest(bytes) === sha256 ? 'exact' : 'WRONG'
  if (data === undefined) return 'drawn'
  const golden = Buffer.from(data, 'base64')
  if (golden.equals(bytes)) return 'exact'
  return golden.length === bytes.length && distance(tensor, golden) <= tolerance ? 'within' : 'WRONG'
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

/** The largest difference of elements; the machine is little-endian. */
const distance = (tensor: Tensor.Tensor, golden: Buffer): number => {
  const { shape, dtype, data } = tensor
  const copy = data.slice() as typeof data
  new Uint8Array(copy.buffer).set(golden)
  const [x, y] = [Tensor.values(tensor), Tensor.values({ shape, dtype, data: copy })]
  return x.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i]!)), 0)
}

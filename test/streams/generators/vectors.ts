/** What NumPy and CPython drew (scripts/write-generator-vectors.py), and how it is compared. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Reader } from '../../../src/streams/generators/Reader.js'

interface Twister {
  readonly first: string
  readonly count: number
  readonly sha256: string
  readonly position: number
  readonly key_sha256: string
}

interface Vectors {
  readonly init_genrand: ReadonlyArray<Twister & { readonly seed: number }>
  readonly init_by_array: ReadonlyArray<Twister & { readonly key: ReadonlyArray<number> }>
  readonly seed_sequence: ReadonlyArray<{
    readonly entropy: string | ReadonlyArray<string>
    readonly spawn_key: ReadonlyArray<string>
    readonly pool: string
    readonly state: string
  }>
  readonly mt19937_of_sequence: ReadonlyArray<Twister & { readonly seed: string }>
  readonly pcg64: ReadonlyArray<{
    readonly seed: string
    readonly state: string
    readonly increment: string
    readonly order: string
    readonly first: string
    readonly sha256: string
    readonly next_state: string
    readonly next_half: string | null
  }>
  readonly random: ReadonlyArray<{
    readonly seed: string
    readonly getrandbits: ReadonlyArray<readonly [bits: number, drawn: number]>
    readonly randint: ReadonlyArray<readonly [low: number, high: number, drawn: number]>
    readonly position: number
  }>
}

export const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/streams-generators.json', import.meta.url), 'utf8')
) as Vectors

export const hex = (words: Iterable<number>): string =>
  Array.from(words, (w) => w.toString(16).padStart(8, '0')).join(' ')

/** Of the words as little-endian bytes. */
export const digest = (words: ReadonlyArray<number>): string => {
  const bytes = Buffer.alloc(4 * words.length)
  words.forEach((w, i) => bytes.writeUInt32LE(w, 4 * i))
  return createHash('sha256').update(bytes).digest('hex')
}

export const take = (n: number, { next }: Reader<unknown>): ReadonlyArray<number> => Array.from({ length: n }, next)

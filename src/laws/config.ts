/**
 * Configs on paper and in memory: what is written can be read, one form is the canonical one, and what was read belongs
 * to the reader.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { VarianceScaling } from '../initializers/VarianceScaling.js'
import * as Initializer from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import { equal, type Laws } from './law.js'

/**
 * A way in and a way out.
 *
 * @since 0.1.0
 */
export interface PaperForm<A> {
  readonly decode: (u: unknown) => Validated<A>
  readonly encode: (a: A) => unknown
}

/**
 * About values in memory.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets } from 'initializers-ts'
 * import { broken, roundTripLaws } from 'initializers-ts/laws'
 *
 * broken(roundTripLaws(Initializer))(presets.heNormal) // => []
 */
export const roundTripLaws = <A>({ decode, encode }: PaperForm<A>): Laws<A> => ({
  'decoding what was encoded gives the value back': (a) => equal(decode(encode(a)), E.right(a)),
  'the paper form survives its JSON text': (a) => equal(decode(JSON.parse(JSON.stringify(encode(a)))), E.right(a)),
  'encoding is a function of the value': (a) => JSON.stringify(encode(a)) === JSON.stringify(encode(a))
})

/**
 * About readable paper forms.
 *
 * @since 0.1.0
 */
export const paperLaws = <A>({ decode, encode }: PaperForm<A>): Laws<unknown> => ({
  'it is read': (paper) => E.isRight(decode(paper)),
  'encoding what was decoded is canonical: a second round changes nothing': (paper) => {
    const once = pipe(decode(paper), E.map(encode))
    const twice = pipe(once, E.chain(decode), E.map(encode))
    return E.isRight(once) && JSON.stringify(once) === JSON.stringify(twice)
  },
  'the canonical form means the same': (paper) =>
    equal(pipe(decode(paper), E.map(encode), E.chain(decode)), decode(paper)),
  'the order of keys does not matter': (paper) => equal(decode(backwards(paper)), decode(paper)),
  'reading leaves the paper alone': (paper) => {
    const before = JSON.stringify(paper)
    decode(paper)
    return JSON.stringify(paper) === before
  },
  'what was read shares nothing with the paper, which may change afterwards': (paper) =>
    pipe(
      decode(paper),
      E.exists((a) => !sharesAny(objectsIn(paper))(a))
    ),
  'an unknown key is refused': (paper) =>
    typeof paper !== 'object' || paper === null || E.isLeft(decode({ ...paper, 'no such key': 1 }))
})

/** The same records with their keys the other way round; lists stay as they are. */
const backwards = (u: unknown): unknown => {
  if (Array.isArray(u)) return u.map(backwards)
  if (typeof u !== 'object' || u === null) return u
  return Object.fromEntries(
    Object.entries(u)
      .toReversed()
      .map(([key, value]) => [key, backwards(value)])
  )
}

const objectsIn = (u: unknown): ReadonlySet<unknown> =>
  typeof u === 'object' && u !== null
    ? new Set([u, ...Object.values(u).flatMap((value) => [...objectsIn(value)])])
    : new Set()

const sharesAny =
  (objects: ReadonlySet<unknown>) =>
  (u: unknown): boolean =>
    [...objectsIn(u)].some((object) => objects.has(object))

/**
 * A preset and the name it goes by on paper.
 *
 * @since 0.1.0
 */
export interface Preset {
  readonly className: string
  readonly preset: VarianceScaling
}

/** @since 0.1.0 */
export const presetLaws: Laws<Preset> = {
  'its name is read as its spelled-out config': ({ className, preset: { scale, mode, distribution } }) =>
    equal(
      Initializer.decode({ class_name: className, config: {} }),
      Initializer.decode({ class_name: 'VarianceScaling', config: { scale, mode, distribution } })
    ),
  'its bare name is enough': ({ className, preset }) => equal(Initializer.decode(className), E.right(preset)),
  'its name in snake case is the same': ({ className, preset }) =>
    equal(Initializer.decode(className.replaceAll(/\B[A-Z]/g, '_$&').toLowerCase()), E.right(preset)),
  'it takes a seed and a dtype': ({ className, preset }) =>
    equal(
      Initializer.decode({ class_name: className, config: { seed: 7, dtype: 'float16' } }),
      E.right({ ...preset, seed: 7, dtype: 'float16' })
    ),
  'it takes no field of its own': ({ className }) =>
    E.isLeft(Initializer.decode({ class_name: className, config: { scale: 1 } })),
  'it is frozen': ({ preset }) => Object.isFrozen(preset)
}

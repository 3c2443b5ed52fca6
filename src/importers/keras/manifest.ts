/**
 * The names of weights that a TF.js `model.json` lists in its `weightsManifest`.
 *
 * Writers name and order weights differently (TF.js puts all trainable ones first; a converted LSTM has `lstm_cell_3` in its
 * names). So each weight of the model is matched with a listed one by name and shape; then by layer, last part of the name
 * and shape; then by last part and shape. Equal candidates match in order, and none may remain on either side.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { decode, wrongType } from '../../codec/problems.js'
import { isRecord, own, type Plain } from '../../codec/plain.js'
import { all, at, fail, type Path, show, type Validated } from '../../InitializerError.js'
import { openShape, type OpenShape, showShape } from './kit/openShape.js'
import type { Weight } from './kit/weights.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A weight in the list. */
interface Listed {
  readonly name: string
  readonly shape: OpenShape
  readonly path: Path
}

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

const readManifest = (manifest: Plain): Validated<ReadonlyArray<Listed>> =>
  Array.isArray(manifest)
    ? pipe(
        all((manifest as ReadonlyArray<Plain>).map((group, i) => at(i)(readGroup(group, i)))),
        E.map((groups) => groups.flat()),
        at('weightsManifest')
      )
    : wrongType(manifest, 'a list of weight groups', ['weightsManifest'])

const readGroup = (group: Plain, i: number): Validated<ReadonlyArray<Listed>> => {
  const weights = isRecord(group) ? group['weights'] : null
  return Array.isArray(weights)
    ? all((weights as ReadonlyArray<Plain>).filter(isOfModel).map((each, j) => readListed(each, i, j)))
    : wrongType(weights ?? null, 'a list of weights', ['weights'])
}

/** The list may contain the state of an optimizer. */
const isOfModel = (weight: Plain): boolean => own(weight, 'group') !== 'optimizer'

const readListed = (u: Plain, i: number, j: number): Validated<Listed> => {
  const { name = null, shape = null } = isRecord(u) ? u : {}
  if (typeof name !== 'string') return wrongType(name, 'the name of a weight', ['weights', j, 'name'])
  return pipe(
    at('weights', j, 'shape')(decode(openShape)(shape)),
    E.map((known) => ({ name, shape: known, path: ['weightsManifest', i, 'weights', j] }))
  )
}

// -------------------------------------------------------------------------------------
// matching
// -------------------------------------------------------------------------------------

type MatchKey = (weight: { readonly name: string; readonly shape: OpenShape }) => string

/** What two names of one weight have in common, the strictest first. */
const matchKeys: ReadonlyArray<MatchKey> = [
  ({ name, shape }) => `${name} ${showShape(shape)}`,
  ({ name, shape }) => `${name.split('/')[0] ?? ''} ${lastPart(name)} ${showShape(shape)}`,
  ({ name, shape }) => `${lastPart(name)} ${showShape(shape)}`
]

/** Without the number that makes it unique. */
const lastPart = (name: string): string => (name.split('/').at(-1) ?? '').replace(/(_\d+)?(:\d+)?$/, '')

/** Renames the weights of a model to the listed names, if the file has a list. */
export const withManifestNames =
  (file: Plain) =>
  (weights: ReadonlyArray<Weight>): Validated<ReadonlyArray<Weight>> => {
    const manifest = isRecord(file) ? (file['weightsManifest'] ?? null) : null
    return manifest === null
      ? E.right(weights)
      : pipe(
          readManifest(manifest),
          E.chain((listed) => renamed(weights, listed))
        )
  }

const renamed = (weights: ReadonlyArray<Weight>, listed: ReadonlyArray<Listed>): Validated<ReadonlyArray<Weight>> => {
  const names = new Map<Weight, string>()
  let remaining = listed
  for (const keyOf of matchKeys) {
    const { pairs, unmatched } = pairsBy(
      keyOf,
      weights.filter((weight) => !names.has(weight)),
      remaining
    )
    for (const [weight, { name }] of pairs) names.set(weight, name)
    remaining = unmatched
  }
  const unlisted = weights.filter((weight) => !names.has(weight))
  return pipe(
    all([...unknown(remaining, unlisted), ...missing(remaining, unlisted)]),
    E.map(() => weights.map((weight) => ({ ...weight, name: names.get(weight) ?? weight.name })))
  )
}

interface Matches {
  readonly pairs: ReadonlyArray<readonly [Weight, Listed]>
  readonly unmatched: ReadonlyArray<Listed>
}

/** Pairs weights and listed ones of equal keys, in order. */
const pairsBy = (keyOf: MatchKey, weights: ReadonlyArray<Weight>, listed: ReadonlyArray<Listed>): Matches => {
  const candidates = RNEA.groupBy<Weight>(keyOf)(weights)
  const taken = new Map<string, number>()
  const pairs: Array<readonly [Weight, Listed]> = []
  const unmatched: Array<Listed> = []
  for (const each of listed) {
    const key = keyOf(each)
    const index = taken.get(key) ?? 0
    const weight = candidates[key]?.[index]
    if (weight === undefined) unmatched.push(each)
    else pairs.push([weight, each])
    taken.set(key, index + 1)
  }
  return { pairs, unmatched }
}

/** Listed names that the model does not have, or has with another shape. */
const unknown = (listed: ReadonlyArray<Listed>, weights: ReadonlyArray<Weight>): ReadonlyArray<Validated<never>> => {
  const shapes = new Map(weights.map(({ name, shape }) => [name, shape]))
  return listed.map(({ name, shape, path }) => {
    const own = shapes.get(name)
    return own === undefined
      ? fail('UnknownName', 'a weight of the model', show(name), [...path, 'name'])
      : fail('ShapeMismatch', `the shape ${showShape(own)} of the weight in the model`, showShape(shape), [
          ...path,
          'shape'
        ])
  })
}

/** Weights of the model that are not listed. */
const missing = (listed: ReadonlyArray<Listed>, weights: ReadonlyArray<Weight>): ReadonlyArray<Validated<never>> => {
  const names = new Set(listed.map(({ name }) => name))
  return weights
    .filter(({ name }) => !names.has(name))
    .map(({ name, shape }) =>
      fail('MissingKey', `the weight ${name} ${showShape(shape)} in the list`, 'none', ['weightsManifest'])
    )
}

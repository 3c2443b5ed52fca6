/**
 * The names of weights as a TF.js `model.json` lists them in its `weightsManifest`.
 *
 * Writers name and order weights in ways of their own (TF.js puts all trainable ones first, a converted LSTM has a
 * `lstm_cell_3` in between), so a weight of the model is found by its name, else among those with its layer, last word
 * and shape, else with its last word and shape, in order. Both sides must come out even.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { isRecord, own, type Plain } from '../../codec/plain.js'
import { decode } from '../../codec/failure.js'
import { wrongType } from '../../codec/problems.js'
import { all, at, fail, type Path, show, type Validated } from '../../InitializerError.js'
import { openShape, type OpenShape, showShape } from './kit/openShape.js'
import type { Weight } from './kit/weights.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A weight as the file lists it. */
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
    : wrongType(manifest, 'a list of groups of weights', ['weightsManifest'])

const readGroup = (group: Plain, i: number): Validated<ReadonlyArray<Listed>> => {
  const weights = isRecord(group) ? group['weights'] : null
  return Array.isArray(weights)
    ? all((weights as ReadonlyArray<Plain>).filter(isOfModel).map((each, j) => readListed(each, i, j)))
    : wrongType(weights ?? null, 'a list of weights', ['weights'])
}

/** The state of an optimizer may be listed too. */
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

/** What two names of one weight have in common, the closest first. */
const keys: ReadonlyArray<(name: string, shape: OpenShape) => string> = [
  (name, shape) => `${name} ${showShape(shape)}`,
  (name, shape) => `${name.split('/')[0] ?? ''} ${lastWord(name)} ${showShape(shape)}`,
  (name, shape) => `${lastWord(name)} ${showShape(shape)}`
]

/** Without the number that makes it different from others. */
const lastWord = (name: string): string => (name.split('/').at(-1) ?? '').replace(/(_\d+)?(:\d+)?$/, '')

/** Each weight with the name that the file lists for it, if the file lists any. */
export const withManifestNames =
  (file: Plain) =>
  (weights: ReadonlyArray<Weight>): Validated<ReadonlyArray<Weight>> => {
    const manifest = isRecord(file) ? (file['weightsManifest'] ?? null) : null
    return manifest === null
      ? E.right(weights)
      : pipe(
          readManifest(manifest),
          E.chain((listed) => match(weights, listed))
        )
  }

const match = (weights: ReadonlyArray<Weight>, listed: ReadonlyArray<Listed>): Validated<ReadonlyArray<Weight>> => {
  const names = new Map<Weight, string>()
  const left = keys.reduce<ReadonlyArray<Listed>>((rest, key) => {
    const waiting = pipe(
      weights.filter((weight) => !names.has(weight)),
      RNEA.groupBy(({ name, shape }) => key(name, shape))
    )
    const next = new Map<string, number>()
    return rest.filter(({ name, shape }) => {
      const place = next.get(key(name, shape)) ?? 0
      const found = waiting[key(name, shape)]?.[place]
      if (found !== undefined) {
        next.set(key(name, shape), place + 1)
        names.set(found, name)
      }
      return found === undefined
    })
  }, listed)
  const unlisted = weights.filter((weight) => !names.has(weight))
  return pipe(
    all([...strangers(left, unlisted), ...missing(left, unlisted)]),
    E.map(() => weights.map((weight) => ({ ...weight, name: names.get(weight) ?? weight.name })))
  )
}

/** Listed, but no weight of the model, or one of another shape. */
const strangers = (listed: ReadonlyArray<Listed>, weights: ReadonlyArray<Weight>): ReadonlyArray<Validated<never>> => {
  const shapes = new Map(weights.map(({ name, shape }) => [name, shape]))
  return listed.map(({ name, shape, path }) => {
    const other = shapes.get(name)
    return other === undefined
      ? fail('UnknownName', 'a weight of the model', show(name), [...path, 'name'])
      : fail('ShapeMismatch', `the shape ${showShape(other)} that the layer has`, showShape(shape), [...path, 'shape'])
  })
}

const missing = (listed: ReadonlyArray<Listed>, weights: ReadonlyArray<Weight>): ReadonlyArray<Validated<never>> => {
  const others = new Set(listed.map(({ name }) => name))
  return weights
    .filter(({ name }) => !others.has(name))
    .map(({ name, shape }) =>
      fail('MissingKey', `the weight ${name} ${showShape(shape)} in the list`, 'none', ['weightsManifest'])
    )
}

/**
 * The initializer of a weight as a model file gives it, with the decisions of its dialect.
 *
 * A config that cannot be read stays a value (a `Left`) until the plan is made, because a rule may replace it.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { isRecord, type Plain } from '../codec/plain.js'
import { type Decision, type Dialect, read } from '../dialects/index.js'
import type { Initializer } from '../Initializer.js'
import type { Validated } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type WeightInitializer = Validated<DecidedInitializer>

export interface DecidedInitializer {
  readonly initializer: Initializer
  /** how the dialect decides the points that the config touches */
  readonly decisions: ReadonlyArray<Decision>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** An initializer that does not depend on the config. */
export const fixed = (initializer: Initializer): WeightInitializer => E.right({ initializer, decisions: [] })

export const zeros: WeightInitializer = fixed({ _tag: 'Zeros', dtype: null })
export const ones: WeightInitializer = fixed({ _tag: 'Ones', dtype: null })

/**
 * Reads the initializer configs of one file. The layers of a model share a few configs, and reading them would dominate
 * the import, so results are memoized by the JSON of the config.
 */
export const initializerReader = (dialect: Dialect): ((config: Plain) => WeightInitializer) => {
  const known = new Map<string, WeightInitializer>()
  return (config) => {
    const key = isSmallJson(config) ? JSON.stringify(config) : null
    const found = key === null ? undefined : known.get(key)
    if (found !== undefined) return found
    const initializer: WeightInitializer = pipe(
      read(dialect)(config),
      E.map(({ initializer, decisions }) => ({ initializer, decisions }))
    )
    if (key !== null && key.length < 1000 && known.size < 1000) known.set(key, initializer)
    return initializer
  }
}

/** Whether no other value has the same JSON, and arrays are short: those of a Constant may have millions of numbers. */
const isSmallJson = (p: Plain): boolean => {
  if (typeof p === 'number') return Number.isFinite(p) && !Object.is(p, -0)
  if (Array.isArray(p)) return p.length <= 100 && (p as ReadonlyArray<Plain>).every(isSmallJson)
  if (isRecord(p)) return Object.values(p).every(isSmallJson)
  return p === null || typeof p === 'string' || typeof p === 'boolean'
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Changes the initializer and keeps the decisions. */
export const mapInitializer = (
  f: (initializer: Initializer) => Initializer
): ((weight: WeightInitializer) => WeightInitializer) =>
  E.map(({ initializer, decisions }) => ({ initializer: f(initializer), decisions }))

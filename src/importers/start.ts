/**
 * What a weight begins with: an initializer, and where the dialects contradict one another on its config.
 *
 * A start that cannot be read is a value too, kept until the plan is made: a rule may stand in for it.
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

export type Start = Validated<{
  readonly initializer: Initializer
  /** the points of contradiction that the config touched */
  readonly choices: ReadonlyArray<Decision>
}>

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** What Keras fixes, whatever the config says. */
export const fixed = (initializer: Initializer): Start => E.right({ initializer, choices: [] })

export const zeros: Start = fixed({ _tag: 'Zeros', dtype: null })
export const ones: Start = fixed({ _tag: 'Ones', dtype: null })

/**
 * Reads the initializers of one file. Its layers share a few, which take longer to read than all else in them, so those
 * read are remembered by their JSON.
 */
export const reader = (dialect: Dialect): ((config: Plain) => Start) => {
  const known = new Map<string, Start>()
  return (config) => {
    const key = isJson(config) ? JSON.stringify(config) : null
    const found = key === null ? undefined : known.get(key)
    if (found !== undefined) return found
    const start: Start = pipe(
      read(dialect)(config),
      E.map(({ initializer, choices }) => ({ initializer, choices }))
    )
    if (key !== null && key.length < 1000 && known.size < 1000) known.set(key, start)
    return start
  }
}

/** Whether its JSON is that of no other value. */
const isJson = (p: Plain): boolean => {
  if (typeof p === 'number') return Number.isFinite(p) && !Object.is(p, -0)
  if (Array.isArray(p)) return (p as ReadonlyArray<Plain>).every(isJson)
  if (isRecord(p)) return Object.values(p).every(isJson)
  return p === null || typeof p === 'string' || typeof p === 'boolean'
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** The same with another initializer. */
export const changed = (f: (initial: Initializer) => Initializer): ((start: Start) => Start) =>
  E.map(({ initializer, choices }) => ({ initializer: f(initializer), choices }))

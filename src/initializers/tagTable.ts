/**
 * Tables with an entry for every initializer, so that the compiler asks for an entry for each new one.
 *
 * The entry is `unsupported` where a framework lacks an initializer. Initializers that users define are in no table and
 * unsupported as well.
 */
import type { AnyInitializer } from './kit/definition.js'
import type { Initializer } from './registry.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type Tag = Initializer['_tag']

/** The initializer with this tag. */
export type Tagged<T extends Tag> = Extract<Initializer, { readonly _tag: T }>

/** The entry of an initializer that a framework lacks. */
export const unsupported = 'unsupported'

/** Tag → a function of the initializer with that tag and of further arguments, or `unsupported`. */
export type TagTable<Args extends ReadonlyArray<unknown>, A> = {
  readonly [T in Tag]: ((initializer: Tagged<T>, ...args: Args) => A) | typeof unsupported
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Applies the entry of an initializer; `otherwise` is for those that are unsupported. */
export const fromTable =
  <Args extends ReadonlyArray<unknown>, A>(table: TagTable<Args, A>, otherwise: (initializer: AnyInitializer) => A) =>
  (initializer: AnyInitializer, ...args: Args): A => {
    const { _tag } = initializer
    // the entry under a tag takes the initializer with that tag, which TypeScript cannot infer
    const entry = (Object.hasOwn(table, _tag) ? table[_tag as Tag] : unsupported) as
      ((initializer: AnyInitializer, ...args: Args) => A) | typeof unsupported
    return entry === unsupported ? otherwise(initializer) : entry(initializer, ...args)
  }

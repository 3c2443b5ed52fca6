import { broken, type Laws } from 'initializers-ts/laws'

/** The names of the laws that a value breaks. */
export const namesOf = <A>(laws: Laws<A>, a: A): ReadonlyArray<string> => broken(laws)(a).map(({ name }) => name)

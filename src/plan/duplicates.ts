/**
 * Two parameters of one name would draw the same numbers, and be one in a file.
 */
import { fail, show, type Validated } from '../InitializerError.js'

/** An error for each name that an earlier parameter has. */
export const duplicates = (parameters: ReadonlyArray<{ readonly name: string }>): ReadonlyArray<Validated<never>> => {
  const first = new Map<string, number>()
  return parameters.flatMap(({ name }, i) => {
    if (!first.has(name)) {
      first.set(name, i)
      return []
    }
    return [
      fail('DuplicateName', `a name that parameter ${first.get(name)} does not have`, show(name), ['parameters', i])
    ]
  })
}

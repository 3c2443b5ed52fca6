/**
 * The names of parameters, which are those of tensors in a safetensors file.
 */
import { valueThat } from '../codec/leaf.js'
import { metadataKey } from '../formats/safetensors/model.js'
import { fail, show, type Validated } from '../InitializerError.js'

/** In UTF-16 code units, of a name or a pattern. */
const maxLength = 1000

/** A lone surrogate has no UTF-8 form: two names that differ only in one would be the same name in a file. */
const isName = (u: unknown): u is string =>
  typeof u === 'string' && u.length > 0 && u.length <= maxLength && u !== metadataKey && !/\p{Surrogate}/u.test(u)

export const name = valueThat(
  'name',
  isName,
  `a string of 1 to ${maxLength} characters without lone surrogates`,
  'BadName'
)

/** An error for each name that an earlier parameter has: both would draw the same numbers and be the same tensor in a file. */
export const duplicateNames = (
  parameters: ReadonlyArray<{ readonly name: string }>
): ReadonlyArray<Validated<never>> => {
  const first = new Map(parameters.map(({ name }, i) => [name, i] as const).reverse())
  return parameters.flatMap(({ name }, i) => {
    const earlier = first.get(name)
    return earlier === i
      ? []
      : [fail('DuplicateName', `a name that parameter ${earlier} does not have`, show(name), ['parameters', i])]
  })
}

/**
 * Initializers: how the tensors that one state gives in different dtypes relate, and what a description promises.
 *
 * The laws are about the built-in initializers, or about those of a registry.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Content from '../Content.js'
import { all as dtypes, round, roundDown, roundUp, traits } from '../DType.js'
import type * as Draw from '../Draw.js'
import * as Initializer from '../Initializer.js'
import { registryOr } from '../initializers/registry.js'
import { type Rng, skipWords } from '../Rng.js'
import { type Shape, size } from '../Shape.js'
import * as Tensor from '../Tensor.js'
import type { Codec } from './config.js'
import { equal } from './equal.js'
import { law, type Laws } from './law.js'
import { elements } from './slice.js'

/**
 * The codec of the built-in initializers, or of those of a registry, for `roundTripLaws` and `configLaws`.
 *
 * @since 0.1.0
 * @example
 * import { presets } from 'initializers-ts'
 * import { broken, initializerCodec, roundTripLaws } from 'initializers-ts/laws'
 *
 * broken(roundTripLaws(initializerCodec()))(presets.heNormal) // => []
 */
export const initializerCodec = <I extends Initializer.AnyInitializer = Initializer.Initializer>(
  registry?: Initializer.Registry<I>
): Codec<I> => {
  const known = registryOr(registry)
  return {
    decode: (config) => Initializer.decode(config, known),
    encode: (initializer) => Initializer.encode(initializer, known)
  }
}

/**
 * An initializer that every dtype can hold, a shape and a state.
 *
 * @since 0.1.0
 */
export interface InitializerCase<I extends Initializer.AnyInitializer = Initializer.Initializer> {
  readonly initializer: I
  readonly shape: Shape
  readonly rng: Rng
}

/**
 * Laws of any initializer. `rounding` is not for combinators, which clamp each part to bounds of its own.
 *
 * @since 0.1.0
 * @example
 * import { presets, Rng } from 'initializers-ts'
 * import { broken, initializerLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const found = pipe(
 *   Rng.fromSeed(42),
 *   E.map((rng) => broken(initializerLaws())({ initializer: presets.heNormal, shape: [5, 7], rng }))
 * )
 * found // => E.right([])
 */
export const initializerLaws = <I extends Initializer.AnyInitializer = Initializer.Initializer>(
  registry?: Initializer.Registry<I>
) => {
  const known = registryOr(registry)
  return {
    rounding: law(
      'float16, bfloat16 and float32 tensors are roundings of the same numbers, within the bounds',
      ({ initializer, shape, rng }) =>
        (['float16', 'bfloat16', 'float32'] as const).every((dtype) =>
          pipe(
            E.Do,
            E.apS('wide', Initializer.draw({ shape, dtype: 'float32' }, known)(initializer)),
            E.apS('narrow', Initializer.draw({ shape, dtype }, known)(initializer)),
            E.exists(({ wide, narrow }) => equal(elements(narrow, rng), unrounded(wide, rng).map(rounded(narrow))))
          )
        )
    ),
    description: law('a description states the words, the bytes and the next state', ({ initializer, shape, rng }) =>
      pipe(
        E.Do,
        E.apS('description', Initializer.describe({ shape }, known)(initializer)),
        E.apS('run', Initializer.sampler({ shape }, known)(initializer)),
        E.exists(({ description, run }) => {
          const [tensor, next] = run(rng)
          return description.bytes === Tensor.bytes(tensor).length && equal(next, skipWords(description.words)(rng))
        })
      )
    )
  } satisfies Laws<InitializerCase<I>>
}

/**
 * Laws of initializers whose elements are drawn independently, or are all the same.
 *
 * @since 0.1.0
 */
export const independentLaws = <I extends Initializer.AnyInitializer = Initializer.Initializer>(
  registry?: Initializer.Registry<I>
) => {
  const known = registryOr(registry)
  return {
    words: law('each element takes the words of its dtype, or none', ({ initializer, shape }) =>
      dtypes.every((dtype) =>
        pipe(
          initializer,
          Initializer.draw({ shape, dtype }, known),
          E.exists(({ content, words }) => {
            const all = size(shape) * traits(dtype).wordsPerElement
            return words === all || (words === 0 && !Content.isDistribution(content))
          })
        )
      )
    ),
    elementwise: law('no element depends on the words of another', ({ initializer, shape }) =>
      pipe(
        initializer,
        Initializer.draw({ shape }, known),
        E.exists(({ elementwise }) => elementwise)
      )
    )
  } satisfies Laws<InitializerCase<I>>
}

const unrounded = (draw: Draw.Draw, rng: Rng): Float64Array => {
  const out = new Float64Array(size(draw.shape))
  draw.open(rng).write('float64', out.length, out, 0)
  return out
}

/** The nearest number of the dtype; for a distribution, the nearest within its bounds. */
const rounded = ({ content, dtype }: Draw.Draw): ((x: number) => number) => {
  const [low, high] = Content.support(content)
  const [least, greatest] = Content.isDistribution(content)
    ? [roundUp(dtype)(low), roundDown(dtype)(high)]
    : [low, high]
  return (x) => round(dtype)(Math.min(greatest, Math.max(least, x)))
}

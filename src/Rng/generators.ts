/** All generators: a row each. */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { xorshift128plusFromState } from 'pure-rand/generator/xorshift128plus'
import { fillXoroshiro128plus, fillXorshift128plus } from '../numeric/words/xoroshiro.js'
import { fillPhilox4x32 } from '../numeric/words/philox4x32.js'
import * as skipAhead from '../numeric/words/skipAhead.js'
import { fillThreefry2x32 } from '../numeric/words/threefry2x32.js'
import { counted } from './counted.js'
import { linear } from './linear.js'
import { halves, type GeneratorSpec } from './model.js'

/**
 * pure-rand's two generators with a period of 2^128 - 1, and two that compute any word from its index, with a period of
 * 2^64: JAX's and TensorFlow's.
 *
 * @since 0.1.0
 */
export type Generator = 'xoroshiro128plus' | 'xorshift128plus' | 'threefry2x32' | 'philox4x32'

export const generators: { readonly [G in Generator]: GeneratorSpec } = {
  xoroshiro128plus: linear(xoroshiro128plusFromState, fillXoroshiro128plus, skipAhead.xoroshiro128plus),
  xorshift128plus: linear(xorshift128plusFromState, fillXorshift128plus, skipAhead.xorshift128plus),
  threefry2x32: counted(
    4,
    'four int32 words: the key, the place',
    (key, place) => [...halves(key), ...halves(place)],
    fillThreefry2x32
  ),
  philox4x32: counted(
    6,
    'six int32 words: the key, the stream, the place',
    (key, stream) => [...halves(key), ...halves(stream), 0, 0],
    fillPhilox4x32
  )
}

export const names = Object.keys(generators) as ReadonlyArray<Generator>

/** A copy of a state that a generator may move; as many words as the generator has, whatever the state. */
export const mutableState = (rng: {
  readonly generator: Generator
  readonly state: ReadonlyArray<number>
}): Int32Array => {
  const words = new Int32Array(generators[rng.generator].size)
  for (let i = 0; i < words.length; i++) words[i] = rng.state[i] ?? 0
  return words
}

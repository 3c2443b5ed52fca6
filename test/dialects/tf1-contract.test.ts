/**
 * TensorFlow 1's contract: the answers of TensorFlow 2.21's `init_ops.py` to 480 random calls, recorded by
 * scripts/differential/write_tf1_contract.py. An answer is the first error of the constructor or of the call, or the config and
 * the shape and dtype of the tensor.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as E from 'fp-ts/Either'
import { expect, test } from 'vitest'
import * as tf1 from '../../src/dialects/tf1/index.js'
import type { DType } from '../../src/DType.js'

interface Case {
  readonly class_name: tf1.ClassName
  readonly config: Readonly<Record<string, unknown>>
  readonly shape: ReadonlyArray<number>
  readonly dtype: DType | null
  /** the errors of the constructor and of the call */
  readonly constructor?: string
  readonly call?: string
  readonly get_config?: Readonly<Record<string, unknown>>
  /** the shape and dtype of the tensor */
  readonly drawn?: unknown
}

const file = new URL('../vectors/tf1-contract.json.gz', import.meta.url)
const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { readonly cases: ReadonlyArray<Case> }

const own = <K extends keyof Case>(each: Case, key: K): Case[K] | undefined =>
  Object.hasOwn(each, key) ? each[key] : undefined

/** The argument that an error of TensorFlow is about. */
const argumentOf = (message: string): string => {
  const found = /unexpected keyword argument '(\w+)'/.exec(message) ?? /Argument `(\w+)`/.exec(message)
  if (found?.[1] !== undefined) return found[1]
  return /type_value|attr 'T'|cannot compute Mul/.test(message) ? 'dtype' : 'shape'
}

/** The same for an error of the library; the shape of a constant is that of its value. */
const first = <A>(result: E.Either<ReadonlyArray<{ readonly path: ReadonlyArray<unknown> }>, A>): unknown => {
  if (E.isRight(result)) return undefined
  const [key] = result.left[0]!.path
  return key === 'config' ? 'shape' : key
}

/** The intended differences that the header of `tf1` lists. */
const deviationOf = ({ class_name, config, ...each }: Case): string | undefined => {
  const isInteger = ['int32', 'bool'].includes(config['dtype'] as string)
  if (class_name.startsWith('Glorot') && ![undefined, 'float32', 'float'].includes(config['dtype'] as string)) {
    return 'GlorotUniform and GlorotNormal keep their dtype'
  }
  if (isInteger && own({ class_name, config, ...each }, 'constructor') === undefined) return 'integer dtypes'
  return undefined
}

const answers = (each: Case): readonly [theirs: unknown, ours: unknown] => {
  const made = tf1.fromConfig(each.class_name)(each.config)
  const refusal = own(each, 'constructor')
  if (refusal !== undefined) return [argumentOf(refusal), first(made)]
  if (E.isLeft(made)) return [each.get_config, first(made)]
  const called = tf1.call(each.shape, each.dtype)(made.right)
  const drawn = E.isRight(called) ? [called.right.shape, called.right.dtype] : first(called)
  return [
    [each.get_config, each.call === undefined ? each.drawn : argumentOf(each.call)],
    [tf1.getConfig(made.right), drawn]
  ]
}

test('every other answer is that of TensorFlow', () => {
  const differ = cases
    .filter((each) => deviationOf(each) === undefined)
    .filter((each) => {
      const [theirs, ours] = answers(each)
      return JSON.stringify(theirs) !== JSON.stringify(ours)
    })
  expect(differ.map((each) => [each, answers(each)])).toEqual([])
})

test('the differences are those that are listed', () => {
  const deviations = cases.map(deviationOf).filter((each) => each !== undefined)
  const counts = Object.fromEntries(
    [...new Set(deviations)].map((each) => [each, deviations.filter((d) => d === each).length])
  )
  expect(counts).toEqual({ 'GlorotUniform and GlorotNormal keep their dtype': 30, 'integer dtypes': 3 })
})

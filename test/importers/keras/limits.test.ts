/** Hostile and very large files. */
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { fromKeras, type KerasModel } from '../../../src/importers/keras/fromKeras.js'
import type { Validated } from '../../../src/InitializerError.js'
import { call, dense, errorsOf, functional, input, type Json, keras3, sequential, tensor, weightsOf } from './files.js'
import { right } from '../../support/either.js'

/** Whether reading returns at all. */
const returns = (file: unknown): boolean => ['Left', 'Right'].includes(fromKeras(file)._tag)

describe('hostile files', () => {
  const model = functional(
    'm',
    [
      input('x', 6, 6, 3),
      keras3('Conv2D', { name: 'c', filters: 4, kernel_size: [3, 3] }, { inbound_nodes: [call('x')] }),
      keras3('Flatten', { name: 'f' }, { inbound_nodes: [call('c')] }),
      { ...sequential('s', [input('i', 64), dense('d', 2)]), inbound_nodes: [call('f')] }
    ],
    ['x'],
    ['s']
  )

  const x = input('x', 1)

  /** The paths of all values in a value. */
  const pathsIn = (u: unknown): ReadonlyArray<ReadonlyArray<string>> =>
    typeof u === 'object' && u !== null
      ? [[], ...Object.entries(u).flatMap(([key, item]) => pathsIn(item).map((rest) => [key, ...rest]))]
      : [[]]

  const replaced = (u: unknown, [key, ...rest]: ReadonlyArray<string>, value: unknown): unknown => {
    if (key === undefined) return value
    const copy = Array.isArray(u) ? [...(u as ReadonlyArray<unknown>)] : { ...(u as Json) }
    return Object.assign(copy, { [key]: replaced((u as Json)[key], rest, value) })
  }

  test('return a result for any value at any path', () => {
    const getter = Object.defineProperty({}, 'class_name', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      }
    })
    const values = [undefined, null, -1, NaN, 1e300, '', '__proto__', 10n, [], {}, [[]], getter, new Map()]
    for (const path of pathsIn(model)) {
      for (const value of values) expect(returns(replaced(model, path, value))).toBe(true)
    }
  })

  test('report nesting that is too deep', () => {
    const deep = Array.from({ length: 100 }).reduce<Json>(
      (inner, _, i) => sequential(`s${i}`, [input(`x${i}`, 8), inner]),
      dense('a', 1)
    )
    expect(errorsOf(deep)[0]).toMatch(/^TooDeep /)
  })

  test('may have 200,000 tensors in one call, and as many outputs', () => {
    const names = Array.from({ length: 200_000 }, () => 'x')
    const all = { args: [names.map((name) => tensor(name))], kwargs: {} }
    const join = keras3('Concatenate', { name: 'j' }, { inbound_nodes: [all] })
    expect(weightsOf(functional('m', [x, join, dense('a', 1, call('j'))], ['x'], ['a', ...names]))).toEqual([
      'a/kernel 200000,1',
      'a/bias 1'
    ])
  })

  test('stop at the limit of calls in nested models', () => {
    // each model calls the inner one eight times, with other shapes at each level
    const nested = Array.from({ length: 12 }).reduce<Json>(
      (inner, _, i) =>
        functional(
          `m${i}`,
          [
            input('x', null),
            keras3('RepeatVector', { name: 'r', n: i + 2 }, { inbound_nodes: [call('x')] }),
            { ...inner, inbound_nodes: Array.from({ length: 8 }, () => call('r')) }
          ],
          ['x'],
          [inner['name'] as string]
        ),
      functional('inmost', [input('x', null)], ['x'], ['x'])
    )
    expect(returns(nested)).toBe(true)
  })
})

describe('100,000 layers', () => {
  const count = 100_000
  const chain = (layer: (i: number) => Json) => [input('l', 4), ...Array.from({ length: count }, (_, i) => layer(i))]

  test('in a chain are read without recursion', () => {
    const layers = chain((i) => dense(`l${i}`, 4, call(i === 0 ? 'l' : `l${i - 1}`)))
    const file = functional('m', layers, ['l'], [`l${count - 1}`])
    expect(right(fromKeras(file)).plan.parameters).toHaveLength(2 * count)
  }, 60_000)

  test('report at most a hundred errors', () => {
    const result: Validated<KerasModel> = fromKeras(
      sequential(
        'm',
        chain((i) => keras3(`Dense${i}x`, { name: `l${i}` }))
      )
    )
    expect(E.isLeft(result) && result.left.length).toBe(1)
    const wide = functional(
      'm',
      chain((i) => dense(`l${i}`, -1, call('l'))),
      ['l'],
      ['l']
    )
    const many = fromKeras(wide)
    expect(E.isLeft(many) && [many.left.length, many.left.at(-1)?.code]).toEqual([101, 'TooManyErrors'])
  }, 60_000)
})

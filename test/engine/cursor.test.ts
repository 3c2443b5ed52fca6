import { describe, expect, it, test } from 'vitest'
import { DType } from 'initializers-ts'
import * as Cursor from '../../src/engine/cursor.js'
import type { Ranges } from '../../src/engine/ranges.js'
import { reader, type WordReader } from '../../src/engine/words.js'
import { identity } from '../../src/numeric/float/affine.js'
import { type Rng, skipWords } from '../../src/Rng.js'
import { counting, end, expectElements, take, upTo } from './cursors.js'

/** Every third index, from 0 on. */
const thirds: Ranges = (from, to, use) => {
  for (let i = Math.ceil(from / 3) * 3; i < to; i += 3) use(i, i + 1)
}

const start: Rng = { generator: 'xoroshiro128plus', state: [1, 2, 3, 4] }

describe('in pieces of any size, and after any skips, a cursor is', () => {
  test('constant', () => expectElements(() => Cursor.constant(7, start), Array(10).fill(7)))
  test('fromFill', () => expectElements(() => counting(), upTo(20)))
  test('fromWhole', () =>
    expectElements(
      () =>
        Cursor.fromWhole(
          () => Float64Array.from(upTo(20)),
          () => end
        ),
      upTo(20)
    ))
  test('deferred', () => expectElements(() => Cursor.deferred(() => counting()), upTo(20)))
  test('clamped', () => expectElements(() => Cursor.clamped(2, 5, counting()), [2, 2, 2, 3, 4, 5, 5, 5]))
  test('mapped', () => expectElements(() => Cursor.mapped((x) => x * x, counting()), [0, 1, 4, 9, 16, 25]))
  test('scaled', () => expectElements(() => Cursor.scaled(-0.5, counting()), [-0, -0.5, -1, -1.5, -2]))
  test('masked', () => expectElements(() => Cursor.masked(thirds, 9, counting()), [9, 1, 2, 9, 4, 5, 9, 7, 8, 9]))

  test('fromWords', () => {
    const middles = (words: ReadonlyArray<number>) => words.map((w) => (w + 0.5) / 2 ** 32)
    const open = (): Cursor.Cursor => {
      let index = 0
      const reader: WordReader = {
        generator: 'xorshift128plus', // which no kernel draws
        read: (n, out) => {
          for (let i = 0; i < n; i++) out[i] = index++
        },
        skip: (n) => {
          index += n
        },
        state: () => new Int32Array(4),
        rng: () => end
      }
      return Cursor.fromWords(reader, { wordsPerElement: 1, standard: { _tag: 'Uniform' }, affine: identity })
    }
    expectElements(open, middles(upTo(20)))
  })
})

it('computes a whole once, when the first element is asked for', () => {
  let times = 0
  const cursor = Cursor.fromWhole(
    () => {
      times++
      return Float64Array.of(1, 2, 3)
    },
    () => end
  )
  cursor.skip(1)
  expect(times).toBe(0)
  expect([take(cursor, 1), take(cursor, 1)]).toEqual([[2], [3]])
  expect(times).toBe(1)
})

it('opens a deferred cursor once, when it is first used', () => {
  let times = 0
  const cursor = Cursor.deferred(() => {
    times++
    return counting()
  })
  expect(times).toBe(0)
  cursor.skip(2)
  expect(take(cursor, 2)).toEqual([2, 3])
  expect(times).toBe(1)
})

describe('the state after the words', () => {
  it('is that of the reader, or as it is given', () => {
    expect(counting().rng()).toBe(end)
    expect(Cursor.constant(7, start).rng()).toBe(start)
    const reading = Cursor.fromWords(reader(start), {
      wordsPerElement: 2,
      standard: { _tag: 'Uniform' },
      affine: identity
    })
    take(reading, 3)
    reading.skip(4)
    expect(reading.rng()).toEqual(skipWords(14)(start))
  })

  it('is that of the cursor inside', () => {
    for (const around of [
      Cursor.clamped(0, 1, counting()),
      Cursor.scaled(2, counting()),
      Cursor.mapped((x) => x, counting()),
      Cursor.masked(thirds, 9, counting()),
      Cursor.deferred(() => counting())
    ]) {
      expect(around.rng()).toBe(end)
    }
  })
})

it.each([
  ['float16', [0x3555, 0x3400]], // 0.333251953125, 0.25
  ['bfloat16', [0x3eab, 0x3e80]], // 0.333984375, 0.25
  ['float32', [Math.fround(1 / 3), 0.25]],
  ['float64', [1 / 3, 0.25]]
] as const)('rounds to %s once', (dtype, elements) => {
  const cursor = Cursor.masked(thirds, 1 / 3, Cursor.constant(0.25, start))
  const out = DType.traits(dtype).make(2)
  cursor.write<DType.DType>(dtype, 2, out, 0)
  expect([...out]).toEqual(elements)
})

import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import type { DType } from '../../src/DType.js'
import * as Initializer from '../../src/Initializer.js'
import * as Rng from '../../src/Rng.js'
import * as Shape from '../../src/Shape.js'
import { cases, cost, counting, expectCheap, expectRefused, nested, refusal, revoked } from '../support/hostile.js'
import { jumped } from '../support/jump.js'
import { right } from '../support/either.js'

const he = right(Initializer.decode('he_normal'))
const rng = right(Rng.fromSeed(42))
const shape = [3, 4]
const slice = (box: unknown) => Initializer.slice({ shape, box: box as Shape.Box })(he)

describe('a box lies within the shape', () => {
  cases<[claim: string, box: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      [
        'start beyond stop',
        [
          [2, 1],
          [0, 4]
        ],
        'BadSlice at box.0, got [2, 1]'
      ],
      [
        'a negative start',
        [
          [-1, 1],
          [0, 4]
        ],
        'BadSlice at box.0, got [-1, 1]'
      ],
      [
        'fractions',
        [
          [0.5, 1],
          [0, 1.5]
        ],
        'BadSlice at box.0, got [0.5, 1]',
        'BadSlice at box.1, got [0, 1.5]'
      ],
      [
        'beyond the shape',
        [
          [0, 3],
          [0, 5]
        ],
        'BadSlice at box.1, got [0, 5]'
      ],
      [
        'NaN',
        [
          [NaN, 1],
          [0, 4]
        ],
        'BadSlice at box.0, got [NaN, 1]'
      ],
      [
        '2^53',
        [
          [0, 2 ** 53],
          [0, 4]
        ],
        'BadSlice at box.0, got [0, 9007199254740992]'
      ],
      [
        'text',
        [
          ['0', '1'],
          [0, 4]
        ],
        'BadSlice at box.0, got ["0", "1"]'
      ],
      [
        'bigints',
        [
          [0n, 1n],
          [0, 4]
        ],
        'BadSlice at box.0, got [0n, 1n]'
      ],
      ['one number', [[1], [0, 4]], 'BadSlice at box.0, got [1]'],
      [
        'three numbers',
        [
          [0, 2, 1],
          [0, 4]
        ],
        'BadSlice at box.0, got [0, 2, 1]'
      ],
      ['no pair', [1, [0, 4]], 'BadSlice at box.0, got 1'],
      ['too few axes', [[0, 3]], 'BadSlice at box, got 1 ranges'],
      [
        'too many axes',
        [
          [0, 1],
          [0, 1],
          [0, 1]
        ],
        'BadSlice at box, got 3 ranges'
      ],
      ['none', [], 'BadSlice at box, got 0 ranges'],
      ['10^8 ranges', new Array(1e8), 'RankTooLarge at box, got an array of 100000000 items'],
      ['a range of 10^8', [new Array(1e8), [0, 4]], 'BadSlice at box.0, got an array of 100000000 items'],
      [
        'words',
        [Array(60).fill('x'.repeat(60)), [0, 4]],
        `BadSlice at box.0, got ["${'x'.repeat(60)}", "${'x'.repeat(13)}…`
      ],
      ['null', null, 'BadSlice at box, got null'],
      ['undefined', undefined, 'BadSlice at box, got undefined'],
      ['a slice in text', '0:3,:', 'BadSlice at box, got "0:3,:"'],
      ['200,000 levels', [nested(200_000, 'x'), [0, 4]], 'BadSlice at box.0, got an object'],
      ['a revoked proxy', revoked([]), 'Unreadable at box, got a value that throws when it is read'],
      ['revoked ranges', [revoked([]), [0, 4]], 'BadSlice at box.0, got a value that throws when it is read']
    ],
    (_, box, ...complaints) => expectRefused(() => slice(box), ...complaints)
  )

  test('each number is read once', () => {
    let asked = 0
    const fickle = new Proxy([0, 1], {
      get: (target, key) => (key === '1' ? [1, 1e9][asked++] : (Reflect.get(target, key) as unknown))
    })
    const rows = counting([fickle, [0, 4]])
    const [tensor] = right(slice(rows.proxy))(rng)
    expect(tensor.shape).toEqual([1, 4])
    expect([...rows.reads.values()]).toEqual([1, 1, 1])
  })

  test('a box that changes later changes nothing', () => {
    const range = [0, 1]
    const sample = right(slice([range, [0, 4]]))
    range[1] = 1e9
    expect(sample(rng)[0].data).toHaveLength(4)
  })

  test('−0 is 0', () => {
    expect(
      right(
        slice([
          [-0, 3],
          [-0, 4]
        ])
      )(rng)
    ).toEqual(
      right(
        slice([
          [0, 3],
          [0, 4]
        ])
      )(rng)
    )
  })

  test('a slice takes time and memory for its box only', () => {
    const box: Shape.Box = [
      [0, 2 ** 31],
      [0, 1]
    ]
    const run = () => Initializer.slice({ shape: [2 ** 40, 2], box })(he)
    expectRefused(run, 'ShapeTooLarge at shape, got 8589934592 bytes')
  })
})

describe('far out in a huge tensor', () => {
  /** By the matrix of the generator, in float32: `skip` and `slice` share no code with it. */
  const wordsAt = (index: bigint, n: number) => {
    const [a = 0, b = 0, c = 0, d = 0] = jumped(rng.state, index)
    return right(Initializer.sampler({ shape: [n], dtype: 'float16' })(uniform))({ ...rng, state: [a, b, c, d] })[0]
      .data
  }
  const uniform = right(Initializer.decode('RandomUniform'))
  const at = (shape: Shape.Shape, box: Shape.Box, dtype: DType = 'float16') =>
    right(Initializer.slice({ shape, box, dtype })(uniform))(rng)

  test('the matrix takes the steps of the generator', () => {
    expect(jumped(rng.state, 1000n)).toEqual(right(Rng.skip(1000)(rng)).state)
    expect(jumped([1, 0, 0, 0], 1n)).toEqual(right(Rng.skip(1)({ ...rng, state: [1, 0, 0, 0] })).state)
  })

  test('the last elements of 2^52 - 1', () => {
    const size = 2 ** 52 - 1
    const [tensor, next] = at([size], [[size - 5, size]])
    expect(tensor.data).toEqual(wordsAt(BigInt(size) - 5n, 5))
    expect(next.state).toEqual(jumped(rng.state, BigInt(size)))
  })

  test('indices beyond 2^32 in three axes', () => {
    const box: Shape.Box = [
      [2 ** 15 - 1, 2 ** 15],
      [2 ** 20 - 2, 2 ** 20],
      [2 ** 15 - 3, 2 ** 15]
    ]
    const [tensor] = at([2 ** 15, 2 ** 20, 2 ** 15], box)
    const last = 2n ** 50n
    expect([...tensor.data]).toEqual([...wordsAt(last - 2n ** 15n - 3n, 3), ...wordsAt(last - 3n, 3)])
  })

  test('it takes little time and memory', () => {
    expectCheap(() => at([2 ** 50], [[2 ** 50 - 9, 2 ** 50]]))
    expectCheap(() => at([2 ** 49], [[2 ** 49 - 9, 2 ** 49]], 'float64'))
  })

  cases<[claim: string, shape: Shape.Shape, box: Shape.Box]>(
    [
      [
        'no column of 2^40 rows',
        [2 ** 40, 8],
        [
          [0, 2 ** 40],
          [3, 3]
        ]
      ],
      [
        'no row',
        [2 ** 40, 8],
        [
          [7, 7],
          [0, 8]
        ]
      ],
      [
        'none of a plane',
        [2 ** 20, 2 ** 20, 8],
        [
          [0, 2 ** 20],
          [0, 2 ** 20],
          [8, 8]
        ]
      ],
      [
        'all of a tensor that is empty',
        [2 ** 20, 2 ** 20, 0, 8],
        [
          [0, 2 ** 20],
          [0, 2 ** 20],
          [0, 0],
          [1, 2]
        ]
      ],
      ['none of a vector', [2 ** 50], [[2 ** 50, 2 ** 50]]]
    ],
    (_, shape, box) => {
      const run = () => at(shape, box)
      expect([...Shape.runs(shape)(box)]).toEqual([])
      const [tensor, next] = run()
      expect(tensor.data).toHaveLength(0)
      expect(tensor.shape).toEqual(Shape.boxShape(box))
      expect(next).toEqual(right(Rng.skip(Shape.size(shape))(rng)))
      expectCheap(run)
    }
  )

  test('a column is drawn row by row in acceptable time', () => {
    const run = () =>
      at(
        [2 ** 20, 2 ** 20],
        [
          [0, 200],
          [5, 6]
        ]
      )
    expect(cost(run).ms).toBeLessThan(200) // 200 leaps of 2^20 words
    expect(
      refusal(
        pipe(
          he,
          Initializer.slice({ shape: [2, 2], box: [] }),
          E.map(() => run())
        )
      )
    ).toHaveLength(1)
  })
})

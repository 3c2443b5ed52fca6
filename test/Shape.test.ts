import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Shape } from 'initializers-ts'

const codes = (fa: E.Either<ReadonlyArray<{ code: string; path: unknown }>, unknown>) =>
  E.isLeft(fa) ? fa.left.map(({ code, path }) => [code, path]) : []

describe('check', () => {
  it.each([[[]], [[0]], [[3, 0, 4]], [[784, 256]], [[1, 1, 1, 1, 1, 1]], [[2 ** 53 - 1]], [[2 ** 26, 2 ** 26]]])(
    'accepts %j',
    (shape) => {
      expect(Shape.check(shape)).toEqual(E.right(shape))
    }
  )

  it('returns a frozen copy', () => {
    const shape = [2, 3]
    const checked = Shape.check(shape)
    shape[0] = 99
    expect(checked).toEqual(E.right([2, 3]))
    expect(E.isRight(checked) && Object.isFrozen(checked.right)).toBe(true)
  })

  it('reads −0 as 0', () => {
    expect(Shape.check([-0])).toEqual(E.right([0]))
  })

  it.each([
    [[-1], [['BadDim', [0]]]],
    [[2, -3], [['BadDim', [1]]]],
    [
      [-1, 1.5, NaN],
      [
        ['BadDim', [0]],
        ['BadDim', [1]],
        ['BadDim', [2]]
      ]
    ],
    [[Infinity], [['BadDim', [0]]]],
    [[2 ** 53], [['BadDim', [0]]]],
    [['3'], [['BadDim', [0]]]],
    [[true], [['BadDim', [0]]]],
    [[null], [['BadDim', [0]]]],
    [[2n], [['BadDim', [0]]]],
    [
      [[2], [3]],
      [
        ['BadDim', [0]],
        ['BadDim', [1]]
      ]
    ],
    [
      new Array(3),
      [
        ['BadDim', [0]],
        ['BadDim', [1]],
        ['BadDim', [2]]
      ]
    ],
    ['34', [['BadShape', []]]],
    [{ length: 2, 0: 3, 1: 4 }, [['BadShape', []]]],
    [null, [['BadShape', []]]],
    [new Set([3]), [['BadShape', []]]],
    [Uint32Array.of(3, 4), [['BadShape', []]]]
  ])('refuses %s', (shape, expected) => {
    expect(codes(Shape.check(shape as never))).toEqual(expected)
  })

  it.each([
    [[2 ** 27, 2 ** 27]],
    [[94906267, 94906267]],
    [[2 ** 52, 2, 0]],
    [[0, 2 ** 52, 2]],
    [[2 ** 30, 0, 2 ** 30]]
  ])('refuses %j, whose sizes multiply beyond 2^53, zero or not', (shape) => {
    expect(codes(Shape.check(shape))).toEqual([['ShapeTooLarge', []]])
  })

  it('refuses more than 32 axes without reading them', () => {
    expect(E.isRight(Shape.check(new Array<number>(32).fill(1)))).toBe(true)
    expect(codes(Shape.check(new Array<number>(33).fill(1)))).toEqual([['RankTooLarge', []]])
    expect(codes(Shape.check(new Array<number>(10 ** 8)))).toEqual([['RankTooLarge', []]])
  })

  it('reads a shape that changes at each access only once', () => {
    let asked = 0
    const shape = new Proxy([2, 3], {
      get: (target, key, receiver) => (key === '0' ? ++asked : (Reflect.get(target, key, receiver) as unknown))
    })
    expect(Shape.check(shape)).toEqual(E.right([asked, 3]))
    expect(asked).toBe(1)
  })
})

describe('size', () => {
  it.each([
    [[], 1],
    [[0], 0],
    [[7], 7],
    [[3, 0, 4], 0],
    [[3, 3, 64, 128], 73_728],
    [[2 ** 26, 2 ** 26], 2 ** 52]
  ])('of %j is %d', (shape, size) => {
    expect(Shape.size(shape)).toBe(size)
  })
})

describe('checkBox', () => {
  it.each([
    [[], []],
    [
      [4, 5],
      [
        [0, 4],
        [0, 5]
      ]
    ],
    [
      [4, 5],
      [
        [1, 1],
        [5, 5]
      ]
    ],
    [[0], [[0, 0]]]
  ] as ReadonlyArray<[Shape.Shape, Shape.Box]>)('of %j accepts %j', (shape, box) => {
    expect(Shape.checkBox(shape)(box)).toEqual(E.right(box))
  })

  it.each([
    [[4, 5], [[0, 4]], [['BadSlice', []]]],
    [[4], [[0, 5]], [['BadSlice', [0]]]],
    [
      [4, 5],
      [
        [3, 2],
        [0, 6]
      ],
      [
        ['BadSlice', [0]],
        ['BadSlice', [1]]
      ]
    ],
    [[4], [[-1, 2]], [['BadSlice', [0]]]],
    [[4], [[0, 1.5]], [['BadSlice', [0]]]],
    [[4], [[NaN, 2]], [['BadSlice', [0]]]],
    [[4], [[0]], [['BadSlice', [0]]]],
    [[4], [[0, 1, 2]], [['BadSlice', [0]]]],
    [[4], ['01'], [['BadSlice', [0]]]],
    [[4], '0:4', [['BadSlice', []]]],
    [[4], null, [['BadSlice', []]]]
  ])('of %j refuses %j', (shape, box, expected) => {
    expect(codes(Shape.checkBox(shape)(box as never))).toEqual(expected)
  })
})

describe('a box', () => {
  it('has the shape of its ranges; that of the whole tensor has its shape', () => {
    expect(
      Shape.boxShape([
        [1, 4],
        [2, 2]
      ])
    ).toEqual([3, 0])
    expect(Shape.whole([4, 5])).toEqual([
      [0, 4],
      [0, 5]
    ])
    expect(Shape.whole([])).toEqual([])
  })

  it.each([
    // of 4 rows of 5: rows 1 and 2 are adjacent
    [
      [4, 5],
      [
        [1, 3],
        [0, 5]
      ],
      [{ start: 5, length: 10 }]
    ],
    // two columns of two rows do not
    [
      [4, 5],
      [
        [1, 3],
        [2, 4]
      ],
      [
        { start: 7, length: 2 },
        { start: 12, length: 2 }
      ]
    ],
    [
      [4, 5],
      [
        [0, 4],
        [0, 5]
      ],
      [{ start: 0, length: 20 }]
    ],
    [
      [4, 5],
      [
        [2, 2],
        [0, 5]
      ],
      []
    ],
    [
      [4, 5],
      [
        [0, 2],
        [3, 3]
      ],
      []
    ],
    [
      [2, 3, 4],
      [
        [0, 2],
        [1, 2],
        [0, 4]
      ],
      [
        { start: 4, length: 4 },
        { start: 16, length: 4 }
      ]
    ],
    [
      [2, 3, 4],
      [
        [1, 2],
        [0, 3],
        [3, 4]
      ],
      [
        { start: 15, length: 1 },
        { start: 19, length: 1 },
        { start: 23, length: 1 }
      ]
    ],
    [[], [], [{ start: 0, length: 1 }]],
    [[0], [[0, 0]], []],
    [
      [3, 0],
      [
        [0, 3],
        [0, 0]
      ],
      []
    ],
    [
      [2 ** 20, 2 ** 26],
      [
        [2 ** 20 - 1, 2 ** 20],
        [2 ** 26 - 1, 2 ** 26]
      ],
      [{ start: 2 ** 46 - 1, length: 1 }]
    ]
  ] as ReadonlyArray<[Shape.Shape, Shape.Box, unknown]>)('of %j, %j, is the runs %j', (shape, box, runs) => {
    expect([...Shape.runs(shape)(box)]).toEqual(runs)
  })
})

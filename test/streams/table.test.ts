/**
 * All golden cases, and the table of promises: framework × distribution × dtype.
 *
 * Bit for bit means that the SHA-256 of the whole buffer is equal. QR is computed by LAPACK in the frameworks and is not bit
 * for bit: there all elements are compared, which the file has in full.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { calls, type Data } from './calls.js'
import { type Case, cases, groups, sha256 } from './golden.js'

// -------------------------------------------------------------------------------------
// rows
// -------------------------------------------------------------------------------------

/** The first pattern that matches an id gives the distribution. */
const distributions: ReadonlyArray<readonly [RegExp, string]> = [
  [/\.(bits\d+|split|fold_in|seed_\w+|SeedSequence|PCG64)/, 'words'],
  [/orthogonal/i, 'orthogonal'],
  [/sparse/, 'sparse'],
  [/untruncated|vs\.normal/, 'normal'],
  [/trunc|(lecun|he|glorot)_normal|variance_scaling_/, 'truncated normal'],
  [/uniform|Linear|Conv2d|SeedGenerator|Dense|random|op1|seeded|no graph seed/, 'uniform'],
  [/normal|small|op2/, 'normal']
]

const distributionOf = ({ id }: Case): string => distributions.find(([pattern]) => pattern.test(id))?.[1] ?? id

/** uint16 of torch are the bits of bfloat16. */
const dtypeOf = (group: string, { dtype }: Case): string =>
  group.startsWith('torch') && dtype === 'uint16' ? 'bfloat16' : dtype

const rowOf = (group: string, each: Case): string =>
  `${group.padEnd(14)} ${distributionOf(each).padEnd(17)} ${dtypeOf(group, each).padEnd(9)}`

/** The bound for 4 × 4 matrices in float32, which are not bit for bit. */
const TOLERANCE = 5e-6

const isExact = ({ id }: Case): boolean => !/orthogonal/i.test(id)

/** The largest distance of a float32 array from its golden elements, absolute and in ulps. */
const distance = (data: Data, { first }: Case): readonly [absolute: number, ulps: number] => {
  const found = 'data' in data ? data.data : data
  const bits = new Int32Array(found.buffer, found.byteOffset, found.byteLength / 4)
  const golden = Int32Array.from(first, (digits) => parseInt(digits, 16))
  const [x, y] = [new Float32Array(bits.buffer, bits.byteOffset, bits.length), new Float32Array(golden.buffer)]
  expect(x.length).toBe(y.length)
  const ordered = (word: number): number => (word < 0 ? -(word & 0x7fffffff) : word)
  return [
    Math.max(...x.map((each, i) => Math.abs(each - y[i]!))),
    Math.max(...bits.map((each, i) => Math.abs(ordered(each) - ordered(golden[i]!))))
  ]
}

// -------------------------------------------------------------------------------------
// cases
// -------------------------------------------------------------------------------------

/** Row → the outcomes of its cases. */
const outcomes = new Map<string, ReadonlyArray<string>>()

const note = (row: string, outcome: string): void => void outcomes.set(row, [...(outcomes.get(row) ?? []), outcome])

describe.each(groups)('%s', (group) => {
  it('has exactly one call for each case', () => {
    expect(Object.keys(calls[group] ?? {}).toSorted()).toEqual(cases(group).map(({ id }) => id).toSorted()) // prettier-ignore
  })

  it.each(cases(group))('$id $dtype: $call', (each) => {
    const row = rowOf(group, each)
    const data = calls[group]![each.id]!()
    if (isExact(each)) {
      const isSame = sha256(data) === each.sha256_le
      note(row, isSame ? 'exact' : 'WRONG')
      expect(isSame).toBe(true)
    } else {
      const [absolute, ulps] = distance(data, each)
      note(row, `within ${TOLERANCE} (found ${absolute.toExponential(1)}, ${ulps} ulp)`)
      expect(absolute).toBeLessThan(TOLERANCE)
    }
  })
})

it('every row is exact except the orthogonal ones', () => {
  expect(groups.map((group) => cases(group).length)).toEqual([40, 40, 46, 46, 44, 9, 9, 9, 12])
  expect([...outcomes.values()].flat()).toHaveLength(255)
  const inexact = [...outcomes].filter(([, each]) => each.some((outcome) => outcome !== 'exact')).map(([row]) => row)
  expect(inexact.map((row) => row.split(/ +/).slice(0, 3))).toEqual(
    ['jax_fma', 'jax_nofma', 'torch_avx2', 'torch_default', 'tf'].map((group) => [group, 'orthogonal', 'float32'])
  )
  const kinds = new Set([...outcomes.keys()].map((row) => row.slice(15, 32).trim()))
  expect([...kinds].toSorted()).toEqual(['normal', 'orthogonal', 'sparse', 'truncated normal', 'uniform', 'words'])
  expect(outcomes.size).toBe(78)
})

afterAll(() => {
  const lines = [...outcomes].map(
    ([row, each]) => `${row} ${`${each.length}`.padStart(3)}  ${[...new Set(each)].join()}`
  )
  console.log([`${'framework'.padEnd(14)} ${'distribution'.padEnd(17)} dtype     cases`, ...lines].join('\n'))
})

/**
 * All golden cases, and the table of what is promised: framework × distribution × dtype.
 *
 * Bit for bit means SHA-256 of the whole buffer. QR is LAPACK's in the frameworks, and not bit for bit: there the elements
 * that the file has, which are all, are compared.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { calls, type Data } from './calls.js'
import { type Case, cases, groups, sha256 } from './golden.js'

// -------------------------------------------------------------------------------------
// rows
// -------------------------------------------------------------------------------------

/** The first that an id matches. */
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

/** torch has no uint16: those are the bits of bfloat16. */
const dtypeOf = (group: string, { dtype }: Case): string =>
  group.startsWith('torch') && dtype === 'uint16' ? 'bfloat16' : dtype

const rowOf = (group: string, each: Case): string =>
  `${group.padEnd(14)} ${distributionOf(each).padEnd(17)} ${dtypeOf(group, each).padEnd(9)}`

/** QR in float32 of 4 × 4: the specification's bound for what is not bit for bit. */
const TOLERANCE = 5e-6

const isExact = ({ id }: Case): boolean => !/orthogonal/i.test(id)

/** The furthest that a float32 array is from all of its golden elements, and in steps of float32. */
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

/** Row → what its cases came to. */
const outcomes = new Map<string, ReadonlyArray<string>>()

const note = (row: string, outcome: string): void => void outcomes.set(row, [...(outcomes.get(row) ?? []), outcome])

describe.each(groups)('%s', (group) => {
  it('has a call for each case, and none else', () => {
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

it('every row is exact but the orthogonal ones', () => {
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

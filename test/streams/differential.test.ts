/**
 * Random calls of the frameworks, hundreds for each, and the table of what became of them: framework and kind × outcome.
 *
 * A framework is a row of `frameworks` below, a file in test/vectors/differential and a script in scripts/differential.
 */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { type Case, type Outcome, outcomes, read, recorded, verdict, type Verdict } from './differential.js'

// -------------------------------------------------------------------------------------
// frameworks
// -------------------------------------------------------------------------------------

interface Framework {
  /** what may be within a tolerance, and of what size; all else is bit for bit */
  readonly tolerance: (each: Case) => number
  /** what the framework draws and the library refuses: a part of the error, and the sentence of docs/streams.md about it */
  readonly refused: ReadonlyArray<readonly [error: string, documented: string]>
}

/** Orthogonal matrices are not bit for bit. */
const orthogonal = ({ dtype }: Case): number => (dtype === 'float64' ? 1e-13 : 1e-5)

/** TensorFlow decomposes float16 matrices in float16. */
const orthogonalOfTensorflow = (each: Case): number => (each.dtype === 'float16' ? 5e-3 : orthogonal(each))

const frameworks: Readonly<Record<string, Framework>> = {
  jax: { tolerance: orthogonal, refused: [] },
  numpy: { tolerance: () => 0, refused: [] },
  tensorflow: {
    tolerance: orthogonalOfTensorflow,
    refused: [
      ['expected a finite number above 0, got 0', 'A stddev of 0 and two equal bounds'],
      ['expected a number above minval', 'A stddev of 0 and two equal bounds'],
      ['expected numbers in the range of float16', 'numbers beyond the range of the dtype'],
      ['expected safe integers, or bigints from -2^63 to 2^63 - 1', 'a seed of 2⁶³ or more for a constant']
    ]
  },
  torch: { tolerance: orthogonal, refused: [] }
}

// -------------------------------------------------------------------------------------
// cases
// -------------------------------------------------------------------------------------

/** Prose of the documentation, on one line. */
const documentation = readFileSync(new URL('../../docs/streams.md', import.meta.url), 'utf8').replace(/\s+/g, ' ')

const judged = (framework: string): ReadonlyArray<readonly [Case, Verdict]> =>
  read(framework).cases.map((each) => [each, verdict(each, frameworks[framework]!.tolerance(each))])

const rows: Array<string> = []

/** Cases of an outcome, one a line. */
const listed = (all: ReadonlyArray<readonly [Case, Verdict]>, outcome: Outcome): ReadonlyArray<string> =>
  all
    .filter(([, verdict]) => verdict.outcome === outcome)
    .map(([each, { message }]) => `${JSON.stringify({ ...each, data: undefined })} ${message}`)

it('each file has a row, and each row a file', () => {
  expect(recorded.toSorted()).toEqual(Object.keys(frameworks).toSorted())
})

describe.each(Object.entries(frameworks))('%s', (name, { refused }) => {
  const all = judged(name)
  rows.push(...tableOf(name, all))

  it('has 500 cases or more', () => {
    expect(all.length).toBeGreaterThanOrEqual(500)
  })

  it('draws no wrong number', () => {
    expect(listed(all, 'WRONG')).toEqual([])
  })

  it('refuses nothing that the framework draws, except what the documentation names', () => {
    const isNamed = (line: string): boolean => refused.some(([error]) => line.includes(error))
    expect(listed(all, 'refused').filter((line) => !isNamed(line))).toEqual([])
  })

  it.each(refused)('documents the refusal "%s"', (_, sentence) => {
    expect(documentation).toContain(sentence)
  })
})

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

function tableOf(name: string, all: ReadonlyArray<readonly [Case, Verdict]>): ReadonlyArray<string> {
  const kinds = [...new Set(all.map(([{ kind }]) => kind))].toSorted()
  return kinds.map((kind) => {
    const verdicts = all.filter(([each]) => each.kind === kind)
    const counts = outcomes.map((outcome) => verdicts.filter(([, verdict]) => verdict.outcome === outcome).length)
    return row(name, kind, [verdicts.length, ...counts])
  })
}

function row(framework: string, kind: string, cells: ReadonlyArray<string | number>): string {
  return [framework.padEnd(16), kind.padEnd(34), ...cells.map((cell) => `${cell}`.padStart(11))].join(' ')
}

afterAll(() => {
  console.log([row('framework', 'kind', ['cases', ...outcomes]), ...rows].join('\n'))
})

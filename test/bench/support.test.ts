/** The parts of the bench that do not measure: their output must not depend on the run. */
import { describe, expect, test } from 'vitest'
import { chart, spread } from '../../bench/support/chart.mjs'
import { changes } from '../../bench/support/compare.mjs'
import { start } from '../../bench/support/contender.mjs'
import { machine } from '../../bench/support/machine.mjs'
import type { Result } from '../../bench/support/rounds.mjs'
import { ratios } from '../../bench/support/table.mjs'
import { atLeast, atMost, digits, table } from '../../bench/support/targets.mjs'
import { distributions } from '../../bench/support/tasks.mjs'

const result = (contender: string, elements: number, ratio: number, rest: Partial<Result> = {}): Result => ({
  contender,
  distribution: 'uniform',
  dtype: 'float32',
  elements,
  ratio,
  nanoseconds: 5,
  ...rest
})

const facts = { ...machine(), cpu: 'R&D <2>' }

describe('targets', () => {
  test('are met at the goal itself, and never by NaN', () => {
    expect([atMost('', 3, 3), atMost('', 3.1, 3), atMost('', NaN, 3)].map(({ ok }) => ok)).toEqual([true, false, false])
    expect([atLeast('', 2, 2), atLeast('', 1.9, 2), atLeast('', NaN, 2)].map(({ ok }) => ok)).toEqual([
      true,
      false,
      false
    ])
  })

  test('are printed with the side of the goal that is wanted', () => {
    const lines = table([atMost('a', 1, 2), atMost('b', 3, 2), atLeast('c', 3, 2), atLeast('d', 1, 2)]).split('\n')
    expect(lines.map((line) => line.trim().replace(/\s+/g, ' '))).toEqual([
      'a 1.00 ≤ 2 ok',
      'b 3.00 ≤ 2 MISSED',
      'c 3.00 ≥ 2 ok',
      'd 1.00 ≥ 2 MISSED'
    ])
  })

  test('show three digits', () => {
    expect([0.01234, 0.5, 9.876, 98.76, 12345, 0, Infinity].map(digits)).toEqual([
      '0.0123',
      '0.500',
      '9.88',
      '98.8',
      '12345',
      '0',
      'Infinity'
    ])
  })
})

describe('the table', () => {
  test('has nanoseconds for the loop, ratios for the others, and a dash for what was not drawn', () => {
    const lines = ratios([
      result('Math.random()', 1024, 1),
      result('kernel', 1024, 0.5),
      result('Math.random()', 4096, 1),
      result('kernel', 4096, 0.25),
      result('TF.js', 1024, 2)
    ]).split('\n')
    expect(lines.map((line) => line.trim().replace(/\s+/g, ' '))).toEqual([
      'elements 2^10 2^12',
      'Math.random(), ns 5.00 5.00',
      'kernel 0.500 0.250',
      'TF.js 2.00 –'
    ])
  })
})

describe('a comparison', () => {
  test('is the median of a curve, of what both runs have, worst first', () => {
    const before = { machine: facts, results: [1, 2, 3, 4].map((n) => result('kernel', 2 ** n, 1)) }
    const after = {
      machine: facts,
      results: [
        ...[1, 9, 1.5].map((ratio, i) => result('kernel', 2 ** (i + 1), ratio)),
        result('Math.random()', 2, 1),
        result('JAX', 2, 1)
      ]
    }
    expect(changes(before, after)).toEqual([{ curve: 'kernel: uniform, float32', change: 1.5, values: 3 }])
  })

  test('matches targets by name, and omits what was not measured', () => {
    const run = (a: number, b: number) => ({ machine: facts, targets: [atMost('a', a, 1), atMost('b', b, 1)] })
    const read = (value: object) => JSON.parse(JSON.stringify(value)) as ReturnType<typeof run>
    expect(changes(read(run(2, 1)), read(run(1, NaN)))).toEqual([{ curve: 'a', change: 0.5, values: 1 }])
  })
})

describe('the picture', () => {
  test('keeps labels 14 apart, in order, around where they would be', () => {
    expect(spread([10, 50, 90])).toEqual([10, 50, 90])
    expect(spread([50, 50])).toEqual([43, 57])
    expect(spread([0, 50, 51, 52])).toEqual([0, 37, 51, 65])
    expect(spread([])).toEqual([])
  })

  const results = distributions.flatMap((distribution) =>
    [10, 12, 26].flatMap((n) => [
      result('kernel', 2 ** n, 0.25, { distribution }),
      result('TF.js', 2 ** n, 5, { distribution }),
      result('kernel', 2 ** n, 100, { distribution, dtype: 'float64' })
    ])
  )
  const svg = chart(results, facts)

  test('draws the float32 lines of every distribution, within its own frame', () => {
    const paths = [...svg.matchAll(/<polyline class="line\d" points="([^"]*)"/g)].map(([, points = '']) => points)
    expect(paths).toHaveLength(6)
    const points = paths.flatMap((path) => path.split(' ').map((point) => point.split(',').map(Number)))
    expect(points.every(([x = NaN, y = NaN]) => x >= 0 && x <= 820 && y >= 0 && y <= 180)).toBe(true)
  })

  test('describes its content and the machine in text, escaped for XML', () => {
    expect(svg).toContain(
      'Ratios at 2^26 elements. uniform, kernel: 0.250; uniform, TF.js: 5.00; normal, kernel: 0.250'
    )
    expect(svg).toContain('R&amp;D &lt;2>')
    const opened = [...svg.matchAll(/<(\w+)\b[^>]*(?<!\/)>/g)].map(([, name]) => name)
    const closed = [...svg.matchAll(/<\/(\w+)>/g)].map(([, name]) => name)
    expect(opened.sort()).toEqual(closed.sort())
  })
})

describe('a contender', () => {
  const task = { distribution: 'uniform', dtype: 'float32', elements: 1024, arrays: 'kept' } as const

  test('answers with the milliseconds of one draw', async () => {
    const random = await start(process.execPath, ['bench/contenders/random.mjs'])
    const milliseconds = await random?.ask(task)
    random?.stop()
    expect(milliseconds).toBeGreaterThan(0)
    expect(milliseconds).toBeLessThan(100)
  })

  test.each([
    ['whose command does not exist', 'no-such-command', []],
    ['that ends without output', process.execPath, ['-e', '']]
  ])('%s is not here', async (_, command, args) => {
    expect(await start(command, args)).toBeUndefined()
  })

  test('that dies has no answer', async () => {
    const code = 'console.log(1); process.stdin.once("data", () => process.exit())'
    const short = await start(process.execPath, ['-e', code])
    expect(await short?.ask(task)).toBeNull()
    expect(await short?.ask(task)).toBeNull()
  })
})

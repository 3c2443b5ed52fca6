import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/project.mjs'
import { dialects, type Point, points, pointsOf } from '../../src/dialects/index.js'

/** The cells of the tables of a page, row by row. */
const rows = readFileSync(join(root, 'docs/dialects.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim())) // prettier-ignore

test('the table of points is what pointsOf returns', () => {
  const start = rows.findIndex(([first]) => first === 'point')
  const expected = (Object.keys(points) as ReadonlyArray<Point>).map((point) => [
    points[point],
    ...dialects.map((dialect) => pointsOf(dialect)[point] ?? '–')
  ])
  expect(rows[start]).toEqual(['point', ...dialects.map((dialect) => `\`${dialect}\``)])
  expect(rows.slice(start + 2, start + 2 + expected.length)).toEqual(expected)
  expect(rows[start + 2 + expected.length]?.[0]).toBe('TensorFlow 1, constructor') // no further row
})

test('the page describes each dialect', () => {
  expect(rows.slice(2, 2 + dialects.length).map(([dialect]) => dialect)).toEqual(dialects.map((name) => `\`${name}\``))
})

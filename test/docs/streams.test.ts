import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/project.mjs'
import { names, optionsOf } from '../../src/streams/index.js'
import { cases } from '../streams/golden.js'

const page = readFileSync(join(root, 'docs/streams.md'), 'utf8')

/** The cells of the tables of the page, row by row. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim())) // prettier-ignore

test('the table of options lists the options of each stream, the default first', () => {
  const start = rows.findIndex(([first]) => first === 'stream')
  const described = rows.slice(start + 2, start + 2 + names.length).map(([name, , options]) => [name, options])
  const taken = names.map((name) => {
    const options = Object.entries(optionsOf(name)).map(
      ([key, kind]) => `\`${key}\`: ${typeof kind === 'string' ? kind : kind.join(', ')}`
    )
    return [`\`${name}\``, options.length === 0 ? '–' : options.join('; ')]
  })
  expect(described).toEqual(taken)
})

test('the hashes on the page were recorded from the frameworks', () => {
  const groups = ['jax_fma', 'torch_avx2', 'tf', 'keras-jax', 'keras-torch', 'keras-tf', 'numpy']
  const recorded = groups.flatMap((group) => cases(group).map(({ sha256_le }) => sha256_le.slice(0, 8)))
  const printed = page.match(/'[0-9a-f]{8}'/g)?.map((quoted) => quoted.slice(1, -1)) ?? []
  expect(printed).toHaveLength(9)
  expect(printed.filter((hash) => !recorded.includes(hash))).toEqual([])
})

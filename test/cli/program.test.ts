import { describe, expect, test } from 'vitest'
import { manifest } from '../../scripts/project.mjs'
import { run, words } from './fakeEnvironment.js'

describe('the command line', () => {
  test('--version is that of the package', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  })

  test.each(['--help', 'help', 'sample --help', 'describe --help', 'plan --help', 'init --help', 'help init'])(
    '%s prints examples on stdout',
    async (line) => {
      const { code, out, err } = await run(words(line))
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/Usage: initializers-ts [^]*Examples:\n {2}\$ initializers-ts /)
    }
  )

  test('lists the commands', async () => {
    const { out } = await run(['--help'])
    expect(out.match(/^ {2}\w+ (?=\[)/gm)?.map((name) => name.trim())).toEqual([
      'sample',
      'describe',
      'plan',
      'init',
      'help'
    ])
  })

  test.each([
    ['smaple he_normal --shape 3', 'Did you mean sample?'],
    ['sample he_normal --shap 3', 'Did you mean --shape?'],
    ['sample he_normal', '--shape'],
    ['sample --shape 3', "missing required argument 'CONFIG'"],
    ['sample he_normal he_uniform --shape 3', 'too many arguments'],
    ['sample he_normal --shape', 'argument missing'],
    ['init plan.yaml', '--out'],
    ['init plan.yaml --out m.safetensors --shard 0/2', "unknown option '--shard'"],
    ['plot m.safetensors', "unknown command 'plot'"],
    ['', 'Usage:']
  ])('%j is wrong usage', async (line, reported) => {
    const { code, out, err } = await run(words(line).filter(Boolean))
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(reported)
  })
})

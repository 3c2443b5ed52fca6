/** Plans as YAML and JSON: what is written is read back, also by the `yaml` package. */
import * as E from 'fp-ts/Either'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as Plan from 'initializers-ts/plan'
import { plan } from 'initializers-ts/laws/fast-check'
import { json, yaml } from '../../src/cli/planText.js'
import { parseYaml } from '../../src/cli/yaml.js'
import { runSeed } from '../check.js'

const text = fc.string({ unit: 'binary', maxLength: 12 })
const scalar = fc.oneof(
  text,
  fc.constantFrom(
    'null',
    'true',
    'No',
    '~',
    '',
    ' ',
    '- a',
    '? b',
    '*c',
    '&d',
    '#e',
    "it's",
    '1e3',
    '.inf',
    'a: b',
    '{',
    '%'
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null)
)
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(text, scalar, { maxKeys: 3 }))
const config = fc.dictionary(
  fc.constantFrom('seed', 'dtype', 'rules', 'parameters'),
  fc.oneof(
    value,
    fc.array(value),
    fc.dictionary(fc.oneof(text, fc.string({ minLength: 900, maxLength: 1000 })), value)
  ),
  { minKeys: 1 }
)

/** With the prototype that fast-check omits. */
const plain = (u: unknown): unknown => JSON.parse(JSON.stringify(u)) as unknown

describe('the text of a plan', () => {
  test('is read back from YAML', () => {
    fc.assert(
      fc.property(config, fc.array(text), (given, comments) => {
        const written = yaml(comments)(given)
        expect(parseYaml(written)).toEqual(E.right(plain(given)))
        expect(parse(written, { schema: 'core' })).toEqual(plain(given))
      }),
      { seed: runSeed, numRuns: 500 }
    )
  })

  test('is read back from JSON', () => {
    fc.assert(
      fc.property(config, (given) => {
        expect(JSON.parse(json(given))).toEqual(plain(given))
      }),
      { seed: runSeed, numRuns: 500 }
    )
  })

  test('decodes to the plan', () => {
    fc.assert(
      fc.property(plan(), (given) => {
        const config = Plan.compact()(given)
        const again = E.right(E.toUnion(Plan.decode(config)))
        expect(E.chain(Plan.decode)(parseYaml(yaml([])(config)))).toEqual(again)
        expect(Plan.decode(JSON.parse(json(config)))).toEqual(again)
      }),
      { seed: runSeed, numRuns: 200 }
    )
  })
})

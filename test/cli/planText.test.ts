import { expect, test } from 'vitest'
import { json, yaml } from '../../src/cli/planText.js'

const serialized = {
  seed: 7,
  rules: [{ match: '**/kernel', initializer: { class_name: 'RandomNormal', config: { stddev: 0.02 } } }],
  parameters: {
    'conv1/kernel': { shape: [7, 7, 3, 64] },
    'h.0.attn.c_attn.weight': { shape: [] },
    '0.weight': { shape: [2], initializer: 'ones' },
    'a: b': { shape: [2], initializer: { class_name: 'Constant', config: { value: 1e20 } } },
    "it's": { shape: [0] },
    'é\u2028': { shape: [1] },
    yes: { shape: [1] }
  }
}

test('YAML has a line for each parameter, under the comments', () => {
  expect(yaml(['From a\nfile', ''])(serialized)).toBe(
    `# From a\\u{a}file
#${' '}
seed: 7
rules:
  - { match: '**/kernel', initializer: { class_name: RandomNormal, config: { stddev: 0.02 } } }
parameters:
  conv1/kernel: { shape: [7, 7, 3, 64] }
  h.0.attn.c_attn.weight: { shape: [] }
  '0.weight': { shape: [2], initializer: ones }
  'a: b': { shape: [2], initializer: { class_name: Constant, config: { value: 1e+20 } } }
  "it's": { shape: [0] }
  "é\\u2028": { shape: [1] }
  'yes': { shape: [1] }
`
  )
})

test('JSON has the same lines', () => {
  expect(json({ dtype: 'float16', rules: [], parameters: [{ name: '1', shape: [2, 3] }] })).toBe(
    `{
  "dtype": "float16",
  "rules": [],
  "parameters": [
    { "name": "1", "shape": [2, 3] }
  ]
}
`
  )
  expect(JSON.parse(json(serialized))).toEqual(serialized)
})

test('empty values', () => {
  expect(yaml([])({ parameters: {} })).toBe('parameters: {}\n')
  expect(json({ parameters: {} })).toBe('{\n  "parameters": {}\n}\n')
})

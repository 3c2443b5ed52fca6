import { expect, test } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import { fromTable, type TagTable, unsupported } from '../../src/initializers/tagTable.js'
import { right } from '../support/either.js'

const table: TagTable<[unit: string], string> = {
  Zeros: () => '0',
  Ones: (_, unit) => `1 ${unit}`,
  Constant: ({ value }, unit) => `${String(value)} ${unit}`,
  Identity: unsupported,
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: unsupported,
  RandomNormal: unsupported,
  TruncatedNormal: unsupported,
  VarianceScaling: unsupported,
  UniformUnitScaling: unsupported,
  Orthogonal: unsupported,
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}
const describe = fromTable(table, ({ _tag }) => `no ${_tag}`)

test.each([
  ['zeros', '0'],
  [{ class_name: 'Constant', config: { value: 3 } }, '3 m'],
  ['orthogonal', 'no Orthogonal']
])('%j is %s', (config, expected) => {
  expect(describe(right(Initializer.decode(config)), 'm')).toBe(expected)
})

test.each(['Laplace', 'constructor'])('an initializer with the tag %s, which no table has, is unsupported', (_tag) => {
  expect(describe({ ...right(Initializer.decode('zeros')), _tag }, 'm')).toBe(`no ${_tag}`)
})

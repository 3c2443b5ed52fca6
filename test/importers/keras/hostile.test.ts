/** Six thousand mutated models from a fixed seed: each gives a plan or errors. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { describe, expect, test } from 'vitest'
import { fromModel } from '../../../src/importers/index.js'
import { type Application, efficientNetB0, mobileNet, mobileNetV3, xception } from './applications.js'

type Json = Readonly<Record<string, unknown>>

const generator = xoroshiro128plus(5)
const below = (n: number): number => uniformInt(generator, 0, n - 1)
const oneOf = <A>(items: ReadonlyArray<A>): A | undefined => items[below(Math.max(1, items.length))]

/** The first layers of a model, so that mutations are likely to reach one. */
const short = ({ file }: Application): Json => {
  const config = file['config'] as Json
  const layers = (config['layers'] as ReadonlyArray<Json>).slice(0, 12)
  return { ...file, config: { ...config, layers, output_layers: [[layers.at(-1)?.['name'], 0, 0]] } }
}

const chain = (className: string, config: object): Json => ({
  ...{ module: 'keras', class_name: 'Sequential' },
  config: {
    name: 'chain',
    layers: [
      { module: 'keras.layers', class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 5, 4] } },
      { module: 'keras.layers', class_name: className, config: { name: 'layer', ...config } }
    ]
  }
})
const lstm = { class_name: 'LSTM', config: { name: 'lstm', units: 3, return_sequences: true } }

const models: ReadonlyArray<Json> = [
  ...[mobileNet, mobileNetV3('small'), efficientNetB0, xception].flatMap((make) =>
    [{ buildConfig: true }, { buildConfig: false, keras2: true }].map((options) => short(make(options)))
  ),
  chain('Bidirectional', { layer: lstm, merge_mode: 'sum' }),
  chain('TimeDistributed', { layer: { class_name: 'Dense', config: { name: 'dense', units: 3 } } }),
  chain('RNN', { cell: { class_name: 'StackedRNNCells', config: { cells: [{ ...lstm, class_name: 'LSTMCell' }] } } }),
  chain('EinsumDense', { equation: 'ab...,bc->ac...', output_shape: [6], bias_axes: 'c' }),
  chain('STFTSpectrogram', { mode: 'stft', frame_length: 4, window: 'hann' }),
  { modelTopology: { model_config: chain('Reshape', { target_shape: [null, 2] }) }, weightsManifest: [] }
]

/** Values that are valid elsewhere, extreme numbers, and containers that are empty or too large. */
const values: ReadonlyArray<unknown> = [
  ...[null, true, 0, -1, -2, 1, 0.5, NaN, Infinity, 2 ** 53, 1e308, 10n, Symbol('s'), undefined],
  ...['', '/', '__proto__', 'constructor', 'layer', 'x', 'input', 'Sequential', 'Bidirectional', 'a'.repeat(10_000)],
  ...[
    '...a,ab->...b',
    ',->',
    'channels_first',
    'same',
    [],
    {},
    [[]],
    [null],
    [null, null],
    [
      [null, 3],
      [null, 3]
    ]
  ],
  ...[Array(1000).fill(1), { class_name: 'Dense', config: {} }, { input_shape: [1] }, { shapes_dict: {} }, new Date(0)],
  ...[['x', 0, 0], ['layer', 0, 0], [['layer', 0, 0, {}]], { args: [], kwargs: {} }, 'x'.repeat(101), -0, 1e-310]
]

/** The value with one change at a random path. */
const mutated = (u: unknown, others: Json): unknown => {
  if (typeof u !== 'object' || u === null || below(12) === 0) return below(8) === 0 ? others : oneOf(values)
  const copy = Object.assign(Array.isArray(u) ? [] : {}, u) as Record<string, unknown>
  const key = oneOf(Object.keys(copy))
  if (key === undefined) return oneOf(values)
  const kind = below(15)
  if (kind === 0) Reflect.deleteProperty(copy, key)
  else if (kind === 1) copy[oneOf(Object.keys(copy)) ?? key] = copy[key]
  else copy[key] = mutated(copy[key], others)
  return copy
}

describe('mutated models', () => {
  test('come from valid ones', () => {
    expect(models.map((model) => fromModel(model)._tag)).toEqual(models.map(() => 'Right'))
  })

  test('six thousand give a plan or at most 101 errors each', () => {
    const answers = Array.from({ length: 6000 }, () => {
      const [model = {}, others = {}] = [oneOf(models), oneOf(models)]
      const mutant = Array.from({ length: 1 + below(3) }).reduce<unknown>((u) => mutated(u, others), model)
      return fromModel(mutant, { rightFans: below(2) === 0 })
    })
    const wrong = answers.flatMap((answer) => (answer._tag === 'Left' ? [answer.left] : []))
    for (const errors of wrong) {
      expect(errors.length).toBeGreaterThan(0)
      expect(errors.length).toBeLessThanOrEqual(101)
    }
    // neither all nor none of the mutations are errors
    expect(wrong.length).toBeGreaterThan(1000)
    expect(wrong.length).toBeLessThan(5000)
    expect(new Set(wrong.flatMap((errors) => errors.map(({ code }) => code))).size).toBeGreaterThanOrEqual(12)
  }, 60_000)

  test('a layer may have 50,000 states as outputs', () => {
    const cells = Array.from({ length: 50_000 }, (_, i) => ({
      class_name: 'SimpleRNNCell',
      config: { name: `c${i}`, units: 2, use_bias: false }
    }))
    const stack = { class_name: 'StackedRNNCells', config: { name: 'stack', cells } }
    const layer = { class_name: 'RNN', config: { name: 'rnn', cell: stack, return_state: true } }
    const imported = fromModel(chain('Bidirectional', { layer: { ...layer, config: { ...layer.config } } }))
    expect(imported._tag).toBe('Right')
  }, 60_000)
})

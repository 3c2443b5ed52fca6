/** Modules of PyTorch after `manual_seed` (scripts/write-torch-modules.py): the helpers run one after the other. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import * as S from 'fp-ts/State'
import { describe, expect, it, test } from 'vitest'
import type { DType } from '../../src/DType.js'
import { Applicative, type Validated } from '../../src/InitializerError.js'
import { decodeOptions } from '../../src/streams/options.js'
import * as torch from '../../src/streams/torch/index.js'
import { problems, right } from '../support/either.js'
import { sha256 } from './golden.js'

const options: torch.Options = right(decodeOptions(torch.options)({}))

type Module = Validated<S.State<torch.Generator, torch.Parameters>>

const ofLayer = (name: string, layer: Validated<S.State<torch.Generator, torch.Layer>>): Module =>
  pipe(
    layer,
    E.map(
      S.map(({ weight, bias }) => ({
        [`${name}.weight`]: weight,
        ...(bias === null ? {} : { [`${name}.bias`]: bias })
      }))
    )
  )

const linear = (name: string, it: torch.Linear): Module => ofLayer(name, torch.linear(options)(it))

const conv = (name: string, it: torch.Conv): Module => ofLayer(name, torch.convNd(options)(it))

const embedding = (name: string, it: torch.Embedding): Module =>
  pipe(torch.embedding(options)(it), E.map(S.map((weight) => ({ [`${name}.weight`]: weight }))))

const named = (prefix: string, module: Module): Module =>
  pipe(
    module,
    E.map(S.map((it) => Object.fromEntries(Object.entries(it).map(([name, tensor]) => [`${prefix}.${name}`, tensor]))))
  )

const inOrder = (...modules: ReadonlyArray<Module>): Module =>
  pipe(
    RA.sequence(Applicative)(modules),
    E.map(S.sequenceArray),
    E.map(S.map((parts) => Object.assign({}, ...parts) as torch.Parameters))
  )

const square = [3, 3]

const modules: Readonly<Record<string, Module>> = {
  'Sequential of Linear': inOrder(
    linear('0', { inFeatures: 20, outFeatures: 30 }),
    linear('2', { inFeatures: 30, outFeatures: 10, bias: false })
  ),
  'Sequential of Embedding, LSTM, Linear': inOrder(
    embedding('0', { numEmbeddings: 50, embeddingDim: 12, paddingIdx: 0 }),
    named('1', torch.lstm(options)({ inputSize: 12, hiddenSize: 16 })),
    linear('2', { inFeatures: 16, outFeatures: 3 })
  ),
  'Sequential of Conv1d, ConvTranspose2d': inOrder(
    conv('0', { inChannels: 6, outChannels: 8, kernelSize: [5], groups: 2 }),
    conv('1', { inChannels: 4, outChannels: 6, kernelSize: square, groups: 2, transposed: true })
  ),
  'ResNet block': inOrder(
    conv('conv1', { inChannels: 8, outChannels: 16, kernelSize: square, bias: false }),
    conv('conv2', { inChannels: 16, outChannels: 16, kernelSize: square, bias: false }),
    conv('downsample.0', { inChannels: 8, outChannels: 16, kernelSize: [1, 1], bias: false })
  ),
  'ResNet bottleneck': inOrder(
    conv('conv1', { inChannels: 16, outChannels: 8, kernelSize: [1, 1] }),
    conv('conv2', { inChannels: 8, outChannels: 8, kernelSize: square, groups: 4 }),
    conv('conv3', { inChannels: 8, outChannels: 32, kernelSize: [1, 1] })
  ),
  LSTM: torch.lstm(options)({ inputSize: 7, hiddenSize: 5 }),
  'LSTM of two layers in both directions': torch.lstm(options)({ inputSize: 7, hiddenSize: 5, numLayers: 2, bidirectional: true }), // prettier-ignore
  'LSTM with a projection': torch.lstm(options)({ inputSize: 7, hiddenSize: 6, numLayers: 2, projSize: 4, bias: false }), // prettier-ignore
  'LSTM in float64': torch.lstm(options)<DType>({ inputSize: 7, hiddenSize: 5, dtype: 'float64' }),
  GRU: torch.gru(options)({ inputSize: 9, hiddenSize: 4, numLayers: 3, bidirectional: true }),
  RNN: torch.rnn(options)({ inputSize: 3, hiddenSize: 4 }),
  MultiheadAttention: torch.multiheadAttention(options)({ embedDim: 16, numHeads: 4 }),
  'MultiheadAttention of other keys': torch.multiheadAttention(options)({ embedDim: 8, numHeads: 2, addBiasKv: true, kdim: 5, vdim: 6 }), // prettier-ignore
  'MultiheadAttention in bfloat16': torch.multiheadAttention(options)<DType>({ embedDim: 8, numHeads: 2, bias: false, dtype: 'bfloat16' }), // prettier-ignore
  TransformerEncoderLayer: torch.transformerEncoderLayer(options)({ dModel: 16, nhead: 4, dimFeedforward: 32 }),
  'TransformerEncoderLayer without a bias': torch.transformerEncoderLayer(options)({ dModel: 8, nhead: 2, dimFeedforward: 24, bias: false }), // prettier-ignore
  TransformerDecoderLayer: torch.transformerDecoderLayer(options)({ dModel: 16, nhead: 2, dimFeedforward: 20 }),
  Transformer: torch.transformer(options)({
    dModel: 8,
    nhead: 2,
    numEncoderLayers: 2,
    numDecoderLayers: 3,
    dimFeedforward: 16
  })
}

interface Row {
  readonly module: string
  readonly seed: number
  readonly parameters: ReadonlyArray<readonly [name: string, shape: ReadonlyArray<number>, sha256: string]>
}

const rows = JSON.parse(
  readFileSync(new URL('../vectors/torch-modules.json', import.meta.url), 'utf8')
) as ReadonlyArray<Row>

describe('torch 2.13.0: the parameters, bit for bit and in order', () => {
  it('has a row for each module', () => {
    expect(rows.map(({ module }) => module)).toEqual(Object.keys(modules))
  })

  it.each(rows)('of $module', ({ module, seed, parameters }) => {
    const [drawn] = right(modules[module]!)(right(torch.manualSeed(seed)))
    const found = Object.entries(drawn).map(([name, tensor]) => [name, tensor.shape, sha256(tensor).slice(0, 16)])
    expect(found).toEqual(parameters)
  })
})

test('sizes that PyTorch refuses are refused, all at once', () => {
  expect(problems(torch.lstm(options)({ inputSize: 0, hiddenSize: 3, numLayers: 0.5 }))).toEqual([
    'BadCount inputSize',
    'BadCount numLayers'
  ])
  expect(problems(torch.lstm(options)({ inputSize: 2, hiddenSize: 3, projSize: 3 }))).toEqual(['BadCount projSize'])
  expect(problems(torch.gru(options)({ inputSize: 2, hiddenSize: 3, projSize: 2 }))).toEqual(['BadCount projSize'])
  expect(problems(torch.multiheadAttention(options)({ embedDim: 6, numHeads: 4 }))).toEqual(['BadCount numHeads'])
  expect(problems(torch.transformer(options)({ dModel: 6, nhead: 4, numEncoderLayers: 0 }))).toEqual([
    'BadCount nhead',
    'BadCount numEncoderLayers'
  ])
})

test('the tensors of copied layers have memory of their own', () => {
  const [drawn] = right(torch.transformer(options)({ dModel: 4, nhead: 1, dimFeedforward: 2 }))(
    right(torch.manualSeed(1))
  )
  const [first, second] = [0, 1].map((i) => drawn[`encoder.layers.${i}.linear1.bias`]!)
  expect(first!.data).toEqual(second!.data)
  expect(first!.data).not.toBe(second!.data)
})

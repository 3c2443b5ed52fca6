/**
 * What the constructors of `LSTM`, `GRU` and `RNN` draw.
 *
 * Source: torch/nn/modules/rnn.py of 2.13.
 */
import type { DType } from '../../DType.js'
import { error, type InitializerError } from '../../InitializerError.js'
import type { Shape } from '../../Shape.js'
import { type Draws, type Fills, moduleOf, notCounts, step, symmetric } from './modules.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Recurrent<D extends DType = DType> {
  readonly inputSize: number
  readonly hiddenSize: number
  readonly numLayers?: number
  readonly bias?: boolean
  readonly bidirectional?: boolean
  /** of `LSTM` only; 0 for none */
  readonly projSize?: number
  readonly dtype?: D | undefined
}

// -------------------------------------------------------------------------------------
// steps
// -------------------------------------------------------------------------------------

/** All parameters lie within ±1 / sqrt(hidden size). */
const recurrentSteps =
  (gates: number) =>
  ({ inputSize, hiddenSize, numLayers = 1, bidirectional = false, ...it }: Recurrent): Fills => {
    const { bias = true, projSize = 0 } = it
    const rows = gates * hiddenSize
    const outputs = projSize > 0 ? projSize : hiddenSize
    const suffixes = bidirectional ? ['', '_reverse'] : ['']
    const shapes = (inputs: number): ReadonlyArray<readonly [string, Shape]> => [
      ['weight_ih', [rows, inputs]],
      ['weight_hh', [rows, outputs]],
      ...(bias ? ([['bias_ih', [rows]], ['bias_hh', [rows]]] as const) : []), // prettier-ignore
      ...(projSize > 0 ? ([['weight_hr', [projSize, hiddenSize]]] as const) : [])
    ]
    return Array.from({ length: numLayers }, (_, layer) =>
      suffixes.flatMap((suffix) =>
        shapes(layer === 0 ? inputSize : outputs * suffixes.length).map(([name, shape]) =>
          step(`${name}_l${layer}${suffix}`, shape)(symmetric(1 / Math.sqrt(hiddenSize)))
        )
      )
    ).flat()
  }

const checkRecurrent =
  (isProjected: boolean) =>
  ({ inputSize, hiddenSize, numLayers = 1, projSize = 0 }: Recurrent): ReadonlyArray<InitializerError> => [
    ...notCounts({ inputSize, hiddenSize, numLayers }),
    ...(projSize === 0 || (isProjected && Number.isSafeInteger(projSize) && projSize > 0 && projSize < hiddenSize)
      ? []
      : [error('BadCount', 'a size below hiddenSize, of an LSTM', `${projSize}`, ['projSize'])])
  ]

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * `nn.LSTM(input_size, hidden_size)`; `BadCount` for sizes that PyTorch refuses.
 *
 * @since 0.1.0
 */
export const lstm: Draws<Recurrent> = /* @__PURE__ */ moduleOf(checkRecurrent(true), recurrentSteps(4))

/**
 * `nn.GRU(input_size, hidden_size)`.
 *
 * @since 0.1.0
 */
export const gru: Draws<Recurrent> = /* @__PURE__ */ moduleOf(checkRecurrent(false), recurrentSteps(3))

/**
 * `nn.RNN(input_size, hidden_size)`.
 *
 * @since 0.1.0
 */
export const rnn: Draws<Recurrent> = /* @__PURE__ */ moduleOf(checkRecurrent(false), recurrentSteps(1))

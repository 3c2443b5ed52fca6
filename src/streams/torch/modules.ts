/**
 * Modules of many parameters, which are drawn from one generator and returned by PyTorch's names, in its order.
 *
 * A module is a list of steps. A step fills a parameter, and a later one may fill it again, as PyTorch does: the output of an
 * attention is a `Linear`, of which the bias is then set to 0.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import type { State } from 'fp-ts/State'
import type { DataOf, DType } from '../../DType.js'
import { Applicative, error, fromErrors, type InitializerError, type Validated } from '../../InitializerError.js'
import type { Shape } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import type { Generator } from './Generator.js'
import { type Call, call, sampler } from './init.js'
import type { Options } from './options.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The parameters of a module by name, in the order of `named_parameters`.
 *
 * @since 0.1.0
 */
export type Parameters<D extends DType = DType> = Readonly<Record<string, Tensor<D>>>

/** A parameter that a call fills, or that is a copy of another one. */
export type Step = Fill | Copy

export interface Fill {
  readonly name: string
  readonly shape: Shape
  readonly call: Validated<Call>
}

export interface Copy {
  readonly name: string
  readonly from: string
}

export type Fills = ReadonlyArray<Fill>

/** Draws the parameters of a module. */
export type Draws<I> = (
  options: Options
) => <D extends DType = 'float32'>(
  it: I & { readonly dtype?: D | undefined }
) => Validated<State<Generator, Parameters<D>>>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** A module is checked, then its steps run in order; the samplers of all steps are made first. */
export const moduleOf =
  <I extends object>(
    check: (it: I) => ReadonlyArray<InitializerError>,
    stepsOf: (it: I) => ReadonlyArray<Step>
  ): Draws<I> =>
  (options) =>
  <D extends DType>(it: I & { readonly dtype?: D | undefined }) =>
    pipe(
      fromErrors(check(it), it),
      E.chain(() => RA.traverse(Applicative)(runOf(options, it.dtype))(stepsOf(it))),
      E.map((runs) => (generator: Generator): [Parameters<D>, Generator] => {
        const parameters = new Map<string, Tensor<D>>()
        let state = generator
        for (const { name, run } of runs) {
          const [tensor, next] = run(parameters)(state)
          parameters.set(name, tensor)
          state = next
        }
        return [Object.fromEntries(parameters), state]
      })
    )

interface Run<D extends DType> {
  readonly name: string
  readonly run: (drawn: ReadonlyMap<string, Tensor<D>>) => State<Generator, Tensor<D>>
}

const runOf =
  <D extends DType>(options: Options, dtype: D | undefined) =>
  (it: Step): Validated<Run<D>> =>
    'from' in it
      ? E.right({ name: it.name, run: (drawn) => (generator) => [copy(drawn.get(it.from)!), generator] })
      : pipe(
          it.call,
          E.chain(sampler(options)<D>({ shape: it.shape, dtype })),
          E.map((run) => ({ name: it.name, run: () => run }))
        )

const copy = <D extends DType>(tensor: Tensor<D>): Tensor<D> => ({ ...tensor, data: tensor.data.slice() as DataOf<D> })

export const notCounts = (sizes: Readonly<Record<string, number>>): ReadonlyArray<InitializerError> =>
  Object.entries(sizes)
    .filter(([, n]) => !Number.isSafeInteger(n) || n < 1)
    .map(([name, n]) => error('BadCount', 'a whole number from 1', `${n}`, [name]))

// -------------------------------------------------------------------------------------
// steps
// -------------------------------------------------------------------------------------

export const step =
  (name: string, shape: Shape) =>
  (called: Validated<Call>): Fill => ({ name, shape, call: called })

export const symmetric = (bound: number): Validated<Call> => call('uniform_', { a: -bound, b: bound })

export const zeros: Validated<Call> = /* @__PURE__ */ call('zeros_')
const ones: Validated<Call> = /* @__PURE__ */ call('ones_')
export const xavier: Validated<Call> = /* @__PURE__ */ call('xavier_uniform_')

/** The slope with which kaiming_uniform_ draws uniformly from ±1 / sqrt(fan_in). */
const SQRT_FIVE = 2.23606797749979

export const linear = (prefix: string, inputs: number, outputs: number, bias: boolean): Fills => [
  step(`${prefix}.weight`, [outputs, inputs])(call('kaiming_uniform_', { a: SQRT_FIVE })),
  ...(bias ? [step(`${prefix}.bias`, [outputs])(symmetric(1 / Math.sqrt(inputs)))] : [])
]

export const layerNorm = (prefix: string, size: number, bias: boolean): Fills => [
  step(`${prefix}.weight`, [size])(ones),
  ...(bias ? [step(`${prefix}.bias`, [size])(zeros)] : [])
]

export const under = (prefix: string, steps: Fills): Fills =>
  steps.map((it) => ({ ...it, name: `${prefix}.${it.name}` }))

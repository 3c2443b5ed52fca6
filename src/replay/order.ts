/**
 * The order in which a replay draws its tensors: that of the file, which puts the dtypes of wide elements first.
 *
 * A stream with a state for each parameter can draw in any order. Elsewhere one state is threaded through the parameters in
 * the plan's order. If that is not the order of the file, the state goes through the plan once for each element size, and
 * tensors of other sizes are drawn and dropped: so no more than one tensor and one state are held at a time.
 */
import type { State } from 'fp-ts/State'
import { type DType, traits } from '../DType.js'
import { type DataLayout, inFileOrder } from '../plan/Model.js'
import type { Tensor } from '../Tensor.js'

/** What the order depends on, and how a parameter is drawn. */
export interface Drawable {
  readonly name: string
  readonly dtype: DType
  readonly run: State<unknown, Tensor>
}

/**
 * A tensor of a model.
 *
 * @since 0.1.0
 */
export interface ReplayedTensor {
  /** index in the plan */
  readonly parameter: number
  readonly tensor: Tensor
}

type Tensors = Generator<ReplayedTensor, void, undefined>

/** Each parameter from a state of its own. */
export function* fromOwnStates(
  model: DataLayout<Drawable>,
  stateOf: (name: string, index: number) => unknown
): Tensors {
  for (const [parameter, { name, run }] of inFileOrder(model)) {
    yield { parameter, tensor: run(stateOf(name, parameter))[0] }
  }
}

/** One state through all parameters, as far as the last one of each element size. */
export function* fromOneState({ parameters }: DataLayout<Drawable>, root: unknown): Tensors {
  const sizes = parameters.map(({ dtype }) => traits(dtype).bytesPerElement)
  for (const bytes of [...new Set(sizes)].sort((a, b) => b - a)) {
    let state = root
    for (const [parameter, { run }] of parameters.slice(0, sizes.lastIndexOf(bytes) + 1).entries()) {
      const [tensor, next] = run(state)
      if (sizes[parameter] === bytes) yield { parameter, tensor }
      state = next
    }
  }
}

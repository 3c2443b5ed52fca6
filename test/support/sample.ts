import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { DType, Initializer, Rng, Tensor } from '../../src/index.js'
import * as Plan from '../../src/plan/index.js'

// A little of all that the library makes, as text. It runs in worlds where hardly anything works as usual, so it keeps
// to plain loops and to its own way of writing bytes.

const initializers: ReadonlyArray<unknown> = [
  ...['zeros', 'ones', 'glorot_uniform', 'glorot_normal', 'he_uniform', 'HeNormal', 'lecun_uniform', 'lecun_normal'],
  { class_name: 'Constant', config: { value: 1 / 3 } },
  { class_name: 'RandomUniform', config: { minval: -1, maxval: 3 } },
  { class_name: 'RandomNormal', config: { mean: 0.5, stddev: 2 } },
  { class_name: 'TruncatedNormal', config: {} },
  { class_name: 'TruncatedNormal', config: { lower: -1, upper: 3, corrected: true } },
  { class_name: 'TruncatedNormal', config: { lower: 0.01, upper: null, bounds: 'absolute' } },
  { class_name: 'TruncatedNormal', config: { lower: 5, upper: 36, stddev: 1 } },
  { class_name: 'VarianceScaling', config: { scale: 3, mode: 'fan_geo_avg', distribution: 'untruncated_normal' } },
  { class_name: 'VarianceScaling', config: { fans: { rule: 'einsum', equation: 'abc,cde->abde' } } },
  ...['orthogonal', 'delta_orthogonal', 'convolution_orthogonal', 'dirac', 'uniform_unit_scaling'],
  { class_name: 'Scaled', config: { factor: -0.3, initializer: 'he_normal' } },
  { class_name: 'Blocks', config: { blocks: [{ size: 2, initializer: 'orthogonal' }, { size: 3, initializer: 'ones' }] } }, // prettier-ignore
  { class_name: 'Masked', config: { mask: 'lower', value: 0.1, initializer: 'random_normal' } },
  { class_name: 'ICNR', config: { copies: 5, initializer: 'glorot_uniform' } }
]

/** Those that have only matrices, or only kernels of a transform. */
const shaped: ReadonlyArray<readonly [config: unknown, shape: ReadonlyArray<number>]> = [
  ['identity', [3, 4]],
  [{ class_name: 'Sparse', config: { sparsity: 0.4 } }, [10, 3]],
  [{ class_name: 'STFT', config: { side: 'imag', scaling: 'spectrum' } }, [7, 1, 5]]
]

const wrong: ReadonlyArray<unknown> = [
  null,
  'he_norml',
  {},
  { class_name: 'VarianceScaling', config: { scale: -1, mode: 'x', sclae: 2, seed: 0.5 } },
  { class_name: 'TruncatedNormal', config: { lower: 40, upper: 50 } }
]

const plan = {
  parameters: { 'a/kernel': { shape: [5, 7] }, 'a/bias': { shape: [7], initializer: 'zeros' } },
  rules: [{ match: '**/kernel', initializer: 'he_normal', dtype: 'bfloat16' }]
}

/** A different one for each dtype. */
const generators = ['xoroshiro128plus', 'xorshift128plus', 'threefry2x32', 'philox4x32'] as const

const digits = '0123456789abcdef'

const hex = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += digits[bytes[i]! >> 4]! + digits[bytes[i]! & 15]!
  return text
}

const textOf = (tensor: Tensor.Tensor): string =>
  `${tensor.dtype}[${tensor.shape.join(',')}] ${hex(Tensor.bytes(tensor))}`

/** One line for each thing made, drawn or refused. */
export const sample = (): string => {
  const lines: string[] = []
  const tell = (u: unknown): void => {
    lines[lines.length] = typeof u === 'string' ? u : JSON.stringify(u)
  }
  const spec = { shape: [3, 4, 5] }
  for (let i = 0; i < initializers.length; i++) {
    const initializer = Initializer.decode(initializers[i])
    tell(pipe(initializer, E.map(Initializer.encode)))
    for (let d = 0; d < DType.all.length; d++) {
      const dtype = DType.all[d]!
      const rng = Rng.fromSeed(i, generators[d])
      const whole = pipe(initializer, E.chain(Initializer.sampler({ ...spec, dtype })), E.ap(rng))
      const box = [[1, 3], [0, 4], [2, 4]] as const // prettier-ignore
      const part = pipe(initializer, E.chain(Initializer.slice({ ...spec, dtype, box })), E.ap(rng))
      tell(
        pipe(
          whole,
          E.map(([tensor, next]) => `${textOf(tensor)} ${next.state.join(',')}`)
        )
      )
      tell(
        pipe(
          part,
          E.map(([tensor, next]) => `${textOf(tensor)} ${next.state.join(',')}`)
        )
      )
      tell(pipe(initializer, E.chain(Initializer.describe({ ...spec, dtype }))))
    }
  }
  for (let i = 0; i < shaped.length; i++) {
    const [config, shape] = shaped[i]!
    tell(pipe(Initializer.init({ shape, dtype: 'float64', seed: i })(config), E.map(textOf)))
  }
  for (let i = 0; i < wrong.length; i++) tell(Initializer.init({ shape: [2, 2] })(wrong[i]))
  tell(Initializer.init({ shape: [-1, 2.5], seed: 0.5 })('ones'))
  tell(pipe(Rng.fromSeed(-5), E.chain(Rng.skip(2n ** 80n + 3n))))
  tell(pipe(Rng.fromSeed(5), E.chain(Rng.split(3))))
  tell(pipe(Rng.fromSeed(5), E.map(Rng.foldIn('é/\ud800'))))
  const tensors = pipe(Plan.decode(plan), E.chain(Plan.toModel), E.chain(Plan.sampler), E.ap(Rng.fromSeed(1)))
  tell(
    pipe(
      tensors,
      E.map(([all]) => [...all].map(([name, tensor]) => [name, textOf(tensor)]))
    )
  )
  return lines.join('\n')
}

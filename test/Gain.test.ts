import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { normalCdf } from '../scripts/tolerances.mjs'
import * as Gain from '../src/Gain.js'
import type { Validated } from '../src/InitializerError.js'

/** The number, or NaN for errors. */
const value: (fa: Validated<number>) => number = E.getOrElse(() => NaN)

/** The code, path and nearest name of each error. */
const errors = (fa: Validated<number>) =>
  E.isLeft(fa) ? fa.left.map((e) => [e.code, e.path.join('.'), e.nearest]) : []

const relative = (x: number, y: number): number => Math.abs(x / y - 1)

/**
 * E f(z)^2 by a different rule than the library's: on each half-line the trapezoidal rule after x = exp(t - e^-t), which
 * decays doubly exponentially on the left, while the density decays on the right. Kinks at 0 do no harm.
 */
const moment = (f: (x: number) => number): number => {
  let sum = 0
  for (let t = -4.5; t <= 4.5; t += 1 / 64) {
    const x = Math.exp(t - Math.exp(-t))
    const weight = (x * (1 + Math.exp(-t)) * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI) / 64
    if (weight > 0) sum += weight * (f(x) ** 2 + f(-x) ** 2)
  }
  return sum
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const softplus = (x: number): number => Math.log1p(Math.exp(x))

const functions: Record<Gain.Activation, (x: number) => number> = {
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  gelu: (x) => x * normalCdf(x),
  gelu_tanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  mish: (x) => x * Math.tanh(softplus(x)),
  relu: (x) => Math.max(x, 0),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  sigmoid,
  silu: (x) => x * sigmoid(x),
  softplus,
  swish: (x) => x * sigmoid(x),
  tanh: Math.tanh
}

describe('fromNonlinearity', () => {
  it.each([
    // torch.nn.init.calculate_gain (PyTorch, torch/nn/init.py)
    ['linear', 1],
    ['conv1d', 1],
    ['conv2d', 1],
    ['conv3d', 1],
    ['conv_transpose1d', 1],
    ['conv_transpose2d', 1],
    ['conv_transpose3d', 1],
    ['sigmoid', 1],
    ['tanh', 5 / 3],
    ['relu', Math.SQRT2],
    ['leaky_relu', Math.sqrt(2 / (1 + 0.01 ** 2))],
    ['selu', 3 / 4]
  ] as const)('%s is %f, as in PyTorch', (name, gain) => {
    expect(Gain.fromNonlinearity(name)).toEqual(E.right(gain))
  })

  it('covers its list of names', () => {
    expect(Gain.nonlinearities).toHaveLength(12)
    for (const name of Gain.nonlinearities) expect(value(Gain.fromNonlinearity(name))).toBeGreaterThan(0)
  })

  it('uses the slope for leaky_relu', () => {
    expect(Gain.fromNonlinearity('leaky_relu', { slope: 0 })).toEqual(E.right(Math.SQRT2))
    expect(Gain.fromNonlinearity('leaky_relu', { slope: -1 })).toEqual(E.right(1))
    expect(Gain.fromNonlinearity('leaky_relu', { slope: 0.2 })).toEqual(E.right(1.3867504905630728)) // sqrt(2 / 1.04)
    expect(Gain.fromNonlinearity('leaky_relu', { slope: Math.sqrt(5) })).toEqual(
      E.right(Math.sqrt(2 / 6.000000000000001))
    )
  })

  it('ignores the slope elsewhere, as PyTorch does, but checks it', () => {
    expect(Gain.fromNonlinearity('relu', { slope: 3 })).toEqual(E.right(Math.SQRT2))
    expect(errors(Gain.fromNonlinearity('relu', { slope: NaN }))).toEqual([['NotFinite', 'slope', undefined]])
  })

  it('refuses slopes that are not finite, or whose square is not', () => {
    for (const slope of [NaN, Infinity, -Infinity, 1e155])
      expect(errors(Gain.fromNonlinearity('leaky_relu', { slope }))).toEqual([['NotFinite', 'slope', undefined]])
    expect(value(Gain.fromNonlinearity('leaky_relu', { slope: 1e154 }))).toBeGreaterThan(0)
  })

  it('reports all wrong options at once', () => {
    expect(errors(Gain.fromNonlinearity('relu', { slop: 1 } as never))).toEqual([['UnknownKey', 'slop', 'slope']])
    expect(errors(Gain.fromNonlinearity('relu', { slope: true } as never))).toEqual([['WrongType', 'slope', undefined]])
    expect(errors(Gain.fromNonlinearity('rellu' as never, null as never))).toEqual([
      ['UnknownName', '', 'relu'],
      ['WrongType', '', undefined]
    ])
  })

  it('suggests the nearest name, in lower case', () => {
    expect(errors(Gain.fromNonlinearity('LeakyRelu' as never))).toEqual([['UnknownName', '', 'leaky_relu']])
    expect(errors(Gain.fromNonlinearity('ReLU' as never))).toEqual([['UnknownName', '', 'relu']])
    expect(errors(Gain.fromNonlinearity('toString' as never))).toEqual([['UnknownName', '', undefined]])
    expect(errors(Gain.fromNonlinearity(7 as never))).toEqual([['WrongType', '', undefined]])
  })

  it('points an activation to the other table instead of a similar name', () => {
    const gelu = Gain.fromNonlinearity('gelu' as never)
    expect(errors(gelu)).toEqual([['UnknownName', '', undefined]])
    expect(E.isLeft(gelu) && gelu.left[0].expected).toContain('Gain.fromActivation has gelu')
  })
})

describe('scaleFromNonlinearity', () => {
  it('is the square before the root is rounded', () => {
    expect(Gain.scaleFromNonlinearity('relu')).toEqual(E.right(2))
    expect(Gain.scaleFromNonlinearity('tanh')).toEqual(E.right(25 / 9))
    expect(Gain.scaleFromNonlinearity('selu')).toEqual(E.right(0.5625))
    expect(Gain.scaleFromNonlinearity('leaky_relu', { slope: 2 })).toEqual(E.right(0.4))
  })
})

describe('fromActivation', () => {
  it('is 1 / sqrt(E f(z)^2), by an independent quadrature', () => {
    for (const name of Gain.activations)
      expect([
        name,
        relative(value(Gain.fromActivation(name)), 1 / Math.sqrt(moment(functions[name]))) < 2e-15
      ]).toEqual([name, true])
  })

  it('is what scaleFromFunction finds', () => {
    for (const name of Gain.activations) {
      const scale = value(Gain.scaleFromFunction(functions[name]))
      expect([name, relative(scale, Gain.scaleFromGain(value(Gain.fromActivation(name)))) < 2e-15]).toEqual([
        name,
        true
      ])
    }
  })

  it('agrees with closed forms', () => {
    expect(Gain.fromActivation('relu')).toEqual(E.right(Math.SQRT2)) // E = 1/2
    expect(Gain.fromActivation('selu')).toEqual(E.right(1)) // its constants are chosen for this
    // E elu^2 = 1 + e^2 Phi(-2) - 2 e^(1/2) Phi(-1)
    const elu = 1 + Math.exp(2) * normalCdf(-2) - 2 * Math.exp(0.5) * normalCdf(-1)
    expect(relative(value(Gain.fromActivation('elu')), 1 / Math.sqrt(elu))).toBeLessThan(2e-15)
  })

  it('refuses other names', () => {
    expect(errors(Gain.fromActivation('Sillu' as never))).toEqual([['UnknownName', '', 'silu']])
    const conv = Gain.fromActivation('conv1d' as never)
    expect(E.isLeft(conv) && conv.left[0].expected).toContain('Gain.fromNonlinearity has conv1d')
  })
})

describe('scaleFromFunction', () => {
  const error = (f: (x: number) => number, exact: number): number =>
    relative(value(Gain.scaleFromFunction(f)), 1 / exact)

  it('is accurate to rounding for smooth functions', () => {
    expect(error((x) => x, 1)).toBeLessThan(1e-15)
    expect(error(() => 3, 9)).toBeLessThan(1e-15)
    expect(error((x) => x ** 10, 654729075)).toBeLessThan(1e-15) // 19!!
    expect(error(Math.exp, Math.exp(2))).toBeLessThan(1e-15)
    expect(error((x) => Math.exp(4 * x), Math.exp(32))).toBeLessThan(2e-15)
    expect(error(Math.sin, (1 - Math.exp(-2)) / 2)).toBeLessThan(1e-15)
    expect(error((x) => Math.sin(1000 * x), 0.5)).toBeLessThan(1e-14)
  })

  it('is accurate to rounding for kinks and jumps anywhere', () => {
    expect(Gain.scaleFromFunction((x) => Math.max(x, 0))).toEqual(E.right(2))
    expect(error((x) => (x > 0.3 ? 1 : 0), 1 - normalCdf(0.3))).toBeLessThan(1e-15)
    // E max(x - c, 0)^2 = (1 + c^2) Phi(-c) - c phi(c)
    for (const c of [-1.7, 1 / 3, Math.PI]) {
      const exact = (1 + c * c) * normalCdf(-c) - (c * Math.exp((-c * c) / 2)) / Math.sqrt(2 * Math.PI)
      expect(error((x) => Math.max(x - c, 0), exact)).toBeLessThan(2e-14) // the exact form cancels for c = pi
    }
  })

  it('is accurate to 1e-12 for 2000 jumps', () => {
    expect(error((x) => Math.round(100 * x), 1e4 + 1 / 12)).toBeLessThan(1e-12) // Sheppard's correction
  })

  it('is the same each time', () => {
    expect(Gain.scaleFromFunction(Math.atan)).toEqual(Gain.scaleFromFunction(Math.atan))
  })

  it.each<[string, (x: number) => number, string]>([
    ['NaN on the left', Math.log, 'NotFinite'],
    ['infinite', () => Infinity, 'NotFinite'],
    ['of infinite moment', (x) => Math.exp(x * x), 'NotFinite'],
    ['of infinite moment at 0', (x) => 1 / x, 'NotFinite'],
    [
      'noise',
      (
        (n) => () =>
          (n = (n * 48271) % 2147483647) / 2147483647
      )(1),
      'NotFinite'
    ],
    ['text', () => '3' as never, 'NotFinite'],
    ['zero', () => 0, 'NotPositive'],
    ['tiny', () => 1e-160, 'NotPositive'],
    [
      'throwing',
      () => {
        throw new Error('no')
      },
      'Unreadable'
    ],
    ['none', 5 as never, 'WrongType']
  ])('refuses a function that is %s', (_, f, code) => {
    expect(errors(Gain.scaleFromFunction(f))).toEqual([[code, '', undefined]])
  })
})

describe('scaleFromGain', () => {
  it('is the square', () => {
    expect(Gain.scaleFromGain(3)).toBe(9)
    expect(Gain.scaleFromGain(Math.SQRT2)).toBe(2.0000000000000004)
  })
})

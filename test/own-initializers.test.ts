/** The example package of user-defined initializers: they work like the built-in ones. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { Draw, DType, Initializer, Rng, Tensor } from 'initializers-ts'
import { broken, configLaws, sliceLaws, roundTripLaws, samplerLaws, tensorLaws, wordLaws } from 'initializers-ts/laws'
import definitions, { hadamard, laplace, toeplitz } from '../examples/own-initializers/index.js'
import { hoeffding, root } from './support/initializers.js'
import { problems, right } from './support/either.js'

const registry = right(Initializer.registry(definitions))
type Own = Parameters<typeof registry.codec.encode>[0]

const decode = (config: unknown): Own => right(Initializer.decode(config, registry))

const initializers = [
  { config: { class_name: 'Laplace', config: { mean: 0.5, scale: 0.25 } }, shape: [8, 4], words: 32 },
  { config: { class_name: 'Hadamard', config: { gain: 2 } }, shape: [8, 8], words: 0 },
  { config: { class_name: 'Toeplitz', config: { stddev: 0.1 } }, shape: [5, 7], words: 11 },
  {
    config: {
      class_name: 'Scaled',
      config: { factor: -0.5, initializer: { class_name: 'Laplace', config: { mean: 0, scale: 1 } } }
    },
    shape: [6, 3],
    words: 18
  },
  {
    config: {
      class_name: 'Blocks',
      config: {
        axis: -1,
        blocks: [
          { size: 4, initializer: { class_name: 'Hadamard', config: { gain: 1 } } },
          { size: 3, initializer: { class_name: 'Toeplitz', config: { stddev: 1 } } }
        ]
      }
    },
    shape: [4, 7],
    words: 6
  },
  {
    config: {
      class_name: 'Masked',
      config: { mask: 'lower', value: 0, initializer: { class_name: 'Toeplitz', config: { stddev: 1 } } }
    },
    shape: [4, 4],
    words: 7
  },
  {
    config: {
      class_name: 'ICNR',
      config: {
        copies: 4,
        axis: -1,
        interleaved: false,
        initializer: { class_name: 'Laplace', config: { mean: 0, scale: 1 } }
      }
    },
    shape: [3, 8],
    words: 6
  }
]

describe.each(initializers)('$config.class_name', ({ config, shape, words }) => {
  const initializer = decode(config)
  const forms = {
    decode: (u: unknown) => Initializer.decode(u, registry),
    encode: (i: Own) => Initializer.encode(i, registry)
  }

  it('is read and written as a config', () => {
    expect(Initializer.encode(initializer, registry)).toEqual(config)
    expect(broken(roundTripLaws(forms))(initializer)).toEqual([])
    expect(broken(configLaws(forms))(config)).toEqual([])
  })

  it.each(DType.all)('satisfies the laws of samplers, slices and tensors in %s', (dtype) => {
    const draw = right(Initializer.draw({ shape, dtype }, registry)(initializer))
    const run = right(Draw.sampler<DType.DType>(draw))
    const box = shape.map((dim) => [1, dim - 1] as const)
    expect(draw.words).toBe(dtype === 'float64' ? 2 * words : words)
    expect(broken(samplerLaws(run))(root)).toEqual([])
    expect(broken(wordLaws(draw.words)(run))(root)).toEqual([])
    expect(broken(sliceLaws)({ draw, rng: root, box, chunk: 3 })).toEqual([])
    expect(broken(tensorLaws)(run(root)[0])).toEqual([])
  })

  it('is described by JSON data, with its config', () => {
    const description = right(Initializer.describe({ shape }, registry)(initializer))
    expect(JSON.parse(JSON.stringify(description))).toEqual(description)
    expect(description).toMatchObject({ initializer: config, words })
  })

  it('is initialized from its config and a seed', () => {
    const tensor = right(Initializer.init({ shape, seed: 42 }, registry)(config))
    expect(tensor).toEqual(right(Initializer.sampler({ shape }, registry)(initializer))(root)[0])
  })
})

describe('Laplace', () => {
  const [mean, scale] = [1, 0.5]
  const spec = { shape: [1 << 16], dtype: 'float64' } as const
  const xs = Tensor.values(
    right(Initializer.sampler(spec, registry)({ _tag: 'Laplace', mean, scale, seed: null, dtype: null }))(root)[0]
  )

  it('follows its distribution function', () => {
    for (const x of [-1, 0, 0.5, 1, 1.2, 2, 4]) {
      const tail = Math.exp(-Math.abs(x - mean) / scale) / 2
      const expected = x < mean ? tail : 1 - tail
      const observed = xs.filter((y) => y <= x).length / xs.length
      expect(Math.abs(observed - expected), `P(X ≤ ${x})`).toBeLessThan(hoeffding(xs.length))
    }
  })

  it('has the moments and bounds of its description', () => {
    const initializer = decode({ class_name: 'Laplace', config: { mean, scale } })
    const { low, high, ...moments } = right(Initializer.describe(spec, registry)(initializer))
    expect(moments).toMatchObject({ mean: 1, stddev: Math.SQRT1_2, elementwise: true, fans: null })
    // the outermost u is 1/2 - 2^-53, so 1 - 2u = 2^-52
    expect(high).toBeCloseTo(1 + 0.5 * 52 * Math.LN2, 12)
    expect(low).toBeCloseTo(1 - 0.5 * 52 * Math.LN2, 12)
  })
})

describe('Hadamard', () => {
  it('is the matrix of Sylvester', () => {
    const { data } = right(
      Initializer.init({ shape: [4, 4] }, registry)({ class_name: 'Hadamard', config: { gain: 2 } })
    )
    expect([...data]).toEqual([1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1])
  })

  it('has the mean and stddev of its elements', () => {
    const { mean, stddev } = right(
      Initializer.describe({ shape: [4, 4] }, registry)({ _tag: 'Hadamard', gain: 2, dtype: null })
    )
    expect([mean, stddev]).toEqual([4 / 16, Math.sqrt(15 / 16)])
  })

  it.each([[[3, 3]], [[2, 4]], [[4]], [[0, 0]], [[2, 2, 2]]])('refuses the shape %j', (shape) => {
    expect(problems(Initializer.init({ shape }, registry)('hadamard'))).toEqual(['ShapeMismatch shape'])
  })
})

describe('Toeplitz', () => {
  it('has one value on each diagonal, in the order of the words', () => {
    const rng = right(Rng.fromSeed(7))
    const [{ data }] = right(
      Initializer.sampler({ shape: [2, 3] }, registry)({ _tag: 'Toeplitz', stddev: 1, seed: null, dtype: null })
    )(rng)
    const [{ data: z }] = right(
      Initializer.sampler({ shape: [4] })({ _tag: 'RandomNormal', mean: 0, stddev: 1, seed: null, dtype: null })
    )(rng)
    expect([...data]).toEqual([z[2], z[1], z[0], z[3], z[2], z[1]])
  })

  it.each([
    [{ stddev: 1 }, [3], 'float32', ['BadRank shape']],
    [{ stddev: 1e39 }, [3, 3], 'float32', ['BoundOverflow config stddev']],
    [{ stddev: 1e-9 }, [3, 3], 'float16', ['BoundUnderflow config stddev']],
    [{ stddev: 0 }, [3, 3], 'float32', ['NotPositive config stddev']]
  ] as const)('refuses %j for %j in %s', (config, shape, dtype, expected) => {
    const made = Initializer.init({ shape, dtype }, registry)({ class_name: 'Toeplitz', config })
    expect(problems(made)).toEqual(expected)
  })
})

describe('the definitions', () => {
  it('are not built in, and defining them does not register them', () => {
    for (const { name } of definitions) expect(problems(Initializer.decode(name))).toEqual(['UnknownName'])
  })

  it('read a config by themselves', () => {
    expect(pipe(laplace.fromConfig({}), E.map(laplace.getConfig))).toEqual(E.right({ mean: 0, scale: 0.05 }))
    expect(pipe(hadamard.fromConfig({}), E.map(hadamard.getConfig))).toEqual(E.right({ gain: 1 }))
    expect(pipe(toeplitz.fromConfig({}), E.map(toeplitz.getConfig))).toEqual(E.right({ stddev: 0.05 }))
  })
})

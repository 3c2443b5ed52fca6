/** The laws themselves: they know right from wrong, and their numbers are what their formulas give. */
import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Distribution, Draw, type DType, type Fans, Rng, Tensor } from 'initializers-ts'
import * as Laws from 'initializers-ts/laws'
import { exponent, binExponent, binLimits, pairLimits, varianceSlacks } from '../src/laws/statistics.js'
import { reader } from '../src/engine/words.js'
import { countLimits, kinds, sizes, tables } from '../scripts/tolerances.mjs'

const right = <A>(fa: E.Either<unknown, A>): A =>
  E.getOrElse((e): A => {
    throw new Error(JSON.stringify(e))
  })(fa)

const rng = right(Rng.fromSeed(42))

// -------------------------------------------------------------------------------------
// numbers
// -------------------------------------------------------------------------------------

describe('the constants of the checks', () => {
  const computed = tables()

  it('are those of alpha = 1e-9 / 512', () => {
    expect(exponent).toBeCloseTo(computed.exponents.one, 12)
    expect(binExponent).toBeCloseTo(computed.exponents.bins, 12)
  })

  it('are Chernoff’s for the variance', () => {
    for (const kind of kinds) {
      sizes.forEach((n, i) => {
        const slack = varianceSlacks[kind as keyof typeof varianceSlacks][n as Laws.SampleSize]
        expect(slack[0] / computed.varianceSlack[kind]![i]![0]).toBeCloseTo(1, 6)
        expect(slack[1] / computed.varianceSlack[kind]![i]![1]).toBeCloseTo(1, 6)
      })
    }
  })

  it('are exact binomial limits for bins and pairs', () => {
    sizes.forEach((n, i) => {
      expect(binLimits[n as Laws.SampleSize]).toEqual(computed.binLimits[i])
      expect(pairLimits[n as Laws.SampleSize]).toEqual(computed.pairLimits[i])
    })
  })

  it('agree with what the research found by other means (testing.md 6.3, 6.4)', () => {
    expect(varianceSlacks.uniform[1048576]).toEqual([0.006490938, 0.006500985])
    expect(countLimits(2 ** 20, 1 / 256, 256)).toEqual([3609, 4602])
    expect(countLimits(2 ** 19, 1 / 256, 256)).toEqual([1707, 2409])
    expect(countLimits(2 ** 16, 1 / 256, 256)).toEqual([142, 390])
    expect(Math.sqrt(exponent / 2 ** 21)).toBeCloseTo(0.003631, 6)
    expect(Laws.bernstein(2 ** 20, Math.sqrt(3) / 3)).toBeCloseTo(0.00728, 5)
    expect(Laws.bernstein(2 ** 19, 3 / 3)).toBeCloseTo(0.0103, 4)
    expect(computed.stddevOfCut).toBeCloseTo(0.87962566103423978, 14)
  })

  it('are the errors of the grid, summed with another quantile', () => {
    for (const kind of kinds) {
      const [held, found] = [Laws.gridErrors[kind as keyof typeof Laws.gridErrors], computed.gridErrors[kind]!]
      expect(Math.abs(held - found)).toBeLessThan(1e-11)
    }
  })

  it('let few right samples fall: an exact limit is passed by less than alpha', () => {
    // a fair coin thrown 100 times: P(X < 16) = 2.4e-13 and P(X < 17) = 1.3e-12; alpha / 2 = 9.8e-13 lies between
    expect(countLimits(100, 0.5, 1)).toEqual([16, 84])
  })
})

// -------------------------------------------------------------------------------------
// right and wrong
// -------------------------------------------------------------------------------------

const claims = (laws: Laws.Laws<Rng.Rng>) => Laws.broken(laws)(rng)

describe('the laws of a sampler', () => {
  it('see a sampler that remembers', () => {
    let calls = 0
    expect(claims(Laws.samplerLaws((r) => [calls++, r]))).toContain('the same state gives the same draw')
  })

  it('see a sampler that uses its array again', () => {
    const array = new Int32Array(4)
    const reusing: Rng.Sampler<Int32Array> = (r) => {
      reader(r).read(array, 4)
      return [array, Rng.skipWords(4)(r)]
    }
    expect(claims(Laws.samplerLaws(reusing))).toContain('a later draw changes no earlier one')
  })

  it('see a sampler that looks at more than the words', () => {
    expect(claims(Laws.samplerLaws((r) => [r === rng, r]))).toContain('an equal state gives the same draw')
  })

  it('see a sampler that changes its state', () => {
    const state = [1, 2, 3, 4]
    const open = { generator: 'xoroshiro128plus', state } as unknown as Rng.Rng
    const changing: Rng.Sampler<number> = (r) => [(state[0] = (state[0] ?? 0) + 1), r]
    expect(Laws.broken(Laws.samplerLaws(changing))(open)).toContain('the given state is left alone')
  })

  it('see a sampler that moves on by too little, or where it draws nothing', () => {
    const word: Rng.Sampler<number> = Rng.sampler((g) => g.next())
    expect(claims(Laws.wordLaws(1)(word))).toEqual([])
    expect(claims(Laws.wordLaws(2)(word))).toEqual(['the state moves on by exactly its words'])
    expect(claims(Laws.wordLaws(1)((r) => [0, r]))).toHaveLength(2)
    expect(claims(Laws.wordLaws(0)((r) => [0, r]))).toEqual([])
    expect(claims(Laws.wordLaws(0)((r) => [0, { ...r }]))).toEqual(['the very same state is handed on'])
  })
})

describe('the laws of fans', () => {
  const of = (rule: (shape: ReadonlyArray<number>) => Fans.Fans) =>
    Laws.broken(Laws.fansLaws(rule))({ shape: [3, 5, 7], factor: 2 })

  it('see a fan out that is the fan in', () => {
    expect(of(([a = 1, b = 1]) => ({ fanIn: a * b, fanOut: a * b })).length).toBeGreaterThan(0)
  })

  it('see a receptive field that is left out', () => {
    expect(of((shape) => ({ fanIn: shape.at(-2) ?? 1, fanOut: shape.at(-1) ?? 1 })).length).toBeGreaterThan(0)
  })
})

describe('the laws of samples', () => {
  const n = 2 ** 18
  const spread = Distribution.uniform(-1, 1)
  const drawn = (d: Distribution.Distribution, dtype: DType.DType = 'float32') =>
    Tensor.values(right(Draw.sampler(right(Draw.independent(d)({ shape: [n], dtype }))))(rng)[0])
  const seen = (
    values: Float64Array,
    distribution: Distribution.Distribution = spread,
    dtype: DType.DType = 'float32'
  ) => Laws.broken(Laws.statisticalLaws({ distribution, dtype }))(values)

  it('pass a right sample', () => {
    expect(seen(drawn(spread))).toEqual([])
    expect(Laws.broken(Laws.statisticalLaws({ distribution: spread, dtype: 'float32' }))(drawn(spread))).toEqual([])
  })

  it('see zeros, which TensorFlow’s own test passes', () => {
    expect(seen(new Float64Array(n))).toEqual(expect.arrayContaining(['the variance is right', 'the shape is right']))
  })

  it('see a stddev that is wrong by 2 %', () => {
    expect(seen(drawn(spread).map((x) => 0.98 * x))).toContain('the variance is right')
  })

  it('see a mean that is off by 2 % of a stddev', () => {
    expect(seen(drawn(spread).map((x) => x + 0.012))).toContain('the mean is right')
  })

  it('see the right moments in the wrong shape', () => {
    const normal = drawn(Distribution.normal(0, 1 / Math.sqrt(3)))
    expect(seen(normal)).toContain('the shape is right')
    expect(seen(normal)).toContain('no number lies above the bounds')
  })

  it('see one number that comes twice as often', () => {
    expect(seen(drawn(spread).map((x, i) => (i % 5000 === 0 ? 0.5 : x)))).toEqual([])
    expect(seen(drawn(spread).map((x, i) => (i % 500 === 0 ? 0.5 : x)))).toContain('equal bins fill equally')
  })

  it('see bounds that clamp', () => {
    const cut = Distribution.truncatedNormal(0, 1, -2, 2)
    const clamped = drawn(Distribution.normal(0, 1)).map((x) => Math.min(2, Math.max(-2, x)))
    expect(seen(clamped, cut)).toEqual(
      expect.arrayContaining(['no number piles up at the bounds', 'the variance is right'])
    )
  })

  it('see a sample that stops short of its end', () => {
    expect(seen(drawn(spread).map((x) => Math.min(x, 0.999)))).toContain('the upper end is reached')
  })

  it('see numbers that come in order', () => {
    expect(seen(drawn(spread).sort()).filter((name) => name.includes('correlate')).length).toBeGreaterThan(10)
    expect(seen(drawn(spread).sort())).toContain('pairs fill 16 × 16 equal cells equally')
  })

  it('see a mean that leans in a coarse dtype, as where 6 random bits are spread over [0, 1)', () => {
    const leaning = drawn(spread, 'bfloat16').map((x) => Math.floor(x * 32) / 32)
    expect(seen(leaning, spread, 'bfloat16')).toContain('the mean is right')
  })
})

describe('equality', () => {
  it('sees bits, and into maps and lists', () => {
    expect(Laws.equal(-0, 0)).toBe(false)
    expect(Laws.equal(NaN, NaN)).toBe(true)
    expect(Laws.equal(Float32Array.of(-0), Float32Array.of(0))).toBe(false)
    expect(Laws.equal(Float32Array.of(1), Float64Array.of(1))).toBe(false)
    expect(Laws.equal(new Map([['a', [1]]]), new Map([['a', [1]]]))).toBe(true)
    expect(Laws.equal(new Map([['a', [1]]]), new Map([['a', [2]]]))).toBe(false)
    expect(Laws.equal({ a: undefined }, {})).toBe(false)
    expect(Laws.equal([1], { 0: 1 })).toBe(false)
    expect(Laws.equal(null, {})).toBe(false)
  })
})

describe('laws about another kind of value', () => {
  it('look at what is made of it', () => {
    const laws = Laws.contramap((n: number) => right(Rng.fromSeed(n)))(Laws.rngLaws)
    expect(Laws.broken(laws)(7)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { exact } from '../../../src/numeric/float/bigReal.js'
import { pair, pairsOf, polynomialPair, productPair, roundPair } from '../../../src/streams/arithmetic/doubleDouble.js'

/** x 2^1200 as an integer, for |x| of at least about 2^-1148. */
const scaled = (x: number): bigint => {
  const { mantissa, exponent } = exact(x)
  return mantissa << BigInt(exponent + 1200)
}

const PLACES = 1200n
const third = (1n << PLACES) / 3n
/** The distance of `pair` from n / 2^1200, as a power of two. */
const distance = (n: bigint): number =>
  (scaled(pair[0]!) + scaled(pair[1]!) - n).toString(2).replace('-', '').length - Number(PLACES)

describe('pairs', () => {
  it('hold 106 bits', () => {
    const { high, low } = pairsOf([third, -third], Number(PLACES))
    pair.set([high[0]!, low[0]!])
    expect(distance(third)).toBeLessThan(-106)
    pair.set([high[1]!, low[1]!])
    expect(distance(-third)).toBeLessThan(-106)
  })

  it('are multiplied', () => {
    const { high, low } = pairsOf([third], Number(PLACES))
    productPair(high[0]!, low[0]!, high[0]!, low[0]!)
    expect(distance((1n << PLACES) / 9n)).toBeLessThan(-104)
  })

  it('give polynomials: 1 + x/3 + x^2/9 + x^3/27 + ..., at 1/3, is 9/8', () => {
    const powers = [3n, 2n, 1n, 0n].map((n) => (1n << PLACES) / 3n ** n)
    const { high, low } = pairsOf([third], Number(PLACES))
    polynomialPair(pairsOf(powers, Number(PLACES)), 0, high[0]!, low[0]!)
    const sum = [0n, 1n, 2n, 3n].reduce((total, n) => total + (1n << PLACES) / 9n ** n, 0n)
    expect(distance(sum)).toBeLessThan(-102)
  })

  it('are rounded if the slack determines the double', () => {
    const tie = 2 ** -53
    expect(roundPair(1, 2 ** -60, 2 ** -70)).toBe(1)
    expect(roundPair(1, tie * 1.5, tie / 4)).toBe(1 + 2 ** -52)
    expect(roundPair(1, tie, 2 ** -80)).toBeNaN()
    expect(roundPair(1, tie * (1 + 2 ** -30), 2 ** -80)).toBeNaN()
    expect(roundPair(1, tie * (1 + 2 ** -20), 2 ** -80)).toBe(1 + 2 ** -52)
  })
})

import * as fc from 'fast-check'
import { it } from 'vitest'
import { mulHigh } from '../../../src/numeric/words/multiply.js'

const word = fc.oneof(fc.constantFrom(0, 1, -1, 0xffff, 0x10000, -0x80000000, 0x7fffffff), fc.integer())

it('the upper half of a product agrees with bigint arithmetic', () => {
  const exact = (x: number, y: number): number =>
    Number(BigInt.asIntN(32, (BigInt.asUintN(32, BigInt(x)) * BigInt.asUintN(32, BigInt(y))) >> 32n))
  fc.assert(
    fc.property(word, word, (x, y) => mulHigh(x, y) === exact(x, y)),
    { seed: 1, numRuns: 5000 }
  )
})

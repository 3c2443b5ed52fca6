import { describe, expect, it } from 'vitest'
import { highWord, powerOfTwo } from '../../../src/numeric/float/bits.js'

describe('highWord', () => {
  it('is the sign, the exponent and 20 bits of the fraction', () => {
    expect(highWord(1)).toBe(0x3ff00000)
    expect(highWord(-2)).toBe(0xc0000000 | 0)
    expect(highWord(1 + 2 ** -20)).toBe(0x3ff00001)
    expect(highWord(1 + 2 ** -21)).toBe(0x3ff00000)
    expect(highWord(5e-324)).toBe(0)
  })
})

describe('powerOfTwo', () => {
  it('is exact for every exponent of a double', () => {
    let power = 1
    for (let k = 0; k <= 1023; k++, power *= 2) expect(powerOfTwo(k)).toBe(power)
    power = 1
    for (let k = 0; k >= -1074; k--, power /= 2) expect(powerOfTwo(k)).toBe(power)
  })
})

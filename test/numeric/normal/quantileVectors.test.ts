import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compute, type Vectors } from '../vectors.js'

const golden = JSON.parse(readFileSync(new URL('../../vectors/quantile.json', import.meta.url), 'utf8')) as Vectors

describe('the golden vectors of the quantiles', () => {
  const now = compute()
  for (const [name, bits] of Object.entries(golden))
    it(`still hold, bit for bit: ${name}`, () => {
      expect(bits).toHaveLength(4096)
      expect(now[name]).toEqual(bits)
    })

  it('cover every quantile', () => {
    expect(Object.keys(now)).toEqual(Object.keys(golden))
  })
})

import { describe, expect, it } from 'vitest'
import * as Pcg64 from '../../../src/streams/generators/Pcg64.js'
import * as Pcg64Dxsm from '../../../src/streams/generators/Pcg64Dxsm.js'
import * as Philox4x64 from '../../../src/streams/generators/Philox4x64.js'
import type { Reader64 } from '../../../src/streams/generators/Reader.js'
import { seedSequence } from '../../../src/streams/generators/SeedSequence.js'
import * as Sfc64 from '../../../src/streams/generators/Sfc64.js'

const readers = {
  PCG64DXSM: () => Pcg64Dxsm.reader(Pcg64.fromSeedSequence(seedSequence(42))),
  Philox: () => Philox4x64.reader(Philox4x64.fromSeedSequence(seedSequence(42))),
  SFC64: () => Sfc64.reader(Sfc64.fromSeedSequence(seedSequence(42)))
}

const word = ({ next64 }: Reader64<unknown>): bigint => {
  const out = new Uint32Array(2)
  next64(out)
  return (BigInt(out[1]!) << 32n) | BigInt(out[0]!)
}

// NumPy 2.4.6: getattr(numpy.random, name)(42).random_raw(6)
it.each([
  [
    'PCG64DXSM',
    [
      0xab1c50338e63481dn,
      0x1bdf91d548d1872n,
      0xa872905d0418d0a1n,
      0x5f0a84270b80eabcn,
      0x34e825054db5f685n,
      0x319ff93cb20cb433n
    ]
  ],
  [
    'Philox',
    [
      0x16092f00ecdab98an,
      0x243d19cc24021070n,
      0x4524d130684efe02n,
      0xdfc0f20c3c4b5bcan,
      0x2b8fe7053fb23371n,
      0x81be758196fbd62cn
    ]
  ],
  [
    'SFC64',
    [
      0x87a9e37f3ed2c19dn,
      0x60d4edb76d651052n,
      0xf20682759befde78n,
      0x6bceebcc1fae98ecn,
      0xa427e8e9b66ea4e7n,
      0x52d3781cb7f46c55n
    ]
  ]
] as const)('%s gives the 64-bit words of NumPy', (name, expected) => {
  const reader = readers[name]()
  expect(expected.map(() => word(reader))).toEqual(expected)
})

describe.each(['PCG64DXSM', 'Philox', 'SFC64'] as const)('%s', (name) => {
  it('gives the halves of a 64-bit word, the lower one first, and keeps the upper one', () => {
    const [reader, whole] = [readers[name](), readers[name]()]
    const [first, second, third] = [word(whole), word(whole), word(whole)]
    expect(BigInt(reader.next())).toBe(first & 0xffffffffn)
    expect(word(reader)).toBe(second)
    expect(BigInt(reader.next())).toBe(first >> 32n)
    expect(BigInt(reader.next())).toBe(third & 0xffffffffn)
  })
})

it('Philox carries the counter into its upper words', () => {
  const full = Array.from({ length: 8 }, () => 0xffffffff)
  const zero = Philox4x64.fromSeedSequence(seedSequence(42))
  const reader = Philox4x64.reader({ ...zero, counter: full })
  word(reader)
  expect(reader.state().counter).toEqual(zero.counter)
})

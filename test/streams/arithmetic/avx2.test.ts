/** PyTorch's Box-Muller in blocks of 16 (cpu/DistributionTemplates.h), which uses log, sin, cos and an FMA. */
import { describe, expect, it } from 'vitest'
import { logAvx2, sinCosAvx2 } from '../../../src/streams/arithmetic/avx2.js'
import { fma32, fma64, multiplyAdd64 } from '../../../src/streams/arithmetic/fma.js'
import { cosf, logf, sinf } from '../../../src/streams/arithmetic/glibc.js'
import { cos, log, sin } from '../../../src/streams/arithmetic/glibc64.js'
import { log1p } from '../../../src/streams/arithmetic/log1p.js'
import { goldens, mersenne } from './frameworks.js'
import { sha256 } from './support.js'

const { fround } = Math
const turn = new Float64Array(2)
const part = (i: 0 | 1) => (x: number) => {
  sinCosAvx2(x, turn)
  return turn[i]!
}
const [sinAvx2, cosAvx2] = [part(0), part(1)]
type Profile = 'avx2' | 'default'

const angle = {
  avx2: (u: number) => fround(fround(2 * Math.PI) * u),
  default: (u: number) => fround(2 * Math.PI * u)
}

/** n is a multiple of 16. */
const normals32 = (profile: Profile, n: number, mean: number, stddev: number) => {
  const word = mersenne()
  const out = Float32Array.from({ length: n }, () => (word() & 0xffffff) * 2 ** -24)
  const [logs, sines, cosines] = profile === 'avx2' ? [logAvx2, sinAvx2, cosAvx2] : [logf, sinf, cosf]
  for (let block = 0; block < n; block += 16) {
    for (let i = block; i < block + 8; i++) {
      const radius = fround(Math.sqrt(fround(-2 * logs(fround(1 - out[i]!)))))
      const theta = angle[profile](out[i + 8]!)
      out[i] = fma32(fround(radius * cosines(theta)), stddev, mean)
      out[i + 8] = fma32(fround(radius * sines(theta)), stddev, mean)
    }
  }
  return out
}

const uniform64 = (word: () => number) => {
  const high = word() & 0x1fffff
  return (high * 2 ** 32 + word()) * 2 ** -53
}

const normals64 = (n: number, mean: number, stddev: number) => {
  const word = mersenne()
  const out = Float64Array.from({ length: n }, () => uniform64(word))
  for (let block = 0; block < n; block += 16) {
    for (let i = block; i < block + 8; i++) {
      const radius = Math.sqrt(-2 * log(1 - out[i]!))
      const theta = 2 * Math.PI * out[i + 8]!
      out[i] = fma64(radius * cos(theta), stddev, mean)
      out[i + 8] = fma64(radius * sin(theta), stddev, mean)
    }
  }
  return out
}

/** Below 16 elements: the scalar generator, which makes two values from two uniform numbers, first the cosine, then the sine. */
const fewNormals64 = (fused: boolean, n: number, mean: number, stddev: number) => {
  const word = mersenne()
  const out = new Float64Array(n + 1)
  for (let i = 0; i < n; i += 2) {
    const theta = 2 * Math.PI * uniform64(word)
    const radius = Math.sqrt(-2 * log1p(fused, -uniform64(word)))
    out[i] = multiplyAdd64(fused, radius * cos(theta), stddev, mean)
    out[i + 1] = multiplyAdd64(fused, radius * sin(theta), stddev, mean)
  }
  return out.slice(0, n)
}

describe.each(['avx2', 'default'] as const)('PyTorch on a CPU of capability %s', (profile) => {
  const golden = goldens.torch[profile]

  it('empty(1000, 1000).normal_()', () => {
    const call = 'manual_seed(42); empty(1000, 1000).normal_()'
    expect(sha256(normals32(profile, 1_000_000, 0, 1))).toBe(golden[call]!.sha256)
  })

  it('xavier_normal_ of (128, 784)', () => {
    const values = normals32(profile, 128 * 784, 0, fround(Math.sqrt(2 / (128 + 784))))
    expect(sha256(values)).toBe(golden['xavier_normal_']!.sha256)
  })

  it('empty(4096, float64).normal_(.1, .5)', () => {
    const call = 'manual_seed(42); empty(4096,torch.float64).normal_(.1,.5)'
    expect(sha256(normals64(4096, 0.1, 0.5))).toBe(golden[call]!.sha256)
  })

  it('empty(7, float64).normal_(.1, .5)', () => {
    const call = 'manual_seed(42); empty(7,torch.float64).normal_(.1,.5)'
    expect(sha256(fewNormals64(profile === 'avx2', 7, 0.1, 0.5))).toBe(golden[call]!.sha256)
  })
})

import { describe, expect, it } from 'vitest'
import {
  binary16,
  binary32,
  binary64,
  brain16,
  storeBfloat16,
  storeFloat16
} from '../../../src/numeric/float/rounding.js'
import { erf64 } from '../../../src/streams/arithmetic/bigLibm.js'
import { fromBits, nextDown, nextUp, toBfloat16, toFloat16 } from '../../../src/streams/arithmetic/bits.js'
import { multiplyAdd32, multiplyAdd64 } from '../../../src/streams/arithmetic/fma.js'
import { erf32, erfInv32, log1p32, log32 } from '../../../src/streams/arithmetic/xla.js'
import { erfInv64, log1p64 } from '../../../src/streams/arithmetic/xla64.js'
import { goldens, threefry } from './frameworks.js'
import { doubleOf, sha256 } from './support.js'

const { fround } = Math

const uniform32 =
  (fused: boolean, low: number, high: number) =>
  (i: number): number => {
    const [a, b] = threefry(0, i)
    const f = fromBits(((a ^ b) >>> 9) | 0x3f800000) - 1
    return Math.max(low, multiplyAdd32(fused, f, fround(high - low), low))
  }

const uniform64 =
  (fused: boolean, low: number, high: number) =>
  (i: number): number => {
    const [a, b] = threefry(0, i)
    const f = doubleOf((((BigInt(a) << 32n) | BigInt(b)) >> 12n) | 0x3ff0000000000000n) - 1
    return Math.max(low, multiplyAdd64(fused, f, high - low, low))
  }

const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high)
const sqrt2 = fround(Math.SQRT2)

const normal32 = (fused: boolean) => {
  const uniform = uniform32(fused, nextUp(binary32, -1), 1)
  return (i: number) => fround(sqrt2 * erfInv32(fused, uniform(i)))
}

const truncated32 = (fused: boolean, bound: number) => {
  const b = erf32(fround(bound / sqrt2))
  const uniform = uniform32(fused, -b, b)
  const limit = nextDown(binary32, bound)
  return (i: number) => clamp(fround(sqrt2 * erfInv32(fused, uniform(i))), -limit, limit)
}

/** 16-bit dtypes: the float32 functions, rounded after each step. bfloat16 draws 8 bits, float16 16. */
const half = (name: 'float16' | 'bfloat16') => {
  const round = name === 'float16' ? toFloat16 : toBfloat16
  const format = name === 'float16' ? binary16 : brain16
  const fraction = (i: number) => {
    const [a, b] = threefry(0, i)
    return name === 'float16' ? (((a ^ b) & 0xffff) >>> 6) / 1024 : (((a ^ b) & 0xff) >>> 1) / 128
  }
  const sqrtTwo = round(Math.SQRT2)
  const uniform = (low: number, high: number) => (i: number) =>
    Math.max(low, round(round(fraction(i) * round(high - low)) + low))
  const scaled = (fused: boolean, u: number) => round(sqrtTwo * round(erfInv32(fused, u)))
  return {
    normal: (fused: boolean) => {
      const u = uniform(nextUp(format, -1), 1)
      return (i: number) => scaled(fused, u(i))
    },
    truncated: (fused: boolean) => {
      const b = round(erf32(round(2 / sqrtTwo)))
      const limit = nextDown(format, 2)
      const u = uniform(-b, b)
      return (i: number) => clamp(scaled(fused, u(i)), -limit, limit)
    }
  }
}

const normal64 = (fused: boolean) => {
  const uniform = uniform64(fused, nextUp(binary64, -1), 1)
  return (i: number) => Math.SQRT2 * erfInv64(fused, uniform(i))
}

const truncated64 = (fused: boolean) => {
  const b = erf64(2 / Math.SQRT2)
  const uniform = uniform64(fused, -b, b)
  const limit = nextDown(binary64, 2)
  return (i: number) => clamp(Math.SQRT2 * erfInv64(fused, uniform(i)), -limit, limit)
}

/** jax.nn.initializers.he_normal of a matrix with 784 inputs. */
const heNormal = (fused: boolean) => {
  const stddev = fround(fround(Math.sqrt(fround(2 / 784))) / fround(0.87962566103423978))
  const truncated = truncated32(fused, 2)
  return (i: number) => fround(truncated(i) * stddev)
}

const halves = (store: typeof storeFloat16) => (n: number, draw: (i: number) => number) => {
  const out = new Uint16Array(n)
  store(
    Float64Array.from({ length: n }, (_, i) => draw(i)),
    n,
    out,
    0
  )
  return out
}
const floats = (n: number, draw: (i: number) => number) => {
  const out = new Float32Array(n)
  for (let i = 0; i < n; i++) out[i] = draw(i)
  return out
}
const doubles = (n: number, draw: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => draw(i))

const cases: ReadonlyArray<readonly [call: string, fill: (fused: boolean) => ArrayBufferView]> = [
  [
    'jax.random.uniform(key(42),(4096,),minval=-.3,maxval=.5)',
    (fused) => floats(4096, uniform32(fused, fround(-0.3), 0.5))
  ],
  ['jax.random.normal(key(42),(1000, 1000))', (fused) => floats(1_000_000, normal32(fused))],
  ['jax.random.truncated_normal(key(42),-2,2,(1000, 1000))', (fused) => floats(1_000_000, truncated32(fused, 2))],
  [
    'initializers.truncated_normal(.02,lower=-3.,upper=3.)(key(42),(768,))',
    (fused) => {
      const truncated = truncated32(fused, 3)
      return floats(768, (i) => fround(truncated(i) * fround(0.02)))
    }
  ],
  ['jax.nn.initializers.he_normal()(key(42),(784,128)) eager', (fused) => floats(784 * 128, heNormal(fused))],
  ['jax.random.normal(key(42),(4096,),float16)', (fused) => halves(storeFloat16)(4096, half('float16').normal(fused))],
  [
    'jax.random.normal(key(42),(4096,),bfloat16)',
    (fused) => halves(storeBfloat16)(4096, half('bfloat16').normal(fused))
  ],
  [
    'jax.random.truncated_normal(key(42),-2,2,(4096,),bfloat16)',
    (fused) => halves(storeBfloat16)(4096, half('bfloat16').truncated(fused))
  ],
  ['x64 normal(key(42),(4096,))', (fused) => doubles(4096, normal64(fused))],
  ['x64 truncated_normal(key(42),-2,2,(4096,))', (fused) => doubles(4096, truncated64(fused))]
]

describe.each(['fma', 'nofma'] as const)('JAX on a CPU with %s', (profile) => {
  it.each(cases)('%s', (call, fill) => {
    expect(sha256(fill(profile === 'fma'))).toBe(goldens.jax[profile][call]!.sha256)
  })
})

/** The derivative of erf. */
const slope = (x: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)

describe.each([true, false])('fused: %s', (fused) => {
  it('log32 and log1p32 are close to the logarithm, and exact at the ends', () => {
    for (let x = 2 ** -126; x < 2 ** 127; x *= 1.618) {
      const float = fround(x)
      expect(Math.abs(log32(fused, float) / Math.log(float) - 1)).toBeLessThan(2 ** -22) // 2 ulp
    }
    expect(log32(fused, 1)).toBe(0)
    expect(log32(fused, 0)).toBe(-Infinity)
    expect(log32(fused, 2 ** -140)).toBe(log32(fused, 2 ** -126))
    expect(log1p32(fused, -1)).toBe(-Infinity)
    for (const t of [-0.999, -0.5, -0.41421356, -0.41421354, -1e-3, -1e-20, 1e-20, 1e-3, 0.41421354, 0.5, 3, 1e10]) {
      const float = fround(t)
      expect(Math.abs(log1p32(fused, float) / Math.log1p(float) - 1)).toBeLessThan(2 ** -22)
    }
  })

  it('erfInv32 is the inverse of erf, odd, and infinite at ±1', () => {
    expect(erfInv32(fused, 1)).toBe(Infinity)
    expect(erfInv32(fused, -1)).toBe(-Infinity)
    expect(erfInv32(fused, 0)).toBe(0)
    for (let u = 2 ** -20; u < 1; u += 0.0103) {
      const float = fround(u)
      const x = erfInv32(fused, float)
      expect(erfInv32(fused, -float)).toBe(-x)
      expect(Math.abs(erf64(x) - float)).toBeLessThan(2e-6 * x * slope(x)) // measured: 1.2e-6
    }
  })

  it('erfInv64 is the inverse of erf, odd, and infinite at ±1', () => {
    expect(erfInv64(fused, 1)).toBe(Infinity)
    expect(erfInv64(fused, -1)).toBe(-Infinity)
    expect(log1p64(fused, -1)).toBe(-Infinity)
    for (let u = 2 ** -20; u < 1; u += 0.0103) {
      const x = erfInv64(fused, u)
      expect(erfInv64(fused, -u)).toBe(-x)
      expect(Math.abs(erf64(x) - u)).toBeLessThan(1e-14 * x * slope(x)) // measured: 2e-15
    }
  })
})

describe('erf32', () => {
  it('returns the bounds of the truncated normal numbers', () => {
    expect(erf32(fround(2 / sqrt2))).toBe(fromBits(0x3f745a18))
    expect(toFloat16(erf32(toFloat16(2 / toFloat16(Math.SQRT2))))).toBe(0.95458984375)
    expect(toBfloat16(erf32(toBfloat16(2 / toBfloat16(Math.SQRT2))))).toBe(0.953125)
    expect(erf64(2 / Math.SQRT2)).toBe(doubleOf(0x3fee8b4307d3627an))
  })

  it('is close to erf, odd, and ±1 far out', () => {
    for (let x = 0.01; x < 5; x += 0.0371) {
      const float = fround(x)
      expect(erf32(-float)).toBe(-erf32(float))
      expect(Math.abs(erf32(float) / erf64(float) - 1)).toBeLessThan(2 ** -21)
    }
    expect(erf32(Infinity)).toBe(1)
    expect(erf32(-3.75)).toBe(-1)
    expect(erf32(0)).toBe(0)
  })
})

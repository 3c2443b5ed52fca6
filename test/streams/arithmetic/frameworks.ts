/**
 * Minimal samplers of JAX and PyTorch, written as separate loops, which apply the functions under test to their random words;
 * and the results of the frameworks (jax 0.10.2, torch 2.13.0 on x86-64, glibc 2.36).
 */
import { json } from './support.js'

interface Golden {
  readonly first: ReadonlyArray<string>
  readonly sha256: string
}
type Calls = Readonly<Record<string, Golden>>

export const goldens = json('./vectors/frameworks.json') as {
  readonly jax: { readonly fma: Calls; readonly nofma: Calls }
  readonly torch: { readonly avx2: Calls; readonly default: Calls }
}

/** Threefry-2x32 of 20 rounds with the key (0, 42), which is jax.random.key(42): both output words. */
export const threefry = (x0: number, x1: number): readonly [number, number] => {
  const keys = [0, 42, 0x1bd11bda ^ 42]
  const rotations = [
    [13, 15, 26, 6],
    [17, 29, 16, 24]
  ]
  let a = (x0 + keys[0]!) | 0
  let b = (x1 + keys[1]!) | 0
  for (let group = 0; group < 5; group++) {
    for (const r of rotations[group % 2]!) {
      a = (a + b) | 0
      b = ((b << r) | (b >>> (32 - r))) ^ a
    }
    a = (a + keys[(group + 1) % 3]!) | 0
    b = (b + keys[(group + 2) % 3]! + group + 1) | 0
  }
  return [a >>> 0, b >>> 0]
}

/** The words of MT19937 with seed 42, which is torch.manual_seed(42). */
export const mersenne = (): (() => number) => {
  const state = new Int32Array(624)
  state[0] = 42
  for (let j = 1; j < 624; j++) {
    const last = state[j - 1]!
    state[j] = Math.imul(1812433253, last ^ (last >>> 30)) + j
  }
  let at = 624
  const twist = () => {
    for (let i = 0; i < 624; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff)
      state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df)
    }
    at = 0
  }
  return () => {
    if (at === 624) twist()
    let y = state[at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }
}

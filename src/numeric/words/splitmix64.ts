/**
 * SplitMix64 (Steele, Lea & Flood, OOPSLA 2014, with Stafford's mix 13): turns any 64-bit seed into well mixed words.
 *
 * pure-rand copies a seed into its state unmixed, so that the first word of `xoroshiro128plus(seed)` is `~seed`. The authors
 * of xoroshiro128+ recommend SplitMix64 for seeding it.
 */

const gamma = 0x9e3779b97f4a7c15n

/** The first `n` outputs for a seed in [0, 2^64). */
export const splitmix64 = (seed: bigint, n: number): ReadonlyArray<bigint> =>
  Array.from({ length: n }, (_, i) => mix(BigInt.asUintN(64, seed + BigInt(i + 1) * gamma)))

const mix = (state: bigint): bigint => {
  const a = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n)
  const b = BigInt.asUintN(64, (a ^ (a >> 27n)) * 0x94d049bb133111ebn)
  return b ^ (b >> 31n)
}

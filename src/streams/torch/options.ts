/**
 * Which PyTorch: how its kernels were compiled for the CPU, and its version.
 */
import type { OptionTable, OptionValues } from '../options.js'

/**
 * `profile`: `avx2` is what PyTorch runs on every current x86-64 CPU, those with AVX-512 too; `default` is what it runs on a CPU
 * without AVX2 (or with `ATEN_CPU_CAPABILITY=default`). `version`: 2.12 and later, or 2.11 and before.
 *
 * @since 0.1.0
 */
export const options = {
  profile: ['avx2', 'default'],
  version: ['2.12', '2.11']
} as const satisfies OptionTable

/** @since 0.1.0 */
export type Options = OptionValues<typeof options>

/** Whether the last multiplication and addition of a uniform or a scalar normal number are fused. */
export const isFused = ({ profile }: Options): boolean => profile === 'avx2'

/** The same for a block of normal numbers: the source of 2.12 asks for a fused operation on every CPU. */
export const isBlockFused = ({ profile, version }: Options): boolean => profile === 'avx2' || version === '2.12'

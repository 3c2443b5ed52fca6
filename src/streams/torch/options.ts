/**
 * Which PyTorch: how its kernels were compiled for the CPU, and its version.
 */
import type { OptionValues } from '../options.js'

/**
 * `profile`: `avx2` is what PyTorch runs on every current x86-64 CPU, those with AVX-512 too; `default` on one without
 * AVX2 (or with `ATEN_CPU_CAPABILITY=default`). `version`: 2.12 and later, or 2.11 and before.
 *
 * @since 0.1.0
 */
export const options = {
  profile: ['avx2', 'default'],
  version: ['2.12', '2.11']
} as const

/** @since 0.1.0 */
export type Options = OptionValues<typeof options>

/** Whether the last step of a uniform number, and of a scalar normal one, is one operation. */
export const isFused = ({ profile }: Options): boolean => profile === 'avx2'

/** Whether the last step of a block of normal numbers is one operation: 2.12 says so itself, whatever the CPU. */
export const isBlockFused = ({ profile, version }: Options): boolean => profile === 'avx2' || version === '2.12'

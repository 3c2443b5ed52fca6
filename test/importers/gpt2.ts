/** The names and shapes of GPT-2 small, by the numbers of the paper: 12 layers, width 768, 50257 tokens, 1024 positions. */
const width = 768

const affine = (name: string, inputs: number, outputs: number) =>
  [
    [`${name}.weight`, [inputs, outputs]],
    [`${name}.bias`, [outputs]]
  ] as const

const norm = (name: string) =>
  [
    [`${name}.weight`, [width]],
    [`${name}.bias`, [width]]
  ] as const

const layer = (h: string) => [
  ...norm(`${h}.ln_1`),
  ...affine(`${h}.attn.c_attn`, width, 3 * width),
  ...affine(`${h}.attn.c_proj`, width, width),
  ...norm(`${h}.ln_2`),
  ...affine(`${h}.mlp.c_fc`, width, 4 * width),
  ...affine(`${h}.mlp.c_proj`, 4 * width, width)
]

export const shapes: ReadonlyArray<readonly [name: string, shape: ReadonlyArray<number>]> = [
  ['wte.weight', [50_257, width]],
  ['wpe.weight', [1024, width]],
  ...Array.from({ length: 12 }, (_, i) => layer(`h.${i}`)).flat(),
  ...norm('ln_f')
]

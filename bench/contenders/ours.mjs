// @ts-check
// This package: by default, or only its TypeScript (`node bench/contenders/ours.mjs typescript`), which draws where
// there is no WebAssembly.
if (process.argv[2] === 'typescript') Reflect.deleteProperty(globalThis, 'WebAssembly')

const { Draw, Initializer, Rng } = await import('initializers-ts')
const { manifest } = await import('../../scripts/project.mjs')
const { kept, serve } = await import('../support/serve.mjs')
const { configs } = await import('../support/tasks.mjs')
const { unwrap } = await import('../support/timing.mjs')

const views = { float32: Float32Array, float64: Float64Array, float16: Uint16Array, bfloat16: Uint16Array }
const rng = unwrap(Rng.fromSeed(42))

await serve(manifest.version, ({ distribution, dtype, elements, arrays }) => {
  const draw = unwrap(Initializer.draw({ shape: [elements], dtype })(unwrap(Initializer.decode(configs[distribution]))))
  if (arrays === 'new') {
    const sampler = unwrap(Draw.sampler(draw))
    return () => sampler(rng)
  }
  const out = new views[dtype](kept(Draw.bytes(draw)), 0, elements)
  const into = Draw.rangeInto(draw)(0, elements, out, 0)
  return () => into(rng)
})

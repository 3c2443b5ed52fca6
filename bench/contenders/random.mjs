// @ts-check
// The reference: a loop of `out[i] = Math.random()` over float32 elements, for any task; and the minimum of work for an
// initializer, the plain fill (`node bench/contenders/random.mjs plain`).
import { kept, serve } from '../support/serve.mjs'

/** @param {Float32Array} out */
const random = (out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.random()
}

/** @param {Float32Array} out */
const plain = (out) => {
  out.fill(0.05)
}

const write = process.argv[2] === 'plain' ? plain : random

await serve(`V8 ${process.versions.v8}`, ({ elements, arrays }) => {
  if (arrays === 'new') return () => write(new Float32Array(elements))
  const out = new Float32Array(kept(elements * 4), 0, elements)
  return () => write(out)
})

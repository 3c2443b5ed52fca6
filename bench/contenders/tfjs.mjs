// @ts-check
// TF.js on its CPU backend, which supports float32 only. Its declarations need those of a browser, so the functions in
// use are declared here.
import { serve } from '../support/serve.mjs'

/** @typedef {{ readonly dataSync: () => Float32Array, readonly dispose: () => void }} Tensor */
/** @typedef {(shape: [number], a: number, b: number) => Tensor} Make */
/**
 * @typedef {{
 *   readonly version_core: string, readonly enableProdMode: () => void, readonly setBackend: (name: string) => Promise<boolean>,
 *   readonly randomUniform: Make, readonly randomNormal: Make, readonly truncatedNormal: Make
 * }} Core
 */

/** @param {string} name @returns {Promise<unknown>} */
const load = (name) => import(name)

const tf = /** @type {Core} */ (await load('@tensorflow/tfjs-core'))
await load('@tensorflow/tfjs-backend-cpu')
tf.enableProdMode() // no greeting, no internal checks
await tf.setBackend('cpu')

/** @type {Record<import('../support/tasks.mjs').Distribution, (shape: [number]) => Tensor>} */
const draws = {
  uniform: (shape) => tf.randomUniform(shape, -0.05, 0.05),
  normal: (shape) => tf.randomNormal(shape, 0, 0.05),
  'truncated normal': (shape) => tf.truncatedNormal(shape, 0, 0.05)
}

await serve(tf.version_core, ({ distribution, dtype, elements, arrays }) => {
  if (dtype !== 'float32' || arrays === 'kept') return undefined
  return () => {
    const tensor = draws[distribution]([elements])
    tensor.dataSync()
    tensor.dispose()
  }
})

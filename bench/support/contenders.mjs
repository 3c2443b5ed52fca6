// @ts-check
// The contenders: one for each line of the table and of the picture. Each is compared with the loop of `Math.random()`
// in arrays of the same kind, kept or new.

/**
 * @typedef {{
 *   readonly name: string,
 *   readonly arrays: import('./tasks.mjs').Arrays,
 *   readonly program: readonly [command: string, ...args: string[]],
 *   readonly most?: number
 * }} Entry `most`: it is not asked for more elements, because it takes too long
 */

/** @param {string[]} args @returns {readonly [string, ...string[]]} */
const node = (...args) => [process.execPath, ...args]

const ours = node('bench/contenders/ours.mjs')
const typescript = node('bench/contenders/ours.mjs', 'typescript')

/** @type {{ readonly [arrays in import('./tasks.mjs').Arrays]: Entry }} */
export const measures = {
  kept: { name: 'Math.random()', arrays: 'kept', program: node('bench/contenders/random.mjs') },
  new: { name: 'Math.random(), new arrays', arrays: 'new', program: node('bench/contenders/random.mjs') }
}

/** @param {string} name */
export const isMeasure = (name) => Object.values(measures).some((measure) => measure.name === name)

/** @type {Entry} */
export const kernel = { name: 'kernel', arrays: 'kept', program: ours }

/** @param {string} python the command @returns {ReadonlyArray<Entry>} */
export const contenders = (python) => [
  { name: 'plain fill', arrays: 'kept', program: node('bench/contenders/random.mjs', 'plain') },
  kernel,
  { name: 'kernel, new arrays', arrays: 'new', program: ours },
  { name: 'threads', arrays: 'new', program: node('bench/contenders/threads.mjs') },
  { name: 'TypeScript', arrays: 'kept', program: typescript },
  { name: 'numpy', arrays: 'kept', program: [python, 'bench/contenders/python.py', 'numpy'] },
  { name: 'PyTorch', arrays: 'kept', program: [python, 'bench/contenders/python.py', 'torch'] },
  { name: 'JAX', arrays: 'new', program: [python, 'bench/contenders/python.py', 'jax'] },
  { name: 'TensorFlow', arrays: 'new', program: [python, 'bench/contenders/python.py', 'tensorflow'] },
  { name: 'TF.js', arrays: 'new', program: node('bench/contenders/tfjs.mjs'), most: 2 ** 24 }
]

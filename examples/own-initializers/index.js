// @ts-check
/**
 * Three initializers that initializers-ts does not have, one for each way to draw: independent elements (Laplace), elements
 * by index (Hadamard) and a matrix that is computed as a whole (Toeplitz).
 *
 * The default export is the list of definitions that a registry is made from.
 */
import { hadamard } from './hadamard.js'
import { laplace } from './laplace.js'
import { toeplitz } from './toeplitz.js'

export { hadamard, laplace, toeplitz }

export default [laplace, hadamard, toeplitz]

/**
 * The versions of Keras.
 */
export { keras1 } from './keras1.js'
export { keras2, keras20, keras22 } from './keras2.js'
export { keras3 } from './keras3.js'

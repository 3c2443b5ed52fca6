/**
 * Laws as fast-check properties, and arbitraries of the values that they quantify over.
 *
 * fast-check 4 is an optional peer dependency: this module alone imports it. An arbitrary covers its whole type, unless
 * its comment says otherwise.
 *
 * @since 0.1.0
 */
export { config } from './fast-check/configs.js'
export { between, centred, distribution } from './fast-check/distributions.js'
export { type Drawable, drawable, initializer, initializerOf, type Own } from './fast-check/drawable.js'
export { independent, varianceScaling } from './fast-check/independent.js'
export { parameter, plan } from './fast-check/plans.js'
export { properties } from './fast-check/properties.js'
export { box, dtype, shape, type ShapeConstraints } from './fast-check/shapes.js'
export { generator, name, rng, seed } from './fast-check/states.js'

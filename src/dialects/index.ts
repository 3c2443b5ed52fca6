/**
 * Configs of other frameworks: reading, writing and converting them, and the points on which the frameworks differ.
 *
 * @since 0.1.0
 */
export type { WriteOptions } from './definition.js'
export { detect } from './keras/envelope.js'
export { type Decision, type Point, points, type Points } from './points.js'
export { type Envelope, read, type Reading } from './read.js'
export { checkDialect, type Dialect, dialects, pointsOf, specOf } from './registry.js'
export type { Defaults, DialectSpec, DistributionName, Notes } from './spec.js'
export { convert, type Options, write, type Writing } from './write.js'

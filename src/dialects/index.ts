/**
 * Configs in the words of other frameworks: read, written, and turned into one another.
 *
 * @since 0.1.0
 */
export { detect } from './keras/envelope.js'
export { type Decision, type Dialect, names as dialects, type Point, points, type Points, pointsOf } from './dialect.js'
export { checkDialect, type Envelope, read, type Reading } from './read.js'
export type { WriteOptions } from './saying.js'
export * as tf1 from './tf1.js'
export { convert, type Options, write, type Writing } from './write.js'

/** Whole models by the streams of other frameworks. */
export * from './Replay.js'
export { openStream } from './streams.js'

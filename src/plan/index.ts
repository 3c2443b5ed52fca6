/** Whole models: plans, what they draw, and the chunks in which they are drawn. */
export * from './compact.js'
export * from './Model.js'
export * from './Plan.js'

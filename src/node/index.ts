/** What has effects: files, as `TaskEither`s. */
export * from './files.js'
export * from './initialize.js'
export * from './parts.js'
export * from './read.js'

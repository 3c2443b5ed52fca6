/** What has effects: files and threads, as `TaskEither`s. */
export { type ByteParts, sha256, writeFileAtomic, type Written } from './files.js'
export * from './initialize.js'
export * from './archive.js'
export * from './read.js'
export { openThreads, sampler, type ThreadOptions } from './threads.js'
export type { Pool } from '../workers/index.js'

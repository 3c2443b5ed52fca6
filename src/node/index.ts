/** Effects: files and threads, as `TaskEither`s. */
export { readArchive } from './archive.js'
export { type ByteParts, sha256, writeFileAtomic, type Written } from './files.js'
export { type Initialized, initialize, type Options, replay, type WriteOptions } from './initialize.js'
export { loadRegistry } from './modules.js'
export { collect, decodeText, readBytes, readText } from './read.js'
export { type FilePrefix, readHeader } from './safetensors.js'
export { openThreads, type PoolOptions, sampler, type ThreadOptions } from './threads.js'
export type { Pool } from '../workers/index.js'

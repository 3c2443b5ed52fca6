// @ts-check
// This package on all cores: threads that are started once draw into new shared memory.
import { availableParallelism } from 'node:os'
import { Initializer, Rng } from 'initializers-ts'
import { openThreads, sampler } from 'initializers-ts/node'
import { manifest } from '../../scripts/project.mjs'
import { serve } from '../support/serve.mjs'
import { configs } from '../support/tasks.mjs'
import { unwrap } from '../support/timing.mjs'

const threads = unwrap(openThreads({ threads: availableParallelism() }))
const rng = unwrap(Rng.fromSeed(42))

await serve(manifest.version, ({ distribution, dtype, elements, arrays }) => {
  if (arrays === 'kept') return undefined
  const initializer = unwrap(Initializer.decode(configs[distribution]))
  return sampler({ threads })({ shape: [elements], dtype })(initializer)(rng)
})

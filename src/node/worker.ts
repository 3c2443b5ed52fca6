/** The file that a thread of Node runs. */
import { parentPort, workerData } from 'node:worker_threads'
import * as E from 'fp-ts/Either'
import { message } from '../InitializerError.js'
import { serve } from '../workers/index.js'
import { loadRegistry } from './modules.js'

const { modules = [] } = (workerData ?? {}) as { readonly modules?: ReadonlyArray<string> }
const registry = await loadRegistry(modules.map((href) => new URL(href)))()
if (E.isLeft(registry)) throw new Error(registry.left.map((e) => message({ ...e, path: [] })).join('; ')) // the pool reports it

const port = parentPort
if (port !== null) {
  serve(
    {
      postMessage: (data, transfer) => port.postMessage(data, transfer),
      addEventListener: (type, listener) => void port.on(type, (data: unknown) => listener({ data }))
    },
    registry.right
  )
}

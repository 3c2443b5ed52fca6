/** The file that a thread of Node runs. */
import { parentPort } from 'node:worker_threads'
import { serve } from '../workers/index.js'

const port = parentPort
if (port !== null) {
  serve({
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    addEventListener: (type, listener) => void port.on(type, (data: unknown) => listener({ data }))
  })
}

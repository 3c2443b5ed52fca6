/**
 * Pools of the `Worker`s of browsers, Deno and Bun.
 */
import { type Validated } from '../InitializerError.js'
import { canShare, open as openPool, type Pool } from './Pool.js'

/**
 * The part of a `Worker` that a pool uses.
 *
 * @since 0.1.0
 */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Array<ArrayBuffer>): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'error' | 'messageerror', listener: (event: unknown) => void): void
  terminate(): unknown
}

/**
 * A pool of `threads` workers. `create` makes a worker whose file calls `serve`:
 *
 *     open(4, () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }))
 *
 * On a page that is isolated from other origins, the workers fill one `SharedArrayBuffer`; elsewhere buffers are transferred
 * to a worker and back. Close the pool with `pool.close()`. Error: `BadCount`.
 *
 * @since 0.1.0
 */
export const open = (
  threads: number,
  create: () => WorkerLike,
  { shares = canShare }: { readonly shares?: boolean } = {}
): Validated<Pool> =>
  openPool(
    threads,
    ({ message, failure }) => {
      const worker = create()
      worker.addEventListener('message', ({ data }) => message(data))
      worker.addEventListener('error', (event) => failure(reasonOf(event)))
      worker.addEventListener('messageerror', () => failure('a message that cannot be read'))
      return {
        post: (task, transfer) => worker.postMessage(task, transfer),
        end: () => worker.terminate()
      }
    },
    shares
  )

/** An `ErrorEvent` has a message; the event of a missing file has none. */
const reasonOf = (event: unknown): string =>
  typeof event === 'object' && event !== null && 'message' in event && typeof event.message === 'string'
    ? event.message
    : 'a worker that could not be loaded'

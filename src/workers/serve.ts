/**
 * The worker's side: it receives tasks and answers them.
 */
import type { AnyInitializer, Registry } from '../Initializer.js'
import { registryOr } from '../initializers/registry.js'
import { isTask, perform } from './task.js'

/**
 * How a worker receives and sends messages: `self` in a browser, `parentPort` in Node.
 *
 * @since 0.1.0
 */
export interface Scope {
  postMessage(message: unknown, transfer: Array<ArrayBuffer>): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/**
 * Answers the tasks that a worker receives; other messages are ignored. The complete file of a worker:
 *
 *     import { serve } from 'initializers-ts/workers'
 *     serve(self)
 *
 * Functions cannot be sent to a worker. So a worker that draws initializers of your own imports them and makes the
 * registry itself:
 *
 *     import definitions from './my-initializers.js'
 *     const registry = Initializer.registry(definitions)
 *     if (E.isRight(registry)) serve(self, registry.right)
 *
 * @since 0.1.0
 */
export const serve = (scope: Scope, registry?: Registry<AnyInitializer>): void => {
  const answer = perform(registryOr(registry))
  scope.addEventListener('message', ({ data }) => {
    if (isTask(data)) scope.postMessage(answer(data), transferable(data.buffer))
  })
}

/** Memory that is not shared is transferred, as it would be copied otherwise. */
export const transferable = (buffer: ArrayBufferLike): Array<ArrayBuffer> =>
  buffer instanceof ArrayBuffer ? [buffer] : []

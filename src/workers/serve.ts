/**
 * The worker's side.
 */
import { isTask, perform } from './task.js'

/**
 * What a worker sees of the outside: `self` in a browser, `parentPort` in Node.
 *
 * @since 0.1.0
 */
export interface Scope {
  postMessage(message: unknown, transfer: Array<ArrayBuffer>): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/**
 * Answers the tasks that come to a worker; other messages are left to others. All that a worker's file has to hold:
 *
 *     import { serve } from 'initializers-ts/workers'
 *     serve(self)
 *
 * @since 0.1.0
 */
export const serve = (scope: Scope): void =>
  scope.addEventListener('message', ({ data }) => {
    if (isTask(data)) scope.postMessage(perform(data), transferable(data.buffer))
  })

/** Memory that is not shared is handed over: a copy would be made of it else. */
export const transferable = (buffer: ArrayBufferLike): Array<ArrayBuffer> =>
  buffer instanceof ArrayBuffer ? [buffer] : []

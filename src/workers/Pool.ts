/**
 * Pools of threads that draw.
 *
 * A pool stays open until it is closed, because starting a thread takes tens of milliseconds. It uses workers through
 * three functions only, so those of Node and of browsers are alike. If a thread fails, the pool fails: all waiting and
 * later tasks end with the reason.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as T from 'fp-ts/Task'
import * as TE from 'fp-ts/TaskEither'
import type { Draw } from '../Draw.js'
import type { AnyInitializer } from '../Initializer.js'
import { at, error, type Errors, fail, show, type Validated } from '../InitializerError.js'
import { size } from '../Shape.js'
import { transferable } from './serve.js'
import { type Destination, type FilledBuffer, isAnswer, type Range, tag, type Task } from './task.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A worker that has been started. */
export interface Thread {
  readonly post: (task: Task, transfer: Array<ArrayBuffer>) => void
  readonly end: () => unknown
}

/** The events of a worker. */
export interface Listener {
  readonly message: (u: unknown) => void
  /** the worker has failed or ended */
  readonly failure: (reason: string) => void
}

export type Start = (listener: Listener) => Thread

/** A range of a tensor, with its checked draw and the initializer that it comes from. */
export interface CheckedRange extends Range {
  readonly draw: Draw
  readonly initializer: AnyInitializer
}

/** Ranges that one thread draws into one buffer. */
export interface Batch {
  readonly ranges: ReadonlyArray<CheckedRange>
  readonly destination: Destination
  /** of the buffer */
  readonly bytes: number
  /** in bytes, in use until the buffer is free again */
  readonly memory: number
}

/** @since 0.1.0 */
export interface Pool {
  /** threads besides the calling one; 0 if that one draws everything */
  readonly threads: number
  /** whether tasks fill memory that threads share; else buffers are transferred to a worker and back */
  readonly shares: boolean
  readonly draw: (batch: Batch, buffer: ArrayBufferLike) => TE.TaskEither<Errors, FilledBuffer>
  /** ends the threads, which may be drawing */
  readonly close: T.Task<void>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** Memory and disks are not fast enough for more. */
const maxThreads = 1024

/** Whether threads can share memory: in Node, and on pages that are isolated from other origins. */
export const canShare: boolean = typeof SharedArrayBuffer !== 'undefined'

/** A number of threads that a pool can have. Error: `BadCount`. */
export const checkThreads = (n: number): Validated<number> =>
  Number.isInteger(n) && n >= 1 && n <= maxThreads
    ? E.right(n)
    : fail('BadCount', `an integer from 1 to ${maxThreads}`, show(n))

/** A pool of `n` threads, each started by `start`. A thread that cannot be started is an error of the first draw. */
export const open = (n: number, start: Start, shares: boolean = canShare): Validated<Pool> =>
  pipe(
    at('threads')(checkThreads(n)),
    E.map((checked) => make(checked, start, shares && canShare))
  )

/** The reason why a worker could not draw. */
export const failed = (reason: unknown): Errors => [
  error('WorkerFailed', 'a worker that draws', reason instanceof Error ? reason.message : String(reason))
]

/** A thread and its unanswered tasks. */
interface RunningThread {
  readonly thread: Thread
  readonly unanswered: Map<number, (result: Validated<FilledBuffer>) => void>
}

const make = (n: number, start: Start, shares: boolean): Pool => {
  const running: Array<RunningThread> = []
  let broken: Errors | undefined
  let tasks = 0

  const stop = (reason: Errors): void => {
    broken ??= reason
    for (const { unanswered } of running) {
      for (const settle of unanswered.values()) settle(E.left(broken))
      unanswered.clear()
    }
  }
  const add = (): void => {
    const unanswered: RunningThread['unanswered'] = new Map()
    const message = (u: unknown): void => {
      if (!isAnswer(u)) return
      unanswered.get(u.id)?.(u.result)
      unanswered.delete(u.id)
    }
    const started = E.tryCatch(() => start({ message, failure: (reason) => stop(failed(reason)) }), failed)
    if (E.isRight(started)) running.push({ thread: started.right, unanswered })
    else stop(started.left)
  }
  const close = async (): Promise<void> => {
    stop(closed)
    await Promise.all(running.map(({ thread }) => thread.end()))
  }
  const send = (batch: Batch, buffer: ArrayBufferLike) =>
    new Promise<Validated<FilledBuffer>>((resolve) => {
      const { thread, unanswered } = running.reduce((a, b) => (b.unanswered.size < a.unanswered.size ? b : a))
      const id = tasks++
      thread.post(taskOf(id, batch, buffer), transferable(buffer)) // throws for a value that cannot be cloned
      unanswered.set(id, resolve)
    })

  for (let i = 0; i < n; i++) add()
  return {
    threads: n,
    shares,
    draw: (batch, buffer) =>
      pipe(
        TE.tryCatch(() => (broken === undefined ? send(batch, buffer) : Promise.resolve(E.left(broken))), failed),
        TE.chainEitherK((result) => result),
        // a message creates another object for the same shared memory
        TE.map((filled) => (buffer instanceof ArrayBuffer ? filled : { ...filled, buffer }))
      ),
    close
  }
}

const closed: Errors = [error('WorkerFailed', 'an open pool', 'a closed pool')]

const taskOf = (id: number, { ranges, destination }: Batch, buffer: ArrayBufferLike): Task => ({
  _tag: tag,
  id,
  destination,
  buffer,
  ranges: ranges.map(({ draw: { shape, dtype }, initializer, rng, start, stop, byteOffset }) => ({
    initializer,
    shape,
    dtype,
    rng,
    start,
    stop,
    byteOffset
  }))
})

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** A batch and its filled buffer. */
export interface Drawn<B extends Batch> extends FilledBuffer {
  readonly batch: B
}

/**
 * Draws batches, a few at a time, and yields them in order. `bufferOf` allocates the memory of a batch when its turn comes.
 * An interruption or a failure is the last item.
 */
export async function* drawInOrder<B extends Batch>(
  pool: Pool,
  batches: Iterable<B>,
  bufferOf: (batch: B) => ArrayBufferLike,
  signal?: AbortSignal
): AsyncGenerator<Validated<Drawn<B>>, void, undefined> {
  const queue: Array<{ readonly batch: B; readonly result: Promise<Validated<FilledBuffer>> }> = []
  let memory = 0
  const next = async (): Promise<Validated<Drawn<B>>> => {
    const { batch, result } = queue.shift()!
    memory -= batch.memory
    return E.map((filled: FilledBuffer) => ({ ...filled, batch }))(await untilAborted(result, signal))
  }
  const isFull = (batch: B): boolean => queue.length > 2 * pool.threads || memory + batch.memory > memoryLimit

  const start = async (batch: B): Promise<Validated<FilledBuffer>> => {
    const buffer = E.tryCatch(() => bufferOf(batch), outOfMemory(batch.bytes))
    return E.isLeft(buffer) ? buffer : pool.draw(batch, buffer.right)()
  }

  for (const batch of batches) {
    if (signal?.aborted === true) return yield interrupted
    while (queue.length > 0 && isFull(batch)) {
      const drawn = await next()
      yield drawn
      if (E.isLeft(drawn)) return
    }
    memory += batch.memory
    queue.push({ batch, result: start(batch) })
  }
  while (queue.length > 0) {
    const drawn = await next()
    yield drawn
    if (E.isLeft(drawn)) return
  }
}

/** Bytes that a draw needs besides its result: one that is not elementwise is computed in float64, in a few arrays. */
export const workingMemory = ({ elementwise, shape }: Draw): number => (elementwise ? 0 : 32 * size(shape))

/** Memory that the threads of a pool can fill. Shared only if necessary, because engines free shared memory late. */
export const allocate = ({ shares, threads }: Pool, bytes: number): ArrayBufferLike =>
  shares && threads > 0 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)

export const outOfMemory = (bytes: number) => (): Errors => [
  error('WorkerFailed', `memory for ${bytes} bytes`, 'out of memory')
]

/** In bytes, for all batches that are being drawn or wait to be taken; a single batch may need more. */
const memoryLimit = 0x8000000

/** The result, or an interruption before it. The listener is removed, as a signal may outlive many tasks. */
const untilAborted = <A>(result: Promise<Validated<A>>, signal: AbortSignal | undefined): Promise<Validated<A>> => {
  if (signal === undefined) return result
  if (signal.aborted) return Promise.resolve(interrupted)
  return new Promise((resolve) => {
    const stop = (): void => resolve(interrupted)
    signal.addEventListener('abort', stop)
    void result.then((done) => {
      signal.removeEventListener('abort', stop)
      resolve(done)
    })
  })
}

const interrupted = fail('Interrupted', 'drawing finished', 'interrupted')

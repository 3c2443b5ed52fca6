/**
 * Threads that draw.
 *
 * A pool is held open by whoever opened it, as starting a thread takes tens of milliseconds. It knows workers by three
 * functions only, so Node's and a browser's are the same to it. A thread that fails takes the pool with it: every task
 * that waits, and every later one, is answered with the reason.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as T from 'fp-ts/Task'
import * as TE from 'fp-ts/TaskEither'
import type { Draw } from '../Draw.js'
import type { Initializer } from '../Initializer.js'
import { at, error, type Errors, fail, show, type Validated } from '../InitializerError.js'
import { size } from '../Shape.js'
import { transferable } from './serve.js'
import { type FilledBuffer, isAnswer, type Destination, type Range, tag, type Task } from './task.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A worker, once it is started. */
export interface Thread {
  readonly post: (task: Task, transfer: Array<ArrayBuffer>) => void
  readonly end: () => unknown
}

/** What a worker has to say. */
export interface Listener {
  readonly message: (u: unknown) => void
  /** it cannot go on, or has ended */
  readonly failure: (what: string) => void
}

export type Start = (listener: Listener) => Thread

/** A range, and the checked draw and the config that it is of. */
export interface CheckedRange extends Range {
  readonly draw: Draw
  readonly initializer: Initializer
}

/** Pieces that one thread draws into one buffer. */
export interface Batch {
  readonly ranges: ReadonlyArray<CheckedRange>
  readonly destination: Destination
  /** of the buffer */
  readonly bytes: number
  /** bytes that are taken up until the buffer is free again */
  readonly memory: number
}

/** @since 0.1.0 */
export interface Pool {
  /** threads beside this one; 0 where all is drawn on this one */
  readonly threads: number
  /** whether a task fills memory that is this thread's too; else its buffer is handed over and back */
  readonly shares: boolean
  readonly draw: (order: Batch, buffer: ArrayBufferLike) => TE.TaskEither<Errors, FilledBuffer>
  /** ends the threads, whatever they do */
  readonly close: T.Task<void>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** More are a mistake: the fastest disk is busy with far fewer. */
const maxThreads = 1024

/** Whether there is memory that threads share: Node has it, and pages that are isolated from other origins. */
export const canShare: boolean = typeof SharedArrayBuffer !== 'undefined'

/** The number, if a pool can have as many threads; else `BadCount`. */
export const checkThreads = (n: number): Validated<number> =>
  Number.isInteger(n) && n >= 1 && n <= maxThreads
    ? E.right(n)
    : fail('BadCount', `a whole number from 1 to ${maxThreads}`, show(n))

/** A pool of `n` threads, each of which `start` starts. Whether one could not be started shows at the first draw. */
export const open = (n: number, start: Start, shares: boolean = canShare): Validated<Pool> =>
  pipe(
    at('threads')(checkThreads(n)),
    E.map((checked) => make(checked, start, shares && canShare))
  )

/** What kept a worker from drawing. */
export const failed = (reason: unknown): Errors => [
  error('WorkerFailed', 'a worker that draws', reason instanceof Error ? reason.message : String(reason))
]

/** A thread, and the tasks that it has not answered. */
interface RunningThread {
  readonly thread: Thread
  readonly waiting: Map<number, (result: Validated<FilledBuffer>) => void>
}

const make = (n: number, start: Start, shares: boolean): Pool => {
  const busy: Array<RunningThread> = []
  let broken: Errors | undefined
  let tasks = 0

  const stop = (reason: Errors): void => {
    broken ??= reason
    for (const { waiting } of busy) {
      for (const settle of waiting.values()) settle(E.left(broken))
      waiting.clear()
    }
  }
  const add = (): void => {
    const waiting: RunningThread['waiting'] = new Map()
    const message = (u: unknown): void => {
      if (!isAnswer(u)) return
      waiting.get(u.id)?.(u.result)
      waiting.delete(u.id)
    }
    const started = E.tryCatch(() => start({ message, failure: (what) => stop(failed(what)) }), failed)
    if (E.isRight(started)) busy.push({ thread: started.right, waiting })
    else stop(started.left)
  }
  const close = async (): Promise<void> => {
    stop(closed)
    await Promise.all(busy.map(({ thread }) => thread.end()))
  }
  const send = (order: Batch, buffer: ArrayBufferLike) =>
    new Promise<Validated<FilledBuffer>>((resolve) => {
      const { thread, waiting } = busy.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a))
      const id = tasks++
      thread.post(taskOf(id, order, buffer), transferable(buffer)) // which throws for what is no data
      waiting.set(id, resolve)
    })

  for (let i = 0; i < n; i++) add()
  return {
    threads: n,
    shares,
    draw: (order, buffer) =>
      pipe(
        TE.tryCatch(() => (broken === undefined ? send(order, buffer) : Promise.resolve(E.left(broken))), failed),
        TE.chainEitherK((result) => result),
        // a message makes one more object of memory that is shared
        TE.map((done) => (buffer instanceof ArrayBuffer ? done : { ...done, buffer }))
      ),
    close
  }
}

const closed: Errors = [error('WorkerFailed', 'an open pool', 'one that is closed')]

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

/** An order, and what came of it. */
export interface Drawn<O extends Batch> extends FilledBuffer {
  readonly order: O
}

/**
 * Has orders drawn, a few at a time, and hands them back in their order. `bufferOf` gives each order its memory when its
 * turn comes. After an interruption, or a failure, nothing follows.
 */
export async function* drawInOrder<O extends Batch>(
  pool: Pool,
  orders: Iterable<O>,
  bufferOf: (order: O) => ArrayBufferLike,
  signal?: AbortSignal
): AsyncGenerator<Validated<Drawn<O>>, void, undefined> {
  const waiting: Array<{ readonly order: O; readonly result: Promise<Validated<FilledBuffer>> }> = []
  let room = 0
  const next = async (): Promise<Validated<Drawn<O>>> => {
    const { order, result } = waiting.shift()!
    room -= order.memory
    return E.map((done: FilledBuffer) => ({ ...done, order }))(await untilAborted(result, signal))
  }
  const isFull = (order: O): boolean => waiting.length > 2 * pool.threads || room + order.memory > memoryLimit

  const start = async (order: O): Promise<Validated<FilledBuffer>> => {
    const buffer = E.tryCatch(() => bufferOf(order), outOfMemory(order.bytes))
    return E.isLeft(buffer) ? buffer : pool.draw(order, buffer.right)()
  }

  for (const order of orders) {
    if (signal?.aborted === true) return yield interrupted
    while (waiting.length > 0 && isFull(order)) {
      const drawn = await next()
      yield drawn
      if (E.isLeft(drawn)) return
    }
    room += order.memory
    waiting.push({ order, result: start(order) })
  }
  while (waiting.length > 0) {
    const drawn = await next()
    yield drawn
    if (E.isLeft(drawn)) return
  }
}

/** Bytes that a draw takes beside its result: one that is not local is computed in float64, in a few arrays. */
export const workingMemory = ({ elementwise, shape }: Draw): number => (elementwise ? 0 : 32 * size(shape))

/** Memory that the threads of a pool can fill, shared only where it must be: engines are slow to take that back. */
export const allocate = ({ shares, threads }: Pool, bytes: number): ArrayBufferLike =>
  shares && threads > 0 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)

export const outOfMemory = (bytes: number) => (): Errors => [
  error('WorkerFailed', `memory for ${bytes} bytes`, 'an engine that has no more')
]

/** In bytes, of all that is being drawn or waits to be taken; one order alone may need more. */
const memoryLimit = 0x8000000

/** Whichever comes first. The listener goes with the wait: a signal may outlive many tasks. */
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

const interrupted = fail('Interrupted', 'time to draw everything', 'an interruption')

/**
 * The threads of Node.
 *
 * @since 0.1.0
 */
import { setImmediate } from 'node:timers/promises'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import type { Draw } from '../Draw.js'
import type { DType } from '../DType.js'
import type * as Initializer from '../Initializer.js'
import { at, type Errors, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import { size } from '../Shape.js'
import type { Tensor } from '../Tensor.js'
import { checkThreads, failed, type Listener, open, type Pool, type Thread } from '../workers/Pool.js'
import { check, chunkOf, run, type SamplerOptions, tensorChunk } from '../workers/sampler.js'
import { fill, isAnswer } from '../workers/task.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface ThreadOptions {
  /**
   * how many draw at the most, or a pool that is open. 1, the default, is this thread; and so is any number for what is
   * drawn sooner than a thread has started
   */
  readonly threads?: number | Pool | undefined
  /** of a worker's code, for an application in whose bundle `worker.js` lies elsewhere */
  readonly worker?: URL | undefined
}

/** Elements that one thread draws in about the time that another one takes to start and to draw half of them. */
const minElementsForThreads = 0x2000000

// -------------------------------------------------------------------------------------
// pools
// -------------------------------------------------------------------------------------

/**
 * A pool of threads for many draws. It keeps no process alive, and ends with `close` or with the process. Errors: `BadCount`;
 * a thread that cannot be started shows at the first draw.
 *
 * @since 0.1.0
 */
export const openThreads = (threads: number, worker?: URL): Validated<Pool> =>
  open(
    threads,
    start(() => worker ?? new URL('./worker.js', import.meta.url))
  )

/** The process waits for a thread only while that has something to do, or is being ended. */
const start =
  (code: () => URL) =>
  ({ message, failure }: Listener): Thread => {
    const worker = new Worker(code(), { name: 'initializers-ts', env: SHARE_ENV, execArgv: [] })
    let tasks = 0
    let ended = false
    worker.on('message', (u: unknown) => {
      if (isAnswer(u)) tasks -= 1
      if (tasks === 0 && !ended) worker.unref()
      message(u)
    })
    worker.on('error', (reason: unknown) => failure(reason instanceof Error ? reason.message : String(reason)))
    worker.on('messageerror', (reason) => failure(reason.message))
    worker.on('exit', () => failure('a worker that has ended'))
    worker.unref() // listening for messages holds the process too
    return {
      post: (task, transfer) => {
        worker.postMessage(task, transfer)
        tasks += 1
        worker.ref()
      },
      end: () => {
        ended = true
        return worker.terminate()
      }
    }
  }

/** Draws on this thread, which looks around between two orders: for an interruption, and for the disk. */
const here: Pool = {
  threads: 0,
  shares: true,
  draw: ({ ranges, destination }, buffer) =>
    TE.tryCatch(async () => {
      await setImmediate()
      return fill(
        ranges.map(({ draw }) => draw),
        ranges,
        destination,
        buffer
      )
    }, failed),
  close: () => Promise.resolve()
}

/** What there is to draw. */
export interface Work {
  /** an element that is not local counts many times */
  readonly elements: number
  readonly chunks: number
}

/** Runs a task with as many threads as are worth while, and ends them if they are its own. */
export const withThreads =
  <A>(
    { threads = 1, worker, signal }: ThreadOptions & Pick<SamplerOptions, 'signal'>,
    { elements, chunks }: Work,
    use: (pool: Pool) => TE.TaskEither<Errors, A>
  ) =>
  (): Promise<E.Either<Errors, A>> => {
    if (typeof threads !== 'number') return use(threads)()
    const worthwhile = elements >= minElementsForThreads
    const needed = worthwhile ? Math.min(threads, Math.max(1, Math.ceil(chunks))) : 1
    const deaf = worthwhile && chunks <= 1 && signal !== undefined // one long draw would hear no interruption
    return pipe(
      at('threads')(checkThreads(threads)),
      E.chain(() => (needed === 1 && !deaf ? E.right(here) : openThreads(needed, worker))),
      TE.fromEither,
      (pool) => TE.bracket(pool, use, ({ close }) => TE.fromTask(close))
    )()
  }

/** What drawing amounts to. */
export const workOf = (draws: ReadonlyArray<Draw>, chunkElements: number): Work =>
  draws
    .map(({ shape, elementwise }) => ({ n: size(shape), elementwise }))
    .reduce(
      ({ elements, chunks }, { n, elementwise }) => ({
        elements: elements + (elementwise ? n : materializedCost * n),
        chunks: chunks + (elementwise ? n / chunkElements : 1)
      }),
      { elements: 0, chunks: 0 }
    )

/** An element of an orthogonal matrix takes some 40 ns at 256 x 256 and 190 at 1024 x 1024, an independent one 2 or 3. */
const materializedCost = 50

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `Initializer.sampler` by threads: the same elements and the same next state, whatever their number; in a
 * `SharedArrayBuffer`, if others than this one draw. A draw that is not local is one piece. Errors: those of
 * `Initializer.sampler`, `BadCount`, `WorkerFailed`, and `Interrupted` if the signal is aborted, which ends threads that
 * are not a pool's.
 *
 * @since 0.1.0
 * @example
 * import { sampler } from 'initializers-ts/node'
 * import { presets, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const kernel = pipe(
 *   TE.fromEither(Rng.fromSeed(42)),
 *   TE.chain(sampler({ threads: 2 })({ shape: [784, 256] })(presets.heNormal)),
 *   TE.map(([tensor]) => tensor.data.length)
 * )
 * await kernel() // => E.right(200704)
 */
export const sampler =
  (options: ThreadOptions & SamplerOptions = {}) =>
  <D extends DType = DType>(spec: Initializer.TensorSpec<D>) =>
  (initializer: Initializer.Initializer) =>
  (rng: Rng): TE.TaskEither<Errors, readonly [Tensor<D>, Rng]> =>
    pipe(
      initializer,
      check(spec),
      TE.fromEither,
      TE.chain((checked) =>
        withThreads(options, workOf([checked.draw], chunkOf(options, tensorChunk)), (pool) =>
          run(pool, options, checked, rng)
        )
      )
    )

/**
 * Pools of Node's threads, and tensors that they draw.
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
import type { AnyInitializer, TensorSpec } from '../Initializer.js'
import { at, type Errors, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import { size } from '../Shape.js'
import type { Tensor } from '../Tensor.js'
import { checkThreads, failed, type Listener, open, type Pool, type Thread } from '../workers/Pool.js'
import { check, chunkOf, type DrawOptions, run, type SamplerOptions, tensorChunk } from '../workers/sampler.js'
import { fill, isAnswer } from '../workers/task.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface ThreadOptions {
  /**
   * the maximum number of threads, or an open pool. The default of 1 is the calling thread, which also draws whatever
   * takes less time than starting a thread
   */
  readonly threads?: number | Pool | undefined
  /** the code of a worker, if it is not beside this file: in the bundle of an application */
  readonly worker?: URL | undefined
  /** modules whose default export is a list of definitions, for initializers of your own; each thread runs their code */
  readonly modules?: ReadonlyArray<URL> | undefined
}

/**
 * The options of a pool.
 *
 * @since 0.1.0
 */
export interface PoolOptions extends Pick<ThreadOptions, 'worker' | 'modules'> {
  readonly threads: number
}

/** One thread draws this many in about the time that a second thread takes to start and draw half of them. */
const minElementsForThreads = 0x2000000

// -------------------------------------------------------------------------------------
// pools
// -------------------------------------------------------------------------------------

/**
 * A pool of threads for many draws. It does not keep the process alive, and ends with `close` or with the process. Errors:
 * `BadCount`; a thread that cannot be started, or a module that it cannot load, is an error of the first draw.
 *
 * @since 0.1.0
 */
export const openThreads = ({ threads, worker, modules = [] }: PoolOptions): Validated<Pool> =>
  open(
    threads,
    start(() => worker ?? new URL('./worker.js', import.meta.url), { modules: modules.map(({ href }) => href) })
  )

/** A thread keeps the process alive only while it has tasks or is being ended. */
const start =
  (code: () => URL, workerData: { readonly modules: ReadonlyArray<string> }) =>
  ({ message, failure }: Listener): Thread => {
    const worker = new Worker(code(), { name: 'initializers-ts', env: SHARE_ENV, execArgv: [], workerData })
    let tasks = 0
    let ended = false
    worker.on('message', (u: unknown) => {
      if (isAnswer(u)) tasks -= 1
      if (tasks === 0 && !ended) worker.unref()
      message(u)
    })
    worker.on('error', (reason: unknown) => failure(reason instanceof Error ? reason.message : String(reason)))
    worker.on('messageerror', (reason) => failure(reason.message))
    worker.on('exit', () => failure('a worker that has exited'))
    worker.unref() // a listener for messages keeps the process alive too
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

/** Draws on the calling thread, which handles events between two batches: interruptions, and the disk. */
const callingThread: Pool = {
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

/** The amount of drawing. */
export interface Work {
  /** an element of a draw that is not elementwise counts many times */
  readonly elements: number
  readonly chunks: number
}

/** Runs a task with as many threads as save time, and ends them unless they belong to a given pool. */
export const withThreads =
  <A>(
    { threads = 1, worker, modules, signal }: ThreadOptions & Pick<DrawOptions, 'signal'>,
    { elements, chunks }: Work,
    use: (pool: Pool) => TE.TaskEither<Errors, A>
  ) =>
  (): Promise<E.Either<Errors, A>> => {
    if (typeof threads !== 'number') return use(threads)()
    const worthwhile = elements >= minElementsForThreads
    const needed = worthwhile ? Math.min(threads, Math.max(1, Math.ceil(chunks))) : 1
    const isBlocking = worthwhile && chunks <= 1 && signal !== undefined // one long draw would delay an interruption
    return pipe(
      at('threads')(checkThreads(threads)),
      E.chain(() =>
        needed === 1 && !isBlocking ? E.right(callingThread) : openThreads({ threads: needed, worker, modules })
      ),
      TE.fromEither,
      (pool) => TE.bracket(pool, use, ({ close }) => TE.fromTask(close))
    )()
  }

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
 * `Initializer.sampler` on threads: the same elements and the same next state for any number of threads. The data is in a
 * `SharedArrayBuffer` unless the calling thread draws it. A draw that is not elementwise takes one thread. Initializers of
 * your own need `registry`, and `modules` for the threads. Errors: those of `Initializer.sampler`, `BadCount`,
 * `WorkerFailed`, and `Interrupted` if the signal is aborted, which also ends threads that are not those of a given pool.
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
  <D extends DType = DType>(spec: TensorSpec<D>) =>
  (initializer: AnyInitializer) =>
  (rng: Rng): TE.TaskEither<Errors, readonly [Tensor<D>, Rng]> =>
    pipe(
      initializer,
      check(spec, options.registry),
      TE.fromEither,
      TE.chain((checked) =>
        withThreads(options, workOf([checked.draw], chunkOf(options, tensorChunk)), (pool) =>
          run(pool, options, checked, rng)
        )
      )
    )

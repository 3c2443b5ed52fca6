/**
 * `init`: a whole model, from a plan to a safetensors file.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { constNull, pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import * as Content from '../Content.js'
import * as Initializer from '../Initializer.js'
import { Applicative, at, type Errors, fail, type Validated } from '../InitializerError.js'
import { type Initialized, initialize, replay, type ThreadOptions, type WriteOptions } from '../node/index.js'
import * as Plan from '../plan/index.js'
import * as Replay from '../replay/index.js'
import * as Rng from '../Rng.js'
import { size } from '../Shape.js'
import * as Summary from '../Summary.js'
import * as Arguments from './arguments.js'
import { type Action, type Environment, onFile, type Report, type Run } from './environment.js'
import { progress } from './progress.js'
import { isPlan, planHelp, readPlan, type Source } from './source.js'
import { collect, parseStream, streamHelp, streamOptionHelp } from './stream.js'
import { count, facts, initializer as showInitializer, number, shape as showShape, table } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly seed?: string
  readonly out?: string
  readonly threads?: string
  readonly stream?: string
  readonly streamOption: ReadonlyArray<string>
  readonly summary?: true
  readonly json?: true
}

const examples = `
Examples:
  $ initializers-ts init model.plan.yaml --out model.safetensors
  $ initializers-ts init model.plan.yaml --seed 42 --out model.safetensors --threads 4 --summary
`

export const init = (program: Command, environment: Environment, run: Run) =>
  program
    .command('init')
    .description('draw a whole model into a safetensors file, in bounded memory')
    .argument('<PLAN>', planHelp)
    .option('--seed <integer>', "from -(2^53 - 1) to 2^64 - 1 (default: the plan's, else 0)")
    .option('--out <file>', 'the .safetensors file to write (required)')
    .option('--threads <n>', 'that draw, with the same bytes (default: one a processor, at most 8; a replay has one)')
    .option('--summary', 'list the parameters with the mean and std that they came out with')
    .option('--stream <name>', `${streamHelp} (default: the plan's)`)
    .option('--stream-option <key=value>', streamOptionHelp, collect, [])
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((source: string, options: Options) =>
      run(
        pipe(
          TE.fromEither(Arguments.required('--out')(options.out)),
          TE.bindTo('out'),
          TE.bind('source', () => readPlan(environment)(source)),
          TE.chainEitherK(({ out, source }) => prepare(options, out, source)),
          TE.chain(execute(environment, options))
        ),
        options.json
      )
    )

// -------------------------------------------------------------------------------------
// checking
// -------------------------------------------------------------------------------------

/** All that is known before a word is drawn. */
interface Job {
  /** of the plan, in errors */
  readonly name: string
  readonly out: string
  readonly stream: string
  readonly seed: Arguments.Seed
  readonly entries: ReadonlyArray<Row>
  /** of all data */
  readonly bytes: number
  readonly threads: number
  readonly initialize: (options: WriteOptions & ThreadOptions) => TE.TaskEither<Errors, Initialized>
}

/** A parameter, and what its numbers follow. */
interface Row extends Omit<Plan.Parameter, 'initializer'> {
  readonly initializer: Initializer.Initializer
  /** null of numbers that the library itself would not draw, such as those that are all rounded to 0 */
  readonly content: Content.Content | null
}

const prepare = (options: Options, out: string, source: Source): Validated<Job> => {
  const { name } = source
  return pipe(
    sequenceS(Applicative)({
      checked: isPlan(source) ? check(options, source) : at(name)(notAPlan),
      format: Arguments.parseOut(['safetensors'])(out),
      given: Arguments.parseSeed(options.seed),
      threads: Arguments.parseThreads(options.threads)
    }),
    E.let('seed', ({ checked, given }) => Arguments.chooseSeed(given, checked.seed, 'from the plan')),
    E.bind('initialize', ({ checked, seed }) => at('--seed')(checked.from(seed.value))),
    E.map(({ checked: { stream, entries, bytes }, seed, threads, initialize }) => ({
      name,
      out,
      stream,
      seed,
      entries,
      bytes,
      threads,
      initialize
    }))
  )
}

const notAPlan = fail('WrongType', 'a plan, with parameters (the command plan makes one of a model file)', 'none')

/** A plan that was checked for its stream. */
interface Checked extends Pick<Job, 'stream' | 'entries' | 'bytes'> {
  readonly seed: number | null
  readonly from: (seed: number | bigint) => Validated<Job['initialize']>
}

/** Reads the plan and checks its draws by the stream of the options, else by its own. */
const check = ({ stream, streamOption }: Options, { name, value }: Source): Validated<Checked> =>
  pipe(
    givenStream(stream, streamOption),
    E.chain((given) => at(name)(Replay.decodePlan(value, { stream: given }))),
    E.bindTo('plan'),
    E.bind('config', ({ plan }) =>
      stream === undefined ? parseStream(plan.stream.name, streamOption, plan.stream.options) : E.right(plan.stream)
    ),
    E.chain(({ plan, config }) => at(name)(checkDraws({ ...plan, stream: config })))
  )

const givenStream = (
  name: string | undefined,
  options: ReadonlyArray<string>
): Validated<Plan.StreamConfig | undefined> => (name === undefined ? E.right(undefined) : parseStream(name, options))

const checkDraws = (plan: Plan.Plan<unknown>): Validated<Checked> =>
  Plan.isNative(plan) ? checkModel(plan) : checkReplay(plan)

const checkModel = (plan: Plan.Plan): Validated<Checked> =>
  pipe(
    Plan.toModel(plan),
    E.map((model) => ({
      stream: plan.stream.name,
      seed: plan.seed,
      entries: model.parameters.map(({ draw: { content }, ...parameter }) => ({ ...parameter, content })),
      bytes: model.bytes,
      from: (seed) =>
        pipe(
          Rng.fromSeed(seed),
          E.map((rng) => (options) => initialize({ ...options, rng })(model))
        )
    }))
  )

const checkReplay = (plan: Plan.Plan<unknown>): Validated<Checked> =>
  pipe(
    Replay.openStream(plan),
    E.bindTo('stream'),
    E.bind('model', ({ stream }) => Replay.fromPlan(stream)(plan)),
    E.bind('native', ({ stream }) => Replay.toNative(stream)(plan)),
    E.map(({ stream, model, native }) => ({
      stream: stream.name,
      seed: model.seed,
      entries: native.parameters.map(rowOf),
      bytes: model.bytes,
      from: (seed) =>
        pipe(
          stream.fromSeed(seed),
          E.map((root) => (options) => replay({ ...options, root })(model))
        )
    }))
  )

const rowOf = (parameter: Plan.Parameter): Row => ({
  ...parameter,
  content: pipe(
    parameter.initializer,
    Initializer.draw(parameter),
    E.match(constNull, ({ content }) => content)
  )
})

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

const execute =
  (environment: Environment, options: Options) =>
  (job: Job): Action => {
    const { show, clear } = progress(environment, job.bytes)
    return pipe(
      onFile(
        environment,
        job.out,
        job.name
      )((path) => job.initialize({ path, onProgress: show, signal: environment.signal, threads: job.threads })),
      environment.interruptible,
      (task) => () => task().finally(clear),
      TE.map((initialized) => report(job, options, initialized))
    )
  }

// -------------------------------------------------------------------------------------
// telling
// -------------------------------------------------------------------------------------

const report = (
  { out, stream, entries, seed }: Job,
  { summary }: Options,
  { bytes, sha256, summaries }: Initialized
): Report => {
  const elements = entries.reduce((sum, entry) => sum + size(entry.shape), 0)
  const rows = entries.map((entry, i) => ({ entry, ...moments(summaries[i] ?? Summary.Monoid.empty) }))
  return {
    json: {
      file: out,
      parameters: entries.length,
      elements,
      bytes,
      sha256,
      stream,
      seed: Arguments.seedJson(seed),
      ...(summary === undefined ? {} : { summary: rows.map(({ entry, mean, std }) => rowJson(entry, mean, std)) })
    },
    text:
      (summary === undefined ? '' : `${summaryTable(rows)}\n`) +
      facts([
        ['file', out],
        ['parameters', count(entries.length)],
        ['elements', count(elements)],
        ['bytes', count(bytes)],
        ['sha256', sha256],
        ['stream', stream],
        ['seed', Arguments.describeSeed(seed)]
      ])
  }
}

interface SummaryRow {
  readonly entry: Row
  readonly mean: number | null
  readonly std: number | null
}

const moments = (summary: Summary.Summary): Omit<SummaryRow, 'entry'> =>
  summary.count === 0 ? { mean: null, std: null } : { mean: summary.mean, std: Summary.stddev(summary) }

const rowJson = ({ name, shape, dtype, content }: Row, mean: number | null, std: number | null) => ({
  name,
  shape,
  dtype,
  mean,
  std,
  expected: content === null ? null : { mean: Content.mean(content), std: Content.stddev(content) }
})

const summaryTable = (rows: ReadonlyArray<SummaryRow>): string =>
  table(
    ['name', 'shape', 'initializer', '>mean', '>std', '>expected std'],
    rows.map(({ entry: { name, shape, initializer, content }, mean, std }) => [
      name,
      showShape(shape),
      showInitializer(initializer),
      ...[mean, std, content === null ? null : Content.stddev(content)].map(number)
    ])
  )

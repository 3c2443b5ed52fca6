/**
 * `init`: draws a whole model from a plan into a safetensors file.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import * as Content from '../Content.js'
import { Applicative, at, fail, type Validated } from '../InitializerError.js'
import type { Initialized } from '../node/index.js'
import { size } from '../Shape.js'
import * as Summary from '../Summary.js'
import * as Arguments from './arguments.js'
import { checkPlan, type Initialize, type Row, type StreamOptions } from './checkedPlan.js'
import { type Action, type Environment, onFile, type Report, type Run } from './environment.js'
import { loadModules, moduleHelp, type Modules } from './module.js'
import { progress } from './progress.js'
import { isPlan, planHelp, readPlan, type Source } from './source.js'
import { collect, streamHelp, streamOptionHelp } from './stream.js'
import { count, facts, initializer as showInitializer, number, shape as showShape, table } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options extends StreamOptions {
  readonly seed?: string
  readonly out?: string
  readonly threads?: string
  readonly module: ReadonlyArray<string>
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
    .option(
      '--threads <n>',
      'the number of threads, which changes no byte (default: one per processor, at most 8; other streams use one)'
    )
    .option('--summary', 'list the parameters with the mean and standard deviation of their elements')
    .option('--stream <name>', `${streamHelp} (default: the plan's)`)
    .option('--stream-option <key=value>', streamOptionHelp, collect, [])
    .option('--module <file>', moduleHelp, collect, [])
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((source: string, options: Options) =>
      run(
        pipe(
          TE.fromEither(Arguments.required('--out')(options.out)),
          TE.bindTo('out'),
          TE.bind('modules', () => loadModules(environment, options.module)),
          TE.bind('source', () => readPlan(environment)(source)),
          TE.chainEitherK(({ out, modules, source }) => prepare(options, out, modules, source)),
          TE.chain(execute(environment, options))
        ),
        options.json
      )
    )

// -------------------------------------------------------------------------------------
// checking
// -------------------------------------------------------------------------------------

/** Everything that is known before a number is drawn. */
interface Job {
  /** the plan's, for errors */
  readonly name: string
  readonly out: string
  readonly stream: string
  readonly seed: Arguments.Seed
  readonly entries: ReadonlyArray<Row>
  /** of all data */
  readonly bytes: number
  readonly threads: number
  readonly initialize: Initialize
}

const prepare = (options: Options, out: string, modules: Modules, source: Source): Validated<Job> => {
  const { name } = source
  return pipe(
    sequenceS(Applicative)({
      checked: isPlan(source) ? checkPlan(options, modules, source) : at(name)(notAPlan),
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

const notAPlan = fail(
  'WrongType',
  'a plan with the key parameters (the command plan makes a plan from a model file)',
  'another value'
)

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
// reporting
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

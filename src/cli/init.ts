/**
 * `init`: a whole model, from a plan to a safetensors file.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import * as Content from '../Content.js'
import { Applicative, at, fail, type Validated } from '../InitializerError.js'
import { type Initialized, initialize } from '../node/index.js'
import * as Plan from '../plan/index.js'
import * as Rng from '../Rng.js'
import { size } from '../Shape.js'
import * as Summary from '../Summary.js'
import * as Arguments from './arguments.js'
import { type Action, type Environment, onFile, type Report, type Run } from './environment.js'
import { progress } from './progress.js'
import { isPlan, planHelp, readPlan, type Source } from './source.js'
import { count, facts, initializer as showInitializer, number, shape as showShape, table } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly seed?: string
  readonly out?: string
  readonly stream: string
  readonly summary?: true
  readonly json?: true
}

const examples = `
Examples:
  $ initializers-ts init model.plan.yaml --out model.safetensors
  $ initializers-ts init model.plan.yaml --seed 42 --out model.safetensors --summary
`

export const init = (program: Command, environment: Environment, run: Run) =>
  program
    .command('init')
    .description('draw a whole model into a safetensors file, in bounded memory')
    .argument('<PLAN>', planHelp)
    .option('--seed <integer>', "from -(2^53 - 1) to 2^64 - 1 (default: the plan's, else 0)")
    .option('--out <file>', 'the .safetensors file to write (required)')
    .option('--summary', 'list the parameters with the mean and std that they came out with')
    .option('--stream <name>', 'the source of the weights', 'native')
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
  readonly model: Plan.Model
  readonly rng: Rng.Rng
  readonly seed: Arguments.Seed
}

const prepare = (options: Options, out: string, source: Source): Validated<Job> => {
  const { name, value } = source
  return pipe(
    sequenceS(Applicative)({
      plan: at(name)(isPlan(source) ? Plan.decode(value) : notAPlan),
      format: Arguments.parseOut(['safetensors'])(out),
      stream: Arguments.parseOnly('--stream', 'native')(options.stream),
      given: Arguments.parseSeed(options.seed)
    }),
    E.let('seed', ({ plan, given }) => Arguments.chooseSeed(given, plan.seed, 'from the plan')),
    E.bind('rng', ({ seed }) => Rng.fromSeed(seed.value)),
    E.bind('model', ({ plan }) => at(name)(Plan.fromPlan(plan))),
    E.map(({ seed, rng, model }) => ({ name, out, seed, rng, model }))
  )
}

const notAPlan = fail('WrongType', 'a plan, with parameters (the command plan makes one of a model file)', 'none')

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

const execute =
  (environment: Environment, options: Options) =>
  (job: Job): Action => {
    const { name, out, model, rng } = job
    const { show, clear } = progress(environment, model.bytes)
    return pipe(
      onFile(
        environment,
        out,
        name
      )((path) => initialize({ rng, path, onProgress: show, signal: environment.signal })(model)),
      environment.heeding,
      (task) => () => task().finally(clear),
      TE.map((initialized) => report(job, options, initialized))
    )
  }

// -------------------------------------------------------------------------------------
// telling
// -------------------------------------------------------------------------------------

const report = (
  { out, model: { entries }, seed }: Job,
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
        ['seed', Arguments.describeSeed(seed)]
      ])
  }
}

interface SummaryRow {
  readonly entry: Plan.Entry
  readonly mean: number | null
  readonly std: number | null
}

const moments = (summary: Summary.Summary): Omit<SummaryRow, 'entry'> =>
  summary.count === 0 ? { mean: null, std: null } : { mean: summary.mean, std: Summary.stddev(summary) }

const rowJson = ({ name, shape, dtype, draw }: Plan.Entry, mean: number | null, std: number | null) => ({
  name,
  shape,
  dtype,
  mean,
  std,
  expected: { mean: Content.mean(draw.content), std: Content.stddev(draw.content) }
})

const summaryTable = (rows: ReadonlyArray<SummaryRow>): string =>
  table(
    ['name', 'shape', 'initializer', '>mean', '>std', '>expected std'],
    rows.map(({ entry: { name, shape, initializer, draw }, mean, std }) => [
      name,
      showShape(shape),
      showInitializer(initializer),
      ...[mean, std, Content.stddev(draw.content)].map(number)
    ])
  )

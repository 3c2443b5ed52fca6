/**
 * `describe`: what a config or a plan will draw, without drawing it.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import type { Content } from '../Content.js'
import { isModelFile } from '../dialects/keras/envelope.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { all, Applicative, at, error, fail, fromErrors, type Validated } from '../InitializerError.js'
import * as Plan from '../plan/index.js'
import * as Replay from '../replay/index.js'
import * as Arguments from './arguments.js'
import { dialectHelp, parseDialect, readIn, type Read } from './dialect.js'
import type { Environment, Report, Run } from './environment.js'
import { loadModules, moduleHelp } from './module.js'
import { help, isPlan, readConfig, type Source } from './source.js'
import { collect } from './stream.js'
import { count, facts, initializer as showInitializer, number, shape as showShape, table } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly shape?: string
  readonly dtype?: string
  readonly dialect?: string
  readonly module: ReadonlyArray<string>
  readonly json?: true
}

const examples = `
Examples:
  $ initializers-ts describe glorot_uniform --shape 784,256
  $ initializers-ts describe he_normal --dialect jax --shape 3,3,64,64
  $ initializers-ts describe model.plan.yaml
`

export const describe = (program: Command, environment: Environment, run: Run) =>
  program
    .command('describe')
    .description('describe what a config and a shape, or a plan, will draw; draws nothing')
    .argument('<CONFIG|PLAN>', help)
    .option('--shape <sizes>', 'for a config: such as 784,256, or scalar')
    .option('--dtype <dtype>', 'for a config: float16, bfloat16, float32 or float64')
    .option('--dialect <name>', `for a config: ${dialectHelp} (default: "canonical")`)
    .option('--module <file>', moduleHelp, collect, [])
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((source: string, options: Options) =>
      run(
        pipe(
          loadModules(environment, options.module),
          TE.bindTo('modules'),
          TE.bind('config', () => readConfig(environment)(source)),
          TE.chainEitherK(({ modules, config }) => describerOf(config)(modules.registry, options, config))
        ),
        options.json
      )
    )

type Describe = (registry: Registry<AnyInitializer>, options: Options, source: Source) => Validated<Report>

const describerOf = (source: Source): Describe => {
  if (isPlan(source)) return describePlan
  return isModelFile(source.value) ? refuseModel : describeConfig
}

const refuseModel: Describe = (_registry, _options, { name }) =>
  at(name)(fail('WrongType', 'a config or a plan (the command plan makes a plan from a model file)', 'a model file'))

// -------------------------------------------------------------------------------------
// a config
// -------------------------------------------------------------------------------------

const describeConfig: Describe = (registry, options, { name, value }) =>
  pipe(
    sequenceS(Applicative)({
      config: pipe(
        parseDialect(options.dialect ?? 'canonical'),
        E.chain((language) => at(name)(readIn(language, registry)(value)))
      ),
      shape: pipe(options.shape, Arguments.required('--shape'), E.chain(Arguments.parseShape)),
      dtype: Arguments.parseDType(options.dtype)
    }),
    E.chain(({ config, shape, dtype }) =>
      pipe(
        at(name)(Initializer.describe({ shape, dtype }, registry)(config.initializer)),
        E.map((description) => ({
          json: { ...description, dialect: config.language, decisions: config.decisions },
          text: showDescription(config.initializer, description) + showDecisions(config)
        }))
      )
    )
  )

const showDescription = (initializer: AnyInitializer, it: Initializer.Description): string =>
  facts([
    ['initializer', showInitializer(initializer)],
    ['shape', showShape(it.shape)],
    ['dtype', it.dtype],
    ['fans', showFans(it.fans)],
    ['distribution', showContent(it.content)],
    ['mean', number(it.mean)],
    ['std', number(it.stddev)],
    ['low', number(it.low)],
    ['high', number(it.high)],
    ['elements', count(it.elements)],
    ['words', count(it.words)],
    ['bytes', count(it.bytes)],
    ['slices', it.elementwise ? 'can be drawn alone' : 'need the whole tensor']
  ])

/** The decisions of a dialect. */
const showDecisions = ({ language, decisions }: Read): string =>
  language === 'canonical'
    ? ''
    : ['', facts([['dialect', language], ...decisions.map(({ about, decided }) => [about, decided] as const)])].join(
        '\n'
      )

const showFans = (fans: Initializer.Description['fans']): string =>
  fans === null ? '-' : `in ${fans.fanIn}, out ${fans.fanOut}`

const showContent = (content: Content): string => {
  switch (content._tag) {
    case 'Constant':
      return `constant ${number(content.value)}`
    case 'Structured':
      return content.name
    case 'Uniform':
      return `uniform between ${number(content.low)} and ${number(content.high)}`
    case 'Normal':
      return `normal, mean ${number(content.mean)}, stddev ${number(content.stddev)}`
    case 'TruncatedNormal':
      return `normal, mean ${number(content.mean)}, stddev ${number(content.stddev)}, truncated to ${number(content.low)} and ${number(content.high)}`
  }
}

// -------------------------------------------------------------------------------------
// a plan
// -------------------------------------------------------------------------------------

const describePlan: Describe = (registry, options, { name, value }) =>
  pipe(
    refuseOptions(options),
    E.chain(() => at(name)(Replay.decodePlan(value, { registry }))),
    E.bindTo('plan'),
    E.bind('native', ({ plan }) => at(name)(toNative(plan))),
    E.bind('model', ({ native }) => at(name)(Plan.toModel(native, registry))),
    E.bind('descriptions', ({ native }) =>
      all(native.parameters.map((p) => Initializer.describe(p, registry)(p.initializer)))
    ),
    E.map(({ plan, native, model, descriptions }) => reportPlan(plan.stream.name, native, model.bytes, descriptions))
  )

/** The native plan with the same distributions, if the plan's own stream can draw them. */
const toNative = (plan: Plan.Plan<unknown>): Validated<Plan.Plan<AnyInitializer>> =>
  Plan.isNative(plan)
    ? E.right(plan)
    : pipe(
        Replay.openStream(plan),
        E.chainFirst((stream) => Replay.fromPlan(stream)(plan)),
        E.chain((stream) => Replay.toNative(stream)(plan))
      )

/** Each parameter of a plan has a shape and a dtype of its own. */
const refuseOptions = ({ shape, dtype, dialect }: Options): Validated<unknown> =>
  fromErrors(
    Object.entries({ '--shape': shape, '--dtype': dtype, '--dialect': dialect }).flatMap(([option, text]) =>
      text === undefined
        ? []
        : [error('Unsupported', 'a config (in a plan, each parameter has a shape and a dtype)', option, [option])]
    ),
    undefined
  )

const reportPlan = (
  stream: string,
  { seed, parameters }: Plan.Plan<AnyInitializer>,
  bytes: number,
  descriptions: ReadonlyArray<Initializer.Description>
): Report => {
  const ignoredSeeds = parameters.filter((p) => Initializer.seedOf(p.initializer) !== null).map((p) => p.name)
  const total = (key: 'elements' | 'words') => descriptions.reduce((sum, each) => sum + each[key], 0)
  const totals = { elements: total('elements'), words: total('words'), bytes }
  return {
    json: {
      seed,
      stream,
      parameters: descriptions.map((each, i) => ({ name: parameters[i]?.name, ...each })),
      ...totals,
      ignoredSeeds
    },
    text: [
      parameterTable(parameters, descriptions),
      `${count(parameters.length)} parameters, ${count(totals.elements)} elements, ${count(totals.words)} words, ` +
        `${count(bytes)} bytes\n`,
      ...(stream === Plan.native.name
        ? []
        : [`Drawn by the stream ${stream}; the words are those of the native stream.\n`]),
      ...(ignoredSeeds.length === 0
        ? []
        : [`The seeds of ${count(ignoredSeeds.length)} initializers are ignored: a plan has one seed.\n`])
    ].join('\n')
  }
}

const parameterTable = (
  parameters: ReadonlyArray<Plan.Parameter<AnyInitializer>>,
  descriptions: ReadonlyArray<Initializer.Description>
): string =>
  table(
    ['name', 'shape', 'dtype', 'initializer', 'fans', '>mean', '>std', '>low', '>high', '>words', '>bytes'],
    parameters.map(({ name, shape, dtype, initializer }, i) => {
      const it = descriptions[i]!
      return [
        name,
        showShape(shape),
        dtype,
        showInitializer(initializer),
        showFans(it.fans),
        ...[it.mean, it.stddev, it.low, it.high].map(number),
        count(it.words),
        count(it.bytes)
      ]
    })
  )

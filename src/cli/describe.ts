/**
 * `describe`: what a config or a plan will draw, without drawing it.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import type { Content } from '../Content.js'
import * as Initializer from '../Initializer.js'
import { all, Applicative, at, error, fail, fromErrors, type Validated } from '../InitializerError.js'
import * as Plan from '../plan/index.js'
import * as Replay from '../replay/index.js'
import * as Arguments from './arguments.js'
import { dialectHelp, parseDialect, readIn, type Understood } from './dialect.js'
import { isModelFile } from '../dialects/keras/envelope.js'
import type { Environment, Report, Run } from './environment.js'
import { help, isPlan, readConfig, type Source } from './source.js'
import { count, facts, initializer as showInitializer, number, shape as showShape, table } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly shape?: string
  readonly dtype?: string
  readonly dialect?: string
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
    .description('tell what a config, for a shape, or a plan will draw; draws nothing')
    .argument('<CONFIG|PLAN>', help)
    .option('--shape <sizes>', 'for a config: such as 784,256, or scalar')
    .option('--dtype <dtype>', 'for a config: float16, bfloat16, float32 or float64')
    .option('--dialect <name>', `for a config: ${dialectHelp} (default: "canonical")`)
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((source: string, options: Options) =>
      run(
        pipe(
          readConfig(environment)(source),
          TE.chainEitherK((source) => describerOf(source)(options, source))
        ),
        options.json
      )
    )

const describerOf = (source: Source): ((options: Options, source: Source) => Validated<Report>) => {
  if (isPlan(source)) return describePlan
  return isModelFile(source.value) ? refuseModel : describeConfig
}

const refuseModel = (_: Options, { name }: Source): Validated<never> =>
  at(name)(fail('WrongType', 'a config or a plan (the command plan makes one of a model file)', 'a model'))

// -------------------------------------------------------------------------------------
// a config
// -------------------------------------------------------------------------------------

const describeConfig = (options: Options, { name, value }: Source): Validated<Report> =>
  pipe(
    sequenceS(Applicative)({
      understood: pipe(
        parseDialect(options.dialect ?? 'canonical'),
        E.chain((language) => at(name)(readIn(language)(value)))
      ),
      shape: pipe(options.shape, Arguments.required('--shape'), E.chain(Arguments.parseShape)),
      dtype: Arguments.parseDType(options.dtype)
    }),
    E.chain(({ understood, shape, dtype }) =>
      pipe(
        at(name)(Initializer.describe({ shape, ...(dtype === undefined ? {} : { dtype }) })(understood.initializer)),
        E.map((description) => ({
          json: { ...description, dialect: understood.language, decisions: understood.decisions },
          text: showDescription(understood.initializer, description) + showDecisions(understood)
        }))
      )
    )
  )

const showDescription = (initializer: Initializer.Initializer, it: Initializer.Description): string =>
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
    ['a part of it', it.elementwise ? 'is drawn by itself' : 'is cut from the whole']
  ])

/** What a framework's words left to decide, and how it is there. */
const showDecisions = ({ language, decisions }: Understood): string =>
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
      return `normal, mean ${number(content.mean)}, stddev ${number(content.stddev)}, cut at ${number(content.low)} and ${number(content.high)}`
  }
}

// -------------------------------------------------------------------------------------
// a plan
// -------------------------------------------------------------------------------------

const describePlan = (options: Options, { name, value }: Source): Validated<Report> =>
  pipe(
    refuseOptions(options),
    E.chain(() => at(name)(Replay.decodePlan(value))),
    E.bindTo('plan'),
    E.bind('native', ({ plan }) => at(name)(toNative(plan))),
    E.bind('model', ({ native }) => at(name)(Plan.toModel(native))),
    E.bind('descriptions', ({ native }) => all(native.parameters.map((p) => Initializer.describe(p)(p.initializer)))),
    E.map(({ plan, native, model, descriptions }) => reportPlan(plan.stream.name, native, model.bytes, descriptions))
  )

/** The plan in canonical terms, if its own stream can draw it. */
const toNative = (plan: Plan.Plan<unknown>): Validated<Plan.Plan> =>
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
        : [error('Unsupported', 'no such option beside a plan, which says it itself', option, [option])]
    ),
    undefined
  )

const reportPlan = (
  stream: string,
  { seed, parameters }: Plan.Plan,
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
        : [`Drawn by the stream ${stream}; the words are those of the native one.\n`]),
      ...(ignoredSeeds.length === 0
        ? []
        : [`The seeds inside of ${count(ignoredSeeds.length)} initializers are ignored: a plan has one seed.\n`])
    ].join('\n')
  }
}

const parameterTable = (
  parameters: ReadonlyArray<Plan.Parameter>,
  descriptions: ReadonlyArray<Initializer.Description>
): string =>
  table(
    ['name', 'shape', 'dtype', 'initializer', 'fans', '>mean', '>std', '>low', '>high', '>words', '>bytes'],
    parameters.map(({ name, shape, dtype, initializer }, i) => {
      const it = descriptions[i] as Initializer.Description
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

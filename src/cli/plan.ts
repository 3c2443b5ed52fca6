/**
 * `plan`: from a model file to a plan.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import type { Imported } from '../importers/index.js'
import * as Initializer from '../Initializer.js'
import { Applicative, at, type Errors, fail, type Validated } from '../InitializerError.js'
import { writeFileAtomic } from '../node/index.js'
import * as Plan from '../plan/index.js'
import { size } from '../Shape.js'
import * as Arguments from './arguments.js'
import { type Environment, onFile, type Report, type Run } from './environment.js'
import { type ModelFile, modelHelp, readModelFile } from './modelFile.js'
import * as PlanText from './planText.js'
import { maxYaml, planHelp, readUnnamed } from './source.js'
import { count, facts, printable } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly rules?: string
  readonly dtype?: string
  readonly rightFans?: boolean
  readonly out?: string
  readonly json?: true
}

const examples = `
Examples:
  $ initializers-ts plan resnet50.json --out resnet50.plan.yaml
  $ initializers-ts plan mobilenet.keras --right-fans | initializers-ts describe -
  $ initializers-ts plan model.safetensors --rules gpt2.rules.yaml --out gpt2.plan.yaml
`

export const plan = (program: Command, environment: Environment, run: Run) =>
  program
    .command('plan')
    .description('make a plan from a model file; draws nothing')
    .argument('<MODEL>', modelHelp)
    .option('--rules <file>', 'initializers by patterns of names, which go before those of the model')
    .option('--dtype <dtype>', "of all parameters: float16, bfloat16, float32 or float64 (default: the model's)")
    .option('--right-fans', "fans of the layer's kind where Keras takes others: depthwise, grouped, transposed")
    .option('--out <file>', 'write the plan to a .yaml, .yml or .json file (default: YAML on stdout)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((source: string, options: Options) =>
      run(
        pipe(
          TE.Do,
          TE.bind('model', () => readModelFile(environment)(source)),
          TE.bind('rules', () => readRules(environment, options.rules)),
          TE.chainEitherK(({ model, rules }) => prepare(options, model, rules)),
          TE.chainFirst((job) => write(environment, job)),
          TE.map((job) => report(options, job))
        ),
        options.json
      )
    )

const readRules = (
  environment: Environment,
  file: string | undefined
): TE.TaskEither<Errors, ReadonlyArray<Plan.Rule>> =>
  file === undefined
    ? TE.right([])
    : pipe(
        readUnnamed(environment, '--rules', planHelp)(file),
        TE.chainEitherK(({ name, value }) => at(name)(Plan.decodeRules(value)))
      )

// -------------------------------------------------------------------------------------
// checking
// -------------------------------------------------------------------------------------

/** All that is known before a file is written. */
interface Job {
  /** of the model */
  readonly name: string
  readonly imported: Imported
  /** the plan in few words */
  readonly paper: object
  readonly text: string
  readonly out: string | undefined
  readonly bytes: number
}

/** A plan that `init` could not draw is none. */
const prepare = (
  { out, dtype, rightFans = false }: Options,
  { name, importWith }: ModelFile,
  rules: ReadonlyArray<Plan.Rule>
): Validated<Job> =>
  pipe(
    sequenceS(Applicative)({
      dtype: Arguments.parseDType(dtype),
      format: out === undefined ? E.right('yaml' as const) : Arguments.parseOut(['yaml', 'yml', 'json'])(out)
    }),
    E.bind('imported', ({ dtype }) =>
      at(name)(importWith({ rules, rightFans, ...(dtype === undefined ? {} : { dtype }) }))
    ),
    E.bind('model', ({ imported }) => at(name)(Plan.toModel(imported.plan))),
    E.let('paper', ({ imported }) => Plan.compact(rules)(imported.plan)),
    E.bind('text', ({ format, imported, paper }) =>
      format === 'json' ? E.right(PlanText.json(paper)) : yamlText(commentsOf(name, imported, rightFans), paper)
    ),
    E.map(({ imported, model, paper, text }) => ({ name, imported, paper, text, out, bytes: model.bytes }))
  )

/** No longer than what is read again. */
const yamlText = (comments: ReadonlyArray<string>, paper: object): Validated<string> => {
  const text = PlanText.yaml(comments)(paper)
  return text.length <= maxYaml
    ? E.right(text)
    : fail('TooLarge', `YAML of at most ${maxYaml} characters (write a .json file)`, `${text.length} characters`, [
        '--out'
      ])
}

// -------------------------------------------------------------------------------------
// writing
// -------------------------------------------------------------------------------------

const write = (environment: Environment, { out, text }: Job) =>
  out === undefined
    ? TE.right(undefined)
    : environment.interruptible(
        onFile(environment, out)((path) => writeFileAtomic(path, [new TextEncoder().encode(text)], environment.signal))
      )

// -------------------------------------------------------------------------------------
// telling
// -------------------------------------------------------------------------------------
const kinds: { readonly [S in Imported['source']]: string } = {
  keras: 'Keras model',
  tfjs: 'TF.js model',
  safetensors: 'safetensors header',
  shapes: 'names and shapes'
}

const elementsOf = ({ plan: { parameters } }: Imported): number =>
  parameters.reduce((sum, { shape }) => sum + size(shape), 0)

const ignoredSeeds = ({ plan: { parameters } }: Imported): ReadonlyArray<string> =>
  parameters.filter(({ initializer }) => Initializer.seedOf(initializer) !== null).map(({ name }) => name)

/** What stands above a plan. */
const commentsOf = (name: string, imported: Imported, rightFans: boolean): ReadonlyArray<string> => [
  `From ${name} (${kindOf(imported)}): ${count(imported.plan.parameters.length)} parameters, ` +
    `${count(elementsOf(imported))} elements.`,
  ...imported.decisions.map(({ about, decided }) => `${about}: ${decided}`),
  ...notes(imported, rightFans)
]

const kindOf = ({ source, dialect }: Imported): string =>
  dialect === null ? kinds[source] : `${kinds[source]}, ${dialect}`

/** What was decided, and what of the file or of the rules has no part in the plan. */
const notes = (imported: Imported, rightFans: boolean): ReadonlyArray<string> => {
  const [seeds, { skipped, overridden, unusedRules }] = [ignoredSeeds(imported), imported]
  return [
    ...(rightFans ? ["Fans are those of each layer's kind, also where Keras takes others."] : []),
    ...listed(overridden, 'By a rule, not as the model says'),
    ...listed(
      skipped.map(({ name, dtype }) => `${name} (${dtype})`),
      'Left out, as integers are no weights'
    ),
    ...listed(unusedRules, 'Rules that match no name before another one does'),
    ...listed(seeds, 'Seeds that are not read, as a plan has one')
  ]
}

/** How many there are, and the first few. */
const listed = (names: ReadonlyArray<string>, what: string): ReadonlyArray<string> =>
  names.length === 0
    ? []
    : [`${what} (${count(names.length)}): ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`]

const report = ({ rightFans = false }: Options, { name, imported, paper, text, out, bytes }: Job): Report => {
  const { source, dialect, plan, decisions, skipped, overridden, unusedRules } = imported
  const [parameters, elements] = [plan.parameters.length, elementsOf(imported)]
  return {
    json: {
      model: name,
      source,
      dialect,
      rightFans,
      parameters,
      elements,
      bytes,
      decisions,
      overridden,
      skipped,
      unusedRules,
      ignoredSeeds: ignoredSeeds(imported),
      ...(out === undefined ? { plan: paper } : { file: out })
    },
    text:
      out === undefined
        ? text
        : [
            facts([
              ['file', out],
              ['model', `${name} (${kindOf(imported)})`],
              ['parameters', count(parameters)],
              ['elements', count(elements)],
              ['bytes', count(bytes)]
            ]),
            ...(decisions.length === 0 ? [] : ['\n', facts(decisions.map(({ about, decided }) => [about, decided]))]),
            ...notes(imported, rightFans).map((note) => `${printable(note)}\n`)
          ].join('')
  }
}

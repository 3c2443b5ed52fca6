/**
 * `plan`: makes a plan from a model file.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import type { Imported } from '../importers/index.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { Applicative, at, type Errors, fail, type Validated } from '../InitializerError.js'
import { writeFileAtomic } from '../node/index.js'
import * as Plan from '../plan/index.js'
import { size } from '../Shape.js'
import * as Arguments from './arguments.js'
import { type Environment, onFile, type Report, type Run } from './environment.js'
import { type ModelFile, modelHelp, readModelFile } from './modelFile.js'
import { loadModules, moduleHelp } from './module.js'
import * as PlanText from './planText.js'
import { maxYaml, planHelp, readUnnamed } from './source.js'
import { collect } from './stream.js'
import { count, facts, printable } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly rules?: string
  readonly dtype?: string
  readonly rightFans?: boolean
  readonly out?: string
  readonly module: ReadonlyArray<string>
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
    .option('--rules <file>', 'rules that give initializers by name pattern, in place of those of the model')
    .option('--dtype <dtype>', "of all parameters: float16, bfloat16, float32 or float64 (default: the model's)")
    .option('--right-fans', 'compute fans by the kind of layer where Keras does not: depthwise, grouped, transposed')
    .option('--out <file>', 'write the plan to a .yaml, .yml or .json file (default: YAML on stdout)')
    .option('--module <file>', moduleHelp, collect, [])
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((source: string, options: Options) =>
      run(
        pipe(
          TE.Do,
          TE.bind('model', () => readModelFile(environment)(source)),
          TE.bind('modules', () => loadModules(environment, options.module)),
          TE.bind('rules', ({ modules }) => readRules(environment, modules.registry, options.rules)),
          TE.chainEitherK(({ model, modules, rules }) => prepare(options, model, modules.registry, rules)),
          TE.chainFirst((job) => write(environment, job)),
          TE.map((job) => report(options, job))
        ),
        options.json
      )
    )

type Rules = ReadonlyArray<Plan.Rule<AnyInitializer>>

const readRules = (
  environment: Environment,
  registry: Registry<AnyInitializer>,
  file: string | undefined
): TE.TaskEither<Errors, Rules> =>
  file === undefined
    ? TE.right([])
    : pipe(
        readUnnamed(environment, '--rules', planHelp)(file),
        TE.chainEitherK(({ name, value }) => at(name)(Plan.decodeRules(value, registry)))
      )

// -------------------------------------------------------------------------------------
// checking
// -------------------------------------------------------------------------------------

/** Everything that is known before a file is written. */
interface Job {
  /** the model's, for errors */
  readonly name: string
  readonly imported: Imported
  /** the short form of the plan */
  readonly serialized: object
  readonly text: string
  readonly out: string | undefined
  readonly bytes: number
}

/** Refuses a plan that `init` could not draw. */
const prepare = (
  { out, dtype, rightFans = false }: Options,
  { name, importWith }: ModelFile,
  registry: Registry<AnyInitializer>,
  rules: Rules
): Validated<Job> =>
  pipe(
    sequenceS(Applicative)({
      dtype: Arguments.parseDType(dtype),
      format: out === undefined ? E.right('yaml' as const) : Arguments.parseOut(['yaml', 'yml', 'json'])(out)
    }),
    E.bind('imported', ({ dtype }) =>
      at(name)(
        importWith({ rules: rules as ReadonlyArray<Plan.Rule>, rightFans, ...(dtype === undefined ? {} : { dtype }) })
      )
    ),
    E.bind('model', ({ imported }) => at(name)(Plan.toModel<AnyInitializer>(imported.plan, registry))),
    E.let('serialized', ({ imported }) => Plan.compact(rules, registry)(imported.plan)),
    E.bind('text', ({ format, imported, serialized }) =>
      format === 'json'
        ? E.right(PlanText.json(serialized))
        : yamlText(commentsOf(name, imported, rightFans), serialized)
    ),
    E.map(({ imported, model, serialized, text }) => ({ name, imported, serialized, text, out, bytes: model.bytes }))
  )

/** Refuses a file that the other commands would not read. */
const yamlText = (comments: ReadonlyArray<string>, serialized: object): Validated<string> => {
  const text = PlanText.yaml(comments)(serialized)
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
// reporting
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

/** The comment lines above a plan. */
const commentsOf = (name: string, imported: Imported, rightFans: boolean): ReadonlyArray<string> => [
  `From ${name} (${kindOf(imported)}): ${count(imported.plan.parameters.length)} parameters, ` +
    `${count(elementsOf(imported))} elements.`,
  ...imported.decisions.map(({ about, decided }) => `${about}: ${decided}`),
  ...notes(imported, rightFans)
]

const kindOf = ({ source, dialect }: Imported): string =>
  dialect === null ? kinds[source] : `${kinds[source]}, ${dialect}`

/** Which parts of the file and of the rules the plan leaves out. */
const notes = (imported: Imported, rightFans: boolean): ReadonlyArray<string> => {
  const [seeds, { skipped, overridden, unusedRules }] = [ignoredSeeds(imported), imported]
  return [
    ...(rightFans ? ['Fans follow the kind of each layer, even where Keras computes others.'] : []),
    ...listed(overridden, 'Initialized by a rule instead of the model'),
    ...listed(
      skipped.map(({ name, dtype }) => `${name} (${dtype})`),
      'Left out, as integers are not drawn'
    ),
    ...listed(unusedRules, 'Unused rules'),
    ...listed(seeds, 'Seeds of configs, which only the streams of Keras read')
  ]
}

/** How many there are, and the first few. */
const listed = (names: ReadonlyArray<string>, what: string): ReadonlyArray<string> =>
  names.length === 0
    ? []
    : [`${what} (${count(names.length)}): ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`]

const report = ({ rightFans = false }: Options, { name, imported, serialized, text, out, bytes }: Job): Report => {
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
      ...(out === undefined ? { plan: serialized } : { file: out })
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

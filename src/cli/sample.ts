/**
 * `sample`: draws one tensor or a slice of one, and summarizes it.
 */
import type { Command } from 'commander'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as S from 'fp-ts/State'
import type { State } from 'fp-ts/State'
import * as TE from 'fp-ts/TaskEither'
import { own } from '../codec/plain.js'
import type { DType } from '../DType.js'
import { Npy, Safetensors } from '../formats/index.js'
import type { AnyInitializer, Initializer, Registry, TensorSpec } from '../Initializer.js'
import { Applicative, at, error, type Errors, type Validated } from '../InitializerError.js'
import { sha256, writeFileAtomic } from '../node/index.js'
import { openStream } from '../replay/index.js'
import * as Shape from '../Shape.js'
import type { AnyStream } from '../streams/index.js'
import * as Summary from '../Summary.js'
import * as Tensor from '../Tensor.js'
import * as Arguments from './arguments.js'
import { dialectHelp, parseDialect, readIn } from './dialect.js'
import { type Action, type Environment, onFile, type Report, type Run } from './environment.js'
import { loadModules, moduleHelp } from './module.js'
import { help, readConfig, type Source } from './source.js'
import { collect, parseStream, streamHelp, streamOptionHelp } from './stream.js'
import { facts, number, shape as showShape } from './table.js'

// -------------------------------------------------------------------------------------
// usage
// -------------------------------------------------------------------------------------

interface Options {
  readonly shape?: string
  readonly seed?: string
  readonly dtype?: string
  readonly dialect?: string
  readonly stream: string
  readonly streamOption: ReadonlyArray<string>
  readonly module: ReadonlyArray<string>
  readonly slice?: string
  readonly out?: string
  readonly json?: true
}

const examples = `
Examples:
  $ initializers-ts sample he_normal --shape 784,256 --seed 42
  $ initializers-ts sample glorot_uniform --shape 784,256 --slice 0:100,: --out w.npy
  $ initializers-ts sample '{"class_name":"VarianceScaling","config":{"scale":2}}' --shape 3,3,64,64 --json
  $ initializers-ts sample kaiming_uniform_ --dialect torch --shape 256,784
  $ initializers-ts sample he_normal --stream jax --shape 784,256 --seed 42
`

export const sample = (program: Command, environment: Environment, run: Run) =>
  program
    .command('sample')
    .description('draw one tensor')
    .argument('<CONFIG>', help)
    .option('--shape <sizes>', 'such as 784,256, or scalar (required)')
    .option('--seed <integer>', "from -(2^53 - 1) to 2^64 - 1 (default: the config's, else 0)")
    .option('--dtype <dtype>', "float16, bfloat16, float32 or float64 (default: the config's, else float32)")
    .option('--slice <ranges>', 'draw a part of the tensor, such as 0:100,:')
    .option('--out <file>', 'write the tensor to a .npy or .safetensors file')
    .option('--dialect <name>', `${dialectHelp} (default: canonical, or that of the stream)`)
    .option('--stream <name>', streamHelp, 'native')
    .option('--stream-option <key=value>', streamOptionHelp, collect, [])
    .option('--module <file>', moduleHelp, collect, [])
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((config: string, options: Options) =>
      run(
        pipe(
          TE.fromEither(Arguments.required('--shape')(options.shape)),
          TE.bindTo('shape'),
          TE.bind('modules', () => loadModules(environment, options.module)),
          TE.bind('source', () => readConfig(environment)(config)),
          TE.chainEitherK(({ shape, modules, source }) => prepare(options, shape, modules.registry, source)),
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
  readonly draw: State<unknown, Tensor.Tensor>
  readonly state: unknown
  readonly seed: Arguments.Seed
  readonly stream: string
  /** of the output file; undefined if there is no file */
  readonly header: Uint8Array | undefined
}

const prepare = (options: Options, shape: string, registry: Registry<AnyInitializer>, source: Source): Validated<Job> =>
  pipe(
    sequenceS(Applicative)({
      read: pipe(
        parseStream(options.stream, options.streamOption),
        E.chain((stream) => openStream({ stream }, registry)),
        E.chain((stream) =>
          pipe(
            readFor(stream, options.dialect, registry)(source),
            E.map((config) => ({ stream, config }))
          )
        )
      ),
      shape: Arguments.parseShape(shape),
      dtype: Arguments.parseDType(options.dtype),
      given: Arguments.parseSeed(options.seed),
      ranges: Arguments.parseSlice(options.slice),
      format: options.out === undefined ? E.right(undefined) : parseOut(options.out)
    }),
    E.let('seed', ({ read: { config }, given }) =>
      Arguments.chooseSeed(given, (own(config, 'seed') ?? null) as number | null, 'from the config')
    ),
    E.bind('state', ({ read: { stream }, seed }) => at('--seed')(stream.fromSeed(seed.value))),
    E.bind('box', ({ shape, ranges }) => Arguments.closeSlice(ranges)(shape)),
    E.let('spec', ({ read: { stream, config }, shape, dtype }) => ({
      shape,
      dtype: dtype ?? (own(config, 'dtype') as DType | null | undefined) ?? stream.dtype
    })),
    E.bind('header', ({ format, spec, box }) =>
      at('--out')(headerOf(format, { shape: Shape.boxShape(box), dtype: spec.dtype }))
    ),
    E.bind('draw', ({ read: { stream, config }, spec, box }) => at(source.name)(boxOf(stream, config, spec, box))),
    E.map(({ read: { stream }, ...job }) => ({ ...job, stream: stream.name }))
  )

/** A config in the dialect of the stream, or in the given one. */
const readFor =
  (stream: AnyStream, dialect: string | undefined, registry: Registry<AnyInitializer>) =>
  ({ name, value }: Source): Validated<unknown> =>
    dialect === undefined
      ? at(name)(stream.decode(value))
      : pipe(
          parseDialect(dialect),
          E.chain((language) => at(name)(readIn(language, registry)(value))),
          E.chain(({ initializer }) => at(name)(stream.fromInitializer(initializer as Initializer)))
        )

/** A box of a tensor. A stream that cannot slice draws the whole tensor. */
const boxOf = (
  stream: AnyStream,
  config: unknown,
  spec: Required<TensorSpec>,
  box: Shape.Box
): Validated<State<unknown, Tensor.Tensor>> =>
  stream.slice === undefined
    ? pipe(config, stream.sampler(spec), E.map(S.map(Tensor.slice(box))))
    : pipe(config, stream.slice({ ...spec, box }))

const parseOut = Arguments.parseOut(['npy', 'safetensors'])

/** A safetensors file needs a name for its tensor. */
const tensorName = 'tensor'

/** Refuses bfloat16 in .npy, before anything is drawn. */
const headerOf = (
  format: Arguments.Format | undefined,
  spec: { readonly shape: Shape.Shape; readonly dtype: DType }
): Validated<Uint8Array | undefined> => {
  switch (format) {
    case undefined:
      return E.right(undefined)
    case 'npy':
      return Npy.header(spec)
    case 'safetensors':
      return pipe(
        Safetensors.layout()([{ name: tensorName, ...spec }]),
        E.map(({ header }) => header)
      )
  }
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

const execute =
  (environment: Environment, { out }: Options) =>
  (job: Job): Action =>
    pipe(
      TE.fromEither(draw(job)),
      TE.chainFirst(([tensor]) =>
        out === undefined || job.header === undefined
          ? TE.right(undefined)
          : write(environment, out, [job.header, Tensor.bytes(tensor)])
      ),
      TE.map(([tensor, next]) => report(job, tensor, next, out))
    )

/** The only possible failure is a lack of memory, for which the platform throws. */
const draw = (job: Job): Validated<readonly [Tensor.Tensor, unknown]> =>
  E.tryCatch(
    () => job.draw(job.state),
    (): Errors => [
      error('TooLarge', 'a tensor that fits into memory (draw it in slices)', 'out of memory', ['--shape'])
    ]
  )

const write = (environment: Environment, out: string, parts: ReadonlyArray<Uint8Array>) =>
  environment.interruptible(onFile(environment, out)((path) => writeFileAtomic(path, parts, environment.signal)))

// -------------------------------------------------------------------------------------
// reporting
// -------------------------------------------------------------------------------------

const report = ({ seed, stream }: Job, tensor: Tensor.Tensor, next: unknown, out: string | undefined): Report => {
  const summary = Summary.fromTensor(tensor)
  const isEmpty = summary.count === 0
  const { shape, dtype } = tensor
  const mean = isEmpty ? null : summary.mean
  const std = isEmpty ? null : Summary.stddev(summary)
  const min = isEmpty ? null : summary.min
  const max = isEmpty ? null : summary.max
  const hash = sha256(Tensor.bytes(tensor))
  return {
    json: { shape, dtype, stream, mean, std, min, max, sha256: hash, next },
    text: facts([
      ['shape', showShape(shape)],
      ['dtype', dtype],
      ['stream', stream],
      ['seed', Arguments.describeSeed(seed)],
      ['mean', number(mean)],
      ['std', number(std)],
      ['min', number(min)],
      ['max', number(max)],
      ['values', firstValues(tensor)],
      ['sha256', hash],
      ['next', showState(next)],
      ...(out === undefined ? [] : [['file', out] as const])
    ])
  }
}

/** Shortens a state of hundreds of words, which --json prints in full. */
const showState = (next: unknown): string => {
  const text = JSON.stringify(next)
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}

const firstFew = 6

const firstValues = ({ dtype, data }: Tensor.Tensor): string =>
  [...Tensor.values({ shape: [firstFew], dtype, data: data.slice(0, firstFew) })].map(number).join('  ') +
  (data.length > firstFew ? '  …' : '')

/**
 * The command line as a function of its environment and arguments; it returns the exit code.
 *
 * Exit codes: 0 for success; 1 for bad input, with a sentence for each error on stderr, or `{ "errors": [ … ] }` with
 * --json, and nothing on stdout; 2 for wrong usage, with commander's message; 128 + n for an interruption by signal n; 70 for
 * an internal error.
 */
import { Command, CommanderError } from 'commander'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as T from 'fp-ts/Task'
import * as TE from 'fp-ts/TaskEither'
import { type Errors, type InitializerError, message } from '../InitializerError.js'
import { isMissing } from './arguments.js'
import { describe } from './describe.js'
import type { Environment, Report, Run } from './environment.js'
import { init } from './init.js'
import { plan } from './plan.js'
import { sample } from './sample.js'

/** Equal to the version in package.json, which a test checks. */
const version = '0.1.0'

const examples = `
Examples:
  $ initializers-ts sample he_normal --shape 784,256 --seed 42
  $ initializers-ts describe glorot_uniform --shape 3,3,64,64
  $ initializers-ts plan model.json --out model.plan.yaml
  $ initializers-ts init model.plan.yaml --seed 42 --out model.safetensors --summary
`

/** Runs a command line, without the name of the program. */
export const main =
  (environment: Environment) =>
  (words: ReadonlyArray<string>): T.Task<number> =>
  async () => {
    const { stdout, stderr } = environment
    let exitCode = 0
    const run: Run = async (action, json) => {
      exitCode = await pipe(
        action,
        TE.matchE(printErrors(environment, json === true), printReport(environment, json === true))
      )()
    }
    const program = new Command('initializers-ts')
      .description('Weight initializers: the same config, seed and shape give the same bytes everywhere.')
      .version(version)
      .exitOverride()
      .configureOutput({ writeOut: stdout, writeErr: stderr })
      .addHelpText('after', examples)
    for (const add of [sample, describe, plan, init]) add(program, environment, run)
    const parsed = await TE.tryCatch(() => program.parseAsync(words, { from: 'user' }), E.toError)()
    return E.isLeft(parsed) ? usageCode(parsed.left, stderr) : exitCode
  }

/** commander has printed its message; it fails with 0 after --help and --version. */
const usageCode = (reason: Error, stderr: (text: string) => void): number => {
  if (reason instanceof CommanderError) return reason.exitCode === 0 ? 0 : 2
  stderr(`initializers-ts: internal error; please report it: ${reason.stack ?? reason.message}\n`)
  return 70 // EX_SOFTWARE
}

const printReport =
  ({ stdout }: Environment, json: boolean) =>
  (report: Report): T.Task<number> =>
  () => {
    stdout(json ? `${JSON.stringify(report.json)}\n` : report.text)
    return Promise.resolve(0)
  }

const printErrors =
  ({ stderr, signal }: Environment, json: boolean) =>
  (errors: Errors): T.Task<number> =>
  () => {
    stderr(json ? `${JSON.stringify({ errors: errors.map(toJson) })}\n` : errors.map(toSentence).join(''))
    const code = signal.aborted ? Number(signal.reason) : errors.some(isMissing) ? 2 : 1
    return Promise.resolve(code)
  }

const toJson = ({ code, path: [source, ...path], ...rest }: InitializerError) => ({ code, source, path, ...rest })

const toSentence = ({ path: [source, ...path], ...e }: InitializerError): string =>
  `error: ${source}: ${message({ ...e, path })}\n`

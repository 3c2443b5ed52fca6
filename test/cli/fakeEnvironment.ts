/** The command line in a fake environment: what it prints, and its exit code. */
import { main } from '../../src/cli/program.js'

export interface Settings {
  readonly stdin?: string
  readonly cwd?: string
  readonly isTTY?: boolean
  /** the number of writes to stderr before an interruption */
  readonly interruptAfter?: number
}

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const run = async (words: ReadonlyArray<string>, settings: Settings = {}): Promise<Outcome> => {
  const interruption = new AbortController()
  let [out, err, written] = ['', '', 0]
  const code = await main({
    stdout: (text) => void (out += text),
    stderr: (text) => {
      err += text
      written += 1
      if (written === settings.interruptAfter) interruption.abort(130)
    },
    isTTY: settings.isTTY ?? false,
    async *stdin() {
      yield await Promise.resolve(new TextEncoder().encode(settings.stdin ?? ''))
    },
    cwd: settings.cwd ?? '/',
    signal: interruption.signal,
    interruptible: (task) => task
  })(words)()
  return { code, out, err }
}

/** The words of a command line without quotes. */
export const words = (line: string): ReadonlyArray<string> => line.split(' ')

/** The JSON of a command that must succeed. */
export const json = async (line: ReadonlyArray<string>, settings: Settings = {}): Promise<Record<string, unknown>> => {
  const { code, out, err } = await run([...line, '--json'], settings)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as Record<string, unknown>
}

/** The errors of a command that must fail, which prints nothing on stdout. */
export const errors = async (line: ReadonlyArray<string>, settings: Settings = {}): Promise<ReadonlyArray<unknown>> => {
  const { code, out, err } = await run([...line, '--json'], settings)
  if (code !== 1 || out !== '') throw new Error(`exit ${code}: ${out}${err}`)
  return (JSON.parse(err) as { readonly errors: ReadonlyArray<unknown> }).errors
}

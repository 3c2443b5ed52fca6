/** The command line in a world of its own: what it prints, and its exit code. */
import { main } from '../../src/cli/program.js'

export interface World {
  readonly stdin?: string
  readonly cwd?: string
  readonly isTTY?: boolean
  /** the number of times that stderr is written to before an interruption */
  readonly interruptAfter?: number
}

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const run = async (words: ReadonlyArray<string>, world: World = {}): Promise<Outcome> => {
  const interruption = new AbortController()
  let [out, err, written] = ['', '', 0]
  const code = await main({
    stdout: (text) => void (out += text),
    stderr: (text) => {
      err += text
      written += 1
      if (written === world.interruptAfter) interruption.abort(130)
    },
    isTTY: world.isTTY ?? false,
    async *stdin() {
      yield await Promise.resolve(new TextEncoder().encode(world.stdin ?? ''))
    },
    cwd: world.cwd ?? '/',
    signal: interruption.signal,
    interruptible: (task) => task
  })(words)()
  return { code, out, err }
}

/** The words of a command line without quotes in it. */
export const words = (line: string): ReadonlyArray<string> => line.split(' ')

/** Runs with --json what has to succeed. */
export const json = async (line: ReadonlyArray<string>, world: World = {}): Promise<Record<string, unknown>> => {
  const { code, out, err } = await run([...line, '--json'], world)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as Record<string, unknown>
}

/** The errors of what has to fail, which prints nothing on stdout. */
export const errors = async (line: ReadonlyArray<string>, world: World = {}): Promise<ReadonlyArray<unknown>> => {
  const { code, out, err } = await run([...line, '--json'], world)
  if (code !== 1 || out !== '') throw new Error(`exit ${code}: ${out}${err}`)
  return (JSON.parse(err) as { readonly errors: ReadonlyArray<unknown> }).errors
}

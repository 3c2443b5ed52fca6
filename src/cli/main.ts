/**
 * The command `initializers-ts`: `program` in the environment of this process.
 */
import { constants } from 'node:os'
import { main } from './program.js'

const interruption = new AbortController()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const stop = (name: (typeof signals)[number]): void => interruption.abort(128 + constants.signals[name])

// A reader that closes the pipe (`| head`) is not a failure; any other loss of output is.
process.stdout.on('error', (reason: NodeJS.ErrnoException) => {
  if (reason.code === 'EPIPE') return
  process.stderr.write(`error: stdout: ${reason.message}\n`)
  process.exitCode = 1
})
process.stderr.on('error', () => undefined)

const exitCode = await main({
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTTY: process.stderr.isTTY,
  stdin: () => process.stdin,
  cwd: process.cwd(),
  signal: interruption.signal,
  interruptible: (task) => async () => {
    for (const name of signals) process.once(name, stop)
    const result = await task()
    for (const name of signals) process.off(name, stop)
    return result
  }
})(process.argv.slice(2))()
process.exitCode ??= exitCode

/**
 * The command `initializers-ts`: this process as the world of `program`.
 */
import { constants } from 'node:os'
import { main } from './program.js'

const interruption = new AbortController()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const stop = (name: (typeof signals)[number]): void => interruption.abort(128 + constants.signals[name])

// Who stops reading (`| head`) has read enough; output that is lost for another reason is a failure.
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

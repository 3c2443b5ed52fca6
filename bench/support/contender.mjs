// @ts-check
// A contender is a separate process, so that its garbage, compiled code and threads do not affect the times of another.
// It reads one task per line and answers with milliseconds (`serve.mjs`, `python.py`).
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/project.mjs'

/** @typedef {import('./tasks.mjs').Task} Task */

/**
 * @typedef {{
 *   readonly version: string,
 *   readonly ask: (task: Task) => Promise<number | null>,
 *   readonly stop: () => void
 * }} Contender
 */

/**
 * Undefined if the command does not exist or ends without output, as Python does if it lacks a framework.
 * @param {string} command @param {ReadonlyArray<string>} args @returns {Promise<Contender | undefined>}
 */
export const start = async (command, args) => {
  const child = spawn(command, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  child.on('error', () => undefined) // no such command: its output ends at once
  child.stdin.on('error', () => undefined) // it died: its answers end
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const answer = async () => {
    const { done, value } = await lines.next()
    return done === true ? undefined : JSON.parse(value)
  }
  const version = await answer()
  if (version === undefined) return undefined
  const ask = async (/** @type {Task} */ task) => {
    child.stdin.write(`${JSON.stringify(task)}\n`)
    return (await answer()) ?? null
  }
  return { version, ask, stop: () => child.stdin.end() }
}

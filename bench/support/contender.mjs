// @ts-check
// A contender is a process of its own, so that no one's garbage, compiled code or threads weigh on another's times. It
// reads a task a line and answers with milliseconds (`serve.mjs`, `python.py`).
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
 * Undefined if the command is not there, or ends without a word: so Python says that it lacks a framework.
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

// @ts-check
// The contender's side: its first line is its version, and it answers every task with the milliseconds of one draw, or
// with null if it cannot draw it.
import { createInterface } from 'node:readline'
import { batch } from './tasks.mjs'

/** @typedef {import('./tasks.mjs').Task} Task */

/** @param {() => unknown} run @param {number} elements */
const milliseconds = async (run, elements) => {
  const calls = Math.max(1, Math.floor(batch / elements))
  const start = performance.now()
  for (let i = 0; i < calls; i++) {
    const done = run()
    if (done instanceof Promise) await done
  }
  return (performance.now() - start) / calls
}

/** @param {string} version @param {(task: Task) => (() => unknown) | undefined} prepare what is timed, made ready */
export const serve = async (version, prepare) => {
  console.log(JSON.stringify(version))
  for await (const line of createInterface(process.stdin)) {
    /** @type {Task} */
    const task = JSON.parse(line)
    const run = prepare(task)
    console.log(JSON.stringify(run === undefined ? null : await milliseconds(run, task.elements)))
  }
}

let memory = new ArrayBuffer(0)

/** The kept memory of a process, which grows when necessary: every task writes to its beginning. @param {number} bytes */
export const kept = (bytes) => {
  if (memory.byteLength < bytes) memory = new ArrayBuffer(bytes)
  return memory
}

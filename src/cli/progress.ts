/**
 * The progress of a long command: one line on stderr that is overwritten, if stderr is a terminal.
 */
import type { Environment } from './environment.js'
import { count } from './table.js'

export interface Progress {
  readonly show: (done: number) => void
  readonly clear: () => void
}

const width = 30

/** `[=========>          ]  45 %  46 of 103 MB`. */
export const bar = (done: number, total: number): string => {
  const fraction = total === 0 ? 1 : done / total
  const filled = Math.floor(width * fraction)
  const head = filled < width ? '>' : ''
  return (
    `[${`${'='.repeat(filled)}${head}`.padEnd(width)}] ${String(Math.floor(100 * fraction)).padStart(3)} %  ` +
    `${megabytes(done)} of ${megabytes(total)} MB`
  )
}

const megabytes = (bytes: number): string => count(Math.round(bytes / 1e6))

/** `total` is in bytes. An unchanged line is not printed again. */
export const progress = ({ isTTY, stderr }: Environment, total: number): Progress => {
  if (!isTTY) return { show: () => undefined, clear: () => undefined }
  let printed = ''
  return {
    show: (done) => {
      const line = bar(done, total)
      if (line !== printed) stderr(`\r${line}`)
      printed = line
    },
    clear: () => stderr('\r\u001b[K')
  }
}

/**
 * How far a long command has come: one line on stderr that is drawn over, and only where that is a terminal.
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
  const part = total === 0 ? 1 : done / total
  const filled = Math.floor(width * part)
  const head = filled < width ? '>' : ''
  return (
    `[${`${'='.repeat(filled)}${head}`.padEnd(width)}] ${String(Math.floor(100 * part)).padStart(3)} %  ` +
    `${megabytes(done)} of ${megabytes(total)} MB`
  )
}

const megabytes = (bytes: number): string => count(Math.round(bytes / 1e6))

/** `total` is in bytes. */
export const progress = ({ isTTY, stderr }: Environment, total: number): Progress =>
  isTTY
    ? { show: (done) => stderr(`\r${bar(done, total)}`), clear: () => stderr('\r\u001b[K') }
    : { show: () => undefined, clear: () => undefined }

/** A folder of its own for each test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'initializers-ts-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

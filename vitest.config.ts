import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { modules } from './scripts/project.mjs'

// The package's own names lead to its sources, so that README and docstring examples run as they stand.
const alias = modules.map(({ specifier, source }) => ({
  find: new RegExp(`^${specifier}$`),
  replacement: fileURLToPath(new URL(source, import.meta.url))
}))

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/**/*.test.ts', 'property-tests/**/*.property.test.ts'],
    maxWorkers: 2,
    isolate: false, // no test can see what the modules under test keep, and loading them once a worker is most of the time
    testTimeout: 30_000,
    hookTimeout: 120_000
  }
})

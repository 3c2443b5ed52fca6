/** The golden vectors: the bytes of a name never change. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { files, type Vectors } from './golden.js'

describe.each(Object.entries(files))('%s', (file, compute) => {
  const held = JSON.parse(readFileSync(new URL(`vectors/${file}`, import.meta.url), 'utf8')) as Vectors
  const now = JSON.parse(JSON.stringify(compute())) as Vectors

  it.each(Object.keys(held))('still holds: %s', (name) => {
    expect(now[name]).toEqual(held[name])
  })

  it('leaves nothing out', () => {
    expect(Object.keys(now)).toEqual(Object.keys(held))
  })
})

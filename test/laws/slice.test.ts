import { describe, expect, it } from 'vitest'
import type { Draw } from 'initializers-ts'
import { Initializer, presets, Rng } from 'initializers-ts'
import { initializerLaws, sliceLaws } from 'initializers-ts/laws'
import { right } from '../support/either.js'
import { namesOf } from './names.js'

const rng = right(Rng.fromSeed(42))
const draw: Draw.Draw = right(Initializer.draw({ shape: [5, 7] })(presets.heNormal))
const box = [[1, 4], [2, 7]] as const // prettier-ignore

const brokenBy = (wrong: Partial<Draw.Draw>) => namesOf(sliceLaws, { draw: { ...draw, ...wrong }, rng, box, chunk: 3 })

describe('sliceLaws', () => {
  it('hold of an initializer’s draw', () => {
    expect(brokenBy({})).toEqual([])
  })

  it('detect bounds that are too narrow', () => {
    expect(brokenBy({ content: { _tag: 'Uniform', low: -0.01, high: 0.01 } })).toEqual(['bounds'])
  })

  it('detect elements that are not a function of the state', () => {
    let opened = 0
    const open: typeof draw.open = (from) => draw.open(Rng.skipWords(opened++)(from))
    expect(brokenBy({ open })).toEqual(['partOfWhole', 'fullSlice', 'rows', 'chunks'])
  })
})

describe('initializerLaws', () => {
  it('hold of a preset', () => {
    expect(namesOf(initializerLaws(), { initializer: presets.heNormal, shape: [5, 7], rng })).toEqual([])
  })
})

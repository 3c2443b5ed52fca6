import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { presets } from 'initializers-ts'
import { configLaws, initializerCodec, roundTripLaws } from 'initializers-ts/laws'
import { namesOf } from './names.js'

interface Box {
  readonly values: ReadonlyArray<number>
}

const config = { values: [1, 2] }
const decode = (u: unknown): E.Either<never, Box> => E.right({ values: [...(u as Box).values] })
const encode = ({ values }: Box) => ({ values })

describe('roundTripLaws', () => {
  it('hold of an initializer', () => {
    expect(namesOf(roundTripLaws(initializerCodec()), presets.heNormal)).toEqual([])
  })

  it('detect a field that is not encoded', () => {
    const forgetful = { decode, encode: (): unknown => ({ values: [] }) }
    expect(namesOf(roundTripLaws(forgetful), config)).toEqual(['roundTrip', 'jsonRoundTrip'])
  })

  it('detect a value that JSON cannot express', () => {
    expect(namesOf(roundTripLaws({ decode, encode }), { values: [NaN] })).toEqual(['jsonRoundTrip'])
  })

  it('detect an encoding that changes from call to call', () => {
    let calls = 0
    const counting = { decode, encode: (box: Box) => ({ ...box, calls: calls++ }) }
    expect(namesOf(roundTripLaws(counting), config)).toEqual(['deterministic'])
  })
})

describe('configLaws', () => {
  it('hold of an initializer’s config', () => {
    expect(namesOf(configLaws(initializerCodec()), { class_name: 'HeNormal', config: { seed: 7 } })).toEqual([])
  })

  it('detect a decoder that accepts unknown keys', () => {
    expect(namesOf(configLaws({ decode, encode }), config)).toEqual(['strict'])
  })

  it('detect a decoder that keeps its input', () => {
    const aliasing = { decode: (u: unknown) => E.right(u as Box), encode }
    expect(namesOf(configLaws(aliasing), config)).toEqual(['withoutAliasing', 'strict'])
  })

  it('detect a decoder that changes its input', () => {
    const appending = {
      decode: (u: unknown) => E.right({ length: (u as { values: number[] }).values.push(0) }),
      encode: () => config
    }
    expect(namesOf(configLaws(appending), { values: [1, 2] })).toContain('withoutSideEffects')
  })

  it('detect a decoder that depends on the order of keys', () => {
    const ordered = {
      decode: (u: unknown) => E.right({ keys: Object.keys(u as object) }),
      encode: () => ({ b: 1, a: 2 })
    }
    expect(namesOf(configLaws(ordered), { b: 1, a: 2 })).toEqual(['unordered', 'strict'])
  })

  it('detect a config that is refused', () => {
    expect(namesOf(configLaws(initializerCodec()), 'he_norml')).toContain('accepted')
  })
})

import { describe, expect, it } from 'vitest'
import { Fans } from 'initializers-ts'
import { fansLaws } from 'initializers-ts/laws'
import { namesOf } from './names.js'

const brokenBy = (rule: (shape: ReadonlyArray<number>) => Fans.Fans) =>
  namesOf(fansLaws(rule), { shape: [3, 5, 7], factor: 2 })

describe('fansLaws', () => {
  it('hold of TensorFlow’s rule', () => {
    expect(brokenBy(Fans.fromShape)).toEqual([])
  })

  it('detect a fan out that is the fan in', () => {
    const broken = brokenBy((shape) => {
      const { fanIn } = Fans.fromShape(shape)
      return { fanIn, fanOut: fanIn }
    })
    expect(broken).toEqual(['transpose', 'fanOutPerOutput', 'outputsCoverWeights'])
  })

  it('detect a receptive field that is left out', () => {
    const broken = brokenBy((shape) => Fans.fromShape(shape.slice(-2)))
    expect(broken).toEqual(['receptiveField', 'inputsCoverWeights', 'outputsCoverWeights'])
  })
})

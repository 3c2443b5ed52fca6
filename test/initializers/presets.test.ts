import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Fans, Initializer, presets } from 'initializers-ts'
import { described } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

/**
 * Over shapes whose fans are squares of easy numbers; every number by hand. [3, 4] has the fans 3 and 4, [12, 36] has 12
 * and 36 (24 on average), [5, 5, 3, 1] has 75 and 25 (50 on average), [2, 46] has 2 and 46 (24 on average).
 */
const uniforms = [
  ['glorot_uniform', [12, 36], Math.sqrt(1 / 8)],
  ['glorot_uniform', [3, 9], Math.SQRT1_2],
  ['glorot_uniform', [1, 5], 1],
  ['he_uniform', [24, 7], 0.5],
  ['he_uniform', [6], 1],
  ['lecun_uniform', [5, 5, 3, 1], 0.2],
  ['lecun_uniform', [12, 36], 0.5]
] as const

const normals = [
  ['glorot_normal', [8, 24], 0.25],
  ['glorot_normal', [5, 5, 7, 1], 0.1],
  ['he_normal', [50, 3], 0.2],
  ['he_normal', [5, 5, 8, 9], 0.1],
  ['lecun_normal', [16, 5], 0.25],
  ['lecun_normal', [2, 2, 4, 9], 0.25],
  ['lecun_normal', [], 1]
] as const

const named = (name: string): Initializer.Initializer => right(Initializer.decode(name))

describe('a preset', () => {
  it.each(uniforms)('%s over %j is uniform within ±%d', (name, shape, limit) => {
    expect(described(named(name), shape).content).toEqual({ _tag: 'Uniform', low: -limit, high: limit })
  })

  it.each(normals)('%s over %j has the stddev %d after truncation at ±2 stddev', (name, shape, stddev) => {
    const description = described(named(name), shape)
    expect(description.stddev).toBeCloseTo(stddev, 15)
    expect(description.content).toMatchObject({ _tag: 'TruncatedNormal', mean: 0, bounds: [-2, 2] })
    expect(description.high).toBeCloseTo((2 * stddev) / 0.87962566103423978, 14)
    expect(description.low).toBe(-description.high!)
  })

  const rows = [
    ['glorot_uniform', 1, 'fan_avg', 'uniform', ['GlorotUniform', 'xavier_uniform', 'XavierUniform']],
    ['glorot_normal', 1, 'fan_avg', 'truncated_normal', ['GlorotNormal', 'xavier_normal', 'XavierNormal']],
    ['he_uniform', 2, 'fan_in', 'uniform', ['HeUniform', 'kaiming_uniform', 'KaimingUniform']],
    ['he_normal', 2, 'fan_in', 'truncated_normal', ['HeNormal', 'kaiming_normal', 'KaimingNormal']],
    ['lecun_uniform', 1, 'fan_in', 'uniform', ['LecunUniform']],
    ['lecun_normal', 1, 'fan_in', 'truncated_normal', ['LecunNormal']]
  ] as const
  it.each(rows)('%s is scale %d, %s, %s, under all its names', (name, scale, mode, distribution, aliases) => {
    const defaults = { corrected: true, fans: Fans.standard, seed: null, dtype: null }
    const row = { _tag: 'VarianceScaling', scale, mode, distribution, ...defaults }
    for (const alias of [name, ...aliases]) expect(Initializer.decode(alias), alias).toEqual(E.right(row))
  })

  it('is a value of its own module', () => {
    expect(named('glorot_uniform')).toEqual(presets.glorotUniform)
    expect(named('glorot_normal')).toEqual(presets.glorotNormal)
    expect(named('he_uniform')).toEqual(presets.heUniform)
    expect(named('he_normal')).toEqual(presets.heNormal)
    expect(named('lecun_uniform')).toEqual(presets.lecunUniform)
    expect(named('lecun_normal')).toEqual(presets.lecunNormal)
  })

  it('has the names of Glorot and Xavier, of He and Kaiming, for one value', () => {
    expect(presets.kaimingNormal).toBe(presets.heNormal)
    expect(presets.kaimingUniform).toBe(presets.heUniform)
    expect(presets.xavierNormal).toBe(presets.glorotNormal)
    expect(presets.xavierUniform).toBe(presets.glorotUniform)
  })

  it.each([...presets.byName])('%s is frozen, and has a seed and a dtype in its config', (className, preset) => {
    expect(Object.isFrozen(preset)).toBe(true)
    const config = { seed: 7, dtype: 'float16' }
    expect(Initializer.decode({ class_name: className, config })).toEqual(E.right({ ...preset, ...config }))
  })

  it.each([
    ['he_norml', ['UnknownName']],
    ['He_Normal', ['UnknownName']],
    [{ class_name: 'he_normal' }, ['UnknownName class_name']],
    [{ class_name: 'HeNormal', config: { scale: 2 } }, ['UnknownKey config scale']],
    [{ class_name: 'HeNormal', config: { corrected: false } }, ['UnknownKey config corrected']],
    [{ class_name: 'HeNormal', config: { seed: 0.5 } }, ['BadSeed config seed']],
    [{ class_name: 'HeNormal', config: null }, ['WrongType config']],
    [{ class_name: 'HeNormal', config: {}, module: 'keras' }, ['UnknownKey module']]
  ])('is refused as %j: %j', (config, expected) => {
    expect(problems(Initializer.decode(config))).toEqual(expected)
  })

  it('is written as variance scaling', () => {
    const config = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }
    expect(Initializer.encode(presets.heNormal)).toEqual({ class_name: 'VarianceScaling', config })
  })
})

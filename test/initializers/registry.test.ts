import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { Distribution, type DType, Draw, Initializer, presets, Rng, type Scaled, Tensor } from 'initializers-ts'
import { root } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

// -------------------------------------------------------------------------------------
// initializers of a user
// -------------------------------------------------------------------------------------

interface Options {
  readonly seed: number | null
  readonly dtype: DType.DType | null
}

interface Band extends Options {
  readonly _tag: 'Band'
  readonly width: number
}

interface Tagged extends Options {
  readonly _tag: 'Tagged'
  readonly label: string
}

const { fields } = Initializer
const { dtype, optional, positive, required, seed } = fields

const band = Initializer.define<Band>({
  name: 'Band',
  fields: { width: optional(positive, 1), seed, dtype },
  rule: ({ width }) =>
    width < 100 ? [] : [{ code: 'BadBounds', path: ['width'], expected: 'less than 100', received: `${width}` }],
  draw: ({ width }) => Draw.independent(Distribution.uniform(-width, width))
})

/** A field by a codec of io-ts. */
const tagged = Initializer.define<Tagged>({
  name: 'Tagged',
  fields: { label: required(t.string), seed, dtype },
  draw: () => Draw.constant(1)
})

const registry = right(Initializer.registry([band, tagged]))
type Own = Band | Tagged

const narrow = { _tag: 'Band', width: 0.5, seed: null, dtype: null } as const

// -------------------------------------------------------------------------------------
// claims
// -------------------------------------------------------------------------------------

describe('the registry of the built-in initializers', () => {
  it('is what every function uses where no registry is given', () => {
    const none = right(Initializer.registry([]))
    expectTypeOf(none).toEqualTypeOf<Initializer.Registry<Initializer.Initializer>>()
    expect(Initializer.decode('he_normal', none)).toEqual(E.right(presets.heNormal))
    expect(problems(Initializer.decode('band', none))).toEqual(['UnknownName'])
  })

  it('has the class names of configs, presets included', () => {
    const { names } = right(Initializer.registry([]))
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining([...presets.byName.keys()]))
    expect(names).toContain('VarianceScaling')
    expect(names).toContain('KaimingNormal')
    expect(Object.isFrozen(names)).toBe(true)
  })

  it('is used by map, which passes an index as second argument', () => {
    expect(['ones', 'ones'].map(Initializer.decode)).toEqual([Initializer.decode('ones'), Initializer.decode('ones')])
  })
})

describe('the initializers of a registry', () => {
  it('are decoded by class name and by name, with their defaults', () => {
    expect(Initializer.decode({ class_name: 'Band', config: { width: 0.5 } }, registry)).toEqual(E.right(narrow))
    for (const name of ['Band', 'band', { class_name: 'Band' }])
      expect(Initializer.decode(name, registry)).toEqual(E.right({ ...narrow, width: 1 }))
  })

  it('include the built-in ones', () => {
    expect(Initializer.decode('glorot_uniform', registry)).toEqual(E.right(presets.glorotUniform))
    const presetNames = [...presets.byName.keys()]
    const builtIn = right(Initializer.registry([])).names.filter((name) => !presetNames.includes(name))
    expect(registry.names).toEqual([...builtIn, 'Band', 'Tagged', ...presetNames])
  })

  it('are typed', () => {
    expectTypeOf(registry).toEqualTypeOf<Initializer.Registry<Initializer.InitializerOr<Own>>>()
    const list: ReadonlyArray<typeof band | typeof tagged> = [band, tagged]
    expectTypeOf(right(Initializer.registry(list))).toEqualTypeOf(registry)
    const decoded = right(Initializer.decode('band', registry))
    expectTypeOf(decoded).toEqualTypeOf<Initializer.InitializerOr<Own>>()
    expectTypeOf<Extract<typeof decoded, { _tag: 'Scaled' }>>().toEqualTypeOf<
      Scaled.Scaled<Initializer.InitializerOr<Own>>
    >()
    expectTypeOf(Initializer.decode('ones')).toEqualTypeOf<ReturnType<typeof Initializer.decode>>()
    // @ts-expect-error: Band is not a built-in initializer
    const draw = Initializer.draw({ shape: [2] })(narrow)
    expect(problems(draw)).toEqual(['UnknownName _tag'])
  })

  it('are encoded, described, drawn, sliced and initialized', () => {
    const config = { class_name: 'Band', config: { width: 0.5 } }
    const spec = { shape: [4, 3], dtype: 'float64' } as const
    expect(Initializer.encode(narrow, registry)).toEqual(config)
    expect(right(Initializer.describe(spec, registry)(narrow))).toMatchObject({
      initializer: config,
      content: { _tag: 'Uniform', low: -0.5, high: 0.5 },
      words: 24
    })
    const [whole, next] = right(Initializer.sampler(spec, registry)(narrow))(root)
    expect(next).toEqual(right(Rng.skip(24)(root)))
    const box = [
      [1, 3],
      [0, 3]
    ] as const
    const [part] = right(Initializer.slice({ ...spec, box }, registry)(narrow))(root)
    expect(part.data).toEqual(whole.data.slice(3, 9))
    expect(right(Initializer.init({ ...spec, seed: 42 }, registry)(config))).toEqual(whole)
    expect(right(Initializer.init(spec, registry)({ ...config, config: { width: 0.5, seed: 42 } }))).toEqual(whole)
  })

  it('are held by combinators', () => {
    const config = { class_name: 'Scaled', config: { factor: 2, initializer: 'band' } }
    const scaled = right(Initializer.decode(config, registry))
    expect(Initializer.encode(scaled, registry)).toEqual({
      class_name: 'Scaled',
      config: { factor: 2, initializer: { class_name: 'Band', config: { width: 1 } } }
    })
    const drawn = right(Initializer.sampler({ shape: [9] }, registry)(scaled))(root)[0]
    const single = right(Initializer.sampler({ shape: [9] }, registry)({ ...narrow, width: 1 }))(root)[0]
    expect(Tensor.values(drawn)).toEqual(Tensor.values(single).map((x) => 2 * x))
    const seeded = { ...config.config, initializer: { class_name: 'Band', config: { seed: 1 } } }
    expect(problems(Initializer.decode({ ...config, config: seeded }, registry))).toEqual([
      'Unsupported config initializer config seed'
    ])
  })

  it('are refused with all their errors, and the nearest name', () => {
    const decode = (config: unknown) => problems(Initializer.decode(config, registry))
    expect(decode({ class_name: 'Band', config: { width: -1, seed: 0.5, wdth: 1 } })).toEqual([
      'NotPositive config width',
      'BadSeed config seed',
      'UnknownKey config wdth'
    ])
    expect(decode({ class_name: 'Band', config: { width: 100 } })).toEqual(['BadBounds config width'])
    expect(decode({ class_name: 'Tagged', config: { label: 1 } })).toEqual(['WrongType config label'])
    expect(decode({ class_name: 'Tagged' })).toEqual(['MissingKey config label'])
    expect(Initializer.decode({ class_name: 'Tagged', config: { label: 1 } }, registry)).toEqual(
      E.left([{ code: 'WrongType', path: ['config', 'label'], expected: 'string', received: '1' }])
    )
    expect(Initializer.decode('bnad', registry)).toMatchObject({ left: [{ nearest: 'band' }] })
  })

  it('share nothing with another registry', () => {
    const other = right(Initializer.registry([tagged]))
    expect(problems(Initializer.decode('band', other))).toEqual(['UnknownName'])
    expect(problems(Initializer.decode('band'))).toEqual(['UnknownName'])
  })
})

describe('a registry', () => {
  const refused = (...definitions: ReadonlyArray<unknown>) =>
    problems(Initializer.registry(definitions as ReadonlyArray<Initializer.Definition<Band>>))

  it.each([
    ['a built-in initializer', 'Zeros'],
    ['a preset', 'HeNormal'],
    ['a preset in snake case', 'he_normal'],
    ['a built-in initializer in another case', 'Variance_Scaling']
  ])('refuses the name of %s: %s', (_, name) => {
    expect(refused({ ...band, name })).toEqual(['DuplicateName 0 name'])
  })

  it('refuses a repeated name', () => {
    expect(refused(band, tagged, { ...band, name: 'band' })).toEqual(['DuplicateName 2 name'])
  })

  it.each([
    ['no definition', null, ['WrongType 0']],
    ['no name', { ...band, name: undefined }, ['BadName 0 name']],
    ['an empty name', { ...band, name: '' }, ['BadName 0 name']],
    ['a name of other characters', { ...band, name: 'a b' }, ['BadName 0 name']],
    ['a name of an object', { ...band, name: '__proto__' }, ['BadName 0 name']],
    ['no fields', { ...band, fields: undefined }, ['WrongType 0 fields']],
    ['a field that is not a codec', { ...band, fields: { ...band.fields, width: 1 } }, ['WrongType 0 fields width']],
    ['no dtype', { ...band, fields: { seed } }, ['MissingKey 0 fields dtype']],
    ['a rule that is not a function', { ...band, rule: 1 }, ['WrongType 0 rule']],
    ['no draw', { ...band, draw: undefined }, ['WrongType 0 draw']],
    [
      'several errors',
      { name: 1, fields: {}, draw: 1 },
      ['BadName 0 name', 'MissingKey 0 fields dtype', 'WrongType 0 draw']
    ]
  ])('refuses a definition with %s', (_, definition, expected) => {
    expect(refused(definition)).toEqual(expected)
  })

  it('refuses a value that is not a list', () => {
    expect(problems(Initializer.registry(null as unknown as []))).toEqual(['WrongType'])
  })
})

describe('a definition that does not keep its contract', () => {
  const boom = (): never => {
    throw new Error('boom')
  }
  const withParts = (parts: object) => right(Initializer.registry([{ ...band, ...parts }]))
  const drawn = (draw: unknown) => Initializer.draw({ shape: [2] }, withParts({ draw }))(narrow)

  it('gives an error where its draw throws', () => {
    expect(drawn(boom)).toMatchObject({ left: [{ code: 'BadDefinition', received: 'boom' }] })
    expect(problems(drawn(() => boom))).toEqual(['BadDefinition'])
  })

  it.each([
    ['nothing', undefined],
    ['a number', 1],
    ['a draw of another shape', Draw.constant(1)({ shape: [3], dtype: 'float32' })],
    ['a draw of another dtype', Draw.constant(1)({ shape: [2], dtype: 'float16' })]
  ])('gives an error where its draw returns %s', (_, answer) => {
    expect(problems(drawn(() => () => answer))).toEqual(['BadDefinition'])
  })

  it('keeps the errors that its draw returns', () => {
    const errors = E.left([{ code: 'BadRank', path: ['shape'], expected: 'a matrix', received: 'rank 1' }])
    expect(drawn(() => () => errors)).toEqual(errors)
  })

  it.each([
    ['a codec', { fields: { ...band.fields, width: required(new t.Type('number', t.number.is, boom, t.identity)) } }],
    ['its rule', { rule: boom }]
  ])('gives an error where %s throws', (_, parts) => {
    const own = withParts(parts)
    expect(problems(Initializer.decode({ class_name: 'Band', config: { width: 1 } }, own))).toEqual(['BadDefinition'])
    const nested = {
      class_name: 'Scaled',
      config: { factor: 2, initializer: { class_name: 'Band', config: { width: 1 } } }
    }
    expect(problems(Initializer.decode(nested, own))).toEqual(['BadDefinition config initializer'])
    expect(typeof own.codec.is(narrow)).toBe('boolean')
  })

  it('is copied: a later change of the config changes nothing', () => {
    const config = { class_name: 'Tagged', config: { label: 'a' } }
    const read = Initializer.decode(config, registry)
    config.config.label = 'b'
    expect(read).toEqual(E.right({ _tag: 'Tagged', label: 'a', seed: null, dtype: null }))
  })
})

describe('a definition', () => {
  it('reads and writes its config by itself', () => {
    expect(band.fromConfig({ width: 2 })).toEqual(E.right({ ...narrow, width: 2 }))
    expect(pipe(band.fromConfig({ width: 2 }), E.map(band.getConfig))).toEqual(E.right({ width: 2 }))
    expect(problems(band.fromConfig({ width: 0 }))).toEqual(['NotPositive width'])
  })
})

describe('the fields of a definition', () => {
  const { boolean, count, finite, fraction, integer, list, nullable, oneOf } = fields
  const readField = <A>(field: Initializer.fields.Field<A, unknown>, value: unknown) => {
    const definition = Initializer.define<{ readonly _tag: 'One'; readonly x: A; readonly dtype: DType.DType | null }>({
      name: 'One',
      fields: { x: field, dtype },
      draw: () => Draw.constant(0)
    })
    return pipe(
      definition.fromConfig({ x: value }),
      E.map(({ x }) => x)
    )
  }

  it.each([
    ['finite', finite, -1.5, Infinity, 'NotFinite'],
    ['positive', positive, 0.5, 0, 'NotPositive'],
    ['integer', integer, -2, 0.5, 'BadAxis'],
    ['count', count, 3, 0, 'BadCount'],
    ['fraction', fraction, 0.25, 1.5, 'BadBounds'],
    ['boolean', boolean, true, 1, 'WrongType'],
    ['one of several strings', oneOf('a', 'b'), 'b', 'c', 'UnknownValue'],
    ['a list', list(count), [1, 2], 1, 'WrongType'],
    ['nullable', nullable(count), null, 'x', 'WrongType']
  ] as ReadonlyArray<[string, t.Type<unknown>, unknown, unknown, string]>)('%s', (_, codec, good, bad, code) => {
    expect(readField(required(codec), good)).toEqual(E.right(good))
    expect(problems(readField(required(codec), bad))).toEqual([`${code} x`])
  })

  it('have a default if they are optional, and must be there if they are required', () => {
    const one = { name: 'One', draw: () => Draw.constant(0) } as const
    interface One {
      readonly _tag: 'One'
      readonly x: number
      readonly dtype: DType.DType | null
    }
    const withDefault = Initializer.define<One>({ ...one, fields: { x: optional(finite, 7), dtype } })
    const without = Initializer.define<One>({ ...one, fields: { x: required(finite), dtype } })
    expect(withDefault.fromConfig({})).toEqual(E.right({ _tag: 'One', x: 7, dtype: null }))
    expect(problems(without.fromConfig({}))).toEqual(['MissingKey x'])
  })
})

describe('an initializer of another registry', () => {
  it('is written field by field, and cannot be drawn or read', () => {
    const foreign = narrow as unknown as Initializer.Initializer
    expect(Initializer.encode(foreign)).toEqual({
      class_name: 'Band',
      config: { width: 0.5, seed: null, dtype: null }
    })
    expect(problems(Initializer.decode(Initializer.encode(foreign)))).toEqual(['UnknownName class_name'])
    expect(problems(Initializer.describe({ shape: [2] })(foreign))).toEqual(['UnknownName _tag'])
  })
})

/** The dialect of a model file; versions, backends and modules as the frameworks write them. */
import { describe, expect, test } from 'vitest'
import { isModelFile, readEnvelope } from '../../../src/dialects/keras/envelope.js'
import { detect, type Dialect } from 'initializers-ts/dialects'

const model = (keras_version: unknown, backend: unknown = 'tensorflow', more: object = {}) => ({
  class_name: 'Sequential',
  config: { name: 'sequential', layers: [] },
  keras_version,
  backend,
  ...more
})

describe('by version', () => {
  test.each<readonly [version: string, dialect: Dialect]>([
    ['1.0.0', 'keras1'],
    ['1.2.2', 'keras1'],
    ['2.0.0', 'keras2.0'],
    ['2.0.8', 'keras2.0'],
    ['2.1.6', 'keras2.0'],
    ['2.2.0', 'keras2.2'],
    ['2.2.4', 'keras2.2'],
    ['2.3.1', 'keras2.2'],
    ['2.1.6-tf', 'tf1.keras'],
    ['2.2.4-tf', 'tf1.keras'],
    ['2.3.0-tf', 'keras2'],
    ['2.4.0', 'keras2'],
    ['2.10.0', 'keras2'],
    ['2.15.0', 'keras2'],
    ['3.0.0', 'keras3'],
    ['3.10.0', 'keras3'],
    ['3.15.1', 'keras3'],
    ['tfjs-layers 4.22.0', 'tfjs'],
    ['tfjs-layers 0.1.0', 'tfjs']
  ])('%s: %s', (version, dialect) => {
    expect(detect(model(version))).toBe(dialect)
    expect(detect({ keras_version: version })).toBe(dialect)
  })
})

describe('by backend', () => {
  test.each<readonly [version: string, backend: string, dialect: Dialect]>([
    ['1.2.2', 'theano', 'keras1'],
    ['2.1.5', 'theano', 'keras2.0'],
    ['2.2.4', 'cntk', 'keras2.2'],
    ['3.10.0', 'jax', 'keras3'],
    ['3.10.0', 'torch', 'keras3'],
    ['4.22.0', 'tensor_flow.js', 'tfjs'],
    ['2.1.6', 'tensorflow.js', 'tfjs'],
    ['2.1.6', 'TensorFlow.js', 'tfjs']
  ])('%s on %s: %s', (version, backend, dialect) => {
    expect(detect(model(version, backend))).toBe(dialect)
  })
})

describe('by the position of the version', () => {
  const bare = { class_name: 'Sequential', config: {} }

  test('the model.json of TF.js', () => {
    expect(detect({ format: 'layers-model', modelTopology: model('tfjs-layers 4.22.0', 'tensor_flow.js') })).toBe(
      'tfjs'
    )
    expect(detect({ modelTopology: { keras_version: '2.1.6', backend: 'tensorflow', model_config: bare } })).toBe(
      'keras2.0'
    )
  })

  test('the attributes of an HDF5 file', () => {
    expect(detect({ model_config: bare, keras_version: '2.2.4-tf', backend: 'tensorflow' })).toBe('tf1.keras')
    expect(detect({ model_config: bare, keras_version: '2.15.0', backend: 'tensorflow' })).toBe('keras2')
    expect(detect({ model_config: model('2.0.8') })).toBe('keras2.0')
  })

  test('a file without a version, by the module of its class', () => {
    const at = (module: string) => detect({ module, class_name: 'Functional', config: {}, registered_name: null })
    expect(at('keras')).toBe('keras3')
    expect(at('keras.src.models.functional')).toBe('keras3')
    expect(at('keras.models')).toBe('keras3')
    expect(at('keras.src.engine.functional')).toBe('keras2')
    expect(at('keras.engine.functional')).toBe('keras2')
    expect(at('tf_keras')).toBe('keras2')
    expect(at('tf_keras.src.engine.functional')).toBe('keras2')
    expect(at('my_package.models')).toBe(null)
    expect(at('kerasish')).toBe(null)
  })

  test('the version takes precedence over the module', () => {
    expect(detect(model('2.15.0', 'tensorflow', { module: 'keras' }))).toBe('keras2')
  })
})

describe('null if nothing states it', () => {
  const throwing = {
    get keras_version(): string {
      throw new Error('unreadable')
    }
  }
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }
  test.each<readonly [name: string, value: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 3],
    ['a text', '{"keras_version":"2.4.0"}'],
    ['a list', []],
    ['an empty object', {}],
    ['a model without a version', { class_name: 'Sequential', config: [] }],
    ['no version', model('')],
    ['a version of words', model('latest')],
    ['half a version', model('2')],
    ['Keras 0', model('0.3.1')],
    ['a number for a version', model(2.4)],
    ['a list for a version', model(['2.4.0'])],
    ['nothing within', { modelTopology: null, model_config: 7 }],
    ['an inherited version', Object.create({ keras_version: '2.4.0' })],
    ['a getter that throws', throwing],
    ['a getter that throws within', { modelTopology: throwing }],
    ['a revoked proxy', revoked()],
    ['a revoked proxy within', { model_config: revoked() }]
  ])('%s', (_, value) => {
    expect(detect(value)).toBe(null)
  })

  test('a text of many digits takes no time', () => {
    expect(detect(model('9'.repeat(1_000_000)))).toBe(null)
  })

  test('a backend that is no text', () => {
    expect(detect(model('2.2.4', null))).toBe('keras2.2')
    expect(detect(model('2.2.4', { name: 'tensorflow.js' }))).toBe('keras2.2')
  })
})

describe('readEnvelope', () => {
  const layer = (module: object) => ({ class_name: 'Dense', config: {}, ...module })
  const bare = (layers: unknown) => ({ class_name: 'Sequential', config: { layers } })

  test.each<readonly [name: string, file: unknown, source: string | null, path: string, dialect: Dialect]>([
    ['Keras', model('2.15.0'), 'keras', '', 'keras2'],
    ['the attributes of an HDF5 file', { model_config: model('2.0.8') }, 'keras', 'model_config', 'keras2.0'],
    ['a topology', { modelTopology: model('tfjs-layers 4.22.0') }, 'tfjs', 'modelTopology', 'tfjs'],
    [
      'a topology with attributes',
      { modelTopology: { model_config: bare([]) } },
      'tfjs',
      'modelTopology model_config',
      'keras2'
    ],
    ['a manifest alone', { weightsManifest: [] }, 'tfjs', '', 'keras2'],
    ['layers with modules', bare([layer({ module: 'keras.layers' })]), 'keras', '', 'keras3'],
    ['layers without modules', bare([layer({})]), 'keras', '', 'keras2'],
    ['layers of another type', bare('text'), 'keras', '', 'keras2'],
    ['neither', { layers: [] }, null, '', 'keras2'],
    ['a number', 3, null, '', 'keras2']
  ])('%s', (_, file, source, path, dialect) => {
    const envelope = readEnvelope(file)
    expect([envelope.source, envelope.path.join(' '), envelope.dialect]).toEqual([source, path, dialect])
  })

  test('has the model at its path', () => {
    const inner = bare([])
    expect(readEnvelope({ modelTopology: { model_config: inner } }).model).toBe(inner)
    expect(readEnvelope(inner).model).toBe(inner)
  })
})

describe('isModelFile', () => {
  test.each<readonly [name: string, value: unknown, isModel: boolean]>([
    ['a Sequential', { class_name: 'Sequential' }, true],
    ['a Functional', { class_name: 'Functional' }, true],
    ['the attributes of an HDF5 file', { model_config: {} }, true],
    ['a model.json of TF.js', { modelTopology: {} }, true],
    ['a weightsManifest alone', { weightsManifest: [] }, true],
    ['an initializer', { class_name: 'HeNormal', config: {} }, false],
    ['a name', 'he_normal', false],
    ['an inherited class', Object.create({ class_name: 'Sequential' }), false]
  ])('%s: %s', (_, value, isModel) => {
    expect(isModelFile(value)).toBe(isModel)
  })
})

/**
 * The argument MODEL: reads a model file of any kind.
 */
import { extname } from 'node:path'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { maxLength, parseJson } from '../codec/json.js'
import { isRecord } from '../codec/plain.js'
import { fromModel, fromSafetensors, type Imported, type ModelOptions } from '../importers/index.js'
import { at, type Errors, fail, show, type Validated } from '../InitializerError.js'
import { decodeText, readArchive, readHeader } from '../node/index.js'
import { type Environment, onFile } from './environment.js'
import { readUnnamed } from './source.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A model file that has been read. */
export interface ModelFile {
  /** for errors */
  readonly name: string
  readonly importWith: (options: ModelOptions) => Validated<Imported>
}

type Reader = (environment: Environment, source: string) => TE.TaskEither<Errors, ModelFile>

export const modelHelp =
  'a .json file from Keras or TF.js or with names and shapes, a .keras or .safetensors file, or - for stdin'

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** The argument MODEL. */
export const readModelFile =
  (environment: Environment) =>
  (source: string): TE.TaskEither<Errors, ModelFile> =>
    (readers.get(source.startsWith('{') ? '' : extname(source).toLowerCase()) ?? readJson)(environment, source)

const readJson: Reader = (environment, source) =>
  pipe(
    readUnnamed(environment, 'MODEL', modelHelp)(source),
    TE.map(({ name, value }) => ofJson(name, value))
  )

const ofJson = (name: string, value: unknown): ModelFile => ({
  name,
  importWith: (options) => fromModel(value, options)
})

const readWeights: Reader = (environment, source) =>
  pipe(
    onFile(environment, source)(readHeader),
    TE.map(({ prefix, fileSize }) => ({
      name: source,
      importWith: ({ rules = [], ...options }) => fromSafetensors(prefix, { rules, ...options, fileSize })
    }))
  )

/** Keras 3 and tf-keras write their version into another file of the archive. */
const readKeras: Reader = (environment, source) =>
  pipe(
    onFile(environment, source)((path) => readArchive(path, [config, metadata], maxLength)),
    TE.chainEitherK((files) => at(source)(modelIn(files))),
    TE.map((value) => ofJson(source, value))
  )

const config = 'config.json'
const metadata = 'metadata.json'

const modelIn = (files: ReadonlyMap<string, Uint8Array>): Validated<unknown> =>
  pipe(
    E.Do,
    E.apS('model', jsonIn(files, config)),
    E.apS('about', files.has(metadata) ? jsonIn(files, metadata) : E.right({})),
    E.map(({ model, about }) => (isRecord(about) && isRecord(model) ? { ...about, ...model } : model))
  )

const jsonIn = (files: ReadonlyMap<string, Uint8Array>, name: string): Validated<unknown> => {
  const bytes = files.get(name)
  return bytes === undefined
    ? fail('Unreadable', `a .keras archive, which has a ${name}`, 'another archive')
    : pipe(
        decodeText(name)(bytes),
        E.chain((text) => at(name)(parseJson(text)))
      )
}

const refuseHdf5: Reader = (_, source) =>
  TE.left([
    {
      code: 'Unsupported',
      path: [source],
      expected: 'the output of model.to_json() or a .keras file (load the HDF5 file in Keras and save it)',
      received: show(source)
    }
  ])

const readers: ReadonlyMap<string, Reader> = new Map([
  ['.safetensors', readWeights],
  ['.keras', readKeras],
  ['.h5', refuseHdf5],
  ['.hdf5', refuseHdf5]
])

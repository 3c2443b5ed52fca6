/**
 * A plan from the header of a safetensors file: names, shapes and dtypes in the order of the data, initializers by rules.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { Safetensors } from '../formats/index.js'
import { all, at, type Validated } from '../InitializerError.js'
import { readDType } from './dtype.js'
import { type FileTensor, type Imported, type ImportOptions, planOf } from './model.js'

/**
 * The plan of a safetensors file, from its first bytes. They must hold at least the header, whose length
 * `Safetensors.headerSize` gives. `fileSize` is the length of the whole file; by default, the length of these bytes.
 *
 * Integer and boolean tensors are skipped and reported. A dtype that is not a `DType` (`F8_E4M3`, `C64`) is
 * `UnsupportedDType`, unless a rule or the options give another. `NoInitializer` names each parameter that no rule
 * matches. Other errors are those of `Safetensors.decodeHeader` and `Plan.fromParameters`.
 *
 * @since 0.1.0
 * @example
 * import { Safetensors } from 'initializers-ts/formats'
 * import { fromSafetensors } from 'initializers-ts/importers'
 * import * as Plan from 'initializers-ts/plan'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const header = Safetensors.layout()([{ name: 'fc.weight', shape: [10, 784], dtype: 'float16' as const }])
 * const plan = pipe(
 *   E.Do,
 *   E.apS('header', header),
 *   E.apS('rules', Plan.decodeRules([{ match: '**.weight', initializer: 'he_normal' }])),
 *   E.chain(({ header, rules }) => fromSafetensors(header.header, { rules, fileSize: header.fileSize })),
 *   E.map(({ plan }) => plan.parameters.map(({ name, shape, dtype }) => [name, shape, dtype]))
 * )
 * plan // => E.right([['fc.weight', [10, 784], 'float16']])
 */
export const fromSafetensors = (
  prefix: Uint8Array,
  { fileSize = prefix.length, ...options }: ImportOptions & { readonly fileSize?: number } = {}
): Validated<Imported> =>
  pipe(
    prefix,
    Safetensors.decodeHeader(fileSize),
    E.chain(({ entries }) => all(entries.map(tensorOf))),
    E.chain(planOf(options)),
    E.map((outcome) => ({ source: 'safetensors', dialect: null, ...outcome }))
  )

const tensorOf = ({ name, shape, dtype }: Safetensors.TensorInfo): Validated<FileTensor> =>
  pipe(
    readDType(dtype),
    at(name, 'dtype'),
    E.map((known) => ({ name, shape, dtype: known, initializer: null }))
  )

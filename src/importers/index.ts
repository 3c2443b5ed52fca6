/**
 * Model files → plans.
 *
 * @since 0.1.0
 */
export { fromModel, type ModelOptions } from './fromModel.js'
export { fromSafetensors } from './header.js'
export { fromKeras, type KerasModel, type KerasOptions } from './keras.js'
export { fromShapes } from './shapes.js'
export type { Imported, Options, Skipped, Source } from './model.js'

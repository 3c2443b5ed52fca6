/**
 * Model files → plans.
 *
 * @since 0.1.0
 */
export { fromModel, type ModelOptions } from './fromModel.js'
export { fromSafetensors } from './safetensors.js'
export { fromKeras, type KerasModel, type KerasOptions } from './keras/fromKeras.js'
export { fromShapes } from './shapes.js'
export type { Imported, ImportOptions, Skipped, Source } from './model.js'

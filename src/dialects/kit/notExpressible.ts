/**
 * The error of a field that a dialect cannot express.
 */
import { fail, show, type Validated } from '../../InitializerError.js'

/** `Unsupported`, at the field. */
export const notExpressible = (field: string, expected: string, value: unknown): Validated<never> =>
  fail('Unsupported', expected, typeof value === 'object' && value !== null ? JSON.stringify(value) : show(value), [
    field
  ])

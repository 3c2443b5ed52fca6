/** Presets: data, by the names that Keras gives them. */
import * as E from 'fp-ts/Either'
import { Initializer, type VarianceScaling } from 'initializers-ts'
import { equal, law, type Laws } from 'initializers-ts/laws'

/** A preset and its name in a config. */
export interface PresetCase {
  readonly className: string
  readonly preset: VarianceScaling.VarianceScaling
}

const wrap = (class_name: string, config: object) => ({ class_name, config })

export const presetLaws = {
  expands: law('its name decodes to its spelled-out config', ({ className, preset: { scale, mode, distribution } }) =>
    equal(
      Initializer.decode(wrap(className, {})),
      Initializer.decode(wrap('VarianceScaling', { scale, mode, distribution }))
    )
  ),
  bareName: law('its bare name is accepted', ({ className, preset }) =>
    equal(Initializer.decode(className), E.right(preset))
  ),
  snakeCase: law('its name in snake case is accepted', ({ className, preset }) =>
    equal(Initializer.decode(className.replaceAll(/\B[A-Z]/g, '_$&').toLowerCase()), E.right(preset))
  ),
  seedAndDType: law('it accepts a seed and a dtype', ({ className, preset }) =>
    equal(
      Initializer.decode(wrap(className, { seed: 7, dtype: 'float16' })),
      E.right({ ...preset, seed: 7, dtype: 'float16' })
    )
  ),
  noOtherFields: law('it accepts no other field', ({ className }) =>
    E.isLeft(Initializer.decode(wrap(className, { scale: 1 })))
  ),
  frozen: law('it is frozen', ({ preset }) => Object.isFrozen(preset))
} satisfies Laws<PresetCase>

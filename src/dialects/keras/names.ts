/**
 * The classes of Keras, of TensorFlow 1 and of TF.js, and their names in all spellings.
 */
import { snakeCase } from '../../codec/snakeCase.js'

export const classNames = [
  ...(['Zeros', 'Ones', 'Constant', 'RandomUniform', 'RandomNormal', 'TruncatedNormal'] as const),
  ...(['VarianceScaling', 'GlorotUniform', 'GlorotNormal', 'HeUniform', 'HeNormal'] as const),
  ...(['LecunUniform', 'LecunNormal', 'UniformUnitScaling', 'Orthogonal', 'Identity', 'STFT'] as const),
  ...(['ConvolutionDeltaOrthogonal', 'ConvolutionOrthogonal', 'ConvolutionOrthogonal1D'] as const),
  ...(['ConvolutionOrthogonal2D', 'ConvolutionOrthogonal3D'] as const)
] as const

export type ClassName = (typeof classNames)[number]

const aliases: ReadonlyArray<readonly [string, ClassName]> = [
  ['zero', 'Zeros'],
  ['one', 'Ones'],
  ['uniform', 'RandomUniform'],
  ['normal', 'RandomNormal'],
  ['xavier_uniform', 'GlorotUniform'],
  ['xavier_normal', 'GlorotNormal'],
  ['kaiming_uniform', 'HeUniform'],
  ['kaiming_normal', 'HeNormal'],
  // the functions of TensorFlow 1's init_ops.py
  ['delta_orthogonal', 'ConvolutionDeltaOrthogonal'],
  ['convolutional_delta_orthogonal', 'ConvolutionDeltaOrthogonal'],
  ['convolutional_orthogonal_1d', 'ConvolutionOrthogonal1D'],
  ['convolutional_orthogonal_2d', 'ConvolutionOrthogonal2D'],
  ['convolutional_orthogonal_3d', 'ConvolutionOrthogonal3D']
]

const byName: ReadonlyMap<string, ClassName> = new Map([
  ...classNames.map((name) => [snakeCase(name), name] as const),
  ...aliases
])

/** The names that errors suggest. */
export const known: ReadonlyArray<string> = [...classNames, ...byName.keys()]

/**
 * The class of a name in any of its spellings: `HeNormal`, `he_normal`, `heNormal`, `HeNormalV2`, `he_normalV2`,
 * `he_normal_initializer`, `LeCunNormal`, `xavier_uniform`.
 */
export const classOf = (name: string): ClassName | undefined =>
  name.length > 64
    ? undefined
    : byName.get(
        snakeCase(name)
          .replace(/_?v2$/, '')
          .replace(/_?initializer$/, '')
          .replace(/^le_cun/, 'lecun')
      )

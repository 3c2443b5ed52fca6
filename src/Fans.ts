/**
 * How many inputs feed one output unit, and how many outputs one input unit feeds: by TensorFlow's rule for a shape
 * (`fromShape`), or by a rule in a config (`fromRule`).
 *
 * A shape alone is ambiguous: (512, 8, 64) may be a one-dimensional convolution, with fans (4096, 32768), or the query
 * projection of an attention layer, with fans (512, 512). A rule, which is a field of a config, decides.
 *
 * | rule | fans |
 * | --- | --- |
 * | `default` | TensorFlow's: the last two axes, times all others (`fromShape`) |
 * | `square` | the same for some `ranks`; for any other both fans are the root of the size (Keras 1 to 2.3, TF.js) |
 * | `explicit` | two numbers |
 * | `axes` | JAX's `in_axis`, `out_axis`, `batch_axis`: axes in none of them multiply both fans, batch axes neither |
 * | `listed` | Keras 3's `input_axes`, `output_axes`: axes in neither count for nothing |
 * | `layout` | named axes of a dense or convolution kernel, with groups, transposed or depthwise |
 * | `packed` | one of `count` kernels that lie side by side along an axis, such as fused query, key and value |
 * | `einsum` | the kernel of `"abc,cd->abd"`: labels that are summed away are inputs, new ones outputs, others batch |
 *
 * @since 0.1.0
 */
export { denominator, type Fans, fromShape, type Mode, modes } from './Fans/fromShape.js'
export { codec } from './Fans/codec.js'
export { fromRule } from './Fans/fromRule.js'
export { type Axes, type Axis, type Default, type Einsum, type Explicit, type FanRule } from './Fans/rule.js'
export { type Layout, type LayoutName, type Listed, type Packed, type Square, standard } from './Fans/rule.js'

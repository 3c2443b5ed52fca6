/**
 * Models of keras.applications as `to_json()` writes them, with the list of their weights. The generators follow the Python
 * code line by line. They track only channels, so the list of weights is independent of the code under test.
 *
 * @see keras/src/applications/{mobilenet,mobilenet_v2,mobilenet_v3,efficientnet,xception}.py of Keras 3.16
 */

type Json = Readonly<Record<string, unknown>>

/** A name and a shape. */
export type Weight = readonly [name: string, shape: ReadonlyArray<number>]

export interface Application {
  readonly file: Json
  readonly weights: ReadonlyArray<Weight>
}

/** A tensor: the layer that it comes from, and its channels. */
interface Tensor {
  readonly from: string
  readonly channels: number
  /** one pixel, all pixels of an image, or no spatial axes */
  readonly space: 'pixel' | 'image' | 'none'
}

interface Options {
  /** whether to write the `build_config` of Keras 3 */
  readonly buildConfig: boolean
  readonly keras2?: boolean
}

const shapeOf = ({ channels, space }: Tensor): ReadonlyArray<number | null> => {
  const axes = { pixel: [1, 1], image: [null, null], none: [] }[space]
  return [null, ...axes, channels]
}

// -------------------------------------------------------------------------------------
// layers
// -------------------------------------------------------------------------------------

type Made = Partial<Pick<Tensor, 'channels' | 'space'>>

const maker = ({ buildConfig, keras2 = false }: Options) => {
  const layers: Array<Json> = []
  const weights: Array<Weight> = []
  const unnamed = new Map<string, number>()

  const tensor = (t: Tensor): unknown =>
    keras2
      ? [t.from, 0, 0, {}]
      : {
          class_name: '__keras_tensor__',
          config: { shape: shapeOf(t), dtype: 'float32', keras_history: [t.from, 0, 0] }
        }

  const nodes = (inputs: ReadonlyArray<Tensor>): ReadonlyArray<unknown> => {
    if (keras2) return [inputs.map(tensor)]
    return [{ args: inputs.length === 1 ? inputs.map(tensor) : [inputs.map(tensor)], kwargs: {} }]
  }

  /** The default name of a layer. */
  const auto = (base: string): string => {
    const n = unnamed.get(base) ?? 0
    unnamed.set(base, n + 1)
    return n === 0 ? base : `${base}_${n}`
  }

  const add =
    (class_name: string, name: string, config: Json = {}, made: Made = {}, own: ReadonlyArray<Weight> = []) =>
    (...inputs: readonly [Tensor, ...ReadonlyArray<Tensor>]): Tensor => {
      const shapes = inputs.map(shapeOf)
      layers.push({
        ...(keras2 ? {} : { module: 'keras.layers', registered_name: null }),
        ...{ class_name, name, config: { name, ...config }, inbound_nodes: nodes(inputs) },
        ...(buildConfig ? { build_config: { input_shape: shapes.length === 1 ? shapes[0] : shapes } } : {})
      })
      weights.push(...own.map(([key, shape]): Weight => [`${name}/${key}`, shape]))
      return { ...inputs[0], ...made, from: name }
    }

  const input = (): Tensor => {
    const shape = { [keras2 ? 'batch_input_shape' : 'batch_shape']: [null, null, null, 3] }
    layers.push({ class_name: 'InputLayer', name: 'input', config: { name: 'input', ...shape }, inbound_nodes: [] })
    return { from: 'input', channels: 3, space: 'image' }
  }

  const conv = (name: string, filters: number, kernel: number, x: Tensor, config: Json = {}): Tensor =>
    add('Conv2D', name, { filters, kernel_size: [kernel, kernel], ...config }, { channels: filters }, [
      ['kernel', [kernel, kernel, x.channels, filters]],
      ...(config['use_bias'] === false ? [] : [['bias', [filters]] as const])
    ])(x)

  const depthwise = (name: string, kernel: number, x: Tensor, config: Json = {}): Tensor =>
    add('DepthwiseConv2D', name, { kernel_size: [kernel, kernel], use_bias: false, ...config }, {}, [
      [keras2 ? 'depthwise_kernel' : 'kernel', [kernel, kernel, x.channels, 1]]
    ])(x)

  const separable = (name: string, filters: number, x: Tensor): Tensor =>
    add(
      'SeparableConv2D',
      name,
      { filters, kernel_size: [3, 3], use_bias: false, padding: 'same' },
      { channels: filters },
      [
        ['depthwise_kernel', [3, 3, x.channels, 1]],
        ['pointwise_kernel', [1, 1, x.channels, filters]]
      ]
    )(x)

  const bn = (name: string, x: Tensor): Tensor =>
    add(
      'BatchNormalization',
      name,
      { axis: keras2 ? [3] : -1 },
      {},
      ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((key) => [key, [x.channels]])
    )(x)

  const dense = (name: string, units: number, x: Tensor): Tensor =>
    add('Dense', name, { units }, { channels: units }, [
      ['kernel', [x.channels, units]],
      ['bias', [units]]
    ])(x)

  /** An operator in Python: a layer of an operation, with a number beside the tensor. */
  const operator = (name: 'add' | 'multiply', x: Tensor, n: number): Tensor => {
    const own = auto(name)
    if (keras2) {
      const call = [x.from, 0, 0, { y: n, name: null }]
      layers.push({
        ...{ class_name: 'TFOpLambda', name: own, inbound_nodes: [call] },
        config: { name: own, function: name === 'add' ? '__operators__.add' : 'math.multiply' }
      })
    } else {
      layers.push({
        ...{ module: 'keras.src.ops.numpy', class_name: name === 'add' ? 'Add' : 'Multiply', registered_name: name },
        ...{ config: { name: own }, name: own, inbound_nodes: [{ args: [tensor(x), n], kwargs: {} }] }
      })
    }
    return { ...x, from: own }
  }

  const model = (name: string, output: Tensor): Application => ({
    file: {
      ...(keras2
        ? { keras_version: '2.15.0', backend: 'tensorflow' }
        : { module: 'keras.src.models.functional', registered_name: 'Functional' }),
      class_name: 'Functional',
      config: { name, layers, input_layers: [['input', 0, 0]], output_layers: [[output.from, 0, 0]] }
    },
    weights
  })

  return { add, auto, input, conv, depthwise, separable, bn, dense, operator, model }
}

type Maker = ReturnType<typeof maker>

const range = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)
const plain = { use_bias: false, padding: 'same' }

// -------------------------------------------------------------------------------------
// models
// -------------------------------------------------------------------------------------

export const mobileNet = (options: Options): Application => {
  const m = maker(options)
  const block = (x: Tensor, filters: number, stride: number, id: number): Tensor => {
    const padded =
      stride === 1
        ? x
        : m.add('ZeroPadding2D', `conv_pad_${id}`, {
            padding: [
              [0, 1],
              [0, 1]
            ]
          })(x)
    const wide = m.bn(`conv_dw_${id}_bn`, m.depthwise(`conv_dw_${id}`, 3, padded, { strides: [stride, stride] }))
    const out = m.bn(
      `conv_pw_${id}_bn`,
      m.conv(`conv_pw_${id}`, filters, 1, m.add('ReLU', `conv_dw_${id}_relu`)(wide), plain)
    )
    return m.add('ReLU', `conv_pw_${id}_relu`)(out)
  }
  const stem = m.add('ReLU', 'conv1_relu')(m.bn('conv1_bn', m.conv('conv1', 32, 3, m.input(), plain)))
  const [deep] = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024].reduce<readonly [Tensor, number]>(
    ([x, id], filters) => [block(x, filters, [2, 4, 6, 12].includes(id) ? 2 : 1, id), id + 1],
    [stem, 1]
  )
  const pooled = m.add('GlobalAveragePooling2D', 'pool', { keepdims: true }, { space: 'pixel' })(deep)
  const preds = m.conv('conv_preds', 1000, 1, m.add('Dropout', 'dropout')(pooled), { padding: 'same' })
  return m.model('mobilenet', m.add('Reshape', 'reshape_2', { target_shape: [1000] }, { space: 'none' })(preds))
}

const divisible = (v: number): number => {
  const rounded = Math.max(8, Math.floor((v + 4) / 8) * 8)
  return rounded < 0.9 * v ? rounded + 8 : rounded
}

export const mobileNetV2 = (options: Options): Application => {
  const m = maker(options)
  const block = (x: Tensor, filters: number, stride: number, expansion: number, id: number): Tensor => {
    const prefix = id === 0 ? 'expanded_conv_' : `block_${id}_`
    const wide =
      id === 0 ? x : m.bn(`${prefix}expand_BN`, m.conv(`${prefix}expand`, expansion * x.channels, 1, x, plain))
    const deep = m.bn(
      `${prefix}depthwise_BN`,
      m.depthwise(`${prefix}depthwise`, 3, wide, { strides: [stride, stride] })
    )
    const out = m.bn(`${prefix}project_BN`, m.conv(`${prefix}project`, filters, 1, deep, plain))
    return x.channels === filters && stride === 1 ? m.add('Add', `${prefix}add`)(x, out) : out
  }
  const rows = [
    ...[[16, 1]],
    ...[...[[24, 2]], ...[[24, 1]]],
    ...[...[[32, 2]], ...range(2).map(() => [32, 1])],
    ...[...[[64, 2]], ...range(3).map(() => [64, 1])],
    ...range(3).map(() => [96, 1]),
    ...[...[[160, 2]], ...range(2).map(() => [160, 1])],
    ...[[320, 1]]
  ]
  const stem = m.bn('bn_Conv1', m.conv('Conv1', 32, 3, m.input(), { ...plain, strides: [2, 2] }))
  const deep = rows.reduce((x, [filters = 0, stride = 1], id) => block(x, filters, stride, id === 0 ? 1 : 6, id), stem)
  const last = m.bn('Conv_1_bn', m.conv('Conv_1', 1280, 1, deep, { use_bias: false }))
  const pooled = m.add('GlobalAveragePooling2D', 'pool', {}, { space: 'none' })(last)
  return m.model('mobilenetv2', m.dense('predictions', 1000, pooled))
}

type Row = readonly [expansion: number, filters: number, kernel: number, stride: number, squeeze: boolean]

const v3Rows: Readonly<Record<'small' | 'large', ReadonlyArray<Row>>> = {
  small: [
    ...([[1, 16, 3, 2, true]] as const),
    ...([
      [72 / 16, 24, 3, 2, false],
      [88 / 24, 24, 3, 1, false]
    ] as const),
    ...([4, 6, 6].map((e, i) => [e, 40, 5, i === 0 ? 2 : 1, true]) as ReadonlyArray<Row>),
    ...([3, 3].map((e) => [e, 48, 5, 1, true]) as ReadonlyArray<Row>),
    ...([6, 6, 6].map((e, i) => [e, 96, 5, i === 0 ? 2 : 1, true]) as ReadonlyArray<Row>)
  ],
  large: [
    ...([[1, 16, 3, 1, false]] as const),
    ...([
      [4, 24, 3, 2, false],
      [3, 24, 3, 1, false]
    ] as const),
    ...([3, 3, 3].map((e, i) => [e, 40, 5, i === 0 ? 2 : 1, true]) as ReadonlyArray<Row>),
    ...([6, 2.5, 2.3, 2.3].map((e, i) => [e, 80, 3, i === 0 ? 2 : 1, false]) as ReadonlyArray<Row>),
    ...([6, 6].map((e) => [e, 112, 3, 1, true]) as ReadonlyArray<Row>),
    ...([6, 6, 6].map((e, i) => [e, 160, 5, i === 0 ? 2 : 1, true]) as ReadonlyArray<Row>)
  ]
}

const v3Block = (m: Maker, x: Tensor, [expansion, filters, kernel, stride, squeeze]: Row, id: number): Tensor => {
  const prefix = id === 0 ? 'expanded_conv_' : `expanded_conv_${id}_`
  const channels = divisible(x.channels * expansion)
  const wide = id === 0 ? x : m.bn(`${prefix}expand_bn`, m.conv(`${prefix}expand`, channels, 1, x, plain))
  const deep = m.bn(
    `${prefix}depthwise_bn`,
    m.depthwise(`${prefix}depthwise`, kernel, wide, { strides: [stride, stride] })
  )
  const excited = (): Tensor => {
    const config = { keepdims: true }
    const pixel = m.add('GlobalAveragePooling2D', `${prefix}squeeze_excite_avg_pool`, config, { space: 'pixel' })(deep)
    const squeezed = m.conv(`${prefix}squeeze_excite_conv`, divisible(channels * 0.25), 1, pixel, { padding: 'same' })
    const expanded = m.conv(`${prefix}squeeze_excite_conv_1`, channels, 1, squeezed, { padding: 'same' })
    // hard_sigmoid: ReLU(6.0)(x + 3.0) * (1.0 / 6.0)
    const sigmoid = m.operator(
      'multiply',
      m.add('ReLU', m.auto('re_lu'), { max_value: 6 })(m.operator('add', expanded, 3)),
      1 / 6
    )
    return m.add('Multiply', `${prefix}squeeze_excite_mul`)(deep, sigmoid)
  }
  const out = m.bn(`${prefix}project_bn`, m.conv(`${prefix}project`, filters, 1, squeeze ? excited() : deep, plain))
  return stride === 1 && x.channels === filters ? m.add('Add', `${prefix}add`)(x, out) : out
}

export const mobileNetV3 =
  (size: 'small' | 'large') =>
  (options: Options): Application => {
    const m = maker(options)
    const scaled = m.add('Rescaling', 'rescaling', { scale: 1 / 127.5, offset: -1 })(m.input())
    const stem = m.bn('conv_bn', m.conv('conv', 16, 3, scaled, { ...plain, strides: [2, 2] }))
    const deep = v3Rows[size].reduce((x, row, id) => v3Block(m, x, row, id), stem)
    const last = m.bn('conv_1_bn', m.conv('conv_1', divisible(deep.channels * 6), 1, deep, plain))
    const pixel = m.add('GlobalAveragePooling2D', 'pool', { keepdims: true }, { space: 'pixel' })(last)
    const wide = m.conv('conv_2', size === 'small' ? 1024 : 1280, 1, pixel, { padding: 'same' })
    const logits = m.conv('logits', 1000, 1, wide, { padding: 'same' })
    return m.model('MobileNetV3', m.add('Flatten', 'flatten', {}, { space: 'none' })(logits))
  }

const scaling = (scale: number, distribution: string) => ({
  class_name: 'VarianceScaling',
  config: { scale, mode: 'fan_out', distribution }
})

export const efficientNetB0 = (options: Options): Application => {
  const m = maker(options)
  const kernel_initializer = scaling(2, 'truncated_normal')
  const config = { ...plain, kernel_initializer }
  const block = (x: Tensor, name: string, out: number, kernel: number, stride: number, expansion: number): Tensor => {
    const filters = x.channels * expansion
    const wide = expansion === 1 ? x : m.bn(`${name}expand_bn`, m.conv(`${name}expand_conv`, filters, 1, x, config))
    const options = { strides: [stride, stride], depthwise_initializer: kernel_initializer }
    const deep = m.bn(`${name}bn`, m.depthwise(`${name}dwconv`, kernel, wide, options))
    const squeezed = m.add('GlobalAveragePooling2D', `${name}se_squeeze`, {}, { space: 'none' })(deep)
    const target = { target_shape: [1, 1, filters] }
    const pixel = m.add('Reshape', `${name}se_reshape`, target, { space: 'pixel' })(squeezed)
    const few = m.conv(`${name}se_reduce`, Math.max(1, Math.floor(x.channels / 4)), 1, pixel, { kernel_initializer })
    const many = m.conv(`${name}se_expand`, filters, 1, few, { kernel_initializer })
    const excited = m.add('Multiply', `${name}se_excite`)(deep, many)
    const projected = m.bn(`${name}project_bn`, m.conv(`${name}project_conv`, out, 1, excited, config))
    return stride === 1 && x.channels === out ? m.add('Add', `${name}add`)(projected, x) : projected
  }
  const scaled = m.add('Rescaling', 'rescaling', { scale: 1 / 255 })(m.input())
  const normal = m.add('Normalization', 'normalization', { axis: options.keras2 ? [3] : [-1], mean: null }, {}, [
    ['mean', [3]],
    ['variance', [3]]
  ])(scaled)
  const stem = m.bn('stem_bn', m.conv('stem_conv', 32, 3, normal, { ...config, padding: 'valid', strides: [2, 2] }))
  const stages = [
    [1, 16, 3, 1, 1],
    [2, 24, 3, 2, 6],
    [2, 40, 5, 2, 6],
    [3, 80, 3, 2, 6],
    [3, 112, 5, 1, 6],
    [4, 192, 5, 2, 6],
    [1, 320, 3, 1, 6]
  ] as const
  const deep = stages.reduce<Tensor>(
    (before, [repeats, out, kernel, stride, expansion], i) =>
      range(repeats).reduce<Tensor>(
        (x, j) => block(x, `block${i + 1}${'abcd'[j] ?? ''}_`, out, kernel, j === 0 ? stride : 1, expansion),
        before
      ),
    stem
  )
  const top = m.bn('top_bn', m.conv('top_conv', 1280, 1, deep, config))
  const pooled = m.add('GlobalAveragePooling2D', 'avg_pool', {}, { space: 'none' })(top)
  return m.model('efficientnetb0', m.dense('predictions', 1000, pooled))
}

export const xception = (options: Options): Application => {
  const m = maker(options)
  const residual = (x: Tensor, filters: number): Tensor =>
    m.bn(m.auto('batch_normalization'), m.conv(m.auto('conv2d'), filters, 1, x, { ...plain, strides: [2, 2] }))
  const sep = (x: Tensor, block: number, i: number, filters: number): Tensor =>
    m.bn(`block${block}_sepconv${i}_bn`, m.separable(`block${block}_sepconv${i}`, filters, x))
  const down = (x: Tensor, block: number, first: number, second: number): Tensor => {
    const aside = residual(x, second)
    const deep = sep(sep(x, block, 1, first), block, 2, second)
    const config = { pool_size: [3, 3], strides: [2, 2], padding: 'same' }
    return m.add('Add', m.auto('add'))(m.add('MaxPooling2D', `block${block}_pool`, config)(deep), aside)
  }
  const same = (x: Tensor, block: number): Tensor =>
    m.add('Add', m.auto('add'))(
      [1, 2, 3].reduce((deep, i) => sep(deep, block, i, 728), x),
      x
    )
  const conv1 = m.conv('block1_conv1', 32, 3, m.input(), { use_bias: false, strides: [2, 2] })
  const conv2 = m.conv('block1_conv2', 64, 3, m.bn('block1_conv1_bn', conv1), { use_bias: false })
  const entry = [128, 256, 728].reduce(
    (x, filters, i) => down(x, i + 2, filters, filters),
    m.bn('block1_conv2_bn', conv2)
  )
  const exit = down(
    range(8).reduce((x, i) => same(x, i + 5), entry),
    13,
    728,
    1024
  )
  const deep = sep(sep(exit, 14, 1, 1536), 14, 2, 2048)
  const pooled = m.add('GlobalAveragePooling2D', 'avg_pool', {}, { space: 'none' })(deep)
  return m.model('xception', m.dense('predictions', 1000, pooled))
}

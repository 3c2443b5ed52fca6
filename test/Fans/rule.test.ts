/** Every number here was computed by hand from the shape; none by the function under test. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Fans, Initializer, VarianceScaling } from 'initializers-ts'
import { cases, complaints } from '../support/hostile.js'
import { right } from '../support/either.js'

type Row = readonly [
  claim: string,
  rule: { readonly rule: string; readonly [key: string]: unknown },
  shape: ReadonlyArray<number>,
  fans: readonly [fanIn: number, fanOut: number]
]

const axes = (in_axis: unknown, out_axis: unknown, batch_axis: unknown = []) => ({
  rule: 'axes',
  in_axis,
  out_axis,
  batch_axis
})
const listed = (input_axes: unknown, output_axes: unknown) => ({ rule: 'listed', input_axes, output_axes })
const square = (ranks?: unknown) => (ranks === undefined ? { rule: 'square' } : { rule: 'square', ranks })
const layout = (layout: string, more: object = {}) => ({ rule: 'layout', layout, ...more })
const packed = (count: number, more: object = {}) => ({ rule: 'packed', count, ...more })
const einsum = (equation: string) => ({ rule: 'einsum', equation })
const transposed = { transposed: true }
const depthwise = { depthwise: true }
const groups = (groups: number) => ({ groups })

const tables: ReadonlyArray<readonly [name: string, rows: ReadonlyArray<Row>]> = [
  [
    'TensorFlow’s rule',
    [
      ['a matrix', { rule: 'default' }, [4, 9], [4, 9]],
      ['a convolution, 3 · 3 · 8 and 3 · 3 · 16', { rule: 'default' }, [3, 3, 8, 16], [72, 144]],
      ['a query projection, taken for a convolution', { rule: 'default' }, [512, 8, 64], [4096, 32768]]
    ]
  ],
  [
    'the square root of the size, except for some ranks',
    [
      ['a vector of 100: 10 · 10', square(), [100], [10, 10]],
      ['a vector of 2', square(), [2], [Math.SQRT2, Math.SQRT2]],
      ['a scalar', square(), [], [1, 1]],
      ['an empty vector', square(), [0], [0, 0]],
      ['a matrix, as by TensorFlow’s rule', square(), [4, 9], [4, 9]],
      ['a matrix of no inputs', square(), [0, 3], [0, 3]],
      ['rank 3, 5 · 8 and 5 · 16', square(), [5, 8, 16], [40, 80]],
      ['rank 4, 2 · 3 · 8 and 2 · 3 · 16', square(), [2, 3, 8, 16], [48, 96]],
      ['rank 5, 2 · 3 · 5 · 2 and 2 · 3 · 5 · 7', square(), [2, 3, 5, 2, 7], [60, 210]],
      ['rank 6, 2 · 2 · 2 · 2 · 3 · 3 = 12 · 12', square(), [2, 2, 2, 2, 3, 3], [12, 12]],
      ['rank 6 without elements', square(), [2, 2, 0, 2, 3, 3], [0, 0]],
      ['Keras 1 on rank 3, 3 · 4 · 12 = 12 · 12', square([2, 4, 5]), [3, 4, 12], [12, 12]],
      ['Keras 1 on rank 2', square([2, 4, 5]), [3, 12], [3, 12]],
      ['Keras 1 on rank 4', square([2, 4, 5]), [1, 2, 8, 9], [16, 18]],
      ['Keras 1 on rank 5', square([5, 4, 2]), [1, 1, 2, 8, 9], [16, 18]],
      ['a matrix where no rank has fans', square([]), [4, 9], [6, 6]],
      ['no inputs where no rank has fans', square([]), [0, 3], [0, 0]],
      ['a vector where rank 1 has fans', square([1]), [100], [100, 100]],
      ['one of four vectors side by side', packed(4, { of: square() }), [100], [5, 5]]
    ]
  ],
  [
    'fans that are given',
    [
      ['whatever the shape', { rule: 'explicit', fan_in: 12, fan_out: 5 }, [3, 3, 8, 16], [12, 5]],
      ['for a scalar', { rule: 'explicit', fan_in: 7, fan_out: 1 }, [], [7, 1]],
      ['for no element', { rule: 'explicit', fan_in: 4, fan_out: 4 }, [0, 3], [4, 4]],
      ['that are fractions', { rule: 'explicit', fan_in: 2.5, fan_out: 0.5 }, [3], [2.5, 0.5]]
    ]
  ],
  [
    'JAX’s axes',
    [
      ['last but one and last, by default', { rule: 'axes' }, [3, 3, 8, 16], [72, 144]],
      ['−2 and −1: the others multiply both', axes(-2, -1), [3, 3, 8, 16], [72, 144]],
      ['(0, 1, 2) and −1: none is left', axes([0, 1, 2], -1), [3, 3, 8, 16], [72, 16]],
      ['a batch axis multiplies neither', axes(-2, -1, 0), [3, 3, 8, 16], [24, 48]],
      ['in and out the same, as for Flax’s Embed: 12 / 3 / 3 · 3', axes(-2, 0), [3, 4], [4, 4]],
      ['in and out the same axis of a vector: 3 / 3 / 3 · 3', axes(0, 0), [3], [1, 1]],
      ['an axis twice: 12 / 9 / 4 · 9 and · 4', axes([0, 0], 1), [3, 4], [3, 4 / 3]],
      ['in and batch the same: 12 / 3 / 4 / 3 · 3 and · 4', axes(0, 1, -2), [3, 4], [1, 4 / 3]],
      ['in and out the same, and empty', axes(-2, 0), [0, 4], [0, 0]],
      ['two batch axes', axes(2, 3, [0, 1]), [3, 3, 8, 16], [8, 16]],
      ['outputs first', axes(-1, -2), [3, 3, 8, 16], [144, 72]],
      ['a query projection', axes(0, [1, 2]), [512, 8, 64], [512, 512]],
      ['an output projection', axes([0, 1], 2), [8, 64, 512], [512, 512]],
      ['a vector of inputs', axes(0, []), [10], [10, 1]],
      ['a vector of outputs', axes([], 0), [10], [1, 10]],
      ['no axis of a vector: it is the receptive field', axes([], []), [10], [10, 10]],
      ['no axis of a scalar', axes([], []), [], [1, 1]],
      ['from the other end', axes(-4, 3), [3, 3, 8, 16], [72, 384]],
      ['no inputs', axes(0, 1), [0, 3], [0, 3]],
      ['no outputs', axes(0, 1), [3, 0], [3, 0]],
      ['an empty receptive field', axes(1, 2), [0, 3, 5], [0, 0]],
      ['an empty batch', axes(1, 2, 0), [0, 3, 5], [3, 5]]
    ]
  ],
  [
    'Keras’s listed axes',
    [
      ['the others are ignored', listed([2], [3]), [3, 3, 8, 16], [8, 16]],
      ['counted from the end', listed([-2], [-1]), [3, 3, 8, 16], [8, 16]],
      ['one number for a list of one', listed(2, 3), [3, 3, 8, 16], [8, 16]],
      ['several', listed([0, 1, 2], [3]), [3, 3, 8, 16], [72, 16]],
      ['a query projection', listed([0], [1, 2]), [512, 8, 64], [512, 512]],
      ['none', listed([], []), [3, 4], [1, 1]],
      ['empty ones', listed([0], [1]), [0, 4], [0, 4]],
      ['an empty axis that is ignored', listed([1], [2]), [0, 4, 6], [4, 6]]
    ]
  ],
  [
    'the layout of a dense kernel',
    [
      ['IO', layout('IO'), [784, 256], [784, 256]],
      ['OI, as PyTorch has it', layout('OI'), [256, 784], [784, 256]],
      ['OI of no outputs', layout('OI'), [0, 784], [784, 0]]
    ]
  ],
  [
    'the layout of a convolution',
    [
      // 5 taps, 8 channels in, 16 out: 40 and 80
      ['WIO', layout('WIO'), [5, 8, 16], [40, 80]],
      ['OIW', layout('OIW'), [16, 8, 5], [40, 80]],
      ['OWI', layout('OWI'), [16, 5, 8], [40, 80]],
      // 2 x 3 = 6 taps: 48 and 96
      ['HWIO', layout('HWIO'), [2, 3, 8, 16], [48, 96]],
      ['OIHW', layout('OIHW'), [16, 8, 2, 3], [48, 96]],
      ['OHWI', layout('OHWI'), [16, 2, 3, 8], [48, 96]],
      ['WHIO', layout('WHIO'), [3, 2, 8, 16], [48, 96]],
      // 2 x 3 x 5 = 30 taps: 240 and 480
      ['DHWIO', layout('DHWIO'), [2, 3, 5, 8, 16], [240, 480]],
      ['OIDHW', layout('OIDHW'), [16, 8, 2, 3, 5], [240, 480]],
      ['ODHWI', layout('ODHWI'), [16, 2, 3, 5, 8], [240, 480]],
      ['WHDIO', layout('WHDIO'), [5, 3, 2, 8, 16], [240, 480]],
      ['no tap', layout('HWIO'), [0, 3, 8, 16], [0, 0]]
    ]
  ],
  [
    'a grouped convolution: as many outputs as each input of a group reaches',
    [
      ['PyTorch’s Conv2d(4, 4, 3, groups=4)', layout('OIHW', groups(4)), [4, 1, 3, 3], [9, 9]],
      ['which is (9, 36) if the groups are not given', layout('OIHW'), [4, 1, 3, 3], [9, 36]],
      ['Keras, 64 channels in 8 groups to 64', layout('HWIO', groups(8)), [3, 3, 8, 64], [72, 72]],
      ['one dimension', layout('WIO', groups(2)), [5, 4, 6], [20, 15]],
      ['three dimensions', layout('ODHWI', groups(3)), [12, 1, 2, 2, 5], [20, 16]],
      ['one group is the same as none', layout('HWIO', groups(1)), [3, 3, 8, 64], [72, 576]],
      ['no outputs in any number of groups', layout('HWIO', groups(7)), [3, 3, 8, 0], [72, 0]]
    ]
  ],
  [
    'a transposed convolution: inputs where the other has outputs',
    [
      ['Keras’s Conv2DTranspose, 16 → 64', layout('HWIO', transposed), [3, 3, 64, 16], [144, 576]],
      ['PyTorch’s ConvTranspose2d(16, 64, 3)', layout('OIHW', transposed), [16, 64, 3, 3], [144, 576]],
      [
        // each group takes 4 channels to 16, with 9 taps: 36 and 144
        'PyTorch’s ConvTranspose2d(16, 64, 3, groups=4)',
        layout('OIHW', { ...transposed, ...groups(4) }),
        [16, 16, 3, 3],
        [36, 144]
      ],
      ['one dimension', layout('OIW', transposed), [6, 10, 4], [24, 40]],
      ['three dimensions', layout('DHWIO', transposed), [2, 2, 2, 5, 3], [24, 40]]
    ]
  ],
  [
    'a depthwise convolution: one channel in, O out',
    [
      ['Keras’s DepthwiseConv2D', layout('HWIO', depthwise), [3, 3, 64, 1], [9, 9]],
      ['two filters per channel', layout('HWIO', depthwise), [3, 3, 64, 2], [9, 18]],
      ['one dimension', layout('WIO', depthwise), [5, 7, 3], [5, 15]],
      ['PyTorch’s is one of 64 groups', layout('OIHW', groups(64)), [64, 1, 3, 3], [9, 9]],
      ['and of 64 groups with two filters each', layout('OIHW', groups(64)), [128, 1, 3, 3], [9, 18]]
    ]
  ],
  [
    'one of several kernels side by side',
    [
      ['query, key and value, (768, 3 · 768)', packed(3), [768, 2304], [768, 768]],
      ['in PyTorch’s layout', packed(3, { axis: 0, of: layout('OI') }), [2304, 768], [768, 768]],
      ['the gates of an LSTM', packed(4, { axis: -1 }), [100, 800], [100, 200]],
      ['one is all', packed(1), [4, 9], [4, 9]],
      ['packed twice, along both axes', packed(2, { of: packed(3, { axis: 0 }) }), [12, 10], [4, 5]],
      [
        'by axes',
        packed(3, { axis: 1, of: axes(0, [1, 2]) }),
        [512, 24, 64],
        [512, 512] // 8 heads of 64
      ],
      ['grouped: 8 of 16 outputs each, 4 per group', packed(2, { of: layout('WIO', groups(2)) }), [5, 3, 16], [15, 20]],
      ['of none', packed(3), [768, 0], [768, 0]]
    ]
  ],
  [
    'the kernel of an equation',
    [
      ['a query projection', einsum('abc,cde->abde'), [512, 8, 64], [512, 512]],
      ['an output projection', einsum('abcd,cde->abe'), [8, 64, 512], [512, 512]],
      ['a dense layer', einsum('ab,bc->ac'), [784, 256], [784, 256]],
      ['over any axes', einsum('...x,xy->...y'), [784, 256], [784, 256]],
      ['with spaces', einsum(' ...x , xy -> ...y '), [784, 256], [784, 256]],
      ['outputs first', einsum('ab,cb->ac'), [256, 784], [784, 256]],
      ['a label of all three is a batch', einsum('bnd,ndh->bnh'), [12, 64, 32], [64, 32]],
      ['two batches', einsum('xyd,xydh->xyh'), [3, 5, 7, 11], [7, 11]],
      ['element by element', einsum('ab,b->ab'), [10], [1, 1]],
      ['to one number', einsum('ab,b->a'), [10], [10, 1]],
      ['to nothing but the ellipsis', einsum('...b,b->...'), [10], [10, 1]],
      ['a dot product', einsum('a,a->'), [10], [10, 1]],
      ['from one number', einsum('...,y->...y'), [10], [1, 10]],
      ['capital letters are others', einsum('aA,Ab->ab'), [3, 5], [3, 5]],
      ['no inputs', einsum('ab,bc->ac'), [0, 5], [0, 5]],
      ['an empty batch is ignored', einsum('bnd,ndh->bnh'), [0, 64, 32], [64, 32]]
    ]
  ]
]

const scaling = (fans: unknown, more: object = {}) => ({ class_name: 'VarianceScaling', config: { fans, ...more } })
const described = (fans: unknown, shape: ReadonlyArray<number>, more: object) =>
  right(pipe(Initializer.decode(scaling(fans, more)), E.chain(Initializer.describe({ shape, dtype: 'float64' }))))

describe.each(tables)('%s', (_, rows) => {
  test.each(rows)('%s', (_, rule, shape, [fanIn, fanOut]) => {
    const { fans } = described(rule, shape, {})
    expect(fans).toEqual({ fanIn, fanOut })
    const [n, m] = [Math.max(1, fanIn), Math.max(1, fanOut)]

    const he = described(rule, shape, { scale: 2, distribution: 'untruncated_normal' })
    expect(he.content).toEqual({ _tag: 'Normal', mean: 0, stddev: Math.sqrt(2 / n) })

    const lecun = described(rule, shape, { mode: 'fan_out' })
    expect(lecun.stddev * lecun.stddev * m).toBeCloseTo(1, 14)
    expect(lecun.high! * Math.sqrt(m)).toBeCloseTo(2 / 0.87962566103423978, 13)

    const average = Math.max(1, (fanIn + fanOut) / 2)
    const glorot = described(rule, shape, { mode: 'fan_avg', distribution: 'uniform' })
    const limit = Math.sqrt(3 * (1 / average))
    expect(glorot.content).toEqual({ _tag: 'Uniform', low: -limit, high: limit })

    const geometric = described(rule, shape, { mode: 'fan_geo_avg', distribution: 'untruncated_normal' })
    expect(geometric.stddev ** -4).toBeCloseTo(Math.max(1, fanIn * fanOut), 6)
  })
})

describe('standard deviations that frameworks get wrong', () => {
  const he = { scale: 2 }
  const glorot = { mode: 'fan_avg' }
  test.each([
    // he: sqrt(2 / 144) = 1/sqrt(72), not sqrt(2 / 576) = 0.0589
    ['Keras’s Conv2DTranspose', layout('HWIO', transposed), [3, 3, 64, 16], he, 0.11785113019775793],
    // he: sqrt(2 / 9), not 0.0589
    ['Keras’s DepthwiseConv2D', layout('HWIO', depthwise), [3, 3, 64, 1], he, 0.47140452079103168],
    // glorot: sqrt(1 / 72), not sqrt(2 / (72 + 576)) = 0.0556
    ['a grouped Conv2D', layout('HWIO', groups(8)), [3, 3, 8, 64], glorot, 0.11785113019775793],
    // glorot: sqrt(1 / 768) = 0.0361, not sqrt(2 / 3072) = 0.0255
    ['packed projections', packed(3), [768, 2304], glorot, 0.036084391824351615],
    // glorot: sqrt(1 / 512) = 0.0442, not sqrt(2 / 36864) = 0.0074
    ['a query projection', einsum('abc,cde->abde'), [512, 8, 64], glorot, 0.044194173824159223]
  ])('%s', (_, rule, shape, more, stddev) => {
    expect(described(rule, shape, more).stddev).toBeCloseTo(stddev, 15)
  })
})

// -------------------------------------------------------------------------------------
// refusals
// -------------------------------------------------------------------------------------

const at = 'config.fans'
const odd = (equation: string) => `UnknownValue at ${at}.equation, got ${JSON.stringify(equation)}`

describe('a rule that fits no shape is refused by the codec', () => {
  test.each<readonly [claim: string, rule: unknown, ...complaints: ReadonlyArray<string>]>([
    ['no object', 'axes', `WrongType at ${at}, got "axes"`],
    ['null', null, `WrongType at ${at}, got null`],
    ['a list', [], `WrongType at ${at}, got an array`],
    ['no rule', {}, `MissingKey at ${at}.rule, got undefined`],
    ['an unknown rule', { rule: 'axis' }, `UnknownValue at ${at}.rule, got "axis"`],
    ['a rule of Object.prototype', { rule: 'constructor' }, `UnknownValue at ${at}.rule, got "constructor"`],
    ['a rule that is a number', { rule: 7 }, `WrongType at ${at}.rule, got 7`],
    ['a key of another rule', { rule: 'default', groups: 2 }, `UnknownKey at ${at}.groups, got 2`],
    ['a misspelt key', { rule: 'axes', inaxis: 0 }, `UnknownKey at ${at}.inaxis, got 0`],
    [
      'negative fans',
      { rule: 'explicit', fan_in: -4, fan_out: 0 },
      `NotPositive at ${at}.fan_in, got -4`,
      `NotPositive at ${at}.fan_out, got 0`
    ],
    [
      'fans that are not numbers',
      { rule: 'explicit', fan_in: NaN, fan_out: '4' },
      `NotFinite at ${at}.fan_in, got NaN`,
      `WrongType at ${at}.fan_out, got "4"`
    ],
    ['rank 0', square([0]), `BadCount at ${at}.ranks.0, got 0`],
    [
      'invalid ranks',
      square([2, -1, 2.5, '3', null]),
      `BadCount at ${at}.ranks.1, got -1`,
      `BadCount at ${at}.ranks.2, got 2.5`,
      `WrongType at ${at}.ranks.3, got "3"`,
      `WrongType at ${at}.ranks.4, got null`
    ],
    ['one rank instead of a list', square(2), `WrongType at ${at}.ranks, got 2`],
    ['ranks in words', square('x'), `WrongType at ${at}.ranks, got "x"`],
    ['no ranks', square(null), `WrongType at ${at}.ranks, got null`],
    ['ranks of TensorFlow’s rule', { rule: 'default', ranks: [2] }, `UnknownKey at ${at}.ranks, got an array`],
    ['one fan', { rule: 'explicit', fan_in: 4 }, `MissingKey at ${at}.fan_out, got undefined`],
    ['a fractional axis', axes(0.5, -1), `BadAxis at ${at}.in_axis, got 0.5`],
    ['a fractional axis in a list', axes([0, 0.5], -1), `BadAxis at ${at}.in_axis.1, got 0.5`],
    [
      'axes of other types',
      axes('0', [null], true),
      `WrongType at ${at}.in_axis, got "0"`,
      `WrongType at ${at}.out_axis.0, got null`,
      `WrongType at ${at}.batch_axis, got true`
    ],
    ['more axes than any shape has', axes(Array.from({ length: 33 }, (_, i) => i), -1), `RankTooLarge at ${at}.in_axis, got an array`], // prettier-ignore
    ['half a list', { rule: 'listed', input_axes: [0] }, `MissingKey at ${at}.output_axes, got undefined`],
    ['an unknown layout', layout('HWOI'), `UnknownValue at ${at}.layout, got "HWOI"`],
    ['no layout', { rule: 'layout' }, `MissingKey at ${at}.layout, got undefined`],
    ['no group', layout('HWIO', groups(0)), `BadCount at ${at}.groups, got 0`],
    ['−1 groups', layout('HWIO', groups(-1)), `BadCount at ${at}.groups, got -1`],
    ['half a group', layout('HWIO', groups(0.5)), `BadCount at ${at}.groups, got 0.5`],
    ['groups in words', layout('HWIO', { groups: '2' }), `WrongType at ${at}.groups, got "2"`],
    ['groups of a dense kernel', layout('IO', groups(2)), `BadGroups at ${at}.groups, got 2`],
    ['groups with depthwise', layout('HWIO', { ...groups(2), ...depthwise }), `BadGroups at ${at}.groups, got 2`],
    ['a transposed dense kernel', layout('OI', transposed), `Unsupported at ${at}.transposed, got true`],
    [
      'transposed and depthwise',
      layout('HWIO', { ...transposed, ...depthwise }),
      `Unsupported at ${at}.transposed, got true`
    ],
    ['a depthwise dense kernel', layout('IO', depthwise), `Unsupported at ${at}.depthwise, got true`],
    [
      'all of these at once',
      layout('IO', { ...groups(2), ...transposed, ...depthwise }),
      `BadGroups at ${at}.groups, got 2`,
      `Unsupported at ${at}.transposed, got true`,
      `Unsupported at ${at}.depthwise, got true`
    ],
    ['transposed in numbers', layout('HWIO', { transposed: 1 }), `WrongType at ${at}.transposed, got 1`],
    ['none packed', packed(0), `BadCount at ${at}.count, got 0`],
    ['packed by halves', packed(1.5), `BadCount at ${at}.count, got 1.5`],
    ['packed along half an axis', packed(3, { axis: 0.5 }), `BadAxis at ${at}.axis, got 0.5`],
    ['packed along several', packed(3, { axis: [0] }), `WrongType at ${at}.axis, got an array`],
    ['packed of a misspelt rule', packed(3, { of: { rule: 'axess' } }), `UnknownValue at ${at}.of.rule, got "axess"`],
    ['packed of nonsense', packed(3, { of: layout('IO', groups(2)) }), `BadGroups at ${at}.of.groups, got 2`],
    ['no equation', { rule: 'einsum' }, `MissingKey at ${at}.equation, got undefined`],
    ['an equation of 201 letters', einsum('a'.repeat(201)), `WrongType at ${at}.equation, got "${'a'.repeat(49)}…" (201 characters)`], // prettier-ignore
    ...[
      '',
      ',->',
      'ab',
      'ab,bc',
      'ab->ac',
      'ab,bc>ac',
      'ab;bc->ac',
      'ab,bc,cd->ad',
      'ab,bc->ac->ac',
      'ab,->ab',
      'ab,b1->a1',
      'aa,ab->ab',
      'ab,bb->a',
      'ab,bc->aa',
      '...ab,bc...->...ac',
      '......ab,bc->......ac',
      '.ab,bc->.ac',
      '…ab,bc->…ac'
    ].map((equation) => [`the equation ${equation}`, einsum(equation), odd(equation)] as const),
    ['a label of the kernel alone', einsum('ab,bc->a'), odd('ab,bc->a')],
    ['a label of the output alone', einsum('ab,bc->acz'), odd('ab,bc->acz')],
    ['an ellipsis of the input alone', einsum('...b,bc->c'), odd('...b,bc->c')],
    ['an ellipsis of the output alone', einsum('ab,bc->...ac'), odd('ab,bc->...ac')]
  ])('%s', (_, rule, ...expected) => {
    expect(complaints(Initializer.decode(scaling(rule)))).toEqual(expected)
  })

  test('the nearest known word is named', () => {
    const nearest = (rule: unknown) =>
      pipe(
        Initializer.decode(scaling(rule)),
        E.swap,
        E.map(([first]) => first.nearest)
      )
    expect(nearest({ rule: 'sqare' })).toEqual(E.right('square'))
    expect(nearest({ rule: 'square', rank: [2] })).toEqual(E.right('ranks'))
    expect(nearest({ rule: 'einsumm' })).toEqual(E.right('einsum'))
    expect(nearest(layout('HWI0'))).toEqual(E.right('HWIO'))
    expect(nearest({ rule: 'axes', inaxis: 0 })).toEqual(E.right('in_axis'))
  })
})

describe('a rule that does not fit the shape is refused before drawing', () => {
  cases<[claim: string, rule: object, shape: ReadonlyArray<number>, ...complaints: ReadonlyArray<string>]>(
    [
      ['an axis that is not there', axes(4, -1), [3, 3, 8, 16], `BadAxis at ${at}.in_axis, got 4`],
      ['nor from the end', axes(-5, -1), [3, 3, 8, 16], `BadAxis at ${at}.in_axis, got -5`],
      [
        'several of them',
        axes([1, 2], 3, -3),
        [5, 5],
        `BadAxis at ${at}.in_axis, got 2`,
        `BadAxis at ${at}.out_axis, got 3`,
        `BadAxis at ${at}.batch_axis, got -3`
      ],
      ['JAX’s axes for a vector', { rule: 'axes' }, [10], `BadAxis at ${at}.in_axis, got -2`],
      ['a listed axis that is not there', listed([2], [-3]), [3, 4], `BadAxis at ${at}.input_axes, got 2`, `BadAxis at ${at}.output_axes, got -3`], // prettier-ignore
      ['a listed axis twice (Keras: fan_in 9)', listed([0, 0], [1]), [3, 4], `BadAxis at ${at}, got [0, 0, 1]`],
      ['another rank', layout('HWIO'), [3, 8, 16], `ShapeMismatch at ${at}.layout, got rank 3`],
      ['a scalar', layout('IO'), [], `ShapeMismatch at ${at}.layout, got rank 0`],
      ['groups that do not divide', layout('HWIO', groups(3)), [3, 3, 8, 64], `BadGroups at ${at}.groups, got 3`],
      ['more groups than outputs', layout('HWIO', groups(65)), [3, 3, 8, 64], `BadGroups at ${at}.groups, got 65`],
      ['a count that does not divide', packed(3), [768, 2305], `BadCount at ${at}.count, got 3`],
      ['packed along no axis', packed(3, { axis: 2 }), [768, 2304], `BadAxis at ${at}.axis, got 2`],
      ['packed of a misfit', packed(3, { of: layout('HWIO') }), [6, 6], `ShapeMismatch at ${at}.of.layout, got rank 2`],
      [
        'packed of groups that divide the whole only',
        packed(2, { of: layout('WIO', groups(4)) }),
        [1, 1, 12],
        `BadGroups at ${at}.of.groups, got 4`
      ],
      ['another kernel', einsum('abc,cde->abde'), [512, 512], `ShapeMismatch at ${at}.equation, got rank 2`]
    ],
    (_, rule, shape, ...expected) => {
      expect(complaints(pipe(Initializer.decode(scaling(rule)), E.chain(Initializer.describe({ shape }))))).toEqual(
        expected
      )
    }
  )

  test('and so is one that was made without the codec', () => {
    const rule = { rule: 'layout', layout: 'IO', groups: 2, transposed: false, depthwise: false } as const
    expect(complaints(Fans.fromRule(rule)([4, 4]))).toEqual(['BadGroups at groups, got 2'])
    const twice = { rule: 'einsum', equation: 'aa,ab->ab' } as const
    expect(complaints(Fans.fromRule(twice)([4, 4]))).toEqual(['UnknownValue at equation, got "aa,ab->ab"'])
  })
})

describe('rules within rules', () => {
  const nest = (depth: number): unknown => (depth === 0 ? { rule: 'default' } : packed(1, { of: nest(depth - 1) }))

  it('are read as deep as any config', () => {
    const { fans } = described(nest(60), [4, 9], {})
    expect(fans).toEqual({ fanIn: 4, fanOut: 9 })
  })

  it('are refused if deeper', () => {
    expect(complaints(Initializer.decode(scaling(nest(70))))[0]).toMatch(/^TooDeep at config\.fans(\.of)+, got nesting/)
    expect(E.isLeft(Fans.codec.decode(nest(100_000 >> 4)))).toBe(true)
  })
})

// -------------------------------------------------------------------------------------
// serialized form
// -------------------------------------------------------------------------------------

describe('the codec', () => {
  const plainly = { groups: 1, transposed: false, depthwise: false }
  test.each([
    [square(), square([2, 3, 4, 5])],
    [square([2, 4, 5]), square([2, 4, 5])],
    [square([]), square([])],
    [{ rule: 'axes' }, { rule: 'axes', in_axis: [-2], out_axis: [-1], batch_axis: [] }],
    [axes(0, [1, 2]), { rule: 'axes', in_axis: [0], out_axis: [1, 2], batch_axis: [] }],
    [axes(-0, 1), { rule: 'axes', in_axis: [0], out_axis: [1], batch_axis: [] }],
    [listed(2, [3]), { rule: 'listed', input_axes: [2], output_axes: [3] }],
    [layout('OIHW'), { rule: 'layout', layout: 'OIHW', ...plainly }],
    [layout('OIHW', groups(4)), { rule: 'layout', layout: 'OIHW', ...plainly, groups: 4 }],
    [packed(3), { rule: 'packed', count: 3, axis: -1, of: { rule: 'default' } }],
    [
      packed(3, { axis: 0, of: layout('OI') }),
      { rule: 'packed', count: 3, axis: 0, of: { rule: 'layout', layout: 'OI', ...plainly } }
    ],
    [einsum('ab,bc->ac'), einsum('ab,bc->ac')],
    [
      { rule: 'explicit', fan_in: 4, fan_out: 2.5 },
      { rule: 'explicit', fan_in: 4, fan_out: 2.5 }
    ]
  ])('%j is %j, including defaults', (config, rule) => {
    expect(Fans.codec.decode(config)).toEqual(E.right(rule))
    expect(Fans.codec.encode(rule as Fans.FanRule)).toEqual(rule)
    expect(Fans.codec.is(rule)).toBe(true)
  })

  it('leaves TensorFlow’s rule out of a config', () => {
    const config = { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }
    const bare = right(VarianceScaling.fromConfig({}))
    expect(bare.fans).toEqual({ rule: 'default' })
    expect(VarianceScaling.fromConfig({ fans: { rule: 'default' } })).toEqual(E.right(bare))
    expect(VarianceScaling.getConfig(bare)).toEqual(config)
    const listed = { rule: 'listed', input_axes: [0], output_axes: [1] }
    expect(VarianceScaling.getConfig(right(VarianceScaling.fromConfig({ fans: listed })))).toEqual({
      ...config,
      fans: listed
    })
  })

  it('refuses what is not a rule', () => {
    for (const u of [
      null,
      'default',
      {},
      { rule: 'square' },
      square([0]),
      { rule: 'axes' },
      { rule: 'packed', count: 3, axis: 0 }
    ]) {
      expect(Fans.codec.is(u)).toBe(false)
    }
  })

  it('round-trips every rule of the tables', () => {
    const rules = tables.flatMap(([, rows]) => rows.map(([, rule]) => rule))
    fc.assert(
      fc.property(fc.constantFrom(...rules), (rule) => {
        const value = right(Initializer.decode(scaling(rule)))
        const config = Initializer.encode(value)
        expect(Initializer.decode(JSON.parse(JSON.stringify(config)))).toEqual(E.right(value))
        expect(Initializer.encode(right(Initializer.decode(config)))).toEqual(config)
      }),
      { seed: 20261123 }
    )
  })
})

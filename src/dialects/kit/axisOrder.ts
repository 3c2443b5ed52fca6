/**
 * The order of a kernel's axes that a rule of fans stands for.
 */
import type { FanRule } from '../../Fans.js'

export type AxisOrder = 'inputs, outputs' | 'outputs, inputs'

/** The order of the axes, if all axes except one for inputs and one for outputs are a receptive field; else undefined. */
export const axisOrder = (rule: FanRule): AxisOrder | 'another' | undefined => {
  switch (rule.rule) {
    case 'default':
      return 'inputs, outputs'
    case 'square':
      return ['2,3,4,5', '2,4,5'].includes(rule.ranks.toSorted().join()) ? 'inputs, outputs' : undefined
    case 'axes':
      return orders.get(`${rule.in_axis.join()};${rule.out_axis.join()};${rule.batch_axis.join()}`)
    case 'layout': {
      if (rule.groups !== 1 || rule.transposed || rule.depthwise) return undefined
      if (rule.layout.endsWith('IO')) return 'inputs, outputs'
      return rule.layout.startsWith('OI') ? 'outputs, inputs' : 'another'
    }
    case 'explicit':
    case 'listed':
    case 'packed':
    case 'einsum':
      return undefined
  }
}

const orders: ReadonlyMap<string, AxisOrder> = new Map([
  ['-2;-1;', 'inputs, outputs'],
  ['1;0;', 'outputs, inputs']
])

export const sameRule = (a: FanRule, b: FanRule): boolean => JSON.stringify(a) === JSON.stringify(b)

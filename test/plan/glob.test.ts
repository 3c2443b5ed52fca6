import { describe, expect, it } from 'vitest'
import { glob } from '../../src/plan/glob.js'

describe('a pattern', () => {
  it.each([
    ['dense/kernel', 'dense/kernel', true],
    ['dense/kernel', 'dense/kernel2', false],
    ['dense/kernel', 'a/dense/kernel', false],
    ['Dense', 'dense', false],
    ['', '', true],
    ['', 'a', false],
    // * is any run without / and .
    ['*', 'kernel', true],
    ['*', '', true],
    ['*', 'dense/kernel', false],
    ['*', 'dense.weight', false],
    ['*/kernel', 'dense/kernel', true],
    ['*/kernel', 'a/dense/kernel', false],
    ['*/kernel', '/kernel', true],
    ['layer*', 'layer12', true],
    ['l*r*', 'layer', true],
    ['*.weight', 'conv.weight', true],
    ['*.weight', 'conv.1.weight', false],
    // ** is any run at all
    ['**', '', true],
    ['**', 'a/b.c/d', true],
    ['**/kernel', 'a/b/kernel', true],
    ['**/kernel', 'kernel', false],
    ['**kernel', 'kernel', true],
    ['**.attn.*.weight', 'model.layers.0.attn.q.weight', true],
    ['**.attn.*.weight', 'model.layers.0.attn.q.x.weight', false],
    ['a**z', 'az', true],
    ['***', 'a/b', true],
    // ? is one character
    ['?', 'a', true],
    ['?', '', false],
    ['?', 'ab', false],
    ['?', '/', true],
    ['?', '💡', true],
    ['layer?/w', 'layer1/w', true],
    ['layer?/w', 'layer12/w', false],
    // everything else is itself
    ['a.b', 'axb', false],
    ['[ab]', 'a', false],
    ['[ab]', '[ab]', true],
    ['a+', 'aa', false],
    ['(a|b)', 'a', false],
    ['\\d', '1', false],
    ['{a,b}', 'a', false],
    ['$^', '$^', true],
    ['ä*', 'äöü', true],
    ['*\n*', 'a\nb', true]
  ])('%j over %j: %j', (pattern, name, matches) => {
    expect(glob(pattern)(name)).toBe(matches)
  })

  it('can be used for many names', () => {
    const matches = glob('*/kernel')
    expect(['a/kernel', 'b/kernel', 'kernel', 'a/b/kernel'].map(matches)).toEqual([true, true, false, false])
  })
})

describe('a hostile pattern', () => {
  // a backtracking matcher takes 2^500 steps here; the automaton 1000 characters times 1000 states at most
  it.each([
    ['*a'.repeat(500), 'a'.repeat(999) + 'b', false],
    ['**a'.repeat(333), 'a'.repeat(1000), true],
    ['*?'.repeat(500), 'a'.repeat(1000), true],
    ['**'.repeat(500) + 'b', 'a'.repeat(1000), false],
    ['*'.repeat(999) + 'b', 'a'.repeat(1000), false]
  ])('takes little time', (pattern, name, matches) => {
    const start = performance.now()
    expect(glob(pattern)(name)).toBe(matches)
    expect(performance.now() - start).toBeLessThan(1000)
  })

  it('takes time linear in the name', () => {
    const matches = glob('**a'.repeat(30))
    const time = (n: number): number => {
      const name = 'a'.repeat(n)
      matches(name)
      const start = performance.now()
      matches(name)
      return performance.now() - start
    }
    time(10_000)
    // linear would be 8, quadratic 64
    expect(time(80_000) / Math.max(0.1, time(10_000))).toBeLessThan(32)
  })
})

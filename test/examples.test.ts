import { describe, expect, test } from 'vitest'
import { docstringBlocks, generate, markdownBlocks, toModule } from '../scripts/examples.mjs'

describe('the examples of the documentation', () => {
  test.each(generate())('$name', async ({ file }) => {
    await import(/* @vite-ignore */ file)
  })
})

describe('the extractor', () => {
  const fence = '```'

  test('takes the ts blocks of a page, with their lines, and no other', () => {
    const page = `# A\n\n${fence}ts\na\nb\n${fence}\n\n${fence}sh\nc\n${fence}\n\n- item\n\n  ${fence}ts\n  d\n  ${fence}\n`
    expect(markdownBlocks(page)).toEqual([
      { line: 4, code: 'a\nb\n' },
      { line: 15, code: 'd\n' }
    ])
  })

  test('takes the @example blocks of a docstring up to the next tag, fenced or not', () => {
    const source = [
      'const x = 1',
      '/**',
      ' * What it is.',
      ' *',
      ' * @example',
      ' * f(1)',
      ' *',
      ' * f(2)',
      ' * @since 0.1.0',
      ' */',
      '/**',
      ' * @example',
      ` * ${fence}ts`,
      ' * g(1)',
      ` * ${fence}`,
      ' */'
    ].join('\n')
    expect(docstringBlocks(source)).toEqual([
      { line: 6, code: 'f(1)\n\nf(2)\n' },
      { line: 14, code: 'g(1)\n' }
    ])
  })

  test('turns an arrow, on its line or the next, into an assertion', () => {
    const module = toModule(`const [a, { b }] = f() // made\nb.map(\n  (x) => x\n) // => [1, 2]\na\n// => { c: 1 }\n`)
    expect(module).toContain('expect(b.map(\n  (x) => x\n)).toEqual([1, 2]);')
    expect(module).toContain('expect(a).toEqual({ c: 1 });')
    expect(module).toContain('void [expect, a, b]')
  })

  test('refuses an arrow that follows no expression', () => {
    expect(() => toModule('const a = 1 // => 1\n')).toThrow('follows no expression')
  })
})

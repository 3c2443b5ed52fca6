// @ts-check
// Turns the documentation into tests. Every ```ts block of the Markdown pages and every @example of the sources becomes a
// module in test/examples, in which `expression // => value` is an assertion. test/examples.test.ts imports them one by
// one, and
// the compiler checks them. The blocks can be copied unchanged: their imports name the package.
//
// A value may also be on the line after its expression. A `// =>` without an expression before it is an error.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { root } from './project.mjs'

/** @typedef {{ readonly line: number, readonly code: string }} Block */
/** @typedef {{ readonly name: string, readonly file: string }} Example */

/** @param {string} text @param {number} index */
const lineAt = (text, index) => text.slice(0, index).split('\n').length

/**
 * The blocks of a page that are fenced as `ts`.
 * @param {string} page @returns {readonly Block[]}
 */
export const markdownBlocks = (page) =>
  [...page.matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm)].map(({ index, 1: indent, 2: code }) => ({
    line: lineAt(page, index) + 1,
    code: (code ?? '').replaceAll(new RegExp(`^${indent ?? ''}`, 'gm'), '')
  }))

/** The @example blocks of a source: the fenced blocks in each, or all of it up to the next tag. @param {string} source @returns {readonly Block[]} */
export const docstringBlocks = (source) =>
  [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(({ index, 0: comment }) => {
    const text = comment
      .replace(/^\/\*\*/, '')
      .replace(/ *\*\/$/, '')
      .replaceAll(/^ *\* ?/gm, '')
    return [...text.matchAll(/^@example\b *(?:\n|$)([\s\S]*?)(?=^@\w|(?![\s\S]))/gm)].flatMap((tag) => {
      const code = (tag[1] ?? '').trimEnd() + '\n'
      const line = lineAt(source, index) + lineAt(text, tag.index)
      const fenced = markdownBlocks(code)
      return fenced.length > 0 ? fenced.map((block) => ({ ...block, line: line + block.line - 1 })) : [{ line, code }]
    })
  })

/** An arrow after an expression, and the value on its right. */
const arrow = /^;?[ \t]*\n?[ \t]*\/\/ => (.+)$/m

/**
 * The block as a module that throws when one of its arrows is wrong.
 * @param {string} code @returns {string}
 */
export const toModule = (code) => {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true)
  /** @type {string[]} */
  const names = []
  let out = ''
  let rest = 0
  let arrows = 0
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) collect(name, names)
    }
    if (!ts.isExpressionStatement(statement)) continue
    const { expression } = statement
    const found = arrow.exec(code.slice(expression.end))
    if (found?.index !== 0) continue
    const end = expression.end + found[0].length
    out += code.slice(rest, expression.getStart(file))
    out += `;expect(${expression.getText(file)}).toEqual(${found[1] ?? ''});`
    rest = end
    arrows += 1
  }
  if (arrows !== (code.match(/\/\/ =>/g) ?? []).length) throw new Error(`a "// =>" follows no expression in\n${code}`)
  out += code.slice(rest)
  // `void`: an example may declare a name that it does not use.
  return `import { expect } from 'vitest'\n${out}\nvoid [${['expect', ...names].join(', ')}]\nexport {}\n`
}

/** @param {ts.BindingName} name @param {string[]} names */
const collect = (name, names) => {
  if (ts.isIdentifier(name)) names.push(name.text)
  else for (const element of name.elements) if (ts.isBindingElement(element)) collect(element.name, names)
}

/** The files with examples: the Markdown of the root and of docs/, and the sources. */
const pages = () => {
  const below = (/** @type {string} */ folder, /** @type {string} */ extension) => {
    try {
      const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      return names.filter((name) => name.endsWith(extension)).map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    } catch {
      return []
    }
  }
  return [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...below('docs', '.md'),
    ...below('src', '.ts')
  ].sort()
}

/** Rewrites test/examples. @returns {readonly Example[]} */
export const generate = () => {
  const folder = join(root, 'test', 'examples')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return pages().flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8')
    return (page.endsWith('.md') ? markdownBlocks(text) : docstringBlocks(text)).map(({ line, code }) => {
      const name = `${page}:${line}`
      const file = join(folder, `${page.replaceAll('/', '.').replace(/\.(md|ts)$/, '')}.${line}.ts`)
      try {
        writeFileSync(file, toModule(code))
      } catch (error) {
        throw new Error(name, { cause: error })
      }
      return { name, file }
    })
  })
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) generate()

// @ts-check
// Counts, from the imports alone, how many files one has to open
//
// - to follow an initializer from its config to bytes: the files outside of numeric/ that its module reaches by imports of
//   values, itself included. (numeric/ is left out as exact arithmetic: its functions are read by their first line.)
// - to fix a function of numeric/: its file, the files which that reaches by imports of values, and the files that import it
//   directly, values or types.
//
//   node scripts/path-lengths.mjs [folder of sources] [file of an initializer] [file of a function]
//
// The defaults are src, initializers/VarianceScaling.ts and numeric/normal/truncation.ts.
import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

const [
  folder = 'src',
  initializer = 'initializers/VarianceScaling.ts',
  numericFunction = 'numeric/normal/truncation.ts'
] = process.argv.slice(2)

/** @typedef {{ readonly file: string, readonly isType: boolean }} Import */

/** Whether an import or export declaration is erased by the compiler. @param {ts.ImportDeclaration | ts.ExportDeclaration} node */
const isTypeOnly = (node) => {
  const clause = ts.isImportDeclaration(node) ? node.importClause : node
  if (clause?.isTypeOnly === true) return true
  const names = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause
  if (names === undefined || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false
  return names.elements.length > 0 && names.elements.every(({ isTypeOnly }) => isTypeOnly)
}

/** The files of the folder that a file imports or re-exports. @param {string} file @returns {readonly Import[]} */
const importsOf = (file) =>
  ts
    .createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest)
    .statements.flatMap((node) =>
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier) &&
      node.moduleSpecifier.text.startsWith('.')
        ? [{ specifier: node.moduleSpecifier.text, isType: isTypeOnly(node) }]
        : []
    )
    .map(({ specifier, isType }) => ({
      file: posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts'),
      isType
    }))

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
const graph = new Map(files.map((file) => [file, importsOf(file)]))

/** The files that a file reaches by imports of values, itself included. @param {string} start @returns {readonly string[]} */
const reachedFrom = (start) => {
  const reached = [start]
  for (let i = 0; i < reached.length; i++) {
    const values = (graph.get(reached[i] ?? '') ?? []).filter(({ isType }) => !isType)
    reached.push(...new Set(values.map(({ file }) => file).filter((file) => !reached.includes(file))))
  }
  return reached
}

/** @param {string} title @param {Iterable<string>} paths */
const print = (title, paths) => {
  const sorted = [...new Set(paths)].sort()
  console.log(`${sorted.length} files ${title}`)
  for (const path of sorted) console.log(`  ${path}`)
}

print(
  `from the config of ${initializer} to bytes, outside of numeric/`,
  reachedFrom(initializer).filter((file) => !file.startsWith('numeric/'))
)
print(`for a fix of ${numericFunction}: itself, what it uses, what uses it`, [
  ...reachedFrom(numericFunction),
  ...files.filter((file) => graph.get(file)?.some((imported) => imported.file === numericFunction))
])

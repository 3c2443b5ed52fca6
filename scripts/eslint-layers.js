// @ts-check
// The layers as a lint rule: a file of src imports from modules of a lower row of `layers` or from its own module. A module
// that is missing from the table is an error. `packageRules` lists packages that only some modules may import. Import cycles
// within a module are found by test/layers.test.ts.
import { posix, relative, resolve, sep } from 'node:path'

/** Lowest first. Modules of one layer do not import each other. */
export const layers = [
  ['numeric'],
  ['InitializerError'],
  ['DType'],
  ['codec'],
  ['Shape', 'Rng'],
  ['Tensor', 'Fans', 'Distribution', 'Gain'],
  ['Content', 'Summary'],
  ['engine'],
  ['Draw'],
  ['initializers'],
  ['Initializer'],
  ['dialects', 'formats'],
  ['streams', 'plan'],
  ['replay', 'importers', 'laws', 'identify', 'plot', 'adapters'],
  ['workers'],
  ['node'],
  ['cli', 'index']
]

/** @type {ReadonlyArray<{ readonly packages: RegExp, readonly modules: readonly string[] }>} */
export const packageRules = [
  { packages: /^pure-rand(\/|$)/, modules: ['Rng'] },
  { packages: /^fast-check$/, modules: ['laws'] },
  { packages: /^(commander|yaml)$/, modules: ['cli'] },
  { packages: /^yauzl$/, modules: ['node'] },
  { packages: /^node:/, modules: ['node', 'cli'] },
  { packages: /^initializers-ts(\/|$)/, modules: [] }
]

/** @param {string} module */
export const layerOf = (module) => layers.findIndex((modules) => modules.includes(module))

/** `Rng.ts` and `Rng/jump.ts` are in the module `Rng`. @param {string} path relative to src, with `/` */
export const moduleOf = (path) => (path.split('/')[0] ?? '').replace(/\.[jt]s$/, '')

/**
 * The error of importing `specifier` in the file `path` (relative to src), if there is one.
 * @param {string} path @param {string} specifier @returns {string | undefined}
 */
export const complaint = (path, specifier) => {
  const module = moduleOf(path)
  if (!specifier.startsWith('.')) {
    const packageRule = packageRules.find(({ packages }) => packages.test(specifier))
    if (packageRule === undefined || packageRule.modules.includes(module)) return undefined
    return `'${specifier}' may be imported in ${packageRule.modules.map((name) => `src/${name}`).join(' and ') || 'no module of src'}, not in '${module}'.`
  }
  const target = posix.join(posix.dirname(path), specifier)
  if (target.startsWith('..')) return `'${specifier}' lies outside of src.`
  const imported = moduleOf(target)
  if (imported === module) return undefined
  if (layerOf(imported) === -1) return `'${imported}' has no layer: add it to the table in scripts/eslint-layers.js.`
  if (layerOf(imported) < layerOf(module)) return undefined
  return `'${module}' (layer ${layerOf(module)}) may import from lower layers only; '${imported}' is in layer ${layerOf(imported)}.`
}

/** @type {import('eslint').Rule.RuleModule} */
const rule = {
  meta: {
    type: 'problem',
    docs: { description: 'imports go to lower layers only' },
    schema: [{ type: 'object', properties: { src: { type: 'string' } }, additionalProperties: false }]
  },
  create(context) {
    const src = resolve(context.cwd, context.options[0]?.src ?? 'src')
    const path = relative(src, context.filename).split(sep).join(posix.sep)
    if (path.startsWith('..')) return {}

    /** @param {{ source?: unknown }} node */
    const check = (node) => {
      const source = /** @type {import('estree').Literal | null | undefined} */ (node.source)
      const message = typeof source?.value === 'string' ? complaint(path, source.value) : undefined
      if (source && message !== undefined) context.report({ node: source, message })
    }
    return {
      Program(node) {
        const module = moduleOf(path)
        if (layerOf(module) === -1) {
          context.report({
            node,
            message: `'${module}' has no layer: add it to the table in scripts/eslint-layers.js.`
          })
        }
      },
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check
    }
  }
}

export default { rules: { order: rule } }

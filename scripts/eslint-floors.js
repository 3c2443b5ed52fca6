// @ts-check
// The house as a lint rule: `floors` below is the rooms of the README, and a file of src imports from a strictly
// lower row or from its own room. A room the table does not know is an error, so the table stays complete.
// `keepers` names the packages that only some rooms may know. Circles inside a room are found by test/floors.test.ts.
import { posix, relative, resolve, sep } from 'node:path'

/** From the ground up. Rooms of one row do not see each other. */
export const floors = [
  ['numeric'],
  ['kernel'],
  ['InitializerError'],
  ['DType'],
  ['codec'],
  ['Shape', 'Rng'],
  ['Tensor', 'Fans', 'Distribution', 'Gain'],
  ['Content', 'FanRule', 'Summary', 'Transform'],
  ['Cursor'],
  ['Draw'],
  ['family'],
  ['Initializer'],
  ['Stream', 'config', 'formats'],
  ['streams', 'plan'],
  ['importers', 'laws', 'adapters', 'Replay'],
  ['node'],
  ['cli', 'index']
]

/** @type {ReadonlyArray<{ readonly packages: RegExp, readonly rooms: readonly string[] }>} */
export const keepers = [
  { packages: /^pure-rand(\/|$)/, rooms: ['Rng'] },
  { packages: /^fast-check$/, rooms: ['laws'] },
  { packages: /^(commander|yaml)$/, rooms: ['cli'] },
  { packages: /^yauzl$/, rooms: ['node'] },
  { packages: /^node:/, rooms: ['node', 'cli'] },
  { packages: /^initializers-ts(\/|$)/, rooms: [] }
]

/** @param {string} room */
export const floorOf = (room) => floors.findIndex((rooms) => rooms.includes(room))

/** `Rng.ts` and `Rng/jump.ts` are in the room `Rng`. @param {string} path relative to src, with `/` */
export const roomOf = (path) => (path.split('/')[0] ?? '').replace(/\.[jt]s$/, '')

/**
 * What is wrong with importing `specifier` in the file `path` (relative to src), if anything.
 * @param {string} path @param {string} specifier @returns {string | undefined}
 */
export const complaint = (path, specifier) => {
  const room = roomOf(path)
  if (!specifier.startsWith('.')) {
    const keeper = keepers.find(({ packages }) => packages.test(specifier))
    if (keeper === undefined || keeper.rooms.includes(room)) return undefined
    return `'${specifier}' may be imported in ${keeper.rooms.map((name) => `src/${name}`).join(' and ') || 'no room of src'}, not in '${room}'.`
  }
  const target = posix.join(posix.dirname(path), specifier)
  if (target.startsWith('..')) return `'${specifier}' lies outside of src.`
  const imported = roomOf(target)
  if (imported === room) return undefined
  if (floorOf(imported) === -1) return `'${imported}' has no floor: add it to the table in scripts/eslint-floors.js.`
  if (floorOf(imported) < floorOf(room)) return undefined
  return `'${room}' (row ${floorOf(room)}) may import from lower rows only; '${imported}' is in row ${floorOf(imported)}.`
}

/** @type {import('eslint').Rule.RuleModule} */
const rule = {
  meta: {
    type: 'problem',
    docs: { description: 'imports go down the floors of the house' },
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
        const room = roomOf(path)
        if (floorOf(room) === -1) {
          context.report({ node, message: `'${room}' has no floor: add it to the table in scripts/eslint-floors.js.` })
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

export default { rules: { floors: rule } }

/**
 * A plan on paper as YAML or JSON for people: a line for each rule and each parameter.
 *
 * Law: `parseYaml(yaml(comments)(paper))` and `parseJson(json(paper))` are the paper. The `yaml` package writes too, but not
 * a line a parameter, and slower by far.
 */
import { printable } from './table.js'

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** YAML 1.2 under lines of comment. */
export const yaml =
  (comments: ReadonlyArray<string>) =>
  (paper: object): string =>
    comments.map((line) => `# ${printable(line)}\n`).join('') +
    Object.entries(paper)
      .map(([key, value]) => `${key}:${yamlBlock(value)}`)
      .join('')

export const json = (paper: object): string =>
  `{\n${Object.entries(paper)
    .map(([key, value]) => `  ${jsonText(key)}: ${jsonBlock(value)}`)
    .join(',\n')}\n}\n`

// -------------------------------------------------------------------------------------
// YAML
// -------------------------------------------------------------------------------------

const yamlBlock = (value: unknown): string => {
  if (Array.isArray(value) && value.length > 0) return `\n${value.map((item) => `  - ${inYaml(item)}\n`).join('')}`
  return isObject(value) && Object.keys(value).length > 0
    ? `\n${Object.entries(value).map(yamlEntry).join('')}`
    : ` ${inYaml(value)}\n`
}

/** A key of more than 1024 characters must be said to be one. */
const yamlEntry = ([key, value]: readonly [string, unknown]): string => {
  const text = yamlText(key)
  return text.length <= 1000 ? `  ${text}: ${inYaml(value)}\n` : `  ? ${text}\n  : ${inYaml(value)}\n`
}

/** As it is where every reader of YAML, also of 1.1, takes it for a text; else in quotes. */
const yamlText = (text: string): string => {
  if (/^[A-Za-z_][\w./-]*$/.test(text) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(text)) return text
  return /^[ -&(-~]*$/.test(text) ? `'${text}'` : jsonText(text)
}

// -------------------------------------------------------------------------------------
// JSON
// -------------------------------------------------------------------------------------

const jsonBlock = (value: unknown): string => {
  if (Array.isArray(value) && value.length > 0)
    return `[\n${value.map((item) => `    ${inJson(item)}`).join(',\n')}\n  ]`
  return isObject(value) && Object.keys(value).length > 0
    ? `{\n${Object.entries(value)
        .map(([key, each]) => `    ${jsonText(key)}: ${inJson(each)}`)
        .join(',\n')}\n  }`
    : inJson(value)
}

/** Also as YAML wants it, in whose texts some characters have to be escaped that JSON shows. */
const jsonText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  )

// -------------------------------------------------------------------------------------
// a line
// -------------------------------------------------------------------------------------

const inline =
  (textOf: (text: string) => string) =>
  (value: unknown): string => {
    const each = inline(textOf)
    if (typeof value === 'string') return textOf(value)
    if (typeof value === 'number') return numberText(value)
    if (Array.isArray(value)) return `[${value.map(each).join(', ')}]`
    if (!isObject(value)) return String(value)
    const entries = Object.entries(value).map(([key, inner]) => `${textOf(key)}: ${each(inner)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }

const inYaml = inline(yamlText)
const inJson = inline(jsonText)

/** Digits alone would be an integer that no number holds. */
const numberText = (n: number): string =>
  Number.isInteger(n) && !Number.isSafeInteger(n) ? n.toExponential() : String(n)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * A serialized plan as YAML or JSON for people, with one line for each rule and each parameter.
 *
 * Law: `parseYaml(yaml(comments)(plan))` and `parseJson(json(plan))` are the plan. The `yaml` package can write too, but not
 * one line for each parameter, and much slower.
 */
import { printable } from './table.js'

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** YAML 1.2 with comment lines at the top. */
export const yaml =
  (comments: ReadonlyArray<string>) =>
  (plan: object): string =>
    comments.map((line) => `# ${printable(line)}\n`).join('') +
    Object.entries(plan)
      .map(([key, value]) => `${key}:${yamlBlock(value)}`)
      .join('')

export const json = (plan: object): string =>
  `{\n${Object.entries(plan)
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

/** A key of more than 1024 characters needs `?`. */
const yamlEntry = ([key, value]: readonly [string, unknown]): string => {
  const text = yamlText(key)
  return text.length <= 1000 ? `  ${text}: ${inYaml(value)}\n` : `  ? ${text}\n  : ${inYaml(value)}\n`
}

/** Plain if every YAML reader, also one of version 1.1, reads it as a string; else in quotes. */
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

/** Escapes some more characters than JSON, as YAML requires. */
const jsonText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  )

// -------------------------------------------------------------------------------------
// values on one line
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

/** In exponential form if the digits would be read as an integer that is not safe. */
const numberText = (n: number): string =>
  Number.isInteger(n) && !Number.isSafeInteger(n) ? n.toExponential() : String(n)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

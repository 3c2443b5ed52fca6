/**
 * Plain text for people: tables, lists of facts, and short forms of values.
 */
import { isRecord } from '../codec/plain.js'
import { snakeCase } from '../codec/snakeCase.js'
import type { AnyInitializer } from '../Initializer.js'
import * as Initializer from '../Initializer.js'
import * as presets from '../initializers/presets.js'
import { registryOr } from '../initializers/registry.js'
import type { Shape } from '../Shape.js'

// -------------------------------------------------------------------------------------
// tables
// -------------------------------------------------------------------------------------

type Row = ReadonlyArray<string>

/** Columns two spaces apart under their names. A name that begins with `>` aligns its column to the right. */
export const table = (names: Row, rows: ReadonlyArray<Row>): string => {
  const right = names.map((name) => name.startsWith('>'))
  const lines = [names.map((name) => name.replace(/^>/, '')), ...rows].map((row) => row.map(printable))
  const widths = names.map((_, column) => lines.reduce((width, row) => Math.max(width, cell(row, column).length), 0))
  return lines
    .map((row) => widths.map((width, i) => padded(cell(row, i), width, right[i] === true)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** One fact per line. */
export const facts = (rows: ReadonlyArray<readonly [name: string, value: string]>): string =>
  table(['', ''], rows).replace(/^\n/, '')

const cell = (row: Row, column: number): string => row[column] ?? ''

const padded = (text: string, width: number, right: boolean): string =>
  right ? text.padStart(width) : text.padEnd(width)

/** Escapes control characters: a name from a file could move a terminal's cursor. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`)

// -------------------------------------------------------------------------------------
// short forms
// -------------------------------------------------------------------------------------

/** Six digits are enough to compare two moments. */
export const number = (x: number | null): string => {
  if (x === null) return '-'
  const isSmall = x !== 0 && Math.abs(x) < 1e-4 // String would write 0.00000123457
  return isSmall ? x.toExponential(5) : String(Number(x.toPrecision(6)))
}

/** 25636712 → 25,636,712. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

/** As `--shape` takes it. */
export const shape = (dims: Shape): string => (dims.length === 0 ? 'scalar' : dims.join(','))

/** A preset's name such as `glorot_uniform`, else `zeros` or `VarianceScaling(1, fan_avg, uniform)`. */
export const initializer = (it: AnyInitializer): string =>
  serialized(registryOr<AnyInitializer>(undefined).codec.encode(it))

const serialized = ({ class_name, config }: { readonly class_name: string; readonly config: object }): string => {
  const long = longForm(class_name, config)
  return presetForms.get(long) ?? long
}

const longForm = (className: string, config: object): string => {
  const fields: ReadonlyArray<readonly [string, unknown]> = Object.entries(config)
  const values = fields.flatMap(([key, value]) => (key === 'seed' || key === 'dtype' ? [] : [value]))
  return values.length === 0 ? snakeCase(className) : `${className}(${values.map(shortForm).join(', ')})`
}

/** The short form of a config's value; a nested config is that of another initializer. */
const shortForm = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return `[${value.map(shortForm).join(', ')}]`
  if (!isRecord(value)) return String(value)
  const { class_name, config } = value
  return typeof class_name === 'string' && isRecord(config)
    ? serialized({ class_name, config })
    : Object.entries(value)
        .map(([key, each]) => `${key} ${shortForm(each)}`)
        .join(' ')
}

/** Reversed, so that the first of several names is kept. */
const presetForms: ReadonlyMap<string, string> = new Map(
  [...presets.byName]
    .reverse()
    .map(([name, preset]) => [longForm('VarianceScaling', Initializer.encode(preset).config), snakeCase(name)])
)

/**
 * Plain text for people: tables, lists of facts, and short forms of what stands in them.
 */
import { isRecord } from '../codec/plain.js'
import { snakeCase } from '../codec/snakeCase.js'
import * as Initializer from '../Initializer.js'
import * as presets from '../initializers/presets.js'
import type { Shape } from '../Shape.js'

// -------------------------------------------------------------------------------------
// tables
// -------------------------------------------------------------------------------------

type Row = ReadonlyArray<string>

/** Columns two spaces apart under their names; a name that begins with `>` sets its column to the right. */
export const table = (names: Row, rows: ReadonlyArray<Row>): string => {
  const right = names.map((name) => name.startsWith('>'))
  const lines = [names.map((name) => name.replace(/^>/, '')), ...rows].map((row) => row.map(printable))
  const widths = names.map((_, column) => lines.reduce((width, row) => Math.max(width, cell(row, column).length), 0))
  return lines
    .map((row) => widths.map((width, i) => padded(cell(row, i), width, right[i] === true)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** One fact a line. */
export const facts = (rows: ReadonlyArray<readonly [name: string, value: string]>): string =>
  table(['', ''], rows).replace(/^\n/, '')

const cell = (row: Row, column: number): string => row[column] ?? ''

const padded = (text: string, width: number, right: boolean): string =>
  right ? text.padStart(width) : text.padEnd(width)

/** A name from a file may hold what moves a terminal's cursor. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`)

// -------------------------------------------------------------------------------------
// short forms
// -------------------------------------------------------------------------------------

/** Six digits say whether two moments agree. */
export const number = (x: number | null): string => {
  if (x === null) return '-'
  const isSmall = x !== 0 && Math.abs(x) < 1e-4 // String would write 0.00000123457
  return isSmall ? x.toExponential(5) : String(Number(x.toPrecision(6)))
}

/** 25636712 → 25,636,712. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

/** As `--shape` takes it. */
export const shape = (dims: Shape): string => (dims.length === 0 ? 'scalar' : dims.join(','))

/** `glorot_uniform` where it is one, `zeros`, or `VarianceScaling(1, fan_avg, uniform)`. */
export const initializer = (it: Initializer.Initializer): string => paper(Initializer.encode(it))

const paper = ({ class_name, config }: { readonly class_name: string; readonly config: object }): string => {
  const long = longForm(class_name, config)
  return presetForms.get(long) ?? long
}

const longForm = (className: string, config: object): string => {
  const fields: ReadonlyArray<readonly [string, unknown]> = Object.entries(config)
  const values = fields.flatMap(([key, value]) => (key === 'seed' || key === 'dtype' ? [] : [value]))
  return values.length === 0 ? snakeCase(className) : `${className}(${values.map(word).join(', ')})`
}

/** A value of a config in few words; a config inside another one is an initializer again. */
const word = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return `[${value.map(word).join(', ')}]`
  if (!isRecord(value)) return String(value)
  const { class_name, config } = value
  return typeof class_name === 'string' && isRecord(config)
    ? paper({ class_name, config })
    : Object.entries(value)
        .map(([key, each]) => `${key} ${word(each)}`)
        .join(' ')
}

/** The first name of several is the last to be set. */
const presetForms: ReadonlyMap<string, string> = new Map(
  [...presets.byName]
    .reverse()
    .map(([name, preset]) => [longForm('VarianceScaling', Initializer.encode(preset).config), snakeCase(name)])
)

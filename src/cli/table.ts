/**
 * Plain text for people: tables, lists of facts, and short forms of what stands in them.
 */
import * as Initializer from '../Initializer.js'
import * as presets from '../family/presets.js'
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
const printable = (text: string): string =>
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
export const initializer = (it: Initializer.Initializer): string => {
  const long = longForm(it)
  const preset = [...presets.byName].find(([, each]) => longForm(each) === long) // the first of several names
  return preset === undefined ? long : snakeCase(preset[0])
}

const longForm = (it: Initializer.Initializer): string => {
  const { class_name, config } = Initializer.encode(it)
  const values = Object.entries(config).flatMap(([key, value]) => (key === 'seed' || key === 'dtype' ? [] : [value]))
  return values.length === 0 ? snakeCase(class_name) : `${class_name}(${values.map(word).join(', ')})`
}

const word = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const snakeCase = (className: string): string =>
  className.replace(/(?!^)[A-Z]/g, (capital) => `_${capital}`).toLowerCase()

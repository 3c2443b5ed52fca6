/**
 * Reads untrusted YAML 1.2 as the values of JSON: the core schema, unique string keys, no custom tags.
 *
 * The `yaml` package parses. What it accepts beyond that is refused here: integers that are not safe, keys that are not
 * strings (`1.10:` would become the key `1.1`), and unknown tags. Positions are `line:column`, from 1.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type Document, isNode, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import {
  cap,
  type Code,
  error,
  type Errors,
  fromErrors,
  type InitializerError,
  show,
  type Validated
} from '../InitializerError.js'

/** Uses of one anchor, multiplied by the uses of anchors around it: so many parameters of a plan can share one. */
const maxAliasCount = 1000

/** The value of a YAML text, or `Unreadable`, `DuplicateKey`, `NotSafeInteger`, `WrongType`. */
export const parseYaml = (text: string): Validated<unknown> =>
  pipe(
    attempt(() => {
      const lines = new LineCounter()
      const document = parseDocument(text, {
        schema: 'core',
        customTags: [],
        resolveKnownTags: false,
        intAsBigInt: true,
        prettyErrors: false,
        lineCounter: lines
      })
      return { document, at: positionOf(lines) }
    }),
    E.chain(({ document, at }) =>
      pipe(
        fromErrors([...document.errors, ...document.warnings].map(syntaxError(text, at)), document),
        E.chain((sound) => fromErrors(valueErrors(sound, at), sound))
      )
    ),
    E.chain((document) => attempt(() => document.toJS({ maxAliasCount }) as unknown)),
    cap
  )

type PositionOf = (offset: number | undefined) => string

const positionOf =
  (lines: LineCounter): PositionOf =>
  (offset) => {
    const { line, col } = lines.linePos(offset ?? 0)
    return `${line}:${col}`
  }

/** The package throws if nesting is deeper than the call stack, or if there are too many aliases. */
const attempt = <A>(run: () => A): Validated<A> =>
  E.tryCatch(run, (reason): Errors => [
    error('Unreadable', 'YAML', reason instanceof Error ? reason.message : String(reason))
  ])

const syntaxError =
  (text: string, at: PositionOf) =>
  ({ code, message, pos: [start, stop] }: YAMLError): InitializerError =>
    code === 'DUPLICATE_KEY'
      ? error('DuplicateKey', `each key once at ${at(start)}`, show(text.slice(start, stop)))
      : error('Unreadable', `YAML at ${at(start)}`, `a syntax error: ${message}`)

/** Replaces safe integers by numbers, and reports others. */
const valueErrors = (document: Document, at: PositionOf): ReadonlyArray<InitializerError> => {
  const errors: Array<InitializerError> = []
  const refuse = (code: Code, expected: string, received: string, offset: number | undefined) =>
    void errors.push(error(code, `${expected} at ${at(offset)}`, received))
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'bigint') return
      if (BigInt(Number(node.value)) !== node.value || !Number.isSafeInteger(Number(node.value)))
        refuse('NotSafeInteger', 'an integer within ±(2^53 - 1)', show(node.value), node.range?.[0])
      else node.value = Number(node.value)
    },
    Pair: (_, { key }) => {
      if (isScalar(key) && typeof key.value === 'string') return
      refuse(
        'WrongType',
        'a string as the key (in quotes)',
        isScalar(key) ? show(key.value) : 'another value',
        offsetOf(key)
      )
    }
  })
  return errors
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)

/**
 * YAML 1.2 text from outside, read as JSON's values: the core schema, text keys, each once, no custom tags.
 *
 * The `yaml` package parses; what it passes over is refused here: integers that a number does not hold, keys that are
 * no texts (`1.10:` would become the key `1.1`), and tags that it does not know. Places are `line:column`, from 1.
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

/** Uses of one anchor, those inside of other anchors multiplied: plans of this many parameters may share one. */
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
      return { document, at: placeOf(lines) }
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

type Place = (offset: number | undefined) => string

const placeOf =
  (lines: LineCounter): Place =>
  (offset) => {
    const { line, col } = lines.linePos(offset ?? 0)
    return `${line}:${col}`
  }

/** The package throws where nesting is deeper than the call stack, and where aliases are too many. */
const attempt = <A>(run: () => A): Validated<A> =>
  E.tryCatch(run, (reason): Errors => [
    error('Unreadable', 'YAML', reason instanceof Error ? reason.message : String(reason))
  ])

const syntaxError =
  (text: string, at: Place) =>
  ({ code, message, pos: [start, stop] }: YAMLError): InitializerError =>
    code === 'DUPLICATE_KEY'
      ? error('DuplicateKey', `each key once at ${at(start)}`, show(text.slice(start, stop)))
      : error('Unreadable', `YAML at ${at(start)}`, `a mistake: ${message}`)

/** Replaces the integers that numbers hold, and tells the others. */
const valueErrors = (document: Document, at: Place): ReadonlyArray<InitializerError> => {
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
      refuse('WrongType', 'a text as key (in quotes)', isScalar(key) ? show(key.value) : 'another value', offsetOf(key))
    }
  })
  return errors
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)

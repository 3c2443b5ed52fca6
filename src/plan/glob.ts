/**
 * Patterns over parameter names, such as `**.attn.*.weight`.
 *
 * A pattern matches the whole name, case-sensitive: `*` is any run of characters except `/` and `.`, `**` any run at all,
 * `?` any one character. The matcher follows the set of states of the pattern's automaton, so it takes time linear in the
 * name for any pattern. A regular expression with several stars can backtrack for exponential time.
 */

/** One step of a pattern: it takes one character or, as a run, any number of them. */
interface Step {
  readonly isRun: boolean
  /** the one character that it takes; undefined for any */
  readonly only: string | undefined
  /** whether any character includes `/` and `.` */
  readonly crosses: boolean
}

/** Compiles a pattern once, for many names. */
export const glob = (pattern: string): ((name: string) => boolean) => {
  const steps = parse(pattern)
  const start = passRuns(steps, Uint8Array.of(1, ...steps.map(() => 0)))
  return (name) => {
    let states = start
    for (const character of name) states = passRuns(steps, advance(steps, states, character))
    return states[steps.length] === 1
  }
}

const parse = (pattern: string): ReadonlyArray<Step> =>
  (pattern.match(/\*\*|[^]/gu) ?? []).map((token) => ({
    isRun: token === '*' || token === '**',
    only: token === '*' || token === '**' || token === '?' ? undefined : token,
    crosses: token !== '*'
  }))

const takes = ({ only, crosses }: Step, character: string): boolean =>
  only === undefined ? crosses || (character !== '/' && character !== '.') : only === character

/** 1 at the index of each step that may come next; at the index after the last step, it is a match. */
type States = Uint8Array

/** The states that a character leads to. A run takes any number of characters, so its state remains. */
const advance = (steps: ReadonlyArray<Step>, states: States, character: string): States => {
  const next = new Uint8Array(states.length)
  for (let i = 0; i < steps.length; i++) {
    if (states[i] === 1 && takes(steps[i]!, character)) next[steps[i]!.isRun ? i : i + 1] = 1
  }
  return next
}

/** Adds the states after runs, as a run may be empty. */
const passRuns = (steps: ReadonlyArray<Step>, states: States): States => {
  for (let i = 0; i < steps.length; i++) if (states[i] === 1 && steps[i]!.isRun) states[i + 1] = 1
  return states
}

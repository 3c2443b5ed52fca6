/**
 * Patterns over parameter names, such as `**.attn.*.weight`.
 *
 * A pattern matches the whole name, case-sensitive: `*` is any run of characters except `/` and `.`, `**` any run at all,
 * `?` any one character. The matcher follows the set of states of the pattern's automaton, so it takes time linear in the
 * name for any pattern. A regular expression with several stars can backtrack for exponential time.
 */

/** One step of a pattern: a character as it is, any one, or a run. */
type Step =
  | { readonly _tag: 'Literal'; readonly character: string }
  | { readonly _tag: 'AnyOne' }
  | { readonly _tag: 'Run'; readonly crosses: boolean }

/** Compiles a pattern once, for many names. */
export const glob = (pattern: string): ((name: string) => boolean) => {
  const steps = parse(pattern)
  const start = reachable(steps, [0])
  return (name) => {
    let states = start
    for (const character of name) states = reachable(steps, advance(steps, states, character))
    return states.at(-1) === steps.length
  }
}

const parse = (pattern: string): ReadonlyArray<Step> =>
  (pattern.match(/\*\*|[^]/gu) ?? []).map((token): Step => {
    if (token === '**') return { _tag: 'Run', crosses: true }
    if (token === '*') return { _tag: 'Run', crosses: false }
    return token === '?' ? { _tag: 'AnyOne' } : { _tag: 'Literal', character: token }
  })

const takes = (step: Step, character: string): boolean => {
  switch (step._tag) {
    case 'Literal':
      return step.character === character
    case 'AnyOne':
      return true
    case 'Run':
      return step.crosses || (character !== '/' && character !== '.')
  }
}

/** Indices of the steps that may come next, ascending; the index after the last step is a match. */
type States = ReadonlyArray<number>

/** The states that a character leads to. A run takes any number of characters, so its state remains. */
const advance = (steps: ReadonlyArray<Step>, states: States, character: string): States => {
  const next: Array<number> = []
  for (const state of states) {
    const step = steps[state]
    if (step !== undefined && takes(step, character)) next.push(step._tag === 'Run' ? state : state + 1)
  }
  return next
}

/** These states and, as a run may be empty, those after runs. Each is listed once. */
const reachable = (steps: ReadonlyArray<Step>, states: States): States => {
  const reached: Array<number> = []
  let last = -1
  for (const state of states) {
    if (state > last) reached.push((last = state))
    while (steps[last]?._tag === 'Run') reached.push((last += 1))
  }
  return reached
}

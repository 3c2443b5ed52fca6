/**
 * Patterns over parameter names, such as `**.attn.*.weight`.
 *
 * A pattern covers the whole name, case-sensitive: `*` is any run of characters but `/` and `.`, `**` any run at all,
 * `?` any one character. The automaton's set of states is followed, so a name takes time in proportion to its length
 * whatever the pattern; a regular expression with several stars could go back and forth for ever.
 */

/** One step of a pattern: a character as it is, any one, or a run. */
type Step =
  | { readonly _tag: 'Literal'; readonly character: string }
  | { readonly _tag: 'AnyOne' }
  | { readonly _tag: 'Run'; readonly crosses: boolean }

/** Compiles a pattern once, for many names. */
export const glob = (pattern: string): ((name: string) => boolean) => {
  const steps = parse(pattern)
  return (name) => {
    let states = closure(steps, new Set([0]))
    for (const character of name) {
      const reached = new Set<number>()
      for (const state of states) {
        const step = steps[state]
        if (step !== undefined && takes(step, character)) reached.add(step._tag === 'Run' ? state : state + 1)
      }
      states = closure(steps, reached)
    }
    return states.has(steps.length)
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

/** A run may be empty: its state reaches the next one. (A set hands out what is added while it is walked.) */
const closure = (steps: ReadonlyArray<Step>, states: Set<number>): Set<number> => {
  for (const state of states) if (steps[state]?._tag === 'Run') states.add(state + 1)
  return states
}

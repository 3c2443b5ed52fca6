/**
 * How a generator is read: a state is plain data that never changes, and a reader that starts from it moves, privately to one
 * draw, and returns the state that it has reached.
 */

export interface Reader<S> {
  /** the next random word, from 0 to 2^32 - 1 */
  readonly next: () => number
  /** the state after the last word, frozen */
  readonly state: () => S
}

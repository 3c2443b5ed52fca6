/**
 * How a reference generator is read: a state is plain data that stays, and a reader made from it moves, privately to one
 * draw, and tells the state where it stands.
 */

export interface Reader<S> {
  /** the next word, from 0 to 2^32 - 1 */
  readonly next: () => number
  /** where the reader stands, frozen */
  readonly state: () => S
}

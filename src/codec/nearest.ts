/**
 * The known word that a misspelt one probably means.
 */
import { closestMatch } from 'leven'

/** The known word nearest to a misspelt one, if it is near; words above 64 characters are not compared. */
export const nearest = (misspelt: string, known: ReadonlyArray<string>): string | undefined =>
  misspelt.length > 64 ? undefined : closestMatch(misspelt, known, { maxDistance: 1 + (misspelt.length >> 2) })

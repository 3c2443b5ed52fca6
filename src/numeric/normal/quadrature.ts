/**
 * The second moment of a function of a standard normal number, by quadrature.
 *
 * Gauss-Legendre quadrature on panels between integers, each halved until it agrees with its halves. A kink at 0 falls
 * between panels; any other kink ends up in a panel too small to matter.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { pdf } from './normal.js'

/** Gauss-Legendre nodes and weights for 10 points on [-1, 1], mirror images left out (scripts/gains.py). */
const legendre = [
  [0.14887433898163122, 0.29552422471475287],
  [0.4333953941292472, 0.26926671930999635],
  [0.6794095682990244, 0.21908636251598204],
  [0.8650633666889845, 0.1494513491505806],
  [0.9739065285171717, 0.06667134430868814]
] as const

/** Beyond this the density is below 1e-314. */
const farthest = 38
/** 2^-50: a panel is settled when it agrees with its halves to this, relative to the whole integral. */
const agreement = 8.881784197001252e-16
/** A jump ends up in a panel of width 2^-50. */
const maxHalvings = 50
/** With more open panels than this, f is considered too rough. */
const maxOpen = 4096

interface Panel {
  readonly low: number
  readonly width: number
  readonly integral: number
}

type Integrand = (x: number) => number

/**
 * E f(z)^2 for a standard normal z. A value of f that is not a number counts as NaN, which makes the sum NaN.
 */
export const secondMoment = (f: (x: number) => unknown): number => {
  const integrand = (x: number): number => {
    const y = f(x)
    return typeof y === 'number' ? y * (pdf(x) * y) : NaN
  }
  const panels = RA.makeBy(2 * farthest, (i) => panel(integrand, i - farthest, 1))
  return refine(integrand, agreement * total(panels), panels, maxHalvings)
}

const panel = (integrand: Integrand, low: number, width: number): Panel => {
  const half = width / 2
  const middle = low + half
  const weigh = (sum: number, [node, weight]: readonly [number, number]): number =>
    sum + weight * (integrand(middle - half * node) + integrand(middle + half * node))
  return { low, width, integral: half * legendre.reduce(weigh, 0) }
}

const total = (panels: ReadonlyArray<Panel>): number => panels.reduce((sum, { integral }) => sum + integral, 0)

/** Halves all panels, and again those that do not agree with their halves; NaN if some never do. */
const refine = (integrand: Integrand, tolerance: number, open: ReadonlyArray<Panel>, halvings: number): number => {
  const { left: settled, right: unsettled } = pipe(
    open,
    RA.partitionMap((whole): E.Either<ReadonlyArray<Panel>, ReadonlyArray<Panel>> => {
      const width = whole.width / 2
      const halves = [panel(integrand, whole.low, width), panel(integrand, whole.low + width, width)]
      return Math.abs(total(halves) - whole.integral) > tolerance ? E.right(halves) : E.left(halves)
    })
  )
  const rest = unsettled.flat()
  const sum = total(settled.flat())
  if (rest.length === 0) return sum
  return rest.length > maxOpen || halvings === 0 ? NaN : sum + refine(integrand, tolerance, rest, halvings - 1)
}

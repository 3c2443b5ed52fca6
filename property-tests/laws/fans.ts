/** The denominator that `VarianceScaling` divides its scale by. */
import { Fans } from 'initializers-ts'
import { law, type Laws } from 'initializers-ts/laws'

const averages = ['fan_avg', 'fan_geo_avg'] as const

/** Half a unit in the last place of each square root, and of their product, twice over. */
const twoUlp = 4.440892098500626e-16

export const denominatorLaws = {
  fanInFanOut: law(
    'fan_in is the fan in and fan_out the fan out, at least 1',
    ({ fanIn, fanOut }) =>
      Fans.denominator('fan_in')({ fanIn, fanOut }) === Math.max(1, fanIn) &&
      Fans.denominator('fan_out')({ fanIn, fanOut }) === Math.max(1, fanOut)
  ),
  arithmetic: law(
    'fan_avg is the arithmetic mean',
    ({ fanIn, fanOut }) => Fans.denominator('fan_avg')({ fanIn, fanOut }) === Math.max(1, (fanIn + fanOut) / 2)
  ),
  geometric: law('the square of fan_geo_avg is the product of the fans', ({ fanIn, fanOut }) => {
    const n = Fans.denominator('fan_geo_avg')({ fanIn, fanOut })
    const product = Math.max(1, fanIn * fanOut)
    return Math.abs(n * n - product) <= 4 * twoUlp * product
  }),
  atLeastOne: law('no mode is below 1', (fans) => Fans.modes.every((mode) => Fans.denominator(mode)(fans) >= 1)),
  symmetric: law('the averages do not change when the fans are swapped', ({ fanIn, fanOut }) =>
    averages.every(
      (mode) => Fans.denominator(mode)({ fanIn, fanOut }) === Fans.denominator(mode)({ fanIn: fanOut, fanOut: fanIn })
    )
  ),
  between: law('each average lies between the fans', ({ fanIn, fanOut }) =>
    averages.every((mode) => {
      const n = Fans.denominator(mode)({ fanIn, fanOut })
      const [least, most] = [Math.max(1, Math.min(fanIn, fanOut)), Math.max(1, fanIn, fanOut)]
      return n >= least * (1 - twoUlp) && n <= most * (1 + twoUlp)
    })
  ),
  meanInequality: law(
    'the geometric mean is at most the arithmetic mean',
    (fans) => Fans.denominator('fan_geo_avg')(fans) <= Fans.denominator('fan_avg')(fans) * (1 + twoUlp)
  )
} satisfies Laws<Fans.Fans>

// @ts-check
// The picture of a run, as SVG: for each distribution, the ratio to the loop of `Math.random()` over the number of float32
// elements, both axes logarithmic, a line for every contender with its name at its end. Both colour schemes are in it.
import { distinct, power } from './table.mjs'
import { digits } from './targets.mjs'

/** @typedef {import('./rounds.mjs').Result} Result */
/** @typedef {import('./machine.mjs').Machine} Machine */
/** @typedef {{ readonly x: number, readonly y: number }} Point */

/** The contenders in the picture; the colours have a contrast of 4.5 or more to their background. @type {ReadonlyArray<readonly [name: string, light: string, dark: string]>} */
const lines = [
  ['kernel', '#0b57d0', '#7cb7ff'],
  ['threads', '#6f3cc3', '#c0a0ff'],
  ['TypeScript', '#00756b', '#3cc9b6'],
  ['numpy', '#a65300', '#f0a04b'],
  ['PyTorch', '#b3261e', '#ff8a80'],
  ['JAX', '#5d5f00', '#c8ca3c'],
  ['TensorFlow', '#7a4b2a', '#d7a98a'],
  ['TF.js', '#a3286f', '#f58cc8'],
  ['plain fill', '#5f6672', '#9aa4b2']
]
const [light, dark] = [
  { paper: '#ffffff', ink: '#1c2128', faint: '#d5dae1' },
  { paper: '#0d1117', ink: '#e6edf3', faint: '#30363d' }
]

const width = 820
const plot = { left: 52, width: 640, height: 180 }
const top = 66
const panelHeight = plot.height + 62
const labelHeight = 14

/** @param {string} text */
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
/** @param {number} x */
const fixed = (x) => x.toFixed(1)
/** @param {number} index of a line */
const classOf = (index) => `line${index}`

/** 0.01, 0.03, 0.1, ..., from below the smallest to above the largest. @param {ReadonlyArray<number>} values */
const ticks = (values) => {
  const all = Array.from({ length: 21 }, (_, i) => Number(`${i % 2 === 0 ? 1 : 3}e${Math.floor(i / 2) - 5}`))
  const from = all.findLastIndex((tick) => tick <= Math.min(...values))
  const to = all.findIndex((tick) => tick >= Math.max(...values))
  return all.slice(Math.max(0, from), to === -1 ? all.length : to + 1)
}

/** Linear in the logarithm. @param {readonly [number, number]} domain @param {readonly [number, number]} range */
const scale =
  ([a, b], [from, to]) =>
  (/** @type {number} */ x) =>
    from + ((Math.log(x) - Math.log(a)) / (Math.log(b) - Math.log(a) || 1)) * (to - from)

/**
 * Heights that keep their order and are a label apart, with the least squared distances to the wanted heights: neighbours
 * that are too close share the mean of theirs (pooling of adjacent violators).
 * @param {ReadonlyArray<number>} wanted ascending
 */
export const spread = (wanted) => {
  /** @type {{ sum: number, count: number }[]} */
  const pools = []
  wanted.forEach((y, i) => {
    let pool = { sum: y - i * labelHeight, count: 1 }
    for (let last = pools.at(-1); last && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pools.pop()
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count }
    }
    pools.push(pool)
  })
  return pools
    .flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
    .map((y, i) => y + i * labelHeight)
}

/** @typedef {{ readonly x: (elements: number) => number, readonly y: (ratio: number) => number, readonly sizes: ReadonlyArray<number>, readonly marks: ReadonlyArray<number> }} Axes */

/** @param {ReadonlyArray<Result>} results @returns {Axes} */
const axes = (results) => {
  const sizes = distinct(results.map(({ elements }) => elements)).sort((a, b) => a - b)
  const marks = ticks([1, ...results.map(({ ratio }) => ratio)])
  /** @param {ReadonlyArray<number>} all @returns {[number, number]} */
  const ends = (all) => [all[0] ?? 1, all.at(-1) ?? 1]
  return {
    x: scale(ends(sizes), [plot.left, plot.left + plot.width]),
    y: scale(ends(marks), [plot.height, 0]),
    sizes,
    marks
  }
}

/** @param {Axes} axes */
const grid = ({ x, y, sizes, marks }) => [
  ...marks.map((mark) => {
    const [height, right] = [fixed(y(mark)), plot.left + plot.width]
    return (
      `<line class="${mark === 1 ? 'one' : 'grid'}" x1="${plot.left}" x2="${right}" y1="${height}" y2="${height}"/>` +
      `<text x="${plot.left - 8}" y="${fixed(y(mark) + 4)}" text-anchor="end">${mark}</text>`
    )
  }),
  ...sizes.map(
    (elements) =>
      `<text x="${fixed(x(elements))}" y="${plot.height + 18}" text-anchor="middle">2` +
      `<tspan dy="-5" font-size="9">${power(elements).slice(2)}</tspan></text>`
  )
]

/** @param {ReadonlyArray<Result>} results of one distribution @param {Axes} axes */
const curves = (results, { x, y }) => {
  const drawn = lines
    .map(([name], index) => ({
      name,
      index,
      points: results
        .filter(({ contender }) => contender === name)
        .map(({ elements, ratio }) => ({ x: x(elements), y: y(ratio) }))
    }))
    .flatMap((line) => {
      const end = line.points.at(-1)
      return end === undefined ? [] : [{ ...line, end }]
    })
    .sort((a, b) => a.end.y - b.end.y)
  const heights = spread(drawn.map(({ end }) => end.y))
  return drawn.map(({ name, index, points, end }, i) => {
    const path = points.map((point) => `${fixed(point.x)},${fixed(point.y)}`).join(' ')
    const [right, height] = [plot.left + plot.width, heights[i] ?? end.y]
    return (
      `<polyline class="${classOf(index)}" points="${path}"/>` +
      `<polyline class="leader" points="${fixed(end.x)},${fixed(end.y)} ${right + 8},${fixed(height)}"/>` +
      `<text class="${classOf(index)}" x="${right + 12}" y="${fixed(height + 4)}">${name}</text>`
    )
  })
}

/** @param {{ paper: string, ink: string, faint: string }} scheme @param {(line: typeof lines[number]) => string} colour */
const colours = ({ paper, ink, faint }, colour) =>
  [
    `.paper{fill:${paper}}text{fill:${ink}}.grid,.leader{stroke:${faint}}.one{stroke:${ink}}`,
    ...lines.map((line, i) => `polyline.${classOf(i)}{stroke:${colour(line)}}text.${classOf(i)}{fill:${colour(line)}}`)
  ].join('')

const style =
  `text{font:12px system-ui,sans-serif}.heading{font-size:16px;font-weight:600}.panel{font-size:13px;font-weight:600}` +
  `polyline{fill:none;stroke-width:2;stroke-linejoin:round}polyline.line0,polyline.line1{stroke-width:3.5}` +
  `polyline.leader{stroke-width:1}.one{stroke-dasharray:5 4}` +
  colours(light, ([, colour]) => colour) +
  `@media(prefers-color-scheme:dark){${colours(dark, ([, , colour]) => colour)}}`

/** The largest run as text, for readers who do not see the picture. @param {ReadonlyArray<Result>} results */
const words = (results) => {
  const largest = Math.max(...results.map(({ elements }) => elements))
  const said = results
    .filter(({ elements }) => elements === largest)
    .map(({ contender, distribution, ratio }) => `${distribution}, ${contender}: ${digits(ratio)}`)
  return `Ratios at ${power(largest)} elements. ${said.join('; ')}.`
}

/** @param {ReadonlyArray<Result>} all @param {Machine} machine */
export const chart = (all, { cpu, node, date }) => {
  const results = all.filter(
    ({ dtype, contender }) => dtype === 'float32' && lines.some(([name]) => name === contender)
  )
  const both = axes(results)
  const panels = distinct(results.map(({ distribution }) => distribution))
  const height = top + panels.length * panelHeight + 8
  const heading = 'Time to draw n float32 weights, as a ratio to a loop of Math.random()'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${heading}</title>`,
    `<desc id="desc">${escaped(words(results))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="heading" x="16" y="28">${heading}</text>`,
    `<text x="16" y="48">lower is faster; ${escaped(`${cpu ?? 'unknown processor'}, Node ${node}, ${date.slice(0, 10)}`)}</text>`,
    ...panels.flatMap((distribution, i) => [
      `<g transform="translate(0 ${top + i * panelHeight + 24})">`,
      `<text class="panel" x="${plot.left}" y="-10">${distribution}</text>`,
      ...grid(both),
      ...curves(
        results.filter((result) => result.distribution === distribution),
        both
      ),
      '</g>'
    ]),
    '</svg>\n'
  ].join('\n')
}

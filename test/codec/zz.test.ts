import { test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { parseJson } from '/work/main/src/codec/json.js'
test('t', () => {
  const out: unknown[] = []
  const text = `{${Array.from({ length: 1e6 }, (_, i) => `"k${i}":0`).join(',')}}`
  for (let r = 0; r < 3; r++) {
    let t = performance.now(); JSON.parse(text); const a = performance.now() - t
    t = performance.now(); parseJson(text); const b = performance.now() - t
    const header = `{${Array.from({ length: 1e5 }, (_, i) => `"model.layers.${i}.weight":{"dtype":"F32","shape":[4096,4096],"data_offsets":[${i*1000},${i*1000+1000}]}`).join(',')}}`
    t = performance.now(); JSON.parse(header); const c = performance.now() - t
    t = performance.now(); parseJson(header); const d = performance.now() - t
    out.push([a, b, c, d, header.length])
  }
  writeFileSync('/tmp/zz.json', JSON.stringify(out, null, 1))
})

/** Equality of results, bit by bit. */

/**
 * Structural equality of plain data, typed arrays and maps. NaN equals itself, and −0 differs from 0.
 *
 * @since 0.1.0
 */
export const equal = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b) || kindOf(a) !== kindOf(b)) return false
  if (a instanceof Map && b instanceof Map) return equal([...a], [...b])
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return equalViews(a, b)
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(Reflect.get(a, key), Reflect.get(b, key)))
  )
}

const isObject = (u: unknown): u is object => typeof u === 'object' && u !== null

const kindOf = (u: object): string => Object.prototype.toString.call(u)

const equalViews = (a: ArrayBufferView, b: ArrayBufferView): boolean => {
  const [x, y] = [bytesOf(a), bytesOf(b)]
  return x.length === y.length && x.every((byte, i) => byte === y[i])
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

// Compares only what a test names, and says where it differs.

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null
}

/** Where `actual` lacks what `expected` has; null when it has it all. Lists must have the same length. */
export function difference(actual: unknown, expected: unknown, path: string): string | null {
  if (!isObject(expected)) {
    return Object.is(actual, expected)
      ? null
      : `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
  }
  if (!isObject(actual)) return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) {
    return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
  }
  for (const [name, value] of Object.entries(expected)) {
    const wrong = difference(actual[name], value, `${path}.${name}`)
    if (wrong) return wrong
  }
  return null
}

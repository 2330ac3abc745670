// Patterns for answers such as order numbers. Matched by a walk over states, never by going back: no pattern
// that a builder can write makes an answer expensive.

type Symbol =
  | { readonly is: 'digit' | 'letter' | 'either' }
  | { readonly is: 'literal'; readonly char: string }

/** One character of the answer; an optional one may be left out. */
interface Place {
  readonly symbol: Symbol
  readonly optional: boolean
}

export type Pattern = readonly Place[]

/** Characters of answer that a pattern can describe. */
export const patternPlacesMax = 64

function symbolOf(char: string): Symbol {
  if (char === '#') return { is: 'digit' }
  if (char === '@') return { is: 'letter' }
  if (char === '*') return { is: 'either' }
  return { is: 'literal', char: char.toLowerCase() }
}

/** The pattern, or what is wrong with it. */
export function parsePattern(source: string): Pattern | string {
  const places: Place[] = []
  let rest = source
  while (rest !== '') {
    const piece = /^([^{}])(?:\{(\d{1,2})(?:,(\d{1,2}))?\})?/su.exec(rest)
    if (piece === null) return 'has a brace out of place: write {4} or {4,8} after a character'
    const [whole, char = '', from, to] = piece
    const least = from === undefined ? 1 : Number(from)
    const most = to === undefined ? least : Number(to)
    if (most < Math.max(least, 1))
      return `repeats ${whole} from ${least} to ${most} times: turn the numbers round`
    for (let n = 0; n < most; n += 1) places.push({ symbol: symbolOf(char), optional: n >= least })
    if (places.length > patternPlacesMax)
      return `describes more than ${patternPlacesMax} characters: shorten it`
    rest = rest.slice(whole.length)
  }
  return places.length === 0 ? 'must not be empty' : places
}

function fits(symbol: Symbol, char: string): boolean {
  switch (symbol.is) {
    case 'digit':
      return /\p{Nd}/u.test(char)
    case 'letter':
      return /\p{L}/u.test(char)
    case 'either':
      return /[\p{L}\p{Nd}]/u.test(char)
    case 'literal':
      return symbol.char === char.toLowerCase()
  }
}

/** The places that may come next, from `place` on, over those that may be left out. */
function reachable(pattern: Pattern, place: number): readonly number[] {
  const found = [place]
  for (let at = place; pattern[at]?.optional; at += 1) found.push(at + 1)
  return found
}

export function matchesPattern(pattern: Pattern, text: string): boolean {
  let open = new Set(reachable(pattern, 0))
  for (const char of text) {
    const next = new Set<number>()
    for (const at of open) {
      const place = pattern[at]
      if (place && fits(place.symbol, char)) for (const to of reachable(pattern, at + 1)) next.add(to)
    }
    if (next.size === 0) return false
    open = next
  }
  return open.has(pattern.length)
}

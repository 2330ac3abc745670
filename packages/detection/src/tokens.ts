// A message as words, each with its place in the text: what everything else here reads. One pass, bounded, no patterns
// that could run back; Han writes without spaces, so that there a character is a word.

export interface Token {
  /** Lower case, without accents and apostrophes. */
  readonly word: string
  /** Offsets in the message, in UTF-16 units; `to` is behind the last one. */
  readonly from: number
  readonly to: number
  /** True where a sentence, or a part of one, ended before this word. */
  readonly opens: boolean
}

/** What lies behind is not read: a wish is said in the first thousands of characters or not at all. */
export const readChars = 4_000
const maxTokens = 600
const maxWordChars = 40

const letters = /[\p{L}\p{M}\p{N}]/u
/** Accents, and the dot below of Devanagari. */
const dropped = /[\u0300-\u036f\u093c]/g
/** Endings that English writes behind an apostrophe; everywhere else (l'agent, dell'ordine) it parts two words. */
const joined = new Set(['t', 's', 'm', 'd', 're', 've', 'll'])

const Kind = { space: 0, letter: 1, han: 2, apostrophe: 3, stop: 4 } as const

function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf)
}

function kindOf(code: number): number {
  if (code < 0x80) {
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57))
      return Kind.letter
    if (code === 39) return Kind.apostrophe
    return code === 46 || code === 44 || code === 33 || code === 63 || code === 59 || code === 10
      ? Kind.stop
      : Kind.space
  }
  if (isHan(code)) return Kind.han
  if (code === 0x2019 || code === 0x2bc || code === 0xb4) return Kind.apostrophe
  if (code === 0x3002 || code === 0xff0c || code === 0xff01 || code === 0xff1f || code === 0x964)
    return Kind.stop
  return letters.test(String.fromCharCode(code)) ? Kind.letter : Kind.space
}

/** As words are compared: lower case, without accents; Devanagari without the dots that half the keyboards leave out. */
export function folded(text: string): string {
  const lower = text.toLowerCase()
  for (let at = 0; at < lower.length; at += 1)
    if (lower.charCodeAt(at) > 127)
      return lower
        .normalize('NFD')
        .replace(dropped, '')
        .replaceAll('\u0901', '\u0902')
        .replaceAll('ß', 'ss')
        .normalize('NFC')
  return lower
}

/** The words of a text, at most 600 of its first 4,000 characters. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  const end = Math.min(text.length, readChars)
  let opens = true
  let at = 0
  const push = (word: string, from: number, to: number) => {
    tokens.push({ word, from, to, opens })
    opens = false
  }
  while (at < end && tokens.length < maxTokens) {
    const kind = kindOf(text.charCodeAt(at))
    if (kind === Kind.han) push(text.charAt(at), at, at + 1)
    if (kind === Kind.stop) opens = true
    if (kind !== Kind.letter) {
      at += 1
      continue
    }
    const from = at
    while (at < end && kindOf(text.charCodeAt(at)) === Kind.letter) at += 1
    let word = folded(text.slice(from, Math.min(at, from + maxWordChars)))
    if (at + 1 < end && kindOf(text.charCodeAt(at)) === Kind.apostrophe) {
      let to = at + 1
      while (to < end && to - at <= 3 && kindOf(text.charCodeAt(to)) === Kind.letter) to += 1
      const ending = text.slice(at + 1, to).toLowerCase()
      if (joined.has(ending)) {
        word += ending
        at = to
      }
    }
    push(word, from, at)
  }
  return tokens
}

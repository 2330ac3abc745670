// Words as people type them against words as a builder wrote them: case, diacritics, apostrophes and punctuation
// do not count, word borders do. Scripts that write no spaces are searched as they stand.

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}]/u

/** Most of what is written is ASCII, and costs a third of the rest. */
function foldedPlain(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/@+/g, '@')
    .split(/[^a-z0-9@]+/)
    .filter(word => word !== '' && word !== '@')
  return words.length === 0 ? '' : ` ${words.map(word => word.replace(/^@|@$/g, '')).join(' ')} `
}

/** The words of a text, folded, with one space around each: " quiero un agente ". Blank when it has none. */
export function foldedWords(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  if (/^[\x00-\x7f]*$/.test(text)) return foldedPlain(text)
  const folded = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’‘`´]/g, '')
    .normalize('NFKC')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(/@+/g, '@')
  // An address stays one word: "agent@shop.com" does not ask for an agent.
  const words = folded.split(/[^\p{L}\p{M}\p{N}@]+/u).filter(word => /[\p{L}\p{N}]/u.test(word))
  return words.length === 0 ? '' : ` ${words.map(word => word.replace(/^@|@$/g, '')).join(' ')} `
}

export function isUnspaced(phrase: string): boolean {
  return unspaced.test(phrase)
}

/** Whether the folded text holds the folded phrase from word border to word border. */
export function holdsPhrase(text: string, phrase: string): boolean {
  if (phrase === '') return false
  return text.includes(isUnspaced(phrase) ? phrase.trim() : phrase)
}

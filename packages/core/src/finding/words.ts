// Words as finding knows them: of any language, without case and accents, so that what was written and what is
// searched for meet. Server and console use the same ones, or a hit could not be marked.

/** A word and where it stands in the text, in UTF-16 units; `to` is exclusive. */
export interface Word {
  readonly word: string
  readonly from: number
  readonly to: number
}

/** Scripts that put no space between words: each sign counts as one, and words of several are phrases. */
const wordForm =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+/gu
/**
 * `AB-1234/7`: people write a number of an order with its signs or without. It begins where the letters do, or a long
 * text without a space would be tried from each of its letters.
 */
const codeForm = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[-_./][\p{L}\p{N}]+)+/gu
/** `+52 (55) 1234-5678` */
const phoneForm = /\+?\(?\d[\d ().-]{5,28}\d/g
const phoneDigitsLeast = 7
/** Digits of a number without its country's. */
const nationalDigits = 10
const longest = 64
/** Most words: nothing in them has to be taken off. */
const plain = /^[A-Za-z0-9]+$/

/** Without case and accents; empty when nothing of it is a letter or a digit. */
export function folded(text: string): string {
  if (plain.test(text)) return text.toLowerCase().slice(0, longest)
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, longest)
}

function found(text: string, form: RegExp): Word[] {
  return [...text.matchAll(form)].flatMap(match => {
    const word = folded(match[0])
    return word === '' ? [] : [{ word, from: match.index, to: match.index + match[0].length }]
  })
}

/** The words of a text, in order. */
export function wordsIn(text: string): readonly Word[] {
  return found(text, wordForm)
}

/** Numbers and codes that are written with signs between their parts, as they are without. */
export function joinedIn(text: string): readonly Word[] {
  if (!/\p{N}/u.test(text)) return []
  const codes = found(text, codeForm).filter(({ word }) => /\d/.test(word))
  const phones = found(text, phoneForm).filter(({ word }) => word.length >= phoneDigitsLeast)
  const national = phones
    .filter(({ word }) => word.length > nationalDigits)
    .map(phone => ({ ...phone, word: phone.word.slice(-nationalDigits) }))
  return [...codes, ...phones, ...national]
}

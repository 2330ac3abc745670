// Which language a message is written in, from the words that the lexicons know; no library's 50 MB for ten languages.
import type { Language } from './lexicon/concept.ts'
import { type Reading, readingOf } from './marks.ts'

export interface Spoken {
  /** BCP 47; `und` where too little was said, or in a language that is not known here. */
  readonly language: Language | 'und'
  /** 0 to 1. */
  readonly certainty: number
}

const surely = 0.3

export function spokenIn(reading: Reading): Spoken {
  const [language] = reading.languages
  return language && reading.certainty >= surely
    ? { language, certainty: reading.certainty }
    : { language: 'und', certainty: 0 }
}

export function languageOf(text: string): Spoken {
  return spokenIn(readingOf(text))
}

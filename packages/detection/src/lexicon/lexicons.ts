// Every language's words, by language.
import type { Language, Lexicon } from './concept.ts'
import { german } from './de.ts'
import { english } from './en.ts'
import { spanish } from './es.ts'
import { french } from './fr.ts'
import { hindi } from './hi.ts'
import { hinglish } from './hi-latn.ts'
import { indonesian } from './id.ts'
import { italian } from './it.ts'
import { portuguese } from './pt.ts'
import { chinese } from './zh.ts'

export const lexicons: Readonly<Record<Language, Lexicon>> = {
  en: english,
  es: spanish,
  pt: portuguese,
  fr: french,
  de: german,
  it: italian,
  hi: hindi,
  'hi-Latn': hinglish,
  id: indonesian,
  zh: chinese,
}

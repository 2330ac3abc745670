// What every part of the panel is given: the language, its words, and the visit it acts on.
import type { Visit } from '../visit/visit.ts'
import { type Words, wordsFor } from '../words.ts'

export interface Speech {
  readonly language: string
  readonly words: Words
  readonly visit: Visit
}

export function speechOf(language: string, visit: Visit): Speech {
  return { language, words: wordsFor(language), visit }
}

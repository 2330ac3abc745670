// What every part of the panel is given: the language, its words, and the visit it acts on.
import type { Visit } from '../visit/visit.ts'
import type { Words } from '../words.ts'

export interface Speech {
  readonly language: string
  readonly words: Words
  readonly visit: Visit
}

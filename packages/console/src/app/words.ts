// Words without a page: keys, languages, and how a sentence is filled. Pure, so that pure code can speak.
import { en } from './messages/en.ts'
import { es } from './messages/es.ts'

export type MessageKey = keyof typeof en
export type PluralKey = MessageKey extends infer Key
  ? Key extends `${infer Stem}.one`
    ? Stem
    : never
  : never
export type Language = 'en' | 'es'
export type Vars = Readonly<Record<string, string | number>>

const tables: Record<Language, Readonly<Record<MessageKey, string>>> = { en, es }

function fill(text: string, vars: Vars): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(vars[name] ?? whole))
}

export interface Saying {
  readonly t: (key: MessageKey, vars?: Vars) => string
  /** The `.one` or `.other` form by the language's rule; `{count}` is filled in. */
  readonly plural: (stem: PluralKey, count: number) => string
}

export function wordsIn(language: Language): Saying {
  const table = tables[language]
  const rules = new Intl.PluralRules(language)
  return {
    t: (key, vars = {}) => fill(table[key], vars),
    plural: (stem, count) => {
      const key: MessageKey = rules.select(count) === 'one' ? `${stem}.one` : `${stem}.other`
      return fill(table[key], { count })
    },
  }
}

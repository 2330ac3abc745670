// Words without a page: keys, languages, and how a sentence is filled. Pure, so that pure code can speak.
import { en } from './messages/en.ts'

export type MessageKey = keyof typeof en
export type StemIn<Key> = Key extends `${infer Stem}.one` ? Stem : never
export type Language = 'en' | 'es'
export type Vars = Readonly<Record<string, string | number>>

/** English is there from the first page; another language is fetched by who speaks it. */
const tables: Partial<Record<Language, Readonly<Record<MessageKey, string>>>> = { en }
/** By the code of the server's answer. English has none: the answer itself is in English. */
let refusals: Readonly<Record<string, string>> = {}

export async function loadWords(language: Language): Promise<void> {
  if (language !== 'es' || tables.es) return
  const [{ es }, { esRefusals }] = await Promise.all([
    import('./messages/es.ts'),
    import('./messages/es-refusals.ts'),
  ])
  tables.es = es
  refusals = esRefusals
}

function fill(text: string, vars: Vars): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(vars[name] ?? whole))
}

/** What the server refused, in the language of the page; null: its own words are in that language, or all there is. */
export function refusalIn(language: string, code: string, vars: Vars): string | null {
  const text = language === 'es' ? refusals[code] : undefined
  return text === undefined ? null : fill(text, vars)
}

export interface SayingOf<Key extends string> {
  readonly t: (key: Key, vars?: Vars) => string
  /** The `.one` or `.other` form by the language's rule; `{count}` is filled in. */
  readonly plural: (stem: StemIn<Key>, count: number) => string
}
export type Saying = SayingOf<MessageKey>

/** Words out of a table; a feature that is loaded late brings its own. */
export function sayingIn<Key extends string>(
  table: Readonly<Record<Key, string>>,
  language: Language,
): SayingOf<Key> {
  const rules = new Intl.PluralRules(language)
  return {
    t: (key, vars = {}) => fill(table[key], vars),
    plural: (stem, count) => {
      const key = `${stem}.${rules.select(count) === 'one' ? 'one' : 'other'}` as Key
      return fill(table[key], { count })
    },
  }
}

/** In English while the words of the language have not come. */
export const wordsIn = (language: Language): Saying => sayingIn(tables[language] ?? en, language)

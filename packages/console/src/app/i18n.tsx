// The one way to words: `t('key', {vars})`. The language is the browser's until the agent chooses another.
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { en } from './messages/en.ts'
import { es } from './messages/es.ts'
import { readSetting, writeSetting } from './settings.ts'

export type MessageKey = keyof typeof en
export type PluralKey = MessageKey extends infer Key
  ? Key extends `${infer Stem}.one`
    ? Stem
    : never
  : never
export type Language = 'en' | 'es'
type Vars = Readonly<Record<string, string | number>>

export const languages: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
]
const tables: Record<Language, Readonly<Record<MessageKey, string>>> = { en, es }

function fill(text: string, vars: Vars): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(vars[name] ?? whole))
}

export interface Words {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  readonly t: (key: MessageKey, vars?: Vars) => string
  /** The `.one` or `.other` form by the language's rule; `{count}` is filled in. */
  readonly plural: (stem: PluralKey, count: number) => string
}

export function wordsIn(language: Language): Pick<Words, 't' | 'plural'> {
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

function initialLanguage(): Language {
  const chosen = readSetting('language')
  if (chosen === 'en' || chosen === 'es') return chosen
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en'
}

const WordsContext = createContext<Words | null>(null)

export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const words = useMemo<Words>(
    () => ({
      language,
      setLanguage: next => {
        writeSetting('language', next)
        setLanguage(next)
      },
      ...wordsIn(language),
    }),
    [language],
  )
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
}

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('useWords needs a WordsProvider above it')
  return words
}

// The one way to words: `t('key', {vars})`. The language is the browser's until the agent chooses another.
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { readSetting, writeSetting } from './settings.ts'
import type { Language, Saying } from './words.ts'
import { loadWords, wordsIn } from './words.ts'

export type { Language, MessageKey } from './words.ts'

export const languages: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
]
export interface Words extends Saying {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
}

export function initialLanguage(): Language {
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
        void loadWords(next).then(
          () => setLanguage(next),
          () => undefined,
        )
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

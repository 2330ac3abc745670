// The words of the settings beside those of the console; they come with the settings, not with the first page.
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { enSettings } from '../../app/messages/en-settings.ts'
import { esSettings } from '../../app/messages/es-settings.ts'
import type { Language, MessageKey, SayingOf } from '../../app/words.ts'
import { sayingIn } from '../../app/words.ts'

type SettingsKey = keyof typeof enSettings
type SettingsWords = SayingOf<SettingsKey | MessageKey> & { readonly language: Language }

const tables: Readonly<Record<Language, Readonly<Record<SettingsKey, string>>>> = {
  en: enSettings,
  es: esSettings,
}

const isOurs = (key: SettingsKey | MessageKey): key is SettingsKey => Object.hasOwn(enSettings, key)

export function useSettingsWords(): SettingsWords {
  const words = useWords()
  return useMemo(() => {
    const ours = sayingIn(tables[words.language], words.language)
    return {
      language: words.language,
      t: (key, vars) => (isOurs(key) ? ours.t(key, vars) : words.t(key, vars)),
      plural: (stem, count) => ours.plural(stem as Parameters<typeof ours.plural>[0], count),
    }
  }, [words])
}

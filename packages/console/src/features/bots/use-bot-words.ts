// The words of this feature beside those of the console. They come with it, not with the first page.
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { enBots } from '../../app/messages/en-bots.ts'
import { esBots } from '../../app/messages/es-bots.ts'
import type { Language, MessageKey, SayingOf } from '../../app/words.ts'
import { sayingIn } from '../../app/words.ts'

export type BotKey = keyof typeof enBots
export type BotWords = SayingOf<BotKey | MessageKey> & { readonly language: Language }

const tables: Readonly<Record<Language, Readonly<Record<BotKey, string>>>> = { en: enBots, es: esBots }

const isOurs = (key: BotKey | MessageKey): key is BotKey => Object.hasOwn(enBots, key)

export function useBotWords(): BotWords {
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

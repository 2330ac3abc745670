// The words of channels beside those of the console: they come with what shows them, not with the first page.
import { useMemo } from 'react'
import { useWords } from './i18n.tsx'
import { enChannels } from './messages/en-channels.ts'
import { esChannels } from './messages/es-channels.ts'
import type { Language, MessageKey, SayingOf } from './words.ts'
import { sayingIn } from './words.ts'

type ChannelKey = keyof typeof enChannels
export type ChannelWords = SayingOf<ChannelKey | MessageKey> & { readonly language: Language }

const tables: Readonly<Record<Language, Readonly<Record<ChannelKey, string>>>> = {
  en: enChannels,
  es: esChannels,
}

const isOurs = (key: ChannelKey | MessageKey): key is ChannelKey => Object.hasOwn(enChannels, key)

export function useChannelWords(): ChannelWords {
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

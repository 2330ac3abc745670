// Words that a feature brings along beside those of the console: they come with it, not with the first page.
import { useMemo } from 'react'
import { useWords } from './i18n.tsx'
import type { Language, MessageKey, Saying, SayingOf } from './words.ts'
import { sayingIn } from './words.ts'

export type OwnWords<Key extends string> = SayingOf<Key | MessageKey> & { readonly language: Language }

type Tables<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>

/** Makes the feature's hook. Its own words go before the console's. */
export function ownWords<Key extends string>(tables: Tables<Key>): () => OwnWords<Key> {
  const isOurs = (key: string): key is Key => Object.hasOwn(tables.en, key)
  return () => {
    const words = useWords()
    return useMemo(() => {
      const ours = sayingIn(tables[words.language], words.language)
      return {
        language: words.language,
        t: (key, vars) => (isOurs(key) ? ours.t(key, vars) : words.t(key as MessageKey, vars)),
        plural: (stem, count) =>
          isOurs(`${stem}.other`)
            ? ours.plural(stem as Parameters<typeof ours.plural>[0], count)
            : words.plural(stem as Parameters<Saying['plural']>[0], count),
      }
    }, [words])
  }
}

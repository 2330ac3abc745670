// Every emoji with its words, in the language of the console; fetched when somebody looks for one.
import { useQuery } from '@tanstack/react-query'
import type { Language } from '../../../app/i18n.tsx'
import type { Rankable } from './rank.ts'

export interface Emoji extends Rankable {
  readonly char: string
  readonly label: string
  /** As in the picker: 0 faces, 1 people, 3 nature, 4 food, 5 travel, 6 activities, 7 objects, 8 symbols, 9 flags. */
  readonly group: number
}

interface Entry {
  readonly label: string
  readonly unicode: string
  readonly tags?: readonly string[]
  readonly group?: number
}

/** Parts of other emoji: skins and hair. */
const components = 2

async function load(language: Language): Promise<readonly Emoji[]> {
  const { default: entries }: { default: readonly Entry[] } =
    language === 'es'
      ? await import('emojibase-data/es/compact.json')
      : await import('emojibase-data/en/compact.json')
  return entries.flatMap(({ label, unicode, tags = [], group }) =>
    group === undefined || group === components
      ? []
      : [{ id: unicode, char: unicode, label, group, words: [label, tags.join(' ')] }],
  )
}

export function useEmoji(language: Language, wanted: boolean) {
  return useQuery({
    queryKey: ['emoji', language],
    queryFn: () => load(language),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: wanted,
  })
}

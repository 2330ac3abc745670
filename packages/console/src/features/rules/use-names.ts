// What rules can name: teams, channels, bots, statuses, languages, tags; each as it is called here.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../app/link.ts'
import { useBots, useTeams } from '../../app/session.tsx'
import { useKnownTags } from '../../app/use-known-tags.ts'
import { useStatuses } from '../../app/use-statuses.ts'
import { useRuleWords } from './use-rule-words.ts'

export interface NamedOption {
  readonly value: string
  readonly label: string
}

export interface Names {
  readonly teams: readonly NamedOption[]
  readonly channels: readonly NamedOption[]
  readonly bots: readonly NamedOption[]
  readonly statuses: readonly NamedOption[]
  readonly languages: readonly NamedOption[]
  readonly tags: readonly string[]
  /** By the id or code; null: it is not there any more. */
  readonly nameOf: (list: 'teams' | 'channels' | 'bots' | 'languages', value: string) => string | null
  readonly joinOr: (names: readonly string[]) => string
  readonly joinAnd: (names: readonly string[]) => string
}

const offeredLanguages = ['en', 'es', 'pt', 'fr', 'de', 'it', 'hi', 'id', 'zh', 'nl', 'ar', 'tr', 'pl', 'ja']

const named = (list: readonly { readonly id: string; readonly name: string }[] = []) =>
  list.map(({ id, name }) => ({ value: id, label: name }))

export function useNames(): Names {
  const { language } = useRuleWords()
  const teams = useTeams()
  const { bots } = useBots(true)
  const tags = useKnownTags()
  const { statuses } = useStatuses()
  const { data } = useQuery({
    queryKey: ['channels'],
    queryFn: () => api.call('GET /channels'),
    staleTime: 60_000,
  })
  const channels = data?.items
  return useMemo(() => {
    const tongues = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' })
    const lists = {
      teams: named(teams),
      channels: named(channels),
      bots: named(bots),
      languages: offeredLanguages.map(code => ({ value: code, label: tongues.of(code) ?? code })),
    }
    const or = new Intl.ListFormat(language, { type: 'disjunction' })
    const and = new Intl.ListFormat(language, { type: 'conjunction' })
    return {
      ...lists,
      statuses: statuses.map(({ name }) => ({ value: name, label: name })),
      tags,
      nameOf: (list, value) => lists[list].find(option => option.value === value)?.label ?? null,
      joinOr: names => or.format(names),
      joinAnd: names => and.format(names),
    }
  }, [language, teams, channels, bots, statuses, tags])
}

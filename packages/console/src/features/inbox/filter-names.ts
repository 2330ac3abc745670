// Filters in words: what each part is called, and what it can be.
import { heardKinds, priorities } from '@baton/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import type { ListFilter } from '../../app/list-filter.ts'
import { useAgents, useBots, useSession, useTeams } from '../../app/session.tsx'
import { useRows } from '../../app/use-desk.tsx'

export interface FilterOption {
  readonly value: string
  readonly label: string
}

type OptionPart = 'owner' | 'team' | 'channel' | 'bot' | 'status' | 'topic'
export type FilterOptions = Readonly<Record<OptionPart, readonly FilterOption[]>>

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
export const waitingSteps = [5 * minute, 15 * minute, hour, 4 * hour, day] as const
export const movedSteps = [hour, day, 7 * day, 30 * day] as const

/** `15 min`, `4 hours`, `7 days`, by the language. */
export function useLength(): (lengthMs: number) => string {
  const { language } = useWords()
  return lengthMs => {
    const [unit, size] =
      lengthMs < hour
        ? (['minute', minute] as const)
        : lengthMs < day
          ? (['hour', hour] as const)
          : (['day', day] as const)
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
      lengthMs / size,
    )
  }
}

/** What there is to choose from. `wanted`: somebody looks. */
export function useFilterOptions(wanted: boolean): FilterOptions {
  const { t } = useWords()
  const { completion, agent: me } = useSession()
  const agents = useAgents()
  const teams = useTeams()
  const { bots } = useBots(wanted)
  const rows = useRows()
  const { data } = useQuery({
    queryKey: ['channels'],
    queryFn: () => api.call('GET /channels'),
    staleTime: 60_000,
    enabled: wanted,
  })
  const channels = data?.items
  return useMemo(() => {
    const named = (list: readonly { readonly id: string; readonly name: string }[] = []) =>
      list.map(({ id, name }) => ({ value: id, label: name }))
    const words = (list: Iterable<string>) => [...list].sort().map(word => ({ value: word, label: word }))
    const statuses = new Set<string>()
    if (wanted) for (const { status } of rows.values()) if (status !== null) statuses.add(status)
    return {
      owner: [
        { value: 'none', label: t('filter.ownerNone') },
        ...named(agents.filter(({ id }) => id !== me.id)),
        ...named([me]),
      ],
      team: [{ value: 'none', label: t('filter.teamNone') }, ...named(teams)],
      channel: named(channels),
      bot: named(bots),
      status: words(statuses),
      topic: words(completion.topics),
    }
  }, [t, agents, me, teams, bots, channels, completion, rows, wanted])
}

export interface FilterPart {
  readonly key: string
  readonly label: string
  /** The filter without it. */
  readonly without: ListFilter
}

/** The parts of a filter as chips tell them. */
export function useFilterParts(filter: ListFilter): readonly FilterPart[] {
  const { t } = useWords()
  const lengthOf = useLength()
  const options = useFilterOptions(Object.keys(filter).length > 0)
  return useMemo(() => {
    const said = (part: OptionPart, value: string) =>
      options[part].find(option => option.value === value)?.label ??
      (part === 'status' || part === 'topic' ? value : t('filter.gone'))
    const {
      owner,
      team,
      channel,
      bot,
      tag = [],
      status,
      priority = [],
      topic,
      signal = [],
      waitingMs,
      movedWithinMs,
    } = filter
    const parts: FilterPart[] = []
    const add = (key: string, label: string, without: ListFilter) => parts.push({ key, label, without })
    if (owner)
      add('owner', t('filter.chipOwner', { value: said('owner', owner) }), { ...filter, owner: undefined })
    if (team) add('team', t('filter.chipTeam', { value: said('team', team) }), { ...filter, team: undefined })
    if (channel) add('channel', said('channel', channel), { ...filter, channel: undefined })
    if (bot) add('bot', said('bot', bot), { ...filter, bot: undefined })
    for (const one of tag) add(`tag ${one}`, one, { ...filter, tag: tag.filter(other => other !== one) })
    if (status) add('status', status, { ...filter, status: undefined })
    for (const one of priorities)
      if (priority.includes(one))
        add(`priority ${one}`, t(`priority.${one}`), {
          ...filter,
          priority: priority.filter(other => other !== one),
        })
    for (const one of heardKinds)
      if (signal.includes(one))
        add(`signal ${one}`, t(`signal.${one}`), {
          ...filter,
          signal: signal.filter(other => other !== one),
        })
    if (topic) add('topic', topic, { ...filter, topic: undefined })
    if (waitingMs !== undefined)
      add('waiting', t('filter.chipWaiting', { value: lengthOf(waitingMs) }), {
        ...filter,
        waitingMs: undefined,
      })
    if (movedWithinMs !== undefined)
      add('moved', t('filter.chipMoved', { value: lengthOf(movedWithinMs) }), {
        ...filter,
        movedWithinMs: undefined,
      })
    return parts
  }, [filter, options, t, lengthOf])
}

// What is offered while somebody types `/`, `:` or `@`: which of them, what it would write, and the keys that choose.
import type { ConversationRow } from '@baton/client'
import { UsersRound } from 'lucide-react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useEffect, useId, useMemo, useState } from 'react'
import { useCannedReplies } from '../../../app/canned-replies.ts'
import type { WritingKind } from '../../../app/drafts.ts'
import { fillReply, gapsIn } from '../../../app/fill-reply.ts'
import { useWords } from '../../../app/i18n.tsx'
import { noteRecent, recentOf } from '../../../app/recent.ts'
import { useActor, useAgents, useSession, useTeams } from '../../../app/session.tsx'
import { useAttributes } from '../../../app/use-desk.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { useEmoji } from './emoji.ts'
import { insertInto } from './insert.ts'
import { rank } from './rank.ts'
import type { Trigger, TriggerKind } from './trigger.ts'
import { triggerAt } from './trigger.ts'

export interface Suggestion {
  readonly id: string
  readonly label: string
  readonly hint: string | null
  readonly icon: ReactNode
  /** What it would write. */
  readonly text: string
}

export interface Suggestions {
  readonly id: string
  /** Null: nothing is asked for, or nothing is meant. */
  readonly kind: TriggerKind | null
  readonly items: readonly Suggestion[]
  readonly at: number
  /** There are no canned replies at all. */
  readonly bare: boolean
  readonly hover: (at: number) => void
  readonly choose: (item: Suggestion) => void
  /** Whether the key was for it. */
  readonly onKey: (event: KeyboardEvent) => boolean
}

const kindsOf: Readonly<Record<WritingKind, readonly TriggerKind[]>> = {
  reply: ['reply', 'emoji'],
  note: ['reply', 'emoji', 'mention'],
  guide: ['emoji'],
}
const most = 8

function useReplies(row: ConversationRow, kind: WritingKind, trigger: Trigger | null) {
  const wanted = trigger?.kind === 'reply'
  // Before the first `/`: whoever knows the shortcut types it faster than a list comes.
  const { data, isLoading } = useCannedReplies(kindsOf[kind].includes('reply'))
  const { agent, workspace } = useSession()
  const attributes = useAttributes(row.id)
  const query = wanted ? trigger.query : null
  const items = useMemo(() => {
    if (query === null || !data) return []
    const values = {
      contact: { name: row.contact.name, attributes },
      agent,
      channel: row.channel,
      workspace,
    }
    const all = data.items.map(reply => ({ ...reply, words: [reply.shortcut, reply.title, reply.text] }))
    return rank(all, query, recentOf('replies'), most).map(({ id, shortcut, title, text }) => ({
      id,
      label: title,
      hint: `/${shortcut}`,
      icon: null,
      text: fillReply(text, values),
    }))
  }, [query, data, row.contact.name, row.channel, attributes, agent, workspace])
  return { items, pending: isLoading, bare: wanted && data !== undefined && data.items.length === 0 }
}

function usePeople(trigger: Trigger | null): readonly Suggestion[] {
  const me = useActor()
  const agents = useAgents()
  const teams = useTeams()
  const { t } = useWords()
  const query = trigger?.kind === 'mention' ? trigger.query : null
  return useMemo(() => {
    if (query === null) return []
    const people = agents.filter(({ id, active }) => active && id !== me.id)
    const all = [
      ...people.map(({ id, name }) => ({
        id,
        name,
        hint: null,
        icon: <Avatar name={name} face="agent" size={20} />,
      })),
      ...teams.map(({ id, name }) => ({
        id,
        name,
        hint: t('write.team'),
        icon: <UsersRound size={16} />,
      })),
    ].map(each => ({ ...each, words: [each.name] }))
    return rank(all, query, [], most).map(({ id, name, hint, icon }) => ({
      id,
      label: name,
      hint,
      icon,
      text: `@${name} `,
    }))
  }, [query, agents, teams, me.id, t])
}

function useEmojiFound(trigger: Trigger | null) {
  const { language } = useWords()
  const query = trigger?.kind === 'emoji' ? trigger.query : null
  const { data, isLoading } = useEmoji(language, query !== null)
  const items = useMemo(
    () =>
      query === null || !data
        ? []
        : rank(data, query, recentOf('emoji'), most).map(({ char, label }) => ({
            id: char,
            label,
            hint: null,
            icon: <span className="text-16">{char}</span>,
            text: `${char} `,
          })),
    [query, data],
  )
  return { items, pending: isLoading }
}

const nothing = { items: [], pending: false }

export interface Asking {
  readonly row: ConversationRow
  readonly kind: WritingKind
  readonly text: string
  /** Null while something is selected, or the box has no focus. */
  readonly caret: number | null
  readonly box: RefObject<HTMLTextAreaElement | null>
}

export function useSuggestions({ row, kind, text, caret, box }: Asking): Suggestions {
  const id = useId()
  const [chosen, setChosen] = useState({ of: '', at: 0 })
  const [dismissed, setDismissed] = useState<number | null>(null)
  const [awaited, setAwaited] = useState<string | null>(null)
  const found = caret === null ? null : triggerAt(text, caret, kindsOf[kind])
  const trigger = found && found.from === dismissed ? null : found
  if (dismissed !== null && found?.from !== dismissed && caret !== null) setDismissed(null)
  const replies = useReplies(row, kind, trigger)
  const people = usePeople(trigger)
  const emoji = useEmojiFound(trigger)
  const found3 = { reply: replies, emoji, mention: { items: people, pending: false } }
  const { items, pending } = trigger ? found3[trigger.kind] : nothing
  const bare = replies.bare && trigger?.query === ''
  const of = `${trigger?.kind} ${trigger?.query}`
  const at = chosen.of === of ? Math.min(chosen.at, items.length - 1) : 0

  function choose(item: Suggestion) {
    if (!trigger || !box.current || caret === null) return
    if (trigger.kind === 'reply') noteRecent('replies', item.id)
    if (trigger.kind === 'emoji') noteRecent('emoji', item.id)
    const [gap] = gapsIn(item.text)
    const select = gap && { from: trigger.from + gap.from, to: trigger.from + gap.to }
    insertInto(box.current, { from: trigger.from, to: caret }, item.text, select)
  }

  // Entered before the list was there: what was typed must not go out as it stands, unless entered again.
  useEffect(() => {
    if (awaited === null || (awaited === of && pending)) return
    setAwaited(null)
    const [first] = items
    if (awaited === of && first) choose(first)
  })

  function onKey(event: KeyboardEvent): boolean {
    const { key } = event
    const picks = ((key === 'Enter' && !event.ctrlKey && !event.metaKey) || key === 'Tab') && !event.shiftKey
    if (trigger?.query && pending && picks && awaited !== of) {
      setAwaited(of)
      return true
    }
    if (!trigger || (items.length === 0 && !bare)) return false
    if (key === 'Escape') {
      setDismissed(trigger.from)
      return true
    }
    const item = items[at]
    if (!item) return false
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      setChosen({ of, at: (at + (key === 'ArrowDown' ? 1 : -1) + items.length) % items.length })
      return true
    }
    if (picks) choose(item)
    return picks
  }

  const shown = trigger && (items.length > 0 || bare) ? trigger.kind : null
  return { id, kind: shown, items, at, bare, hover: next => setChosen({ of, at: next }), choose, onKey }
}

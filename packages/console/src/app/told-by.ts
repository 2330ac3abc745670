// Who gave me a conversation, or took it: read from the log, as a row does not say. Nothing is told about what I
// did myself, in whatever page.
import type { EventRow } from '@baton/client'
import { api } from './link.ts'
import type { News } from './news.ts'
import type { Saying } from './words.ts'

/** Without a row known before: this far back from the newest is far enough for the change and what came with it. */
const lookBack = 20
const limit = 100

const passing = new Set([
  'TakenOver',
  'OwnerChanged',
  'ReturnedToQueue',
  'TakeoverCancelled',
  'Resolved',
  'BotChanged',
])

/** The last change of hands. */
async function passedBy({ row, was }: News): Promise<EventRow | undefined> {
  const after = Math.max(0, was?.seq ?? row.seq - lookBack)
  const { items } = await api.call('GET /conversations/{id}/events', {
    params: { id: row.id },
    query: { after, limit },
  })
  return items.findLast(({ type }) => passing.has(type))
}

interface Told {
  readonly title: string
  readonly text?: string
}

function nameIn(data: EventRow['data'], key: string): { readonly id: string; readonly name: string } {
  const value = data[key]
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return { id: String(given.id ?? ''), name: String(given.name ?? '') }
}

function sayGiven(event: EventRow | undefined, name: string, t: Saying['t']): Told {
  const who = event?.actor.kind === 'agent' ? event.actor.name : undefined
  return { title: who ? t('news.given', { who, name }) : t('news.yours', { name }) }
}

function sayLost(event: EventRow | undefined, name: string, t: Saying['t']): Told {
  const who = event?.actor.kind === 'agent' ? (event.actor.name ?? '') : null
  if (event?.type === 'OwnerChanged') {
    const owner = nameIn(event.data, 'owner')
    if (who === null || owner.id === event.actor.id)
      return { title: t('news.taken', { who: owner.name, name }) }
    return { title: t('news.passedOn', { who, name, owner: owner.name }) }
  }
  if (event?.type === 'ReturnedToQueue') {
    if (who !== null) return { title: t('news.returned', { who, name }) }
    const gone = event.data.reason === 'owner_gone'
    return { title: t('news.wentBack', { name }), ...(gone ? { text: t('news.wentBackGone') } : {}) }
  }
  if (event?.type === 'Resolved' && who !== null) return { title: t('news.resolved', { who, name }) }
  return who !== null ? { title: t('news.ended', { who, name }) } : { title: t('news.toBot', { name }) }
}

/** Null: I did it. Without an answer of the server it is told without who. */
export async function sayPassed(news: News, meId: string, t: Saying['t']): Promise<Told | null> {
  const event = await passedBy(news).catch(() => undefined)
  if (event?.actor.kind === 'agent' && event.actor.id === meId) return null
  const { name } = news.row.contact
  return news.kind === 'given' ? sayGiven(event, name, t) : sayLost(event, name, t)
}

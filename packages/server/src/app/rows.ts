// A conversation as lists show it.
import type { Conversation } from '@baton/core'
import { priorityInForce } from '@baton/core'
import { heatOf } from '@baton/detection'
import type { ConversationRow } from '@baton/protocol'
import type { Hearing } from './hearing.ts'
import type { EncodedEvent, LastMessage, Loaded } from './ports.ts'
import type { Workspace } from './workspace.ts'

const excerptLength = 200

function lastMessageOf({ event }: EncodedEvent): LastMessage | null {
  if (event.type !== 'MessageReceived' && event.type !== 'MessageSent') return null
  const from = event.type === 'MessageReceived' ? 'contact' : event.data.from
  const name = event.actor.kind === 'contact' ? null : (event.actor.name ?? null)
  return { seq: event.seq, from, name, text: event.data.text.slice(0, excerptLength), at: event.at }
}

/** A list row after `events`. A status or a bot's bookkeeping does not move a conversation up. */
export function withEvents(loaded: Loaded, state: Conversation, events: readonly EncodedEvent[]): Loaded {
  let { lastMessage, movedAt } = loaded
  for (const encoded of events) {
    lastMessage = lastMessageOf(encoded) ?? lastMessage
    const { type, at } = encoded.event
    if (
      type !== 'DeliveryChanged' &&
      type !== 'TurnEnded' &&
      type !== 'TurnOpened' &&
      type !== 'TurnDeferred' &&
      type !== 'SignalsHeard'
    )
      movedAt = at
  }
  return { ...loaded, state, lastMessage, movedAt }
}

function signalsRow({ seq, signals }: NonNullable<Hearing['last']>): ConversationRow['signals'] {
  const items = signals.map(({ kind, score, why: { code, words, messages } }) => ({
    kind,
    score,
    why: { code, words: [...words], messages: [...messages] },
  }))
  return { seq, items }
}

export function conversationRow(loaded: Loaded, workspace: Workspace): ConversationRow {
  const { state, contact, channelId } = loaded
  const { control } = state
  const channel = workspace.channels.get(channelId)
  const bot = state.botId ? workspace.bots.get(state.botId) : undefined
  const request = control.state === 'requesting' ? control.request : null
  return {
    id: state.conversationId,
    state: control.state,
    epoch: state.epoch,
    seq: state.seq,
    owner: control.state === 'intervened' ? control.owner : null,
    heldSince: control.state === 'intervened' ? control.since : null,
    contact,
    channelId,
    channel: { id: channelId, name: channel?.name ?? '', kind: channel?.kind ?? '' },
    bot: bot ? { id: bot.id, name: bot.name } : null,
    teamId: state.teamId,
    request: request
      ? {
          since: request.since,
          priority: request.priority,
          reasons: request.reasons.map(reason => ({ ...reason })),
          summary: request.summary,
          botMay: control.state === 'requesting' ? control.botMay : 'answers',
        }
      : null,
    lastMessage: loaded.lastMessage,
    tags: [...state.tags],
    status: state.status,
    // A snapshot of an earlier Baton has none.
    topic: state.topic ?? null,
    priority: priorityInForce(state),
    question: state.question,
    offer: control.state === 'requesting' ? control.offer : null,
    signals: loaded.hearing?.last ? signalsRow(loaded.hearing.last) : null,
    heat: loaded.hearing ? heatOf(loaded.hearing.running) : 0,
    deliveredThrough: state.deliveredThrough,
    readThrough: state.readThrough,
    composerWhileBot: channel?.policy.composerWhileBot ?? 'takes_over',
    movedAt: loaded.movedAt,
    createdAt: loaded.createdAt,
  }
}

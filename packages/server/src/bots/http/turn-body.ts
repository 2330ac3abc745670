// A turn as a bot over HTTP is asked for it (docs/how-to/connect-a-bot.md).
import type { Part } from '@baton/core'
import type { BotHistoryItem, TurnRequested } from '@baton/protocol'
import type { HistoryItem, TurnRequest } from '../../app/bot-port.ts'
import { returnedSince } from '../../app/history.ts'

const controlEvents = {
  person_asked: 'person_asked',
  person_took_over: 'person_took_over',
  returned: 'person_left',
} as const

function partOf(part: Part, addresses: ReadonlyMap<string, string>): BotHistoryItem['parts'][number] {
  return part.kind === 'media' ? { ...part, url: addresses.get(part.mediaId) ?? null } : { ...part }
}

function itemOf(item: HistoryItem, addresses: ReadonlyMap<string, string>): BotHistoryItem {
  const { seq, at, author } = item
  if (item.kind === 'said') {
    const { messageId: id, role, text, parts, interrupted } = item
    return {
      id,
      seq,
      at,
      role,
      author,
      text,
      parts: parts.map(part => partOf(part, addresses)),
      interrupted,
      event: null,
    }
  }
  const event = controlEvents[item.kind]
  return { id: null, seq, at, role: 'control', author, text: '', parts: [], interrupted: false, event }
}

function returnedOf(history: readonly HistoryItem[]): TurnRequested['control']['returned'] {
  const returned = returnedSince(history)
  if (!returned) return null
  const { at, author: by, how, topic, outcome, guidance, note } = returned
  return { ended_at: at, by, how, topic, outcome, guidance, brief: note }
}

export interface TurnAddress {
  readonly token: string
  readonly url: string
  readonly deadline: string
}

/** The files that are spoken of in it. */
export function mediaIn(history: readonly HistoryItem[]): readonly string[] {
  const parts = history.flatMap(item => (item.kind === 'said' ? item.parts : []))
  return [...new Set(parts.flatMap(part => (part.kind === 'media' ? [part.mediaId] : [])))]
}

export function turnBody(
  request: TurnRequest,
  history: readonly HistoryItem[],
  { token, url, deadline }: TurnAddress,
  /** Where files can be read, by their ids. */
  addresses: ReadonlyMap<string, string>,
): TurnRequested {
  const { turnId, epoch, failures, cause, resume, channel, contact, input, control, guidance } = request
  return {
    type: 'turn.requested',
    turn: { id: turnId, token, epoch, attempt: failures + 1, deadline, cause, resume, url },
    conversation: { id: request.key.conversationId, channel, locale: null },
    contact,
    messages: history.map(item => itemOf(item, addresses)),
    input: input.map(({ seq }) => seq),
    control: { state: control, returned: returnedOf(history) },
    guidance: guidance.map(({ text, about }) => ({ text, about })),
    answer: request.answer,
    variables: { ...request.memory.variables },
  }
}

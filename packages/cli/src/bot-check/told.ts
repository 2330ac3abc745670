// Requests as Baton sends them, for every situation that a bot meets.
import { randomUUID } from 'node:crypto'
import type { BotHistoryItem, BotNewsMessage, TurnRequested } from '@baton/protocol'

const beganAtMs = Date.now() - 10 * 60_000

function itemAt(seq: number, more: Partial<BotHistoryItem>): BotHistoryItem {
  const text = more.text ?? ''
  return {
    id: more.role === 'control' || more.interrupted ? null : randomUUID(),
    seq,
    at: new Date(beganAtMs + seq * 1_000).toISOString(),
    role: 'contact',
    author: null,
    text,
    parts: text === '' ? [] : [{ kind: 'text', text }],
    interrupted: false,
    event: null,
    ...more,
  }
}

/** Places in the log lie apart: bookkeeping has its own. */
export function logOf(...items: readonly Partial<BotHistoryItem>[]): readonly BotHistoryItem[] {
  return items.map((item, n) => itemAt(n * 3 + 1, item))
}

export const contactSays = (text: string) => ({ role: 'contact', text }) as const

/** What a person settled, and that the bot has the word again. */
export function handedBackLog(question: string): readonly BotHistoryItem[] {
  return logOf(
    contactSays('I want to talk to a person'),
    { role: 'control', event: 'person_asked' },
    { role: 'bot', text: 'Of course, I am as', interrupted: true },
    { role: 'control', event: 'person_took_over', author: 'Ana' },
    { role: 'agent', author: 'Ana', text: 'Hello, Ana here. Your parcel comes on Friday.' },
    contactSays('Great, thanks'),
    { role: 'system', text: 'The bot is with you again.' },
    { role: 'control', event: 'person_left', author: 'Ana' },
    contactSays(question),
  )
}

export interface TurnDetails extends Partial<Omit<TurnRequested, 'type' | 'turn' | 'messages' | 'input'>> {
  readonly conversationId?: string
  readonly messages: readonly BotHistoryItem[]
  /** How many of the last messages are new. */
  readonly fresh: number
  readonly cause?: TurnRequested['turn']['cause']
  readonly resume?: TurnRequested['turn']['resume']
}

export function turnOf(details: TurnDetails, deadlineMs: number, addressOf: (turnId: string) => string) {
  const {
    messages,
    fresh,
    cause = 'message',
    resume = null,
    conversationId = randomUUID(),
    ...rest
  } = details
  const id = randomUUID()
  const turn: TurnRequested = {
    type: 'turn.requested',
    turn: {
      id,
      token: `${randomUUID()}.${randomUUID()}`,
      epoch: 4,
      attempt: 1,
      deadline: new Date(Date.now() + deadlineMs).toISOString(),
      cause,
      resume,
      url: addressOf(id),
    },
    conversation: {
      id: conversationId,
      channel: { id: randomUUID(), name: 'Web', kind: 'web' },
      locale: 'en',
    },
    contact: { id: randomUUID(), name: 'Zoe', email: 'zoe@example.com' },
    messages: [...messages],
    input: fresh === 0 ? [] : messages.slice(-fresh).map(({ seq }) => seq),
    control: { state: 'active', returned: null },
    guidance: [],
    answer: null,
    variables: {},
    ...rest,
  }
  return turn
}

export function newsOf(
  type: BotNewsMessage['type'],
  conversationId: string,
  turnId: string | null,
): BotNewsMessage {
  const at = new Date().toISOString()
  return { type, at, conversation: { id: conversationId }, turn: turnId ? { id: turnId } : null, seq: 40 }
}

// What the lab runs over: a stored conversation, or a dialogue of a file told as if it had been one.
import type {
  AgentId,
  BotId,
  ChannelId,
  ContactId,
  ConversationEvent,
  ConversationId,
  Founding,
  MessageId,
} from '@baton/core'
import type { Dialogue } from '@baton/detection'
import { parseDialogue } from '@baton/detection'
import type { PastConversation } from './past-store.ts'

export interface Past {
  readonly conversationId: string | null
  readonly dialogue: string | null
  readonly founding: Founding
  readonly contact: PastConversation['contact']
  readonly events: readonly ConversationEvent[]
  /** `seq` at which a person was needed: asked for by anyone but a rule, or there. */
  readonly needs: ReadonlySet<number>
  /** False: its times mean nothing. */
  readonly timed: boolean
}

function isNeed(event: ConversationEvent): boolean {
  if (event.type === 'TakenOver') return true
  return event.type === 'HumanRequested' && event.data.reason.cause !== 'rule'
}

export function pastOf({ founding, contact, events }: PastConversation): Past {
  const needs = new Set(events.filter(isNeed).map(({ seq }) => seq))
  return {
    conversationId: founding.conversationId,
    dialogue: null,
    founding,
    contact,
    events,
    needs,
    timed: true,
  }
}

const nobody = '00000000-0000-0000-0000-000000000000'
const startMs = Date.UTC(2026, 0, 1, 12)
const betweenMs = 30_000

function said(dialogue: Dialogue, at: number, from: 'contact' | 'bot' | 'agent'): ConversationEvent {
  const text = dialogue.turns[at]?.text ?? ''
  const base = { seq: at + 1, epoch: 0, at: new Date(startMs + at * betweenMs).toISOString() }
  const message = {
    messageId: `${at}` as MessageId,
    clientId: `${at}`,
    parts: [{ kind: 'text' as const, text }],
    text,
  }
  if (from === 'contact')
    return {
      ...base,
      type: 'MessageReceived',
      actor: { kind: 'contact', id: nobody as ContactId },
      data: { ...message, turn: null },
    }
  return {
    ...base,
    type: 'MessageSent',
    actor:
      from === 'bot'
        ? { kind: 'bot', id: nobody as BotId, name: from }
        : { kind: 'agent', id: nobody as AgentId, name: from },
    data: { ...message, from, purpose: 'reply', turnId: null },
  }
}

/**
 * Where a bot speaks, the first agent after it is the person who was needed. In a talk of two people the agent answers
 * in the bot's place, and nobody is.
 */
export function pastOfDialogue(dialogue: Dialogue): Past {
  const firstBot = dialogue.turns.findIndex(({ role }) => role === 'bot')
  const came =
    firstBot < 0 ? -1 : dialogue.turns.findIndex(({ role }, at) => role === 'agent' && at > firstBot)
  const turns = came < 0 ? dialogue.turns : dialogue.turns.slice(0, came + 1)
  return {
    conversationId: null,
    dialogue: dialogue.id,
    founding: {
      conversationId: nobody as ConversationId,
      contactId: nobody as ContactId,
      channelId: nobody as ChannelId,
      botId: null,
    },
    contact: { name: dialogue.id, email: null, language: null, attributes: {} },
    events: turns.map(({ role }, at) => {
      const voice = role === 'customer' ? 'contact' : firstBot < 0 || role === 'bot' ? 'bot' : 'agent'
      return said(dialogue, at, voice)
    }),
    needs: new Set(came < 0 ? [] : [came + 1]),
    timed: false,
  }
}

/** A line of the file that cannot be used. */
export interface LineFault {
  readonly line: number
  readonly problem: string
}

export function dialoguesIn(text: string): readonly Past[] | LineFault {
  const pasts: Past[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      pasts.push(pastOfDialogue(parseDialogue(JSON.parse(line))))
    } catch (fault) {
      const problem =
        fault instanceof SyntaxError ? 'is not JSON' : fault instanceof Error ? fault.message : ''
      return { line: at + 1, problem }
    }
  }
  return pasts
}

// What somebody who steps in should read, from the log alone and without a model: what the customer wants, why a
// person is needed, what the bot tried and what it knows. Few lines, each with its place in the log.
import type { ConversationEvent } from '../conversation/event.ts'
import type { RequestReason } from '../conversation/request.ts'
import type { Instant, Json } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import { plainText } from '../message/content.ts'
import { isSmallTalk } from './small-talk.ts'

export type BriefLine =
  | { readonly kind: 'reason'; readonly seq: number; readonly at: Instant; readonly reason: RequestReason }
  /** In the customer's words: first what it is about, then the latest. */
  | { readonly kind: 'wish' | 'latest'; readonly seq: number; readonly at: Instant; readonly text: string }
  /** What the bot answered last, or again and again (`times`). */
  | {
      readonly kind: 'answered'
      readonly seq: number
      readonly at: Instant
      readonly text: string
      readonly times: number
    }
  /** What the bot did outside, or failed at; what it asked the team. */
  | {
      readonly kind: 'did' | 'failed' | 'asked'
      readonly seq: number
      readonly at: Instant
      readonly text: string
    }
  /** What the bot's flow has found out; `seq` is the customer's message that it came with. */
  | {
      readonly kind: 'fact'
      readonly seq: number
      readonly at: Instant
      readonly name: string
      readonly text: string
    }

export interface Brief {
  /** The bot's own summary at its hand-off. */
  readonly summary: string | null
  /** Reasons, wishes, what was tried, facts; in each the order of the log. */
  readonly lines: readonly BriefLine[]
}

type Of<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>

/** Characters; the message itself is one click away. */
const textMax = 160
const reasonsShown = 3
const triedShown = 3
const factsShown = 4

function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= textMax ? line : `${line.slice(0, textMax - 1).trimEnd()}…`
}

/** What came after the last of these: what was settled then is history. */
function since(
  events: readonly ConversationEvent[],
  ...ends: readonly ConversationEvent['type'][]
): readonly ConversationEvent[] {
  return events.slice(events.findLastIndex(({ type }) => ends.includes(type)) + 1)
}

function reasonsIn(events: readonly ConversationEvent[]): readonly BriefLine[] {
  const lines = events.flatMap((event): BriefLine[] => {
    const { seq, at } = event
    if (event.type === 'HumanRequested') return [{ kind: 'reason', seq, at, reason: event.data.reason }]
    if (event.type !== 'ReturnedToQueue') return []
    // An assignment to a team needs no words.
    const text = event.data.reason === 'assigned' ? '' : event.data.reason
    return [{ kind: 'reason', seq, at, reason: { cause: 'returned', text, by: event.actor, at } }]
  })
  return lines.slice(-reasonsShown)
}

function wishesIn(events: readonly ConversationEvent[], reasons: readonly BriefLine[]): readonly BriefLine[] {
  const told = new Set(reasons.map(line => (line.kind === 'reason' ? line.reason.text.trim() : '')))
  const said = events.filter(
    (event): event is Of<'MessageReceived'> =>
      event.type === 'MessageReceived' && !isSmallTalk(event.data.text) && !told.has(event.data.text.trim()),
  )
  const first = said[0]
  const last = said.at(-1)
  const line = (kind: 'wish' | 'latest', { seq, at, data }: Of<'MessageReceived'>): BriefLine => ({
    kind,
    seq,
    at,
    text: clipped(data.text),
  })
  if (!first || !last) return []
  return first === last ? [line('wish', first)] : [line('wish', first), line('latest', last)]
}

/** Without the buttons under them. */
function wordsOf(parts: Parts): string {
  return parts.map(part => (part.kind === 'choices' ? part.text : plainText([part]))).join(' ')
}

function answersIn(events: readonly ConversationEvent[]): readonly BriefLine[] {
  const byBot = events.filter(
    (event): event is Of<'MessageSent'> => event.type === 'MessageSent' && event.data.from === 'bot',
  )
  const times = new Map<string, number>()
  for (const { data } of byBot) times.set(data.text, (times.get(data.text) ?? 0) + 1)
  // What it said again and again tells more than what it said last.
  const [again] = [...times].filter(([, n]) => n > 1).sort(([, a], [, b]) => b - a)
  const shown = again ? byBot.findLast(({ data }) => data.text === again[0]) : byBot.at(-1)
  if (!shown) return []
  const { seq, at, data } = shown
  return [{ kind: 'answered', seq, at, text: clipped(wordsOf(data.parts)), times: times.get(data.text) ?? 1 }]
}

function triedIn(events: readonly ConversationEvent[]): readonly BriefLine[] {
  const done = events.flatMap((event): BriefLine[] => {
    const { seq, at } = event
    switch (event.type) {
      case 'PermitGranted':
        return [{ kind: 'did', seq, at, text: clipped(event.data.action) }]
      case 'TurnFailed':
        return [{ kind: 'failed', seq, at, text: clipped(event.data.problem) }]
      case 'QuestionAsked':
        return [{ kind: 'asked', seq, at, text: clipped(event.data.question) }]
      default:
        return []
    }
  })
  const failed = done.filter(({ kind }) => kind === 'failed').slice(-1)
  const others = done.filter(({ kind }) => kind !== 'failed').slice(1 - triedShown)
  return [...answersIn(events), ...others, ...failed]
    .slice(0, triedShown)
    .toSorted((one, other) => one.seq - other.seq)
}

function sayable(value: Json | undefined): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : clipped(value)
  // A flow's yes or no is mostly a mark for itself.
  return typeof value === 'number' ? String(value) : null
}

/** The variables of the last turn, each where it got its value. */
function factsIn(events: readonly ConversationEvent[]): readonly BriefLine[] {
  const facts = new Map<string, Extract<BriefLine, { kind: 'fact' }>>()
  let said: ConversationEvent | null = null
  for (const event of events) {
    if (event.type === 'MessageReceived') said = event
    if (event.type !== 'TurnEnded') continue
    const { variables } = event.data.memory
    for (const name of facts.keys()) if (!Object.hasOwn(variables, name)) facts.delete(name)
    for (const [name, value] of Object.entries(variables)) {
      const text = sayable(value)
      if (text === null || facts.get(name)?.text === text) continue
      const { seq, at } = said ?? event
      facts.set(name, { kind: 'fact', seq, at, name, text })
    }
  }
  return [...facts.values()].slice(-factsShown)
}

/** What the customer changed reads as they changed it; what they took back is not told. */
function asItStands(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const edits = new Map<number, Of<'MessageEdited'>['data']>()
  const revoked = new Set<number>()
  for (const event of events) {
    if (event.type === 'MessageEdited') edits.set(event.data.messageSeq, event.data)
    if (event.type === 'MessageRevoked') revoked.add(event.data.messageSeq)
  }
  if (edits.size === 0 && revoked.size === 0) return events
  return events.flatMap((event): readonly ConversationEvent[] => {
    if (event.type !== 'MessageReceived') return [event]
    if (revoked.has(event.seq)) return []
    const edit = edits.get(event.seq)
    return edit ? [{ ...event, data: { ...event.data, parts: edit.parts, text: edit.text } }] : [event]
  })
}

/** Of what is open now; empty where nobody has said anything since the last takeover ended. */
export function briefOf(events: readonly ConversationEvent[]): Brief {
  const open = since(asItStands(events), 'Resolved', 'TakeoverCancelled')
  // A request that was dismissed is no reason any more; what the customer wants may still be the same.
  const asked = since(open, 'RequestDismissed')
  const summary = asked.reduce<string | null>(
    (last, event) => (event.type === 'HumanRequested' ? (event.data.summary ?? last) : last),
    null,
  )
  const reasons = reasonsIn(asked)
  return {
    summary,
    lines: [...reasons, ...wishesIn(open, reasons), ...triedIn(open), ...factsIn(open)],
  }
}

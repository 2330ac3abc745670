// A log as it is read: days, voices grouped by author, changes of control as lines of their own (TK5).
// Pure; every event of control gives a line, and no event of the machinery does.
import type { ConversationEvent, EventData } from '@baton/core'
import { dayOf } from '../../app/time.ts'
import type { Bubble, Of, Reach, Said, Voice } from './bubble.ts'
import { bubbleOf, idOf, nameOf, voiceOf } from './bubble.ts'
import { fatesOf } from './fates.ts'

export type ControlEvent = Of<
  | 'HumanRequested'
  | 'RequestDismissed'
  | 'QueueChanged'
  | 'TakenOver'
  | 'OwnerChanged'
  | 'ReturnedToQueue'
  | 'TakeoverCancelled'
  | 'Resolved'
  | 'BotResumed'
  | 'BotChanged'
  | 'TurnFailed'
  | 'TurnEnded'
  | 'TagsChanged'
  | 'PermitGranted'
  | 'QuestionAsked'
  | 'QuestionAnswered'
  | 'QuestionExpired'
  | 'TransferPromised'
  | 'NobodyThere'
  | 'PriorityChanged'
  | 'StatusChanged'
  | 'FeedbackGiven'
  | 'OfferEnded'
  | 'AlertRaised'
  | 'LineHolderChanged'
>

export type Line =
  | { readonly kind: 'day'; readonly key: string; readonly day: string }
  | { readonly kind: 'new'; readonly key: string }
  | {
      readonly kind: 'group'
      readonly key: string
      readonly voice: Voice
      readonly authorId: string | null
      readonly name: string | null
      readonly at: string
      readonly bubbles: readonly Bubble[]
    }
  | { readonly kind: 'control'; readonly key: string; readonly seq: number; readonly event: ControlEvent }
  | {
      readonly kind: 'aside'
      readonly key: string
      readonly seq: number
      readonly at: string
      readonly tone: 'note' | 'guidance'
      readonly name: string | null
      readonly authorId: string | null
      readonly text: string
      /** Of guidance: the bot has been told. */
      readonly heard: boolean
    }
  | {
      readonly kind: 'system'
      readonly key: string
      readonly seq: number
      readonly purpose: EventData<'MessageSent'>['purpose']
      readonly bubble: Bubble
    }

/** Messages of one author closer than this make one group. */
const groupGapMs = 5 * 60_000

function isControl(event: ConversationEvent): event is ControlEvent {
  switch (event.type) {
    case 'HumanRequested':
    case 'RequestDismissed':
    case 'QueueChanged':
    case 'TakenOver':
    case 'OwnerChanged':
    case 'ReturnedToQueue':
    case 'TakeoverCancelled':
    case 'Resolved':
    case 'BotResumed':
    case 'BotChanged':
    case 'TurnFailed':
    case 'TagsChanged':
    case 'PermitGranted':
    case 'QuestionAsked':
    case 'QuestionAnswered':
    case 'QuestionExpired':
    case 'TransferPromised':
    case 'NobodyThere':
    case 'PriorityChanged':
    case 'StatusChanged':
    case 'FeedbackGiven':
    case 'AlertRaised':
    case 'LineHolderChanged':
      return true
    case 'TurnEnded':
      return event.data.outcome === 'failed'
    case 'OfferEnded':
      return event.data.how !== 'withdrawn'
    default:
      return false
  }
}

function asides(event: ConversationEvent, heardThrough: number): readonly Line[] {
  const { seq, at } = event
  const heard = heardThrough >= seq
  const by = { seq, at, name: nameOf(event), authorId: idOf(event), heard, kind: 'aside' } as const
  if (event.type === 'NoteAdded') return [{ ...by, key: `note-${seq}`, tone: 'note', text: event.data.text }]
  if (event.type === 'GuidanceGiven')
    return [{ ...by, key: `guidance-${seq}`, tone: 'guidance', text: event.data.text }]
  if (event.type !== 'Resolved') return []
  const { note, guidance } = event.data
  return [
    ...(note ? [{ ...by, key: `note-${seq}`, tone: 'note' as const, text: note }] : []),
    ...(guidance ? [{ ...by, key: `guidance-${seq}`, tone: 'guidance' as const, text: guidance }] : []),
  ]
}

/** Guidance up to here has reached the bot (BT6). */
function heardThroughOf(events: readonly ConversationEvent[]): number {
  return events.reduce(
    (heard, event) => (event.type === 'TurnEnded' ? Math.max(heard, event.data.heardThrough ?? 0) : heard),
    0,
  )
}

function joins(line: Line | undefined, voice: Voice, authorId: string | null, at: string): boolean {
  if (line?.kind !== 'group' || line.voice !== voice || line.authorId !== authorId) return false
  const last = line.bubbles.at(-1)
  return last !== undefined && Date.parse(at) - Date.parse(last.at) < groupGapMs
}

function say(lines: Line[], event: Said, bubble: Bubble): void {
  const { seq, at } = event
  if (event.type === 'MessageSent' && event.data.from === 'system') {
    lines.push({ kind: 'system', key: `system-${seq}`, seq, purpose: event.data.purpose, bubble })
    return
  }
  const voice = voiceOf(event)
  const authorId = idOf(event)
  const last = lines.at(-1)
  if (last?.kind === 'group' && joins(last, voice, authorId, at))
    lines[lines.length - 1] = { ...last, bubbles: [...last.bubbles, bubble] }
  else
    lines.push({
      kind: 'group',
      key: `group-${seq}`,
      voice,
      authorId,
      name: nameOf(event),
      at,
      bubbles: [bubble],
    })
}

/**
 * The lines of a log, oldest first. `newAfter`: a mark stands before the first message of the customer or of
 * another person after this `seq`; null sets none.
 */
export function transcriptOf(
  events: readonly ConversationEvent[],
  reach: Reach,
  newAfter: number | null = null,
): readonly Line[] {
  const fates = fatesOf(events)
  const heardThrough = heardThroughOf(events)
  const lines: Line[] = []
  let day = ''
  let marked = newAfter === null
  for (const event of events) {
    const said =
      event.type === 'MessageReceived' || event.type === 'MessageSent' || event.type === 'MessageInterrupted'
    const extra = said ? [] : [...asides(event, heardThrough)]
    if (!said && !isControl(event) && extra.length === 0) continue
    const today = dayOf(event.at)
    if (today !== day) {
      day = today
      lines.push({ kind: 'day', key: `day-${today}`, day: today })
    }
    if (!marked && said && event.type === 'MessageReceived' && event.seq > (newAfter ?? 0)) {
      marked = true
      lines.push({ kind: 'new', key: 'new' })
    }
    if (said) say(lines, event, bubbleOf(event, reach, fates))
    else if (isControl(event))
      lines.push({ kind: 'control', key: `control-${event.seq}`, seq: event.seq, event })
    lines.push(...extra)
  }
  return lines
}

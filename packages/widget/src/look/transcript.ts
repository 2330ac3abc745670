// The conversation as lines to draw: days, changes of control, and messages grouped by who said them.
import type { Part, Parts, VisitorItem } from '@baton/client'
import { firstSpeaker, nextSpeaker, type Speaker } from '../visit/speaker.ts'
import type { Unsent } from '../visit/unsent.ts'
import type { Words } from '../words.ts'

export type From = 'contact' | 'bot' | 'agent' | 'system'
type ChoicesPart = Extract<Part, { kind: 'choices' }>

export interface Message {
  readonly key: string
  readonly parts: Parts
  readonly interrupted?: boolean
  /** A bot is still writing it: a screen reader hears it when it is said. */
  readonly unfinished?: boolean
  /** Only while the log does not have it. */
  readonly unsent?: Unsent
}

export type Line =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'control'; readonly key: string; readonly text: string; readonly at: string }
  | {
      readonly kind: 'group'
      readonly key: string
      readonly from: From
      readonly name: string | null
      /** Its author holds the baton now. */
      readonly holds: boolean
      /** When the last of them was said. */
      readonly at: string
      readonly messages: readonly Message[]
    }

type Group = Extract<Line, { kind: 'group' }>
type MessageItem = Extract<VisitorItem, { actor: unknown }>

/** Messages of one author stand together while they are at most this far apart. */
const togetherMs = 5 * 60 * 1_000

/** `writing`: what the bot has written of its next message; it stands where that message will. */
export function transcript(
  items: readonly VisitorItem[],
  unsent: readonly Unsent[],
  words: Words,
  hasBot: boolean,
  writing = '',
): readonly Line[] {
  const lines: Line[] = []
  let speaker: Speaker = firstSpeaker
  let announced = false
  for (const item of items) {
    const before = speaker
    speaker = nextSpeaker(speaker, item)
    if ('actor' in item) {
      // TK8: the channel says it in its own words, which then take the place of ours.
      if (announced && item.data.from === 'system') replaceControl(lines, item)
      else addMessage(lines, item)
      announced = false
      continue
    }
    announced = item.type === 'TakenOver'
    const text = controlText(item, before, words, hasBot)
    if (text !== null) {
      addDay(lines, item.at)
      lines.push({ kind: 'control', key: `seq-${item.seq}`, text, at: item.at })
    }
  }
  for (const one of unsent) addUnsent(lines, one)
  if (writing) addDraft(lines, writing)
  return withHolder(lines, speaker)
}

/** The buttons that wait for an answer: those of the last message, while the visitor has not answered it. */
export function openChoices(items: readonly VisitorItem[], unsent: readonly Unsent[]): ChoicesPart | null {
  if (unsent.length > 0) return null
  const last = items.findLast(item => 'actor' in item)
  if (last === undefined || !('actor' in last) || last.data.from === 'contact') return null
  return last.data.parts.findLast(part => part.kind === 'choices') ?? null
}

function controlText(item: VisitorItem, before: Speaker, words: Words, hasBot: boolean): string | null {
  switch (item.type) {
    case 'TakenOver':
    case 'OwnerChanged':
      return words.nowTalkingTo(item.data.name)
    case 'HumanRequested':
      return words.personAsked
    case 'ReturnedToQueue':
      return words.backInQueue
    case 'RequestDismissed':
      return hasBot ? words.botAnswers : null
    case 'TakeoverCancelled':
    case 'Resolved':
      return hasBot ? words.botAgain : words.personLeft
    case 'BotChanged':
      return before.kind === 'agent' ? words.botAgain : null
    default:
      return null
  }
}

function replaceControl(lines: Line[], item: MessageItem): void {
  const last = lines.at(-1)
  if (last?.kind === 'control') lines[lines.length - 1] = { ...last, text: item.data.text }
}

function addMessage(lines: Line[], item: MessageItem): void {
  const { from, parts } = item.data
  const interrupted = item.type === 'MessageInterrupted'
  add(lines, from, item.actor.name, item.at, { key: `seq-${item.seq}`, parts, interrupted })
}

function addUnsent(lines: Line[], one: Unsent): void {
  const parts = [...(one.text ? plain(one.text) : []), ...(one.media ?? [])]
  add(lines, 'contact', null, one.at, { key: one.clientId, parts, unsent: one })
}

function addDraft(lines: Line[], text: string): void {
  const last = lines.at(-1)
  // In the group of what the bot said just before, as its message will be.
  const name = last?.kind === 'group' && last.from === 'bot' ? last.name : null
  add(lines, 'bot', name, new Date().toISOString(), { key: 'draft', parts: plain(text), unfinished: true })
}

function plain(text: string): Parts {
  return [{ kind: 'text', text }]
}

function add(lines: Line[], from: From, name: string | null, at: string, message: Message): void {
  addDay(lines, at)
  const last = lines.at(-1)
  if (last?.kind === 'group' && last.from === from && last.name === name && isTogether(last, at)) {
    lines[lines.length - 1] = { ...last, at, messages: [...last.messages, message] }
    return
  }
  lines.push({
    kind: 'group',
    key: `group-${message.key}`,
    from,
    name,
    holds: false,
    at,
    messages: [message],
  })
}

function isTogether(group: Group, at: string): boolean {
  return Date.parse(at) - Date.parse(group.at) <= togetherMs
}

function addDay(lines: Line[], at: string): void {
  const day = new Date(at).toDateString()
  const last = lines.findLast(line => line.kind !== 'day')
  if (last && new Date(last.at).toDateString() === day) return
  if (!last && day === new Date().toDateString()) return
  lines.push({ kind: 'day', key: `day-${day}-${lines.length}`, at })
}

function withHolder(lines: readonly Line[], speaker: Speaker): readonly Line[] {
  return lines.map(line => {
    if (line.kind !== 'group') return line
    const holds =
      speaker.kind === 'agent' ? line.from === 'agent' && line.name === speaker.name : line.from === 'bot'
    return holds ? { ...line, holds } : line
  })
}

// What a conversation told beyond its words, kept beside its snapshot: the core does not know how it is found, and
// none of it is about who may speak. Lost or older than the log, it costs a rule its memory and nobody control.
import type { ConversationEvent, HeardSignal, Instant } from '@baton/core'
import type { Running } from '@baton/detection'
import { hear, heatOf, nothingHeard } from '@baton/detection'

export interface Hearing {
  readonly running: Running
  /** Of the customer's last message. */
  readonly last: { readonly seq: number; readonly signals: readonly HeardSignal[] } | null
  /** `seq` at which this stretch with the bot began: the end of the last episode, or 0. */
  readonly since: number
  /** The customer's messages of this stretch. */
  readonly messages: number
  /** Failed tries of the bot in a row. */
  readonly failures: number
  /** Since when the customer's words have had no answer. */
  readonly unansweredSince: Instant | null
  /** By rule: after how many of the customer's messages it fired in this stretch. */
  readonly fired: Readonly<Record<string, number>>
  /** By prompt: what the model said in this stretch. */
  readonly verdicts: Readonly<Record<string, { readonly holds: boolean; readonly seq: number }>>
  /** When the rules are looked at again without anything happening; it may be over. */
  readonly nextCheck: Instant | null
}

/** A prompt whose verdict decides whether a rule fires. */
export interface PromptWanted {
  readonly ruleId: string
  readonly prompt: string
  readonly seq: number
  readonly epoch: number
  readonly since: number
}

export const silence: Hearing = {
  running: nothingHeard,
  last: null,
  since: 0,
  messages: 0,
  failures: 0,
  unansweredSince: null,
  fired: {},
  verdicts: {},
  nextCheck: null,
}

/** From this score on a signal is worth a line in the log. */
const notable = 0.5

export function notableSignals(signals: readonly HeardSignal[]): readonly HeardSignal[] {
  return signals.some(({ score }) => score >= notable) ? signals : []
}

/** Characters of a message that are listened to. */
const heardMost = 4_096

type Of<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>

function received(hearing: Hearing, { seq, at, data }: Of<'MessageReceived'>): Hearing {
  const said = { seq, by: 'contact', text: data.text.slice(0, heardMost) } as const
  const { running, signals } = hear(hearing.running, said)
  return {
    ...hearing,
    running,
    last: { seq, signals },
    messages: hearing.messages + 1,
    unansweredSince: hearing.unansweredSince ?? at,
  }
}

function sent(hearing: Hearing, { seq, data }: Of<'MessageSent'>): Hearing {
  // What the platform says is nobody's answer.
  if (data.from === 'system' || data.purpose === 'outreach') return hearing
  const { running } = hear(hearing.running, { seq, by: data.from, text: data.text.slice(0, heardMost) })
  return { ...hearing, running, unansweredSince: null }
}

function again(hearing: Hearing, { data }: Of<'SignalsHeard'>): Hearing {
  if (hearing.last?.seq !== data.messageSeq) return hearing
  const levels = { ...hearing.running.levels }
  for (const { kind, score } of data.signals) levels[kind] = Math.max(levels[kind], score)
  const running = { ...hearing.running, levels }
  return { ...hearing, running, last: { seq: data.messageSeq, signals: data.signals } }
}

/** Folds one event in. */
export function hearEvent(hearing: Hearing, event: ConversationEvent): Hearing {
  switch (event.type) {
    case 'MessageReceived':
      return received(hearing, event)
    case 'MessageSent':
      return sent(hearing, event)
    case 'SignalsHeard':
      return again(hearing, event)
    case 'RuleFired':
      return { ...hearing, fired: { ...hearing.fired, [event.data.ruleId]: hearing.messages } }
    case 'TurnFailed':
      return { ...hearing, failures: event.data.failures }
    case 'TurnEnded': {
      const failures = event.data.outcome === 'failed' ? hearing.failures + 1 : 0
      return failures === hearing.failures ? hearing : { ...hearing, failures }
    }
    case 'Resolved':
    case 'TakeoverCancelled':
    case 'RequestDismissed':
    case 'BotChanged': {
      const { nextCheck } = hearing
      return { ...silence, since: event.seq, nextCheck }
    }
    default:
      return hearing
  }
}

/** In steps, so that what is sorted by it changes seldom, and what is calm is nothing. */
const heatSteps = 10

export function heatStep({ hearing }: { readonly hearing: Hearing | null }): number {
  const heat = hearing ? heatOf(hearing.running) : 0
  return heat - (heat % heatSteps)
}

// What is kept of a conversation between its messages, so that each costs the same however long it is.
import type { Reading } from './marks.ts'
import { type Signal, type SignalKind, signalKinds } from './signal.ts'

/** Plain data: it is stored with the conversation. */
export interface Running {
  /** The latest messages of the contact, the newest last, by what they were about. */
  readonly asked: readonly { readonly seq: number; readonly key: readonly number[] }[]
  /** `seq` of the bot's latest messages in a row that did not understand. */
  readonly fallbacks: readonly number[]
  /** By kind, how strong it has been of late: it fades with each message of the contact that does not renew it. */
  readonly levels: Readonly<Record<SignalKind, number>>
}

export interface Said {
  readonly seq: number
  readonly by: 'contact' | 'bot' | 'agent'
  readonly text: string
  /** True where the bot itself says that it did not understand; its words are read otherwise. */
  readonly fallback?: boolean
}

const keptMessages = 5
const keptWords = 16
const keptFallbacks = 10
const fading = 0.75
const alike = 0.7

export const nothingHeard: Running = {
  asked: [],
  fallbacks: [],
  levels: Object.fromEntries(signalKinds.map(kind => [kind, 0])) as Record<SignalKind, number>,
}

function hashed(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** What a message is about: its words without the filler, as numbers, in order. Empty for "ok" and "yes please". */
export function keyOf(reading: Reading): readonly number[] {
  const words = new Set<number>()
  for (const [at, { word }] of reading.tokens.entries()) {
    if (words.size === keptWords) break
    if (!reading.filler[at]) words.add(hashed(word))
  }
  return [...words].sort((a, b) => a - b)
}

/** Share of what two messages have in common, 0 to 1. */
function likeness(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return 0
  const common = one.filter(word => other.includes(word)).length
  return common / (one.length + other.length - common)
}

/** `seq` of the earlier messages that asked the same. */
export function askedBefore(running: Running, key: readonly number[]): readonly number[] {
  return running.asked.filter(one => likeness(one.key, key) >= alike).map(one => one.seq)
}

/** The state after a bot's or an agent's message. */
export function afterAnswer(running: Running, by: 'bot' | 'agent', seq: number, fallback: boolean): Running {
  const fallbacks = by === 'bot' && fallback ? [...running.fallbacks, seq].slice(-keptFallbacks) : []
  return { ...running, fallbacks }
}

/** The state after a message of the contact. */
export function afterMessage(
  running: Running,
  seq: number,
  key: readonly number[],
  signals: readonly Signal[],
): Running {
  const asked = key.length > 0 ? [...running.asked, { seq, key }].slice(-keptMessages) : running.asked
  const levels = { ...running.levels }
  for (const kind of signalKinds) levels[kind] = Math.round(levels[kind] * fading * 1_000) / 1_000
  for (const { kind, score } of signals) if (score > levels[kind]) levels[kind] = score
  return { ...running, asked, levels }
}

const urgency: Readonly<Record<SignalKind, number>> = {
  asks_for_person: 1,
  high_risk: 0.7,
  frustration: 0.7,
  negative_sentiment: 0.6,
  confusion: 0.5,
  high_value: 0.4,
}

/** How much a conversation needs a look, 0 to 100: what lists sort by. */
export function heatOf({ levels }: Running): number {
  const calm = signalKinds.reduce((rest, kind) => rest * (1 - levels[kind] * urgency[kind]), 1)
  return Math.round((1 - calm) * 100)
}

// A conversation with a draft, run by the core's own engine in the browser. Nothing of it is stored; what a flow
// wants from elsewhere (a call, the team, the clock) is given back as what it waits for.
import type { BlockId, BotMemory, Flow, FlowInput, FlowStep, Instant, Parts } from '@baton/core'
import { advance, freshMemory, pendingCall, plainText, textParts } from '@baton/core'

export type ChatLine =
  | { readonly kind: 'contact' | 'bot'; readonly text: string; readonly options: readonly string[] }
  | { readonly kind: 'handoff'; readonly reason: string; readonly priority: string }
  | { readonly kind: 'withdraw' | 'ended' }
  | { readonly kind: 'marks'; readonly text: string }
  | { readonly kind: 'feedback'; readonly rating: number; readonly comment: string | null }
  | { readonly kind: 'failed'; readonly problem: string }

/** What the flow waits for besides the customer. */
export type Pending =
  | { readonly kind: 'clock'; readonly block: BlockId; readonly untilMs: number }
  /** `id`: the same for as long as it is the same call. */
  | { readonly kind: 'call'; readonly block: BlockId; readonly id: string }
  | { readonly kind: 'team'; readonly question: string }

export interface FlowChat {
  readonly lines: readonly ChatLine[]
  readonly memory: BotMemory
  readonly pending: Pending | null
  readonly seq: number
}

export const emptyChat: FlowChat = { lines: [], memory: freshMemory, pending: null, seq: 0 }

/** Where a flow stands; the position is the engine's own, of which only this is read. */
export function standsAt(flow: Flow | null, { position }: BotMemory): BlockId | null {
  if (flow === null || typeof position !== 'object' || position === null || !('block' in position))
    return null
  const { block } = position
  return typeof block === 'string' && Object.hasOwn(flow.blocks, block) ? block : null
}

function saidBy(parts: Parts): ChatLine {
  const options = parts.flatMap(part =>
    part.kind === 'choices' ? part.options.map(({ label }) => label) : [],
  )
  // The words of the choices themselves are buttons.
  const text = parts.map(part => (part.kind === 'choices' ? part.text : plainText([part]))).join('\n')
  return { kind: 'bot', text, options }
}

function marksLine({ marks, team }: FlowStep): readonly ChatLine[] {
  const words = [
    ...(marks?.addTags ?? []).map(tag => `+ ${tag}`),
    ...(marks?.removeTags ?? []).map(tag => `− ${tag}`),
    ...(marks?.priority ? [marks.priority] : []),
    ...(marks?.status ? [marks.status] : []),
    ...(team ? [`→ ${team}`] : []),
  ]
  return words.length === 0 ? [] : [{ kind: 'marks', text: words.join('  ') }]
}

function linesOf(step: FlowStep, ended: boolean): readonly ChatLine[] {
  const { messages, handoff, withdraw, feedback } = step
  return [
    ...messages.map(saidBy),
    ...marksLine(step),
    ...(feedback ? [{ kind: 'feedback' as const, rating: feedback.rating, comment: feedback.comment }] : []),
    ...(withdraw ? [{ kind: 'withdraw' as const }] : []),
    ...(handoff ? [{ kind: 'handoff' as const, reason: handoff.reason, priority: handoff.priority }] : []),
    ...(ended && !handoff ? [{ kind: 'ended' as const }] : []),
  ]
}

function pendingOf(flow: Flow, step: FlowStep): Pending | null {
  if (step.ask) return { kind: 'team', question: step.ask.question }
  const block = standsAt(flow, step.memory)
  if (block === null) return null
  const call = pendingCall(flow, step.memory, { kind: 'woke' })
  if (call !== null) return { kind: 'call', block, id: call.id }
  const wake = step.memory.wake
  return wake === null ? null : { kind: 'clock', block, untilMs: Date.parse(wake.at) }
}

export interface Clock {
  readonly nowMs: number
  /** Fresh: the id of a pause. */
  readonly id: string
}

/** The chat after the flow was fed once. */
export function fed(chat: FlowChat, flow: Flow, input: FlowInput, { nowMs, id }: Clock): FlowChat {
  const at = new Date(nowMs).toISOString() as Instant
  const step = advance(flow, chat.memory, input, { at, wakeId: id })
  const ended = step.memory.position === null
  return {
    lines: [...chat.lines, ...linesOf(step, ended)],
    memory: step.memory,
    pending: pendingOf(flow, step),
    seq: chat.seq,
  }
}

/** The chat after the customer wrote. */
export function said(chat: FlowChat, flow: Flow, text: string, clock: Clock): FlowChat {
  const at = new Date(clock.nowMs).toISOString() as Instant
  const seq = chat.seq + 1
  const line: ChatLine = { kind: 'contact', text, options: [] }
  const heard = { ...chat, seq, lines: [...chat.lines, line] }
  const input: FlowInput = { kind: 'said', inputs: [{ seq, text, parts: textParts(text), at }] }
  return fed(heard, flow, input, clock)
}

/** What was said so far, for a model that is to answer. */
export function spoken(lines: readonly ChatLine[]): readonly { from: 'contact' | 'bot'; text: string }[] {
  return lines.flatMap(line =>
    (line.kind === 'contact' || line.kind === 'bot') && line.text.trim() !== ''
      ? [{ from: line.kind, text: line.text }]
      : [],
  )
}

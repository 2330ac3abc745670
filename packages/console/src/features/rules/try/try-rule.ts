// A rule over a sample conversation, in the browser: the same words and the same code as the server's. Fetched when
// somebody tries something.
import type { Because, ChannelId, Condition, RuleFacts, Truth } from '@baton/core'
import { evaluateCondition, listenerOf } from '@baton/core'
import { hear, nothingHeard } from '@baton/detection'

export interface SampleLine {
  readonly by: 'contact' | 'bot'
  readonly text: string
}

export interface Tried {
  readonly line: SampleLine
  readonly truth: Truth
  readonly because: readonly Because[]
}

/** How the sample is meant to stand. */
export interface Supposed {
  readonly outside: boolean
  /** Milliseconds that the customer has waited, for a person and for an answer. */
  readonly waitedMs: number
}

const botLine = /^bot\s*:\s*/i

export function linesIn(sample: string): readonly SampleLine[] {
  return sample
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line =>
      botLine.test(line) ? { by: 'bot', text: line.replace(botLine, '') } : { by: 'contact', text: line },
    )
}

export function tryRule(
  when: Condition,
  lines: readonly SampleLine[],
  { outside, waitedMs }: Supposed,
): readonly Tried[] {
  const at = new Date()
  const since = waitedMs > 0 ? new Date(at.getTime() - waitedMs).toISOString() : null
  let running = nothingHeard
  let heard: RuleFacts['heard'] = null
  let contactMessages = 0
  return lines.map((line, index) => {
    const seq = index + 1
    const next = hear(running, { seq, ...line })
    running = next.running
    if (line.by === 'contact') {
      heard = { seq, signals: next.signals }
      contactMessages += 1
    }
    const facts: RuleFacts = {
      at: at.toISOString(),
      message: { seq, ...line },
      heard,
      state: waitedMs > 0 ? 'requesting' : 'active',
      teamId: null,
      channelId: '' as ChannelId,
      botId: null,
      tags: [],
      status: null,
      priority: 'normal',
      contact: { email: null, language: null, attributes: {} },
      requestedSince: since,
      unansweredSince: since,
      botFailures: 0,
      botFallbacks: running.fallbacks.length,
      contactMessages,
      isOpen: () => !outside,
      judged: () => null,
    }
    const { truth, because } = evaluateCondition(when, listenerOf(facts))
    return { line, truth, because }
  })
}

// Logs for tests: events in order, a minute apart, with only what a test says about them.
import type { ConversationEvent, EventData, EventType } from '@baton/core'

export const ana = { kind: 'agent', id: 'ana', name: 'Ana' } as const
export const ben = { kind: 'agent', id: 'ben', name: 'Ben' } as const
export const maya = { kind: 'contact', id: 'maya' } as const
export const shopBot = { kind: 'bot', id: 'bot', name: 'Shop bot' } as const
export const baton = { kind: 'system' } as const

type By = typeof ana | typeof ben | typeof maya | typeof shopBot | typeof baton
export type Step = {
  readonly type: EventType
  readonly by: By
  readonly data: object
  readonly afterMs?: number
}

/** A step of the log; `data` is what the test is about. */
export function step<T extends EventType>(type: T, by: By, data: Partial<EventData<T>> = {}): Step {
  return { type, by, data }
}

export const says = (by: typeof maya, text: string): Step =>
  step('MessageReceived', by, { text, parts: [{ kind: 'text', text }] })

export function answers(by: typeof shopBot | typeof ana | typeof ben | typeof baton, text: string): Step {
  const from = by.kind
  return step('MessageSent', by, { from, purpose: 'reply', text, parts: [{ kind: 'text', text }] })
}

export function logOf(steps: readonly Step[], gapMs = 60_000): readonly ConversationEvent[] {
  const start = Date.parse('2026-11-21T09:00:00.000Z')
  const events = steps.map(({ type, by, data }, index) => ({
    seq: index + 1,
    epoch: 0,
    type,
    actor: by,
    at: new Date(start + index * gapMs).toISOString(),
    data,
  }))
  return events as readonly object[] as readonly ConversationEvent[]
}

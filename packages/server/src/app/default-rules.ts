// The rules that a new workspace begins with. Only the first one is on: whoever asks for a person gets one.
import type { HeardKind, RuleAction, RuleDraft } from '@baton/core'

function rule(
  name: string,
  signal: HeardKind,
  atLeast: number,
  ...actions: readonly RuleAction[]
): RuleDraft {
  return { name, on: false, stop: false, when: { kind: 'signal', signal, atLeast }, actions }
}

const request = (priority: 'normal' | 'high' | 'urgent') =>
  ({ do: 'request', priority, teamId: null }) as const
const tag = (name: string) => ({ do: 'tag', tags: [name] }) as const

/** In their order. */
export const defaultRules: readonly RuleDraft[] = [
  { ...rule('Asks for a person', 'asks_for_person', 0.6, request('normal')), on: true },
  rule('High risk', 'high_risk', 0.6, request('high'), tag('risk')),
  rule('Frustrated', 'frustration', 0.7, request('high')),
  rule('Unhappy', 'negative_sentiment', 0.7, { do: 'alert' }),
  {
    name: 'The bot does not understand',
    on: false,
    stop: false,
    when: {
      kind: 'all',
      of: [
        { kind: 'botFallbacks', atLeast: 2 },
        { kind: 'state', anyOf: ['active'] },
      ],
    },
    actions: [request('normal')],
  },
  rule('High value', 'high_value', 0.6, { do: 'alert' }, tag('sales')),
  {
    name: 'Waits for long',
    on: false,
    stop: false,
    when: { kind: 'waiting', for: 'person', longerThanMs: 5 * 60_000 },
    actions: [{ do: 'priority', priority: 'urgent' }, { do: 'alert' }],
  },
]

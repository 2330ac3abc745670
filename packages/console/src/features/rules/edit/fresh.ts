// What a condition or a step says when it was just added: as much as can be meant already.
import type { RuleAction, RuleDraft, TeamId } from '@baton/core'
import type { Leaf, LeafKind } from '../sentence/slots.ts'

export const conditionGroups = {
  said: ['signal', 'words', 'pattern', 'prompt'],
  goes: ['waiting', 'botFallbacks', 'botFailures', 'messages', 'hours'],
  who: ['attribute', 'language', 'emailDomain'],
  where: ['state', 'channel', 'team', 'bot', 'tag', 'status'],
} as const satisfies Readonly<Record<string, readonly LeafKind[]>>

export function freshLeaf(kind: LeafKind): Leaf {
  switch (kind) {
    case 'signal':
      return { kind, signal: 'asks_for_person', atLeast: 0.5 }
    case 'words':
      return { kind, anyOf: [], by: 'contact' }
    case 'pattern':
      return { kind, pattern: '', by: 'contact' }
    case 'attribute':
      return { kind, name: '', how: 'is', value: '' }
    case 'hours':
      return { kind, is: 'outside', teamId: null }
    case 'waiting':
      return { kind, for: 'person', longerThanMs: 120_000 }
    case 'botFailures':
    case 'botFallbacks':
      return { kind, atLeast: 2 }
    case 'messages':
      return { kind, atLeast: 10 }
    case 'prompt':
      return { kind, text: '' }
    default:
      return { kind, anyOf: [] }
  }
}

export function freshAction(kind: RuleAction['do'], teamId: TeamId | null): RuleAction {
  switch (kind) {
    case 'request':
      return { do: kind, priority: 'high', teamId: null }
    case 'alert':
      return { do: kind }
    case 'tag':
      return { do: kind, tags: [] }
    case 'priority':
      return { do: kind, priority: 'high' }
    case 'team':
      return { do: kind, teamId: teamId ?? ('' as TeamId) }
    case 'tell':
      return { do: kind, text: '' }
  }
}

/** A new rule says something sensible already. */
export const freshRule: RuleDraft = {
  name: '',
  on: true,
  stop: false,
  when: { kind: 'all', of: [freshLeaf('signal')] },
  actions: [freshAction('request', null)],
}

// Rules of a workspace: kept, counted, and looked at again where somebody waits when one of them has changed.
import type { RuleDraft, WorkspaceId } from '@baton/core'
import type { Flights } from './flights.ts'
import { newId } from './new-id.ts'
import type { Committed, ConversationStore } from './ports.ts'
import type { RuleRecord } from './ready-rules.ts'
import type { RuleCount, RuleStore } from './rule-store.ts'

export interface Rules extends Omit<RuleStore, 'add' | 'count' | 'takePrompt'> {
  add(workspaceId: WorkspaceId, rule: RuleDraft): Promise<RuleRecord | null>
  /** Counted now and then: what a killed server had not written down yet is lost. */
  count(count: RuleCount): void
  /** After a commit. */
  publish(committed: readonly Committed[]): void
  /** Writes down what was counted. */
  keepCount(): Promise<void>
  /** Rules have changed: those that wait for a person are looked at, so that a new limit holds for them as well. */
  lookAgain(workspaceId: WorkspaceId): Promise<void>
}

const pageSize = 200
const countedMost = 10_000

export function createRules(store: RuleStore, conversations: ConversationStore, flights: Flights): Rules {
  let counts: RuleCount[] = []

  function count(one: RuleCount): void {
    if (counts.length < countedMost) counts.push(one)
  }

  return {
    change: store.change,
    remove: store.remove,
    order: store.order,
    figures: store.figures,
    promptsToday: store.promptsToday,
    setPromptsPerDay: store.setPromptsPerDay,
    add: (workspaceId, rule) => store.add(workspaceId, newId(), rule),
    count,
    publish(committed) {
      for (const { loaded, events } of committed)
        for (const { event } of events) {
          if (event.type !== 'RuleFired') continue
          const { ruleId } = event.data
          count({ workspaceId: loaded.workspaceId, ruleId, what: 'fired', problem: null })
        }
    },
    async keepCount() {
      const taken = counts
      counts = []
      await store.count(taken)
    },
    async lookAgain(workspaceId) {
      const all = { ownerId: null, teamId: null, words: null, movedAfter: null, limit: pageSize } as const
      let after: { readonly at: string; readonly id: string } | null = null
      do {
        const page = await conversations.list({ workspaceId, state: 'requesting', ...all, after })
        const command = { type: 'CheckRules', actor: { kind: 'system' }, verdict: null } as const
        await Promise.all(
          page.map(({ state: { conversationId } }) =>
            flights.handle({ workspaceId, conversationId, command }),
          ),
        )
        const last = page.length === pageSize ? page.at(-1)?.state : undefined
        after =
          last?.control.state === 'requesting'
            ? { at: last.control.request.since, id: last.conversationId }
            : null
      } while (after !== null)
    },
  }
}

// A rule as it came over the wire, as the core knows it.
import type { AnswerOf } from '@baton/client'
import type { Condition, Rule, RuleAction, RuleDraft } from '@baton/core'

export type RuleRow = AnswerOf<'GET /rules'>['items'][number]

/** The server has read it by the core's own parser; the wire names its kinds and leaves the rest open. */
export function ruleOf({ id, name, on, stop, when, actions }: RuleRow): Rule {
  return {
    id,
    name,
    on,
    stop,
    when: when as unknown as Condition,
    actions: actions as unknown as readonly RuleAction[],
  }
}

/** As the wire takes it. */
export function draftBody(rule: RuleDraft): Record<string, never> {
  const { name, on, stop, when, actions } = rule
  return JSON.parse(JSON.stringify({ name, on, stop, when, actions }))
}

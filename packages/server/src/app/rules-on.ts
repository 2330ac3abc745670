// What listens to conversations and acts by rules, wired: the rules themselves, the second hearing, the prompts.
import type { DeepHearing } from './deep-hearing.ts'
import { createDeepHearing } from './deep-hearing.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { Committed, ConversationStore } from './ports.ts'
import type { PromptModel, Prompts } from './prompts.ts'
import { createPrompts } from './prompts.ts'
import type { RuleStore } from './rule-store.ts'
import type { Rules } from './rules.ts'
import { createRules } from './rules.ts'

export interface RulesOptions {
  readonly store: ConversationStore
  readonly ruleStore: RuleStore
  readonly promptModel: PromptModel
}

export interface RulesOn {
  readonly rules: Rules
  readonly deepHearing: DeepHearing
  readonly prompts: Prompts
  /** After a commit. */
  publish(committed: readonly Committed[]): void
}

export function rulesOn(
  { store, ruleStore, promptModel: model }: RulesOptions,
  directory: Directory,
  flights: Flights,
  onFault: (fault: unknown) => void,
): RulesOn {
  const rules = createRules(ruleStore, store, flights)
  const deepHearing = createDeepHearing(flights, onFault)
  const prompts = createPrompts({ store, directory, flights, rules, budget: ruleStore, model, onFault })
  return {
    rules,
    deepHearing,
    prompts,
    publish(committed) {
      rules.publish(committed)
      deepHearing.publish(committed)
      prompts.publish(committed)
    },
  }
}

// What rules do and hear. The platform is their actor: no right is asked for, and nothing of it wakes a rule again.
import type { Because } from '../rules/evaluate.ts'
import type { RuleAction } from '../rules/rule.ts'
import type { HeardSignal } from '../rules/signal.ts'
import type { SystemActor } from './actor.ts'

/** RU1: what a message of the customer's told beyond its words. */
export interface HearSignals {
  readonly type: 'HearSignals'
  readonly actor: SystemActor
  readonly messageSeq: number
  readonly signals: readonly HeardSignal[]
}
/** RU2: a rule's condition holds. */
export interface FireRule {
  readonly type: 'FireRule'
  readonly actor: SystemActor
  readonly ruleId: string
  readonly name: string
  readonly because: readonly Because[]
  /** For people: the rule's name and what gave rise to it. */
  readonly why: string
  readonly actions: readonly RuleAction[]
}
/** RU4: the time is over that a rule waits for, or the model has judged. What of it holds is told by whoever has the rules. */
export interface CheckRules {
  readonly type: 'CheckRules'
  readonly actor: SystemActor
  readonly verdict: PromptVerdict | null
}

/** What the model said of a prompt, and of which stretch of the conversation. */
export interface PromptVerdict {
  readonly prompt: string
  readonly holds: boolean
  /** The customer's last message that it knew of. */
  readonly seq: number
  readonly epoch: number
  /** `seq` at which that stretch began: the end of the last episode, or 0. */
  readonly since: number
}

export type RuleCommand = HearSignals | FireRule | CheckRules

// A rule: a condition over what is said and how it goes, and what is done when it holds. Plain data: the console
// builds it, the server and the rule lab evaluate it by the same code.
import type { Priority } from '../conversation/request.ts'
import type { ControlState } from '../conversation/state.ts'
import type { BotId, ChannelId, TeamId } from '../ids.ts'
import type { HeardKind } from './signal.ts'

/** By the customer: their last message. By the bot: what it has just said. */
export type SpokenBy = 'contact' | 'bot'

/** Aliases, not interfaces: they travel as records of the wire. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** Of the customer's last message. `atLeast`: 0 to 1. */
  | { readonly kind: 'signal'; readonly signal: HeardKind; readonly atLeast: number }
  /** Whole words and phrases; case and accents do not count. */
  | { readonly kind: 'words'; readonly anyOf: readonly string[]; readonly by: SpokenBy }
  /** A regular expression of the kind that takes a time in proportion to the text (`parseExpression`). */
  | { readonly kind: 'pattern'; readonly pattern: string; readonly by: SpokenBy }
  /** The contact's attribute; `value` is null for `given`. Case does not count. */
  | {
      readonly kind: 'attribute'
      readonly name: string
      readonly how: 'is' | 'contains' | 'given'
      readonly value: string | null
    }
  | { readonly kind: 'tag'; readonly anyOf: readonly string[] }
  | { readonly kind: 'status'; readonly anyOf: readonly string[] }
  /** Of the contact, BCP 47: `pt` stands for `pt-BR`, too. */
  | { readonly kind: 'language'; readonly anyOf: readonly string[] }
  /** `example.com`; its subdomains count. */
  | { readonly kind: 'emailDomain'; readonly anyOf: readonly string[] }
  | { readonly kind: 'channel'; readonly anyOf: readonly ChannelId[] }
  | { readonly kind: 'bot'; readonly anyOf: readonly BotId[] }
  /** In whose queue or hands it is; null: nobody's. */
  | { readonly kind: 'team'; readonly anyOf: readonly (TeamId | null)[] }
  | { readonly kind: 'state'; readonly anyOf: readonly ControlState[] }
  /** By the opening hours of a team, or (null) of the workspace. Without hours it is always inside. */
  | { readonly kind: 'hours'; readonly is: 'inside' | 'outside'; readonly teamId: TeamId | null }
  /** `person`: since one was asked for and nobody came; `answer`: since the customer's words were left without one. */
  | { readonly kind: 'waiting'; readonly for: 'person' | 'answer'; readonly longerThanMs: number }
  /** Failed tries in a row of the bot's turn. */
  | { readonly kind: 'botFailures'; readonly atLeast: number }
  /** Answers in a row in which the bot did not understand. */
  | { readonly kind: 'botFallbacks'; readonly atLeast: number }
  /** The customer's messages since control came to the bot. */
  | { readonly kind: 'messages'; readonly atLeast: number }
  /** Judged by the configured model, later than the message: "The customer threatens to leave". */
  | { readonly kind: 'prompt'; readonly text: string }

export type ConditionKind = Condition['kind']

export type RuleAction =
  | { readonly do: 'request'; readonly priority: Priority; readonly teamId: TeamId | null }
  /** Without asking for a person; who hears of it is the alert ladders' business. */
  | { readonly do: 'alert' }
  | { readonly do: 'tag'; readonly tags: readonly string[] }
  | { readonly do: 'priority'; readonly priority: Priority }
  /** Into its queue once a person is wanted. */
  | { readonly do: 'team'; readonly teamId: TeamId }
  /** The platform says it to the customer. */
  | { readonly do: 'tell'; readonly text: string }

export type ActionKind = RuleAction['do']

/** What people write; where it stands among the others, and its id, are kept beside it. */
export type RuleDraft = {
  readonly name: string
  readonly on: boolean
  /** Once it has fired, the rules after it are not asked. */
  readonly stop: boolean
  readonly when: Condition
  readonly actions: readonly RuleAction[]
}

export type Rule = RuleDraft & { readonly id: string }

export const ruleLimits = {
  rules: 100,
  name: 120,
  /** Conditions in one rule, groups included. */
  conditions: 100,
  depth: 6,
  actions: 10,
  anyOf: 200,
  phrase: 100,
  pattern: 300,
  prompt: 500,
  tell: 500,
  tag: 60,
} as const

/** Every condition of a tree with its place in the rule, as in `when.of[1]`. */
export function conditionsOf(
  when: Condition,
  path = 'when',
): readonly { readonly path: string; readonly condition: Condition }[] {
  const own = { path, condition: when }
  switch (when.kind) {
    case 'all':
    case 'any':
      return [own, ...when.of.flatMap((one, at) => conditionsOf(one, `${path}.of[${at}]`))]
    case 'not':
      return [own, ...conditionsOf(when.of, `${path}.of`)]
    default:
      return [own]
  }
}

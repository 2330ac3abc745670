// A flow as its builder wrote it: named blocks, where it starts, and phrases that lead to a block from anywhere.
// Only `parseFlow` makes one, so every name in it leads somewhere and no run of it is endless.
import type { Priority } from '../conversation/request.ts'
import type { LocationPart, MediaPart, TextPart } from '../message/content.ts'
import type { AskTeamBlock, CallBlock } from './call-block.ts'
import type { BlockId, Named } from './named.ts'

export type { BlockId } from './named.ts'

/** What a variable may hold when a flow itself writes it. */
export type FlowValue = string | number | boolean

export interface Flow {
  readonly name: string
  readonly start: BlockId
  /** Tried in this order on every message, before the block that is open. */
  readonly triggers: readonly Trigger[]
  /** Values until the conversation has its own. */
  readonly variables: { readonly [name: string]: FlowValue }
  readonly blocks: { readonly [id: BlockId]: Block }
}

/** At least one of `go` and `withdraw` is set. */
export interface Trigger {
  /** Whole phrases; case, diacritics, apostrophes and punctuation do not matter. */
  readonly phrases: readonly string[]
  /** The message must be the phrase and nothing else. */
  readonly alone?: boolean
  readonly go?: BlockId
  /** The customer no longer wants a person (RQ5). */
  readonly withdraw?: boolean
}

/** What a flow may send besides text and choices. */
export type FlowPart = TextPart | MediaPart | LocationPart

export interface MessageBlock extends Named {
  readonly kind: 'message'
  readonly parts: readonly FlowPart[]
  /** An agent may send it when completing (HB1). */
  readonly closing?: boolean
  /** Without it the flow ends here. */
  readonly next?: BlockId
}

export interface ChoiceOption {
  readonly id: string
  readonly label: string
  readonly synonyms?: readonly string[]
  /** Goes before the block's own `next`. */
  readonly next?: BlockId
}

export interface ChoicesBlock extends Named {
  readonly kind: 'choices'
  readonly text: string
  readonly options: readonly ChoiceOption[]
  /** Gets the chosen option's label. */
  readonly variable?: string
  /** What replaces `text` when the choices are shown again. */
  readonly retryText?: string
  /** Where words that are none of the options lead; `repeat` (default) shows the choices again. */
  readonly otherwise?: 'repeat' | BlockId
  readonly closing?: boolean
  readonly next?: BlockId
}

export type Check =
  | { readonly kind: 'text'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'email' }
  | { readonly kind: 'phone' }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly whole?: boolean }
  | { readonly kind: 'one_of'; readonly values: readonly string[] }
  /** `#` a digit, `@` a letter, `*` either, `{2,6}` repeats what stands before it, the rest is literal. */
  | { readonly kind: 'pattern'; readonly pattern: string }

export interface QuestionBlock extends Named {
  readonly kind: 'question'
  readonly text: string
  readonly variable: string
  readonly check: Check
  readonly retryText: string
  /** How many answers may fail before `otherwise`; 3 unless set. Without `otherwise` it asks on and on. */
  readonly attempts?: number
  readonly otherwise?: BlockId
  readonly next?: BlockId
}

export const comparisons = ['equals', 'not_equals', 'contains', 'greater', 'less', 'set', 'not_set'] as const
export type Comparison = (typeof comparisons)[number]

export interface ConditionRule {
  readonly variable: string
  readonly is: Comparison
  readonly value?: FlowValue
  readonly go: BlockId
}

export interface ConditionBlock extends Named {
  readonly kind: 'condition'
  /** The first that holds leads on. */
  readonly rules: readonly ConditionRule[]
  readonly otherwise: BlockId
}

export interface SetBlock extends Named {
  readonly kind: 'set'
  /** Text may hold `{{variables}}`. */
  readonly assign: { readonly [name: string]: FlowValue }
  readonly next?: BlockId
}

export interface WaitBlock extends Named {
  readonly kind: 'wait'
  readonly forMs: number
  readonly next?: BlockId
}

export interface HandoffBlock extends Named {
  readonly kind: 'handoff'
  /** For the team. */
  readonly reason: string
  /** For the customer. */
  readonly text?: string
  /** For the agent's brief. */
  readonly summary?: string
  readonly priority?: Priority
}

export interface EndBlock extends Named {
  readonly kind: 'end'
  readonly text?: string
}

/** Tags, priority, status and queue are for the team: no variable is put into them. */
export interface TagBlock extends Named {
  readonly kind: 'tag'
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly next?: BlockId
}

export interface PriorityBlock extends Named {
  readonly kind: 'priority'
  readonly priority: Priority
  readonly next?: BlockId
}

export interface StatusBlock extends Named {
  readonly kind: 'status'
  readonly status: string
  readonly next?: BlockId
}

export interface QueueBlock extends Named {
  readonly kind: 'queue'
  /** A team's name or id: a later request stands in its queue. */
  readonly team: string
  readonly next?: BlockId
}

/** HB5. The rating is kept as soon as it is given, and again with the comment. */
export interface FeedbackBlock extends Named {
  readonly kind: 'feedback'
  readonly text: string
  /** Five, from 1 to 5; the digits unless set. */
  readonly labels?: readonly string[]
  readonly retryText?: string
  /** Asked after the rating; the next words are the comment. */
  readonly commentText?: string
  /** Gets the rating. */
  readonly variable?: string
  /** After two answers that are no rating; `next` unless set. */
  readonly otherwise?: BlockId
  readonly next?: BlockId
}

export type Block =
  | MessageBlock
  | ChoicesBlock
  | QuestionBlock
  | ConditionBlock
  | SetBlock
  | WaitBlock
  | HandoffBlock
  | EndBlock
  | TagBlock
  | PriorityBlock
  | StatusBlock
  | QueueBlock
  | FeedbackBlock
  | CallBlock
  | AskTeamBlock

export type BlockKind = Block['kind']

/** The customer's last words, for templates; no flow may write it. */
export const saidVariable = 'said'

/** The block of that name, if the flow has it. Names like `constructor` lead nowhere. */
export function blockOf(flow: Flow, id: BlockId): Block | null {
  return Object.hasOwn(flow.blocks, id) ? (flow.blocks[id] ?? null) : null
}

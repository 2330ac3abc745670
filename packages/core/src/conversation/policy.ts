// What a workspace and a channel set. The decider reads it beside the command; what was in force when
// something happened is kept in the event, so that a changed setting never changes the past.
import type { TeamId } from '../ids.ts'

/** What the bot may do while a person is wanted (RQ3): answer, say one holding message, or say nothing. */
export type BotMay = 'answers' | 'holds' | 'silent'
export type ComposerWhileBot = 'takes_over' | 'locked'

export interface MaximumWait {
  readonly afterMs: number
  readonly fallback:
    | { readonly to: 'bot'; readonly text: string }
    | { readonly to: 'team'; readonly teamId: TeamId }
}

/** HB5: what the customer is asked after a completion, and who decides whether. */
export interface FeedbackQuestion {
  readonly text: string
  readonly comment: boolean
  readonly ask: 'always' | 'agent_decides'
}

export interface Policy {
  /** RQ3 */
  readonly whileRequesting: BotMay
  /** OW3: what the bot may do after a return to the queue. */
  readonly whileReturned: BotMay
  readonly holdingText: string
  /** TK7 */
  readonly composerWhileBot: ComposerWhileBot
  /** TK6: a takeover ends the bot's run for good unless the agent says otherwise. */
  readonly cancelBotByDefault: boolean
  /** TK8: texts with `{agent}` for the owner's name; null says nothing. */
  readonly announceTakeover: string | null
  readonly announceHandBack: string | null
  /** HB1 */
  readonly topics: readonly string[]
  readonly outcomes: readonly string[]
  readonly topicRequired: boolean
  readonly outcomeRequired: boolean
  /** OW1: what an agent may set a status to; empty: anything. */
  readonly statuses: readonly string[]
  readonly tagRequired: boolean
  readonly noteRequired: boolean
  /** HB5; null asks nobody. */
  readonly feedback: FeedbackQuestion | null
  /** HB3: a channel without a bot lists the conversation, or asks for a person at the next message. */
  readonly withoutBot: 'lists' | 'requests'
  /** BT1: messages within this time after the first make one turn. */
  readonly settleMs: number
  /** BT3: tries of one turn, and the pause before each further one. */
  readonly turnAttempts: number
  readonly turnRetryMs: number
  /** BT4: a bot that promises a person and asks for none is only flagged, or a person is asked for. */
  readonly promisedTransfer: 'flags' | 'requests'
  /** DL5: free text goes only within this time after the customer's last message; null: always. */
  readonly replyWindowMs: number | null
  /** HB4, off when null */
  readonly idleReturnMs: number | null
  readonly maximumWait: MaximumWait | null
}

export const defaultPolicy: Policy = {
  whileRequesting: 'answers',
  whileReturned: 'holds',
  holdingText: 'Thank you. A person will be with you as soon as possible.',
  composerWhileBot: 'takes_over',
  cancelBotByDefault: false,
  announceTakeover: null,
  announceHandBack: null,
  topics: ['Other'],
  outcomes: ['Resolved'],
  topicRequired: true,
  outcomeRequired: true,
  statuses: [],
  tagRequired: false,
  noteRequired: false,
  feedback: null,
  withoutBot: 'lists',
  settleMs: 0,
  turnAttempts: 3,
  turnRetryMs: 2_000,
  promisedTransfer: 'flags',
  replyWindowMs: null,
  idleReturnMs: null,
  maximumWait: null,
}

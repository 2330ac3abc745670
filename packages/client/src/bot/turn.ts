// What a bot's code is given for one turn.
import type { BotAnswer, BotHistoryItem, BotMessage, BotPart, TurnRequested } from '@baton/protocol'

export type Marks = NonNullable<BotAnswer['marks']>
export type HandOff = NonNullable<BotAnswer['handoff']>

export interface Turn {
  readonly id: string
  /** All that Baton sent, as it came. */
  readonly request: TurnRequested
  /** What the customer wrote since the bot last answered, one line each; '' when the turn is not about a message. */
  readonly latest: string
  /** Everything said so far, oldest first, the latest last; people's words too, with their names. */
  readonly history: readonly BotHistoryItem[]
  /** What the team tells the bot, oldest first. Not for the customer's eyes. */
  readonly guidance: readonly string[]
  /** Set in the first turn after a person: what was settled, and what the person wants of the bot. */
  readonly returned: TurnRequested['control']['returned']
  /** To what the bot asked the team; `text` is null when nobody answered in time. */
  readonly answer: TurnRequested['answer']
  /** Kept until the next turn when changed; null forgets one. */
  readonly variables: Record<string, unknown>
  /** Aborted when the turn is over. Give it to every call that is made for this turn. */
  readonly signal: AbortSignal
  /** One message; longer text than a message holds becomes several. @throws TurnOver */
  reply(message: BotMessage | readonly BotPart[]): Promise<void>
  /** One message while it is being written, shown to web visitors as it comes. Gives its text. @throws TurnOver */
  stream(texts: AsyncIterable<string>): Promise<string>
  /** Asks for a person. The bot still answers until one comes. */
  handOff(handOff?: HandOff): void
  /** The customer no longer wants a person. */
  withdraw(reason?: string): void
  /** One question to the team; a later turn brings `answer`. The bot keeps control. */
  ask(question: string, options?: { readonly withinMs?: number }): void
  /** Tags, priority, status, team. */
  mark(marks: Marks): void
  /** Before a side effect, such as a refund: returns only while the turn is the bot's. @throws TurnOver */
  permit(action: string): Promise<void>
  /** Answers "later": what is said from now on is sent by itself, before the turn's deadline. */
  later(): void
}

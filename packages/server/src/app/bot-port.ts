// What a kind of bot must do, and what it is given for it. Whether it may still speak is decided when its words
// are written (TK3), never here: `BotVoice` only hurries.
import type {
  BotId,
  BotMemory,
  BotNews,
  BotResume,
  ChannelId,
  ContactId,
  Flow,
  Guidance,
  Instant,
  TeamAnswer,
  TeamId,
  TurnAnswer,
  TurnCause,
  TurnId,
  TurnInput,
} from '@baton/core'
import type { HistoryItem } from './history.ts'
import type { ConversationKey } from './ports.ts'

export interface TurnRequest {
  readonly key: ConversationKey
  /** The same for every try at a turn: what it names is done once. */
  readonly turnId: TurnId
  readonly epoch: number
  /** `seq` of the last event that the bot is told of. */
  readonly seq: number
  readonly bot: {
    readonly id: BotId
    readonly name: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly flow: Flow | null
    /** The published one, of which `settings` and `flow` are. */
    readonly version: number
  }
  readonly channel: { readonly id: ChannelId; readonly name: string; readonly kind: string }
  readonly contact: { readonly id: ContactId; readonly name: string; readonly email: string | null }
  /** Of the workspace, for bots that name a queue. */
  readonly teams: readonly { readonly id: TeamId; readonly name: string }[]
  readonly control: 'active' | 'requesting'
  readonly cause: TurnCause
  readonly resume: BotResume | null
  /** What the team said to this bot's question (BT5). */
  readonly answer: TeamAnswer | null
  readonly input: readonly TurnInput[]
  /** Not yet heard by the bot. */
  readonly guidance: readonly Guidance[]
  readonly memory: BotMemory
  /** Tries of this turn that failed. */
  readonly failures: number
  readonly at: Instant
  /** For a pause that this turn may begin. */
  readonly wakeId: string
}

/** A part of an answer, said before the turn ends. */
export interface SaidNow extends Partial<Omit<TurnAnswer, 'handoff' | 'ask'>> {
  /** The bot's own id for it: said again, it is stored once (DL3). */
  readonly clientId?: string
}

/** The turn is not, or no longer, the bot's: nothing more of it is wanted. */
export class TurnOver extends Error {
  override readonly name = 'TurnOver'

  constructor() {
    super('the turn is over')
  }
}

export interface BotVoice {
  /** Aborted as soon as the turn is over: stop every call that is made for it. */
  readonly signal: AbortSignal
  /** Shows text to web visitors while it is being written. Never throws; after the end it does nothing. */
  draft(text: string): void
  /** Commits a part of the answer now. What was drafted so far becomes it. @throws TurnOver */
  say(part: SaidNow): Promise<void>
  /** Before a side effect (TK3, third fence): logged, and granted to the open turn only. @throws TurnOver */
  permit(action: string): Promise<void>
  /** What was said before, oldest first, the latest `limit` items of the log. */
  history(limit: number): Promise<readonly HistoryItem[]>
}

export type TurnResult =
  /** `unheard`: the guidance was not read, and is kept for the next turn (BT6). */
  | { readonly kind: 'answer'; readonly answer: TurnAnswer; readonly unheard?: true }
  /** The bot answers by itself, before `until` (BT1). */
  | { readonly kind: 'later'; readonly until: Instant }

export interface BotKind {
  readonly kind: string
  /** Throws when the bot failed; the turn is then tried again (BT3). A BotFault's message is shown to builders. */
  answer(request: TurnRequest, voice: BotVoice): Promise<TurnResult>
  /**
   * For a bot that needs nothing but the request: its answer then flies with what it answers. Null: it needs a run
   * of its own. Throws when the bot failed.
   */
  answerAtOnce?(request: TurnRequest): TurnAnswer | null
  /** For a bot that listens to what happens besides its turns. Throws to be told again. */
  hear?(bot: TurnRequest['bot'], news: BotNewsItem, signal: AbortSignal): Promise<void>
}

export interface BotNewsItem {
  /** The same for every try. */
  readonly id: string
  readonly key: ConversationKey
  readonly news: BotNews
  readonly seq: number
  readonly at: Instant
  readonly turnId: TurnId | null
}

/** A run took longer than any may. */
export class LateFault extends Error {
  override readonly name = 'LateFault'
}

/** A bot failed in a way that its builder can do something about. Without message text. */
export class BotFault extends Error {
  override readonly name = 'BotFault'
}

export type { HistoryItem }

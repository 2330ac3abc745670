// One run of the bot over what the customer said. A turn is bound to the epoch in which it was opened:
// whatever changes control makes it stale without anyone having to find it (TK2, BT1).
import type { Instant, Json, TeamId, TurnId } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import type { Priority } from './request.ts'

/** Where the bot goes on after a person (HB3). */
export type BotResume = 'continue' | 'restart' | 'silent' | { readonly at: string }

export type TurnCause = 'message' | 'wake' | 'resumed' | 'answered'

/** What the team said to the bot's question (BT5); null text: nobody did in time. */
export interface TeamAnswer {
  readonly question: string
  readonly text: string | null
}

export interface TurnInput {
  readonly seq: number
  readonly text: string
  readonly parts: Parts
  readonly at: Instant
}

export interface Turn {
  readonly id: TurnId
  readonly epoch: number
  readonly cause: TurnCause
  /** Set when the turn was opened by a hand-back or by sending a bot. */
  readonly resume: BotResume | null
  /** Set when the turn was opened by the team's answer to the bot's question (BT5). */
  readonly answer: TeamAnswer | null
  /** What the customer said since the last turn that ended; oldest first, at most `inputsKept`. */
  readonly input: readonly TurnInput[]
  readonly openedAt: Instant
  /** The bot is woken then; a message before it joins the turn, a later one supersedes it. */
  readonly settlesAt: Instant
  /** In a row, a superseded turn's included: whoever keeps writing to a broken bot still gets a person (BT3). */
  readonly failures: number
  /** The bot said that it answers later: until then nothing is owed, and `heardThrough` is what it was told. */
  readonly deferred: { readonly until: Instant; readonly heardThrough: number } | null
  /** BT4: it spoke of handing over, and has not done so yet. */
  readonly promised: boolean
}

export const inputsKept = 50

/** What a bot shows to prove that it answers the turn that is open now. */
export interface TurnToken {
  readonly turnId: TurnId
  readonly epoch: number
}

export interface TurnOpening {
  readonly turnId: TurnId
  readonly cause: TurnCause
  readonly resume: BotResume | null
  readonly settlesAt: Instant
  /** The message became part of the turn that is open already. */
  readonly joins: boolean
  readonly supersedes: TurnId | null
}

/** What the bot keeps between turns. Survives a takeover; ends with TK6, a restart or another bot. */
export interface BotMemory {
  /** Opaque to the decider: where a flow stands. Null: it starts at the next message. */
  readonly position: Json
  readonly variables: { readonly [name: string]: Json }
  /** A pause after which the bot wants to go on by itself. */
  readonly wake: { readonly id: string; readonly at: Instant } | null
}

export const freshMemory: BotMemory = { position: null, variables: {}, wake: null }

/** What a bot of any kind says in a turn. Any part may be missing: no message at all is legal. */
export interface TurnAnswer {
  readonly messages: readonly Parts[]
  /** An explicit hand-off, never guessed from text. */
  readonly handoff: {
    readonly reason: string
    readonly summary: string | null
    readonly priority: Priority
  } | null
  /** The customer no longer wants a person (RQ5). */
  readonly withdraw: { readonly reason: string } | null
  /** BT5: one question to the team; the bot keeps control. Not beside a hand-off. */
  readonly ask?: { readonly question: string; readonly withinMs: number } | null
  readonly marks?: Marks | null
  /** What the customer thought of it (HB5). */
  readonly feedback?: Feedback | null
  readonly memory: BotMemory
}

/** What a bot notes about a conversation, for lists and routing; each part may be missing. */
export interface Marks {
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
  readonly priority?: Priority
  readonly status?: string
  /** The queue in which a later request stands. */
  readonly teamId?: TeamId | null
}

export interface Feedback {
  /** 1 to 5. */
  readonly rating: number
  readonly comment: string | null
}

// What somebody wants, in the imperative. A command carries who asks; time, fresh ids and settings come beside
// it (`Context`), so that deciding needs no clock and no chance.
import type { AgentId, BotId, Instant, MessageId, TeamId, TurnId } from '../ids.ts'
import type { MediaPart, Parts } from '../message/content.ts'
import type { DeliveryProblem, DeliveryStatus } from '../message/delivery.ts'
import type { Actor, AgentActor, AgentRef, BotActor, ContactActor, SystemActor } from './actor.ts'
import type { MediaProblem, Surface } from './event.ts'
import type { Policy } from './policy.ts'
import type { NobodyGoes, NobodyWhy, Priority, RequestCause } from './request.ts'
import type { CheckRules, RuleCommand } from './rule-command.ts'
import type { BotResume, Feedback, TurnAnswer, TurnToken } from './turn.ts'

export interface ReceiveMessage {
  readonly type: 'ReceiveMessage'
  readonly actor: ContactActor
  readonly clientId: string | null
  readonly parts: Parts
  /** `seq` of the message that it quotes. */
  readonly replyTo?: number
  /** BT1: a machine wrote it, such as an absence: kept, and nobody has to answer. */
  readonly automatic?: boolean
  /** DL6: the channel hands it to us to be answered, so nobody else holds the line any more. */
  readonly ours?: boolean
}
/** The customer, about a message of their own. */
export interface EditMessage {
  readonly type: 'EditMessage'
  readonly actor: ContactActor
  /** The channel's id of this; once is enough (DL1). */
  readonly clientId: string | null
  readonly messageSeq: number
  readonly parts: Parts
}
export interface RevokeMessage {
  readonly type: 'RevokeMessage'
  readonly actor: ContactActor
  /** The channel's id of this; once is enough (DL1). */
  readonly clientId: string | null
  readonly messageSeq: number
}
/** About any message that reached the customer, or that they sent. */
export interface React {
  readonly type: 'React'
  readonly actor: ContactActor
  /** The channel's id of this; once is enough (DL1). */
  readonly clientId: string | null
  readonly messageSeq: number
  readonly emoji: string | null
}
export interface SettleMedia {
  readonly type: 'SettleMedia'
  readonly actor: SystemActor
  readonly messageSeq: number
  readonly mediaId: string
  readonly media: MediaPart | null
  readonly problem: MediaProblem | null
}
/** DL6: what the channel says of who may write there. */
export interface ChangeLineHolder {
  readonly type: 'ChangeLineHolder'
  readonly actor: SystemActor
  readonly holder: string | null
}
/** OB1: begins to talk to a customer without taking control; the reply is the bot's to answer. */
export interface ReachOut {
  readonly type: 'ReachOut'
  readonly actor: AgentActor
  /** Of the batch that it belongs to: sent once (DL3). */
  readonly clientId: string
  readonly parts: Parts
}
export interface SendMessage {
  readonly type: 'SendMessage'
  readonly actor: AgentActor
  readonly clientId: string | null
  readonly parts: Parts
  /** The last `seq` that the writer had seen (OW6); null checks nothing. */
  readonly seenSeq: number | null
  readonly via: Surface
  /** `seq` of the message that it quotes. */
  readonly replyTo?: number
}
export interface RequestHuman {
  readonly type: 'RequestHuman'
  readonly actor: Actor
  readonly cause: RequestCause
  readonly text: string
  readonly priority: Priority
  readonly summary: string | null
  readonly teamId: TeamId | null
}
export interface DismissRequest {
  readonly type: 'DismissRequest'
  readonly actor: AgentActor
  readonly reason: string
}
export interface TakeOver {
  readonly type: 'TakeOver'
  readonly actor: AgentActor
  /** TK6; null leaves it to the channel's setting. */
  readonly cancelBot: boolean | null
  readonly via: Surface
}
export interface Assign {
  readonly type: 'Assign'
  readonly actor: AgentActor
  readonly to: { readonly agent: AgentRef } | { readonly teamId: TeamId }
}
export interface ReturnToQueue {
  readonly type: 'ReturnToQueue'
  readonly actor: AgentActor | SystemActor
  readonly reason: string
}
export interface CancelTakeover {
  readonly type: 'CancelTakeover'
  readonly actor: AgentActor
}
export interface Resolve {
  readonly type: 'Resolve'
  readonly actor: AgentActor
  readonly topic: string | null
  readonly outcome: string | null
  readonly tags: readonly string[]
  readonly note: string | null
  readonly guidance: string | null
  /** The block's name and what it says; the name was looked up before (HB1). */
  readonly closing: { readonly block: string; readonly parts: Parts } | null
  readonly botResume: BotResume
  /** HB5; null leaves it to the channel. */
  readonly askFeedback: boolean | null
}
/** HB5: the customer's answer to the question about an episode; a later one replaces it. */
export interface GiveFeedback extends Feedback {
  readonly type: 'GiveFeedback'
  readonly actor: ContactActor
  readonly episodeSeq: number
}
export interface ChangeBot {
  readonly type: 'ChangeBot'
  readonly actor: AgentActor
  readonly botId: BotId | null
  readonly block: string | null
  /** OB1: it says nothing before the customer does, and takes control from nobody. */
  readonly waits?: true
}
export interface AddNote {
  readonly type: 'AddNote'
  readonly actor: AgentActor
  readonly text: string
  /** Agents whom the note is for; those who do not exist were left out before. */
  readonly mentions: readonly AgentId[]
}
export interface GiveGuidance {
  readonly type: 'GiveGuidance'
  readonly actor: AgentActor
  readonly text: string
}
export interface ChangeTags {
  readonly type: 'ChangeTags'
  readonly actor: AgentActor | BotActor
  readonly add: readonly string[]
  readonly remove: readonly string[]
}
export interface ChangeStatus {
  readonly type: 'ChangeStatus'
  readonly actor: AgentActor
  /** One of the workspace's list; null takes it away. */
  readonly status: string | null
}
export interface ChangePriority {
  readonly type: 'ChangePriority'
  readonly actor: AgentActor
  readonly priority: Priority
}

export interface AnswerTurn extends TurnAnswer {
  readonly type: 'AnswerTurn'
  readonly actor: BotActor
  readonly token: TurnToken
  /** False: more of this turn follows under the same token. */
  readonly ends: boolean
  /** The bot's own id for this answer: given again, it is accepted once (DL3). */
  readonly clientId?: string | null
  /** The `seq` up to which the bot was told of the log when it was woken. */
  readonly heardThrough?: number | null
}
/** The bot has the turn and answers later; it is asked again at `until` unless it has. */
export interface DeferTurn {
  readonly type: 'DeferTurn'
  readonly actor: BotActor
  readonly token: TurnToken
  readonly until: Instant
  readonly heardThrough: number
}
export interface FailTurn {
  readonly type: 'FailTurn'
  readonly actor: BotActor
  readonly token: TurnToken
  /** For the log: what went wrong, without message text. */
  readonly problem: string
}
export interface GrantPermit {
  readonly type: 'GrantPermit'
  readonly actor: BotActor
  readonly token: TurnToken
  readonly action: string
}
/** Records what a visitor had read of a stream that was cut; legal after the turn went stale. */
export interface InterruptMessage {
  readonly type: 'InterruptMessage'
  readonly actor: BotActor
  readonly turnId: TurnId
  readonly parts: Parts
}
/** The outbox asks before it calls a channel (TK3): no event means go. */
export interface ClaimDelivery {
  readonly type: 'ClaimDelivery'
  readonly actor: SystemActor
  readonly messageSeq: number
  readonly from: 'bot' | 'agent' | 'system'
  /** The epoch under which the message was written. */
  readonly epoch: number
  /** Whether the message is a template, which the channel's window does not stop (DL5). */
  readonly template: boolean
}
/** It was certainly not accepted: back in the queue until `until`. */
export interface DeferDelivery {
  readonly type: 'DeferDelivery'
  readonly actor: SystemActor
  readonly messageSeq: number
  readonly from: 'bot' | 'agent' | 'system'
  readonly epoch: number
  readonly until: Instant
  readonly problem: DeliveryProblem
  readonly reason: string | null
}
export interface RetryDelivery {
  readonly type: 'RetryDelivery'
  readonly actor: AgentActor
  readonly messageSeq: number
  readonly from: 'bot' | 'agent' | 'system'
  readonly epoch: number
}
export interface ReportDelivery {
  readonly type: 'ReportDelivery'
  readonly actor: SystemActor | ContactActor
  readonly messageSeq: number
  readonly through: boolean
  readonly status: DeliveryStatus
  readonly reason: string | null
  readonly problem?: DeliveryProblem
}
export interface WakeBot {
  readonly type: 'WakeBot'
  readonly actor: SystemActor
  readonly wakeId: string
}
/** BT5: anyone of the team may answer. */
export interface AnswerQuestion {
  readonly type: 'AnswerQuestion'
  readonly actor: AgentActor
  readonly questionId: string
  readonly text: string
}
export interface ExpireQuestion {
  readonly type: 'ExpireQuestion'
  readonly actor: SystemActor
  readonly questionId: string
}
export interface ReturnIdle {
  readonly type: 'ReturnIdle'
  readonly actor: SystemActor
  readonly epoch: number
}
export interface ExpireWait {
  readonly type: 'ExpireWait'
  readonly actor: SystemActor
  readonly waitingSince: Instant
}

/** OW5: an owner who is gone while the customer waits, or who works here no longer. */
export interface ReturnGone {
  readonly type: 'ReturnGone'
  readonly actor: SystemActor
  readonly ownerId: AgentId
  readonly epoch: number
  readonly why:
    | {
        readonly reason: 'owner_gone'
        /** Nobody has seen them since. */
        readonly goneSince: Instant
        readonly limitMs: number
      }
    | { readonly reason: 'agent_deactivated' }
}
/** RT1. What routing saw is named, so that a decision on an old view does nothing. */
export interface OfferTo {
  readonly type: 'OfferTo'
  readonly actor: SystemActor
  readonly agent: AgentRef
  readonly teamId: TeamId | null
  readonly until: Instant
  /** Everybody had it once: whoever let it pass may be asked again. */
  readonly newRound: boolean
}
export interface DeclineOffer {
  readonly type: 'DeclineOffer'
  readonly actor: AgentActor
}
/** The agent is not to be asked any more: away, offline or gone for good. */
export interface WithdrawOffer {
  readonly type: 'WithdrawOffer'
  readonly actor: SystemActor
  readonly agentId: AgentId
}
export interface ExpireOffer {
  readonly type: 'ExpireOffer'
  readonly actor: SystemActor
  readonly until: Instant
}
/** RT3: routing found nobody for the queue in which it waits. */
export interface TellNobodyThere {
  readonly type: 'TellNobodyThere'
  readonly actor: SystemActor
  readonly teamId: TeamId | null
  readonly why: NobodyWhy
  /** Empty: nothing is said. */
  readonly text: string
  readonly goes: NobodyGoes
}

/** The commands that a timer may hold until their time comes. */
export type Reminder = WakeBot | ReturnIdle | ExpireWait | ExpireQuestion | ExpireOffer | CheckRules

/** What a channel says, and what is asked of it. */
export type ChannelCommand =
  | ClaimDelivery
  | DeferDelivery
  | RetryDelivery
  | ReportDelivery
  | EditMessage
  | RevokeMessage
  | React
  | SettleMedia
  | ChangeLineHolder

export type Command =
  | ChannelCommand
  | RuleCommand
  | ReceiveMessage
  | ReachOut
  | SendMessage
  | RequestHuman
  | DismissRequest
  | TakeOver
  | Assign
  | ReturnToQueue
  | CancelTakeover
  | Resolve
  | GiveFeedback
  | ChangeBot
  | AddNote
  | GiveGuidance
  | ChangeTags
  | ChangeStatus
  | ChangePriority
  | AnswerQuestion
  | AnswerTurn
  | DeferTurn
  | FailTurn
  | GrantPermit
  | InterruptMessage
  | ReturnGone
  | OfferTo
  | DeclineOffer
  | WithdrawOffer
  | TellNobodyThere
  | Reminder

export type CommandType = Command['type']

export interface Context {
  readonly at: Instant
  readonly policy: Policy
  /** Fresh ids by position: the same `n` names the same id, so that deciding again decides the same. */
  readonly messageId: (n: number) => MessageId
  readonly turnId: TurnId
}

// What a kind of channel must do, and what it is given for it. What a channel says is parsed here and stored by
// inbound.ts; whether a message may go was decided before `send` is called, and it is called once for each claim.
import type {
  ChannelId,
  DeliveryProblem,
  DeliveryStatus,
  Instant,
  MediaPart,
  MediaProblem,
  MessageId,
  Part,
  WorkspaceId,
} from '@baton/core'
import type { ConversationKey } from './ports.ts'

/** A connected channel, as its kind sees it. */
export interface Line {
  readonly workspaceId: WorkspaceId
  readonly id: ChannelId
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Opens a sealed secret of the settings; null when there is none. */
  secret(name: string): string | null
  /** Where the channel's servers call Baton, without a slash at the end. */
  readonly hookUrl: string
}

// ── what comes in

export interface HookRequest {
  readonly method: string
  /** Behind the line's own address, e.g. `/status`; empty for the address itself. */
  readonly path: string
  readonly query: URLSearchParams
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** As they came: signatures are made over these. */
  readonly body: Buffer
  /** The whole address that was called, as the caller wrote it. */
  readonly url: string
}

export interface HookAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Not from the channel, or not usable: nothing of it is stored. `detail` is for whoever sets the channel up. */
export class HookRefused extends Error {
  override readonly name = 'HookRefused'
  readonly status: 400 | 401 | 403 | 404

  constructor(status: HookRefused['status'], detail: string) {
    super(detail)
    this.status = status
  }
}

/** Who wrote, as far as the channel tells. */
export interface Sender {
  /** What to write back to; the same for the same customer, as long as the channel says so. */
  readonly address: string
  /** Other names of the same customer here. One that is known leads to the conversation, too. */
  readonly aliases?: readonly string[]
  readonly name?: string | null
  readonly phone?: string | null
  readonly email?: string | null
  /** BCP 47. */
  readonly language?: string | null
  readonly attributes?: Readonly<Record<string, string>>
}

/** A file that is still with the channel; `ref` is what `fetchMedia` needs to get it. */
export type InboundMedia = Pick<MediaPart, 'kind' | 'name' | 'caption' | 'shape'> & {
  readonly ref: string
  /** As the channel says; the bytes decide later. */
  readonly mimeType: string
  /** 0: not told. */
  readonly sizeBytes: number
  /** Came along with the message: nothing is left to be fetched, and `ref` leads nowhere. */
  readonly bytes?: Uint8Array
  /** Set by whoever kept `bytes`: nothing is pending. */
  readonly kept?: { readonly width?: number; readonly height?: number }
}
export type InboundPart = Exclude<Part, MediaPart> | InboundMedia

interface FromLine {
  /** Which of the channel's lines it came on, where one address serves several (`lineOf`). */
  readonly line?: string
}

export type InboundItem = FromLine &
  (
    | {
        readonly type: 'message'
        /** The channel's id of the message; the same however often it is delivered (DL1). */
        readonly externalId: string
        readonly sender: Sender
        readonly parts: readonly InboundPart[]
        /** The channel's id of the message that it quotes. */
        readonly replyTo?: string | null
        /** Somebody else answers here: stored, and no bot's turn. */
        readonly standby?: boolean
        /** A machine wrote it, or the channel has answered it itself: stored, and no bot's turn. */
        readonly automatic?: boolean
        /** Who that is, where the channel tells. */
        readonly holder?: string
        /** What the kind wants to know when it writes back; the latest is given back as `Letter.thread`. */
        readonly thread?: string
        /** What it was, where that is worth keeping beside what is shown. */
        readonly raw?: unknown
      }
    /** A person of the team wrote by other means (TK4). */
    | {
        readonly type: 'echo'
        readonly externalId: string
        readonly to: Sender
        readonly parts: readonly InboundPart[]
      }
    | {
        readonly type: 'edit'
        /** Of the change itself; the same however often it is delivered. */
        readonly eventId: string
        /** Of the message that was changed. */
        readonly externalId: string
        readonly sender: Sender
        readonly parts: readonly InboundPart[]
      }
    | {
        readonly type: 'revoke'
        readonly eventId: string
        readonly externalId: string
        readonly sender: Sender
      }
    | {
        readonly type: 'reaction'
        readonly eventId: string
        readonly externalId: string
        readonly sender: Sender
        /** Null: taken away. */
        readonly emoji: string | null
      }
    | {
        readonly type: 'status'
        /** One of the two is known. */
        readonly messageId: MessageId | null
        readonly externalId: string | null
        readonly status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read' | 'failed'>
        readonly problem?: DeliveryProblem
        readonly reason?: string | null
      }
    /** The customer is known under other addresses from now on. */
    | { readonly type: 'moved'; readonly from: readonly string[]; readonly to: readonly string[] }
    /** Somebody else took the line to this customer, or gave it back (null). */
    | { readonly type: 'holder'; readonly sender: Sender; readonly holder: string | null }
    | {
        readonly type: 'template'
        readonly name: string
        readonly locale: string
        readonly status: TemplateStatus
        readonly reason: string | null
      }
    /** Worth a line in the channel's journal; `raw` is kept. */
    | { readonly type: 'notice'; readonly code: string; readonly raw: unknown }
  )

/** What one call, or one look, brought. `answer` is given once all of it is stored. */
export interface Arrival {
  readonly items: readonly InboundItem[]
  readonly answer: HookAnswer
}

export interface FetchedMedia {
  readonly body: AsyncIterable<Uint8Array>
  readonly sizeBytes: number | null
  readonly name: string | null
}

/** A file could not be had; `retryable` ones are tried again. */
export class MediaFault extends Error {
  override readonly name = 'MediaFault'
  readonly problem: MediaProblem
  readonly retryable: boolean

  constructor(problem: MediaProblem, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(`the file could not be fetched: ${problem}`, { cause: options.cause })
    this.problem = problem
    this.retryable = options.retryable
  }
}

// ── what goes out

export interface OutboundMedia {
  readonly mimeType: string
  readonly name: string
  readonly sizeBytes: number
  open(): Promise<AsyncIterable<Uint8Array>>
  /** An address from anywhere, for minutes. */
  link(): Promise<string>
}

/** One call to a channel. */
export interface Letter {
  readonly key: ConversationKey
  /** Ours; the same for every step of a message. */
  readonly messageId: MessageId
  readonly messageSeq: number
  /** Which of `steps`; 0 is the first. */
  readonly step: number
  readonly to: { readonly address: string; readonly aliases: readonly string[] }
  readonly contactName: string
  readonly parts: readonly Part[]
  /** The channel's id of the message that it quotes. */
  readonly replyTo: string | null
  readonly from: 'bot' | 'agent' | 'system'
  readonly author: string | null
  /** The channel's id of what the customer said last. */
  readonly lastInbound: string | null
  /** What the kind noted with the customer's last message that had a note; null: nothing. */
  readonly thread?: string | null
  /** Tries of this step before this one; 0 when left out. */
  readonly attempt?: number
  /** @throws MediaFault when it is gone. */
  media(mediaId: string): Promise<OutboundMedia>
}

/**
 * A send did not end well. `not_sent`: certainly not accepted, it is tried again. `unknown`: it may have been, it is
 * never sent again unasked (DL3). `refused`: for good.
 */
export class SendFault extends Error {
  override readonly name = 'SendFault'
  readonly outcome: 'not_sent' | 'unknown' | 'refused'
  readonly problem: DeliveryProblem
  /** In the channel's words; without message text. */
  readonly reason: string | null
  readonly retryAfterMs: number | null
  /** What is wrong is wrong for every message of the line (a token that ran out). */
  readonly stopsLine: boolean
  /** Too much for this customer only; the line itself may be used. */
  readonly onlyHere: boolean

  constructor(
    outcome: SendFault['outcome'],
    problem: DeliveryProblem,
    options: {
      readonly reason?: string | null
      readonly retryAfterMs?: number | null
      readonly stopsLine?: boolean
      readonly onlyHere?: boolean
      readonly cause?: unknown
    } = {},
  ) {
    super(`a message was not delivered: ${problem}`, { cause: options.cause })
    this.outcome = outcome
    this.problem = problem
    this.reason = options.reason ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
    this.stopsLine = options.stopsLine ?? false
    this.onlyHere = options.onlyHere ?? false
  }
}

export type Found =
  | { readonly found: true; readonly externalId: string | null }
  /** It certainly never came there. */
  | { readonly found: false }
  | { readonly found: 'unknown' }

export interface ChannelLimits {
  /** Characters of one text; longer ones are split, or refused where `steps` cannot. */
  readonly textChars: number
  /** By type or `image/*`; what matches none is refused. The first match counts. */
  readonly media: readonly { readonly types: string; readonly maxBytes: number }[]
  /** DL5: null: no window. */
  readonly replyWindowMs: number | null
  readonly perSecond: number
  /** To one customer: one each `everyMs`, `burst` at once. */
  readonly pair: { readonly everyMs: number; readonly burst: number } | null
}

export type TemplateStatus = 'approved' | 'pending' | 'rejected' | 'paused' | 'disabled'

export interface Template {
  readonly name: string
  readonly locale: string
  readonly category: string
  readonly status: TemplateStatus
  /** Why it was rejected or paused. */
  readonly reason: string | null
  readonly header: string | null
  /** With {{1}}, {{2}} … for its variables. */
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly string[]
  /** How many variables header, body and buttons have, in this order. */
  readonly variables: number
  /** An example for each, where the channel has one. */
  readonly examples: readonly string[]
  /** Where each goes, in the channel's own words; kept with a message that is made of it. */
  readonly places?: readonly string[]
}

/** One thing that a set-up is checked for. */
export interface Check {
  readonly code: string
  readonly ok: boolean
  /** What to do; null when nothing is to be done. */
  readonly detail: string | null
}

export interface ChannelKind {
  readonly kind: string
  /** Bytes that one call of the channel may have; 4 MB when left out. */
  readonly hookBytes?: number
  readonly limits: ChannelLimits
  /** @throws HookRefused */
  receive(line: Line, request: HookRequest): Promise<Arrival>
  /**
   * An address that a person wrote, as this channel writes it, so that the same customer is found; null: it is none.
   * Absent: every text is one, as it stands.
   */
  parseAddress?(written: string): string | null
  /** What names this line in `FromLine.line`, where one hook serves several; null: this kind has one line a hook. */
  lineOf?(line: Line): string | null
  /** For channels that do not call: what is new since `cursor`. Every server asks, one at a time. */
  pull?(
    line: Line,
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly items: readonly InboundItem[]; readonly cursor: string | null }>
  pullEveryMs?: number
  /** @throws MediaFault */
  fetchMedia?(line: Line, ref: string, signal: AbortSignal): Promise<FetchedMedia>
  /** The calls that a message takes, in order. @throws SendFault when the channel cannot carry it. */
  steps(line: Line, parts: readonly Part[]): readonly (readonly Part[])[]
  /** @throws SendFault; anything else that is thrown counts as `unknown`. */
  send(line: Line, letter: Letter, signal: AbortSignal): Promise<{ readonly externalId: string | null }>
  /** After an unknown outcome. Absent: only a status of the channel can tell. */
  seek?(line: Line, letter: Letter, claimedAt: Instant, signal: AbortSignal): Promise<Found>
  /** Nothing tells soon what became of a send: an unknown outcome is shown at once. */
  readonly tellsNothing?: true
  /** The same message twice is one for the receiver: an unknown outcome may be sent again. */
  readonly idempotent?: boolean
  /** Somebody writes to the customer, and has read what they said. Best effort. */
  typing?(line: Line, letter: Pick<Letter, 'to' | 'lastInbound'>, signal: AbortSignal): Promise<void>
  templates?(line: Line, signal: AbortSignal): Promise<readonly Template[]>
  /** Whether the settings work, asked of the channel itself. */
  check?(line: Line, signal: AbortSignal): Promise<readonly Check[]>
  /** After the settings were stored: tells the channel where to call. */
  connect?(line: Line, signal: AbortSignal): Promise<readonly Check[]>
}

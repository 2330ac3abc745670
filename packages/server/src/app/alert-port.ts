// What the application asks of a way to tell the team: Slack, mail, a webhook, browsers. Each kind is one folder of
// alerts/; what goes wrong there is an AlertFault.
import type { Instant, WorkspaceId } from '@baton/core'

export type AlertKindName = 'slack' | 'email' | 'webhook' | 'push'
export type AlertState =
  | 'open'
  | 'acknowledged'
  | 'taken'
  | 'dismissed'
  | 'resolved'
  | 'withdrawn'
  | 'superseded'
  | 'test'

/** A channel with its secrets opened when they are asked for. */
export interface AlertLine {
  readonly id: string
  readonly workspaceId: WorkspaceId
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  /** By its path with dots. Null: there is none. Throws when it cannot be opened. */
  secret(path: string): string | null
}

/** What is told: all of it is as it stands when it is told. */
export interface AlertNote {
  /** The same over all attempts. */
  readonly deliveryId: string
  readonly alertId: string
  readonly workspaceId: WorkspaceId
  readonly workspaceName: string
  readonly conversationId: string | null
  readonly state: AlertState
  /** Who took, acknowledged or dismissed it. */
  readonly by: string | null
  readonly contactName: string
  readonly channelName: string
  readonly teamName: string | null
  readonly reason: string
  readonly raisedAt: Instant
  /** Opens the conversation in the console. */
  readonly openUrl: string
  /** Asks, and takes over when confirmed; of one person, good once. Null: there is none. */
  readonly actUrl: string | null
  /** Whom it concerns, where a channel reaches many. */
  readonly people: readonly { readonly id: string; readonly name: string; readonly email: string }[]
  readonly to: AlertTarget
}

export interface AlertTarget {
  /** An email address, or a browser's subscription as JSON; empty: the channel itself. */
  readonly address: string
  readonly name: string | null
}

export interface AlertSent {
  /** What the channel calls it; null: nothing can be done with it later. */
  readonly externalId: string | null
  readonly status: number | null
}

/** The signed request behind a click. */
export interface AlertClick {
  /** The person as the channel knows them. */
  readonly memberId: string
  readonly alertId: string
  /** Where to answer the one who clicked. */
  readonly replyUrl: string | null
}

export interface AlertHook {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly nowMs: number
}

export interface AlertKind {
  readonly kind: AlertKindName
  /** `people`: one delivery for each; `browsers`: one for each browser of theirs. */
  readonly reaches: 'channel' | 'people' | 'browsers'
  /** Says later what became of it. */
  readonly updates: boolean
  /** @throws AlertFault */
  send(line: AlertLine, note: AlertNote, signal: AbortSignal): Promise<AlertSent>
  /** Changes what was sent, or says more. @throws AlertFault */
  update?(
    line: AlertLine,
    note: AlertNote,
    externalId: string | null,
    signal: AbortSignal,
  ): Promise<AlertSent>
  /** Looks for what may have been sent already. Null: it is not there. @throws AlertFault */
  seek?(line: AlertLine, note: AlertNote, signal: AbortSignal): Promise<AlertSent | null>
  /** The click in a signed request; null: nothing that concerns us. @throws ClickRefused */
  click?(line: AlertLine, hook: AlertHook): AlertClick | null
  /** The email address of a member, where the channel tells it. @throws AlertFault */
  emailOf?(line: AlertLine, memberId: string, signal: AbortSignal): Promise<string | null>
  /** A word to the one who clicked, seen by nobody else. @throws AlertFault */
  reply?(line: AlertLine, click: AlertClick, text: string, signal: AbortSignal): Promise<void>
}

/** It did not go, or nobody knows. */
export class AlertFault extends Error {
  override readonly name = 'AlertFault'
  /** `later`: try again; `never`: it will not go; `gone`: neither will anything after it to this target. */
  readonly outcome: 'later' | 'never' | 'gone'
  readonly status: number | null
  readonly retryAfterMs: number | null

  constructor(
    outcome: AlertFault['outcome'],
    message: string,
    more: {
      readonly status?: number | null
      readonly retryAfterMs?: number | null
      readonly cause?: unknown
    } = {},
  ) {
    super(message, { cause: more.cause })
    this.outcome = outcome
    this.status = more.status ?? null
    this.retryAfterMs = more.retryAfterMs ?? null
  }
}

/** A click that is not one of Slack's, or is too old. */
export class ClickRefused extends Error {
  override readonly name = 'ClickRefused'
}

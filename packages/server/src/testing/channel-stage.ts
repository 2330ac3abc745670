// What the contract suite of channels needs of each kind: a local server that behaves like the channel's, and calls as
// the channel would make them.
import type { ChannelKindName } from '@baton/protocol'

/** A call as the channel's server makes it, signed as it signs. */
export interface HookCall {
  readonly method: 'GET' | 'POST'
  /** Behind the channel's hook address, e.g. `?hub.mode=…`; mostly empty. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface StagedCustomer {
  /** As the channel writes addresses. */
  readonly address: string
  readonly name: string
}

/** What the local server did with a message that it took. */
export interface TakenMessage {
  readonly to: string
  /** All text that the customer sees of it, captions and button labels included, one a line. */
  readonly text: string
  readonly externalId: string
  /** Names or types of files in it. */
  readonly files: readonly string[]
  readonly quotes: string | null
}

/**
 * How the local server treats the next sends: takes one and then cuts the line; answers that there are too many; says
 * that it failed for now; refuses for good; takes no connections; answers late.
 */
export type Mishap = 'drops_answer' | 'throttles' | 'fails' | 'refuses' | 'down' | 'slow'

export interface ChannelStage {
  readonly kind: Exclude<ChannelKindName, 'web'>
  /** For `POST /channels`; points at the local server. */
  readonly settings: object
  /** Told once the channel is there: what Baton made (secrets), and where it is called. */
  connected(made: { readonly hookUrl: string; readonly secret: string | null }): void
  customer(n: number): StagedCustomer
  /** A text message; the same `externalId` is the same message. One call may hold several. */
  says(
    messages: readonly {
      readonly from: StagedCustomer
      readonly text: string
      readonly externalId: string
    }[],
  ): readonly HookCall[]
  /** The same with a wrong signature. */
  forged(call: HookCall): HookCall
  /** A file of the customer's; null: the kind takes none in. */
  sendsFile:
    | ((
        from: StagedCustomer,
        file: { readonly name: string; readonly mimeType: string; readonly bytes: Buffer },
        externalId: string,
      ) => HookCall)
    | null
  /** What the channel tells of a message that it took; null: it tells nothing more. */
  status: ((message: TakenMessage, status: 'delivered' | 'read' | 'failed') => HookCall) | null
  /** Everything that the local server took, in order. */
  taken(): readonly TakenMessage[]
  /** For the next `times` sends. */
  mishap(mishap: Mishap, times: number): void
  /** Whether `drops_answer` ends as known: by a status, by asking, or since the same twice is one. */
  readonly settlesUnknown: boolean
  /** Calls that the channel would make by itself now (statuses of what it took); given to Baton by the suite. */
  owedCalls(): readonly HookCall[]
  close(): Promise<void>
}

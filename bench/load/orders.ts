// What the bench asks of the generator's process, and what it answers.

export interface VisitorTarget {
  readonly token: string
  readonly conversationId: string
  /** The cursor from which the readers follow. */
  readonly seq: number
}

export interface ConsoleTarget {
  readonly token: string
  /** Follows every conversation of the visitors; else the list, as a console that watches the queue. */
  readonly follows: 'conversations' | 'list'
}

export interface Connect {
  readonly order: 'connect'
  readonly url: string
  readonly visitors: readonly VisitorTarget[]
  readonly consoles: readonly ConsoleTarget[]
}

export type Path = 'person' | 'bot'

export interface RunTrial {
  readonly order: 'trial'
  readonly path: Path
  /** Messages a second, spread evenly over the visitors. */
  readonly rate: number
  readonly warmMs: number
  readonly measureMs: number
  /** Only the first so many visitors write; all of them unless set. */
  readonly writers?: number
}

export interface RunTakeovers {
  readonly order: 'takeovers'
  readonly apiUrl: string
  readonly apiKey: string
  /** One conversation each: the last ones of the visitors. */
  readonly clicks: number
  readonly perSecond: number
  /** The bot path's load beside it, by the other visitors. */
  readonly rate: number
}

export interface CountFrames {
  readonly order: 'frames'
  readonly url: string
  readonly sockets: number
  readonly forMs: number
}

export type Order = Connect | RunTrial | RunTakeovers | CountFrames | { readonly order: 'close' }

/** What readers saw that must never be. */
export interface Violations {
  /** The same `seq` twice at one reader. */
  readonly doubles: number
  /** A smaller `seq` after a larger one. */
  readonly disorder: number
  /** A frame that does not extend the reader's cursor: allowed, and mended by following again. */
  readonly gaps: number
  readonly reloads: number
  readonly closed: number
}

export interface TrialResult {
  readonly rate: number
  /** Of the measured window. */
  readonly sent: number
  readonly acknowledged: number
  readonly delivered: number
  /** Delivered is at most this: sent × readers on the person path, sent on the bot path. */
  readonly expected: number
  readonly refused: number
  readonly refusals: Readonly<Record<string, number>>
  /** Bot path: messages answered together with a later one, because its turn took them along. */
  readonly joined: number
  readonly ackP50Ms: number
  readonly ackP99Ms: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** How late the generator itself was. */
  readonly lagP99Ms: number
  /** The backlog grew past all hope, so the trial ended early. */
  readonly abandoned: boolean
  readonly violations: Violations
  /** Client ids are `<tag>.<n>`; bit n of `acknowledgedBits` says whether n was acknowledged. */
  readonly tag: string
  readonly total: number
  readonly acknowledgedBits: Uint8Array
}

export interface TakeoverResult {
  readonly clicks: number
  readonly failed: number
  readonly untold: number
  readonly answeredP50Ms: number
  readonly answeredP99Ms: number
  /** Until the answer and every console. */
  readonly toldP50Ms: number
  readonly toldP99Ms: number
  /** Messages of the bot that a visitor saw after the takeover. */
  readonly botAfter: number
  readonly conversationIds: readonly string[]
  readonly load: TrialResult
}

export type Answer =
  | { readonly answer: 'connected'; readonly violations: Violations }
  | { readonly answer: 'trial'; readonly result: TrialResult }
  | { readonly answer: 'takeovers'; readonly result: TakeoverResult }
  | { readonly answer: 'frames'; readonly count: number; readonly overMs: number }
  | { readonly answer: 'closed' }
  | { readonly answer: 'failed'; readonly problem: string }

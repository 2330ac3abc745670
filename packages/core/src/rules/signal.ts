// What a message told beyond its words, as the log keeps it. Found by @baton/detection, which the core does not know;
// a test of the server holds the two lists of kinds against each other.

export const heardKinds = [
  'asks_for_person',
  'negative_sentiment',
  'frustration',
  'confusion',
  'high_risk',
  'high_value',
] as const
export type HeardKind = (typeof heardKinds)[number]

/** A stretch of a text in UTF-16 units; `to` is behind the last one. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface HeardSignal {
  readonly kind: HeardKind
  /** 0 to 1. */
  readonly score: number
  readonly why: {
    /** Why it was given, for a console to say in words; by kind. */
    readonly code: string
    /** Places in the message. */
    readonly words: readonly Stretch[]
    /** `seq` of earlier messages that count. */
    readonly messages: readonly number[]
  }
}

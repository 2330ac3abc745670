// What a message tells the team beyond its words; every signal says why.

export const signalKinds = [
  'asks_for_person',
  'negative_sentiment',
  'frustration',
  'confusion',
  'high_risk',
  'high_value',
] as const
export type SignalKind = (typeof signalKinds)[number]

/** Why a signal was given: words for a console to say, by kind. */
export const signalCodes = {
  asks_for_person: ['asked', 'named', 'not_a_bot'],
  negative_sentiment: ['feels', 'insults', 'judges', 'gesture'],
  frustration: ['repeats', 'told_before', 'capitals', 'no_help', 'insults'],
  confusion: ['bot_fallbacks', 'same_question'],
  high_risk: ['cancel', 'complaint', 'legal', 'fraud', 'safety'],
  high_value: ['price', 'buying', 'large_order'],
} as const satisfies Readonly<Record<SignalKind, readonly string[]>>
export type SignalCode = (typeof signalCodes)[SignalKind][number]

/** Offsets in the message's text, in UTF-16 units; `to` is behind the last one. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Signal {
  readonly kind: SignalKind
  /** 0 to 1; below `faint` none is given. */
  readonly score: number
  readonly why: {
    readonly code: SignalCode
    /** Places in this message. */
    readonly words: readonly Span[]
    /** `seq` of earlier messages that count, this one not among them. */
    readonly messages: readonly number[]
  }
}

/** What is weaker is not worth a word. */
export const faint = 0.3

// The cheap signals of one message: lists of words and the last few messages, no model; affordable for every message
// within its own transaction.
import type { Concept } from './lexicon/concept.ts'
import { type Mark, type Reading, readingOf } from './marks.ts'
import { requestIn } from './requests.ts'
import { afterAnswer, afterMessage, askedBefore, keyOf, type Running, type Said } from './running.ts'
import { faint, type Signal, type SignalCode, type SignalKind } from './signal.ts'
import { spansOf } from './spans.ts'

/** What a message is read for, once; the costly part reads on from it. */
export interface Heard {
  readonly reading: Reading
  /** What it was about, to know it again. */
  readonly key: readonly number[]
  readonly signals: readonly Signal[]
}

interface Hint {
  readonly weight: number
  readonly mark: Mark
}

const nearWords = 5

function nearby(marks: readonly Mark[], one: Mark, concept: Concept): boolean {
  return marks.some(
    other =>
      other.concept === concept &&
      other.at < one.end + nearWords &&
      one.at < other.end + nearWords &&
      other !== one,
  )
}

/** "Not bad" and "I am not angry": a no just before. */
function negated(marks: readonly Mark[], one: Mark): boolean {
  return marks.some(other => other.concept === 'not' && other.end <= one.at && other.end >= one.at - 2)
}

/** Hints add up, but never to more than 1. */
function together(hints: readonly Hint[]): number {
  return 1 - hints.reduce((rest, { weight }) => rest * (1 - weight), 1)
}

function signal(
  reading: Reading,
  kind: SignalKind,
  code: SignalCode,
  score: number,
  marks: readonly Mark[],
  messages: readonly number[] = [],
): Signal[] {
  if (score < faint) return []
  return [
    {
      kind,
      score: Math.round(Math.min(score, 1) * 1_000) / 1_000,
      why: { code, words: spansOf(reading, marks), messages },
    },
  ]
}

type Weights = Readonly<
  Partial<Record<Concept, { readonly alone: number; readonly with?: readonly [Concept, number][] }>>
>

function hintsOf({ marks }: Reading, weights: Weights): readonly Hint[] {
  const hints: Hint[] = []
  for (const mark of marks) {
    const rule = weights[mark.concept]
    if (!rule) continue
    let weight = rule.alone
    if (rule.with)
      for (const [concept, raised] of rule.with)
        if (raised > weight && nearby(marks, mark, concept)) weight = raised
    hints.push({ weight: negated(marks, mark) ? weight * 0.25 : weight, mark })
  }
  return hints
}

const feelings: Weights = {
  anger: {
    alone: 0.6,
    with: [
      ['very', 0.75],
      ['you', 0.7],
    ],
  },
  unhappy: { alone: 0.6 },
  sad: { alone: 0.35, with: [['very', 0.5]] },
  boring: { alone: 0.4, with: [['you', 0.7]] },
  fired: { alone: 0.5, with: [['you', 0.7]] },
}
const insults: Weights = { insult: { alone: 0.45, with: [['you', 0.8]] }, swear: { alone: 0.5 } }
const judgements: Weights = {
  bad: {
    alone: 0.35,
    with: [
      ['service', 0.75],
      ['you', 0.65],
      ['very', 0.6],
    ],
  },
}

const crossFaces = /[😠😡🤬👎💩😤🖕]/u

function feelingSignals(text: string, reading: Reading): readonly Signal[] {
  const parts: [SignalCode, readonly Hint[]][] = [
    ['feels', hintsOf(reading, feelings)],
    ['insults', hintsOf(reading, insults)],
    ['judges', hintsOf(reading, judgements)],
  ]
  const hints = parts.flatMap(([, found]) => found)
  const face = crossFaces.exec(text)
  if (hints.length === 0 && !face) return []
  const glad = reading.marks.filter(mark => mark.concept === 'good' && !negated(reading.marks, mark)).length
  const score = Math.max(face ? 0.6 : 0, together(hints) * (glad > hints.length ? 0.4 : 1))
  const [code] = parts.toSorted((a, b) => together(b[1]) - together(a[1]))[0] ?? ['feels']
  const [found] = signal(
    reading,
    'negative_sentiment',
    hints.length ? code : 'gesture',
    score,
    hints.map(one => one.mark),
  )
  if (!found) return []
  if (!face) return [found]
  const words = [...found.why.words, { from: face.index, to: face.index + face[0].length }]
  return [{ ...found, why: { ...found.why, words } }]
}

/** Share of capitals, where there is enough to tell shouting from a name or an order number. */
function shouts(text: string, reading: Reading): boolean {
  if (reading.tokens.length < 3) return false
  let upper = 0
  let cased = 0
  const end = Math.min(text.length, 1_000)
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 65 && code <= 90) upper += 1
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) cased += 1
  }
  return cased >= 10 && upper / cased >= 0.7
}

function courseSignals(
  text: string,
  reading: Reading,
  key: readonly number[],
  running: Running,
): readonly Signal[] {
  const before = askedBefore(running, key)
  const found: Signal[] = []
  const of = (concept: Concept) => reading.marks.filter(mark => mark.concept === concept)
  const everything = [{ concept: 'common', at: 0, end: reading.tokens.length }] as const
  if (before.length > 0) {
    found.push(
      ...signal(reading, 'confusion', 'same_question', 0.35 + before.length * 0.2, everything, before),
    )
    if (before.length > 1)
      found.push(...signal(reading, 'frustration', 'repeats', 0.3 + before.length * 0.2, everything, before))
  }
  const fallbacks = running.fallbacks
  if (fallbacks.length > 1)
    found.push(...signal(reading, 'confusion', 'bot_fallbacks', 0.2 + fallbacks.length * 0.2, [], fallbacks))
  const told = of('told')
  if (told.length > 0)
    found.push(...signal(reading, 'frustration', 'told_before', 0.65 + told.length * 0.05, told))
  const useless = of('no_help')
  if (useless.length > 0)
    found.push(...signal(reading, 'frustration', 'no_help', 0.5 + useless.length * 0.05, useless))
  if (shouts(text, reading)) found.push(...signal(reading, 'frustration', 'capitals', 0.55, everything))
  const rude = hintsOf(reading, insults)
  if (rude.length > 0)
    found.push(
      ...signal(
        reading,
        'frustration',
        'insults',
        together(rude) * 0.8,
        rude.map(one => one.mark),
      ),
    )
  return found
}

const stakes: readonly (readonly [SignalCode, Weights])[] = [
  [
    'cancel',
    { cancel: { alone: 0.75, with: [['contract', 0.85]] }, remove: { alone: 0, with: [['contract', 0.7]] } },
  ],
  [
    'complaint',
    {
      complain: { alone: 0.85 },
      twice: { alone: 0, with: [['charged', 0.75]] },
      disown: {
        alone: 0.25,
        with: [
          ['charged', 0.7],
          ['contract', 0.5],
        ],
      },
      wrong: {
        alone: 0.1,
        with: [
          ['charged', 0.6],
          ['fee', 0.5],
          ['contract', 0.4],
        ],
      },
      broken: { alone: 0.45 },
      missing: {
        alone: 0.3,
        with: [
          ['contract', 0.5],
          ['refund', 0.6],
        ],
      },
      unhappy: { alone: 0.6 },
      refund: { alone: 0.35 },
    },
  ],
  ['legal', { legal: { alone: 0.9 } }],
  ['fraud', { fraud: { alone: 0.8 } }],
  ['safety', { safety: { alone: 0.85 } }],
]
const worth: readonly (readonly [SignalCode, Weights])[] = [
  ['price', { price: { alone: 0.6 }, discount: { alone: 0.5 }, fee: { alone: 0.4 } }],
  ['buying', { buy: { alone: 0.6 } }],
  [
    'large_order',
    {
      bulk: {
        alone: 0.8,
        with: [
          ['buy', 0.9],
          ['price', 0.9],
        ],
      },
    },
  ],
]

function stakeSignals(reading: Reading): readonly Signal[] {
  const kept = reading.marks.filter(mark => mark.concept === 'keep')
  const found: Signal[] = []
  for (const [kind, list] of [
    ['high_risk', stakes],
    ['high_value', worth],
  ] as const)
    for (const [code, weights] of list) {
      const hints = hintsOf(reading, weights).filter(
        ({ mark, weight }) =>
          weight > 0 && !(code === 'cancel' && kept.some(keep => keep.at < mark.end && mark.at < keep.end)),
      )
      if (hints.length > 0)
        found.push(
          ...signal(
            reading,
            kind,
            code,
            together(hints),
            hints.map(one => one.mark),
          ),
        )
    }
  return found
}

function requestSignals(reading: Reading): readonly Signal[] {
  const request = requestIn(reading)
  if (!request) return []
  const code =
    request.code === 'not_a_bot' || request.code === 'tired_of_bot'
      ? 'not_a_bot'
      : request.score >= 0.6
        ? 'asked'
        : 'named'
  return signal(reading, 'asks_for_person', code, request.score, request.marks)
}

/** What one message of the contact tells, with what it was read for. Never throws, whatever the text. */
export function heardIn(text: string, running: Running): Heard {
  const reading = readingOf(text)
  const key = keyOf(reading)
  const signals = [
    ...requestSignals(reading),
    ...feelingSignals(text, reading),
    ...courseSignals(text, reading, key, running),
    ...stakeSignals(reading),
  ].sort((a, b) => b.score - a.score)
  return { reading, key, signals }
}

/** The signals of one message of the contact, the strongest first; at most one for each kind and reason. */
export function signalsOf(text: string, running: Running): readonly Signal[] {
  return heardIn(text, running).signals
}

/** Whether a bot says that it did not understand. */
function isFallback({ text, fallback }: Said): boolean {
  return fallback ?? readingOf(text).marks.some(mark => mark.concept === 'fallback')
}

/** Takes one message of a conversation in, in order of `seq`: its signals (a contact's only) and the state after it. */
export function hear(running: Running, said: Said): { running: Running; signals: readonly Signal[] } {
  if (said.by !== 'contact') {
    const fallback = said.by === 'bot' && isFallback(said)
    return { running: afterAnswer(running, said.by, said.seq, fallback), signals: [] }
  }
  const { key, signals } = heardIn(said.text, running)
  return { running: afterMessage(running, said.seq, key, signals), signals }
}

// The cheap signals of one message: lists of words and the last few messages, no model; affordable for every message
// within its own transaction.
import { type Hint, type Hints, hintsIn, negated, together } from './hints.ts'
import { type Mark, type Reading, readingOf } from './marks.ts'
import { requestIn } from './requests.ts'
import { afterAnswer, afterMessage, askedBefore, keyOf, type Running, type Said } from './running.ts'
import { faint, type Signal, type SignalCode, type SignalKind, type Span } from './signal.ts'
import { spansOf } from './spans.ts'

/** What a message is read for, once; the costly part reads on from it. */
export interface Heard {
  readonly reading: Reading
  /** What it was about, to know it again. */
  readonly key: readonly number[]
  readonly signals: readonly Signal[]
}

interface Why {
  readonly words?: readonly Span[]
  readonly messages?: readonly number[]
}

function rounded(score: number): number {
  return Math.round(Math.min(score, 1) * 1_000) / 1_000
}

/** Gathers the signals that are strong enough to be given. */
class Gathering {
  readonly signals: Signal[] = []
  readonly reading: Reading

  constructor(reading: Reading) {
    this.reading = reading
  }

  add(kind: SignalKind, code: SignalCode, score: number, { words = [], messages = [] }: Why): void {
    if (score >= faint) this.signals.push({ kind, score: rounded(score), why: { code, words, messages } })
  }

  addMarked(kind: SignalKind, code: SignalCode, score: number, marks: readonly Mark[]): void {
    if (score >= faint) this.add(kind, code, score, { words: spansOf(this.reading, marks) })
  }

  addHints(kind: SignalKind, code: SignalCode, hints: readonly Hint[] | undefined, share = 1): void {
    if (hints) {
      const marks = hints.map(one => one.mark)
      this.addMarked(kind, code, together(hints) * share, marks)
    }
  }
}

function requestInto(found: Gathering): void {
  const request = requestIn(found.reading)
  if (!request) return
  const { code, score, marks } = request
  const ofBot = code === 'not_a_bot' || code === 'tired_of_bot'
  found.addMarked('asks_for_person', ofBot ? 'not_a_bot' : score >= 0.6 ? 'asked' : 'named', score, marks)
}

const crossFaces = /[😠😡🤬👎💩😤🖕]/u
const faceScore = 0.6

function feelingsInto(found: Gathering, text: string, hints: Hints): void {
  const { marks } = found.reading
  const face = crossFaces.exec(text)
  const topics = (['feels', 'insults', 'judges'] as const).map(code => ({ code, hints: hints[code] ?? [] }))
  const all = topics.flatMap(one => one.hints)
  if (all.length === 0 && !face) return
  const [first] = topics.sort((a, b) => together(b.hints) - together(a.hints))
  const glad = marks.filter(mark => mark.concept === 'good' && !negated(marks, mark)).length
  const said = together(all) * (glad > all.length ? 0.4 : 1)
  const places = all.map(one => one.mark)
  const words = [...spansOf(found.reading, places)]
  if (face) words.push({ from: face.index, to: face.index + face[0].length })
  const code = all.length > 0 && first ? first.code : 'gesture'
  found.add('negative_sentiment', code, Math.max(said, face ? faceScore : 0), { words })
}

/** Mostly capitals, where there is enough to tell shouting from a name or an order number. */
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

function courseInto(found: Gathering, text: string, before: readonly number[], running: Running): void {
  const { tokens } = found.reading
  const whole = { words: [{ from: tokens[0]?.from ?? 0, to: tokens.at(-1)?.to ?? 0 }] }
  const asked = { ...whole, messages: before }
  if (before.length > 0) found.add('confusion', 'same_question', 0.35 + before.length * 0.2, asked)
  if (before.length > 1) found.add('frustration', 'repeats', 0.3 + before.length * 0.2, asked)
  const messages = running.fallbacks
  if (messages.length > 1) found.add('confusion', 'bot_fallbacks', 0.2 + messages.length * 0.2, { messages })
  if (shouts(text, found.reading)) found.add('frustration', 'capitals', 0.55, whole)
}

/** "Cancellation fee" is no cancellation. */
function meantToEnd(reading: Reading, hints: readonly Hint[] | undefined): readonly Hint[] | undefined {
  const kept = reading.marks.filter(mark => mark.concept === 'keep')
  if (kept.length === 0) return hints
  return hints?.filter(({ mark }) => !kept.some(one => one.at < mark.end && mark.at < one.end))
}

/** What one message of the contact tells, with what it was read for. Never throws, whatever the text. */
export function heardIn(text: string, running: Running): Heard {
  const reading = readingOf(text)
  const key = keyOf(reading)
  const found = new Gathering(reading)
  const hints = hintsIn(reading)
  requestInto(found)
  feelingsInto(found, text, hints)
  courseInto(found, text, askedBefore(running, key), running)
  found.addHints('frustration', 'told_before', hints.told_before)
  found.addHints('frustration', 'no_help', hints.no_help)
  found.addHints('frustration', 'insults', hints.insults, 0.8)
  found.addHints('high_risk', 'cancel', meantToEnd(reading, hints.cancel))
  for (const code of ['complaint', 'legal', 'fraud', 'safety'] as const)
    found.addHints('high_risk', code, hints[code])
  for (const code of ['price', 'buying', 'large_order'] as const)
    found.addHints('high_value', code, hints[code])
  return { reading, key, signals: found.signals.sort((a, b) => b.score - a.score) }
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

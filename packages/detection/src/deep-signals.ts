// The signals of a message once more, with the model's opinion and its language: for after the message is stored.
import { shippedModel, type Verdict, verdictOf } from './classifier/classify.ts'
import { featuresOf } from './classifier/features.ts'
import { reasons } from './classifier/model.ts'
import type { Label } from './labels.ts'
import { type Spoken, spokenIn } from './language.ts'
import type { Running } from './running.ts'
import { faint, type Signal, type SignalCode, type SignalKind } from './signal.ts'
import { heardIn } from './signals.ts'
import { spansOf } from './spans.ts'

export interface DeepSignals {
  readonly language: Spoken
  readonly verdict: Verdict
  /** As those of `signalsOf`, with scores that the model had a say in. */
  readonly signals: readonly Signal[]
}

/** Which signal a label speaks of, and as what. */
const spokenOf: readonly (readonly [Label, SignalKind, SignalCode])[] = [
  ['human_request', 'asks_for_person', 'asked'],
  ['negative_sentiment', 'negative_sentiment', 'feels'],
  ['complaint', 'high_risk', 'complaint'],
  ['cancellation', 'high_risk', 'cancel'],
  ['pricing', 'high_value', 'price'],
]
const shownReasons = 3
/** How much of a score is the model's. */
const modelShare = 0.65

export function deepSignalsOf(text: string, running: Running): DeepSignals {
  const { reading, signals } = heardIn(text, running)
  const features = featuresOf(reading)
  const model = shippedModel()
  const verdict = verdictOf(reading, features, model)
  const rest = [...signals]
  const weighed: Signal[] = []
  for (const [label, kind, code] of spokenOf) {
    const same = (one: Signal) =>
      one.kind === kind &&
      (kind === 'asks_for_person' || kind === 'negative_sentiment' || one.why.code === code)
    const cheap = rest.find(same)
    const score = modelShare * verdict.scores[label] + (1 - modelShare) * (cheap?.score ?? 0)
    if (cheap) rest.splice(rest.indexOf(cheap), 1)
    if (score < faint) continue
    const seen = spansOf(reading, reasons(model, features, label, shownReasons))
    const words = cheap && cheap.why.words.length > 0 ? cheap.why.words : seen
    const why = { code: cheap?.why.code ?? code, words, messages: cheap?.why.messages ?? [] }
    weighed.push({ kind, score: Math.round(score * 1_000) / 1_000, why })
  }
  return {
    language: spokenIn(reading),
    verdict,
    signals: [...rest, ...weighed].sort((a, b) => b.score - a.score),
  }
}

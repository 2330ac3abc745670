// The costly part: what one message is about, by the trained model and the rules together. Off the message's path.
import { type Label, labels } from '../labels.ts'
import { type Reading, readingOf } from '../marks.ts'
import { requestIn } from '../requests.ts'
import { type Feature, featuresOf } from './features.ts'
import { type Model, probabilities, read } from './model.ts'
import { learnt } from './weights.ts'

export interface Verdict {
  /** The likeliest, `none` where nothing is likely enough. */
  readonly label: Label
  /** By label, 0 to 1. */
  readonly scores: Readonly<Record<Label, number>>
}

let shipped: Model | null = null

/** Unpacked when it is first needed: most of a console never asks. */
export function shippedModel(): Model {
  shipped ??= read(learnt)
  return shipped
}

/** A false request costs an agent's time: it takes more than a word's colour. */
const requestFrom = 0.55

/** What the model thinks of a request counts in full only where the rules saw a person named, too. */
function agreed(model: number, other: number, reading: Reading): number {
  const request = requestIn(reading)
  const rule = !request || request.code === 'declined' || request.code === 'told_of' ? 0 : request.score
  if (rule >= 0.9 && model >= 0.3 && other < 0.5) return Math.max(model, 0.9)
  if (rule >= 0.45) return model
  return model * (rule >= 0.2 ? 0.8 : 0.5)
}

export function verdictOf(reading: Reading, features: readonly Feature[], model: Model): Verdict {
  const likely = probabilities(model, features)
  const scores = Object.fromEntries(labels.map((label, index) => [label, likely[index] ?? 0])) as Record<
    Label,
    number
  >
  const other = Math.max(scores.complaint, scores.cancellation, scores.pricing, scores.negative_sentiment)
  scores.human_request = agreed(scores.human_request, other, reading)
  const [label] = labels.toSorted((a, b) => scores[b] - scores[a])
  if (!label || reading.tokens.length === 0) return { label: 'none', scores }
  return { label: label === 'human_request' && scores[label] < requestFrom ? 'none' : label, scores }
}

/** What one message is about. */
export function labelOf(text: string): Verdict {
  const reading = readingOf(text)
  return verdictOf(reading, featuresOf(reading), shippedModel())
}

// Rules of one word: of which topic an idea speaks, how much, and how much more beside another one.
import type { Concept } from './lexicon/concept.ts'
import type { Mark, Reading } from './marks.ts'
import type { SignalCode } from './signal.ts'

export interface Hint {
  readonly weight: number
  readonly mark: Mark
}

interface Weight {
  readonly alone: number
  /** Beside these it weighs more. */
  readonly with?: { readonly [concept in Concept]?: number }
}

type Topic = Extract<
  SignalCode,
  | 'feels'
  | 'insults'
  | 'judges'
  | 'told_before'
  | 'no_help'
  | 'cancel'
  | 'complaint'
  | 'legal'
  | 'fraud'
  | 'safety'
  | 'price'
  | 'buying'
  | 'large_order'
>

const weights: Readonly<Record<Topic, { readonly [concept in Concept]?: Weight }>> = {
  feels: {
    anger: { alone: 0.6, with: { very: 0.75, you: 0.7 } },
    unhappy: { alone: 0.6 },
    sad: { alone: 0.35, with: { very: 0.5 } },
    boring: { alone: 0.4, with: { you: 0.7 } },
    fired: { alone: 0.5, with: { you: 0.7 } },
  },
  insults: { insult: { alone: 0.45, with: { you: 0.8 } }, swear: { alone: 0.5 } },
  judges: { bad: { alone: 0.35, with: { service: 0.75, you: 0.65, very: 0.6 } } },
  told_before: { told: { alone: 0.7 } },
  no_help: { no_help: { alone: 0.55 } },
  cancel: {
    cancel: { alone: 0.75, with: { contract: 0.85 } },
    remove: { alone: 0, with: { contract: 0.7 } },
  },
  complaint: {
    complain: { alone: 0.85 },
    twice: { alone: 0, with: { charged: 0.75 } },
    disown: { alone: 0.25, with: { charged: 0.7, contract: 0.5 } },
    wrong: { alone: 0.1, with: { charged: 0.6, fee: 0.5, contract: 0.4 } },
    broken: { alone: 0.45 },
    missing: { alone: 0.3, with: { contract: 0.5, refund: 0.6 } },
    unhappy: { alone: 0.6 },
    refund: { alone: 0.35 },
  },
  legal: { legal: { alone: 0.9 } },
  fraud: { fraud: { alone: 0.8 } },
  safety: { safety: { alone: 0.85 } },
  price: { price: { alone: 0.6 }, discount: { alone: 0.5 }, fee: { alone: 0.4 } },
  buying: { buy: { alone: 0.6 } },
  large_order: { bulk: { alone: 0.8, with: { buy: 0.9, price: 0.9 } } },
}

interface Rule {
  readonly topic: Topic
  readonly alone: number
  readonly beside: readonly (readonly [Concept, number])[]
}

const rules = new Map<Concept, Rule[]>()
for (const [topic, byConcept] of Object.entries(weights) as [Topic, Readonly<Record<string, Weight>>][])
  for (const [concept, weight] of Object.entries(byConcept) as [Concept, Weight][]) {
    const beside = Object.entries(weight.with ?? {}) as [Concept, number][]
    rules.set(concept, [...(rules.get(concept) ?? []), { topic, alone: weight.alone, beside }])
  }

const nearWords = 5
/** What is denied still is spoken of. */
const denied = 0.25

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
export function negated(marks: readonly Mark[], one: Mark): boolean {
  return marks.some(other => other.concept === 'not' && other.end <= one.at && other.end >= one.at - 2)
}

/** Hints of several words add up, but never to more than 1. */
export function together(hints: readonly Hint[]): number {
  return 1 - hints.reduce((rest, { weight }) => rest * (1 - weight), 1)
}

/** Of two marks over the same words the one that weighs more counts. */
function keep(hints: Hint[], hint: Hint): void {
  const index = hints.findIndex(one => one.mark.at < hint.mark.end && hint.mark.at < one.mark.end)
  const known = hints[index]
  if (!known) hints.push(hint)
  else if (known.weight < hint.weight) hints[index] = hint
}

export type Hints = Readonly<Partial<Record<Topic, readonly Hint[]>>>

/** All hints of a message, by topic, in one pass. */
export function hintsIn({ marks }: Reading): Hints {
  const found: Partial<Record<Topic, Hint[]>> = {}
  for (const mark of marks) {
    for (const { topic, alone, beside } of rules.get(mark.concept) ?? []) {
      let weight = alone
      for (const [concept, raised] of beside)
        if (raised > weight && nearby(marks, mark, concept)) weight = raised
      if (weight === 0) continue
      if (negated(marks, mark)) weight *= denied
      const hints = found[topic] ?? []
      found[topic] = hints
      keep(hints, { weight, mark })
    }
  }
  return found
}

// What the classifier sees of a message: ideas and their order, the same in every language, and then the words
// themselves. Ideas weigh more, because they hold where the words were never learnt.
import type { Concept } from '../lexicon/concept.ts'
import type { Mark, Reading } from '../marks.ts'
import { requestIn } from '../requests.ts'

export interface Feature {
  readonly name: string
  readonly value: number
  /** Places of words that it was seen in; both 0 for what the whole message says. */
  readonly at: number
  readonly end: number
}

/** Ideas that stand for a person who is wanted. */
const wishes: ReadonlySet<Concept> = new Set(['human', 'staff', 'desk', 'support', 'person', 'plea'])
/** Feelings: a no turns them round. */
const felt: ReadonlySet<Concept> = new Set(['anger', 'insult', 'bad', 'boring', 'sad', 'swear', 'good'])
const ideaValue = 1
const pairValue = 0.25
const wordValue = 0.35
const letterValue = 0.12
const pairWords = 8
const maxMarks = 48
const maxWords = 80

/** Ideas in order of place, without what a longer mark of the same idea covers and without what only looks like a wish. */
export function ideasOf(reading: Reading): readonly Mark[] {
  const traps = reading.marks.filter(one => one.concept === 'trap')
  const ideas: Mark[] = []
  for (const mark of reading.marks) {
    if (wishes.has(mark.concept) && traps.some(trap => trap.at < mark.end && mark.at < trap.end)) continue
    const covered = reading.marks.some(
      other =>
        other !== mark &&
        other.concept === mark.concept &&
        other.at <= mark.at &&
        mark.end <= other.end &&
        other.end - other.at > mark.end - mark.at,
    )
    if (!covered) ideas.push(mark)
    if (ideas.length === maxMarks) break
  }
  return ideas
}

function ideaFeatures(
  ideas: readonly Mark[],
  add: (name: string, value: number, at: number, end: number) => void,
) {
  for (const [index, one] of ideas.entries()) {
    const negated = ideas.some(
      other =>
        other.concept === 'not' && other.at < one.at && other.at >= one.at - 3 && one.concept !== 'not',
    )
    // "Not bad" is not bad; "I did not receive" still is about receiving.
    if (!negated || !felt.has(one.concept)) add(`c:${one.concept}`, ideaValue, one.at, one.end)
    if (negated) add(`not:${one.concept}`, ideaValue, one.at, one.end)
    for (const other of ideas.slice(index + 1)) {
      if (other.at - one.end > pairWords) break
      if (other.concept !== one.concept)
        add(`p:${one.concept}>${other.concept}`, pairValue, one.at, other.end)
    }
  }
}

function requestBucket(score: number): string {
  if (score >= 0.85) return 'sure'
  if (score >= 0.7) return 'likely'
  return score >= 0.45 ? 'perhaps' : 'hardly'
}

/** Of ideas only: what the cheap part can afford. */
export function ideaFeaturesOf(reading: Reading): readonly Feature[] {
  const seen = new Map<string, Feature>()
  const add = (name: string, value: number, at: number, end: number) => {
    if (!seen.has(name)) seen.set(name, { name, value, at, end })
  }
  const request = requestIn(reading)
  const refused = request?.code === 'declined' || request?.code === 'told_of'
  const ideas = ideasOf(reading).filter(one => !refused || !wishes.has(one.concept))
  add('all', ideaValue, 0, 0)
  ideaFeatures(ideas, add)
  if (refused) add('request:refused', 1.5, 0, 0)
  else if (request)
    add(`request:${requestBucket(request.score)}`, 1.5, request.marks[0]?.at ?? 0, request.marks[0]?.end ?? 0)
  const words = reading.tokens.length
  add(
    `length:${words <= 2 ? 'word' : words <= 6 ? 'short' : words <= 16 ? 'sentence' : 'long'}`,
    pairValue,
    0,
    0,
  )
  if (ideas.length === 0) add('no_idea', ideaValue, 0, 0)
  return [...seen.values()]
}

/** Ideas, words, pairs of words and parts of words. */
export function featuresOf(reading: Reading): readonly Feature[] {
  const seen = new Map<string, Feature>(ideaFeaturesOf(reading).map(one => [one.name, one]))
  const add = (name: string, value: number, at: number, end: number) => {
    if (!seen.has(name)) seen.set(name, { name, value, at, end })
  }
  const { tokens } = reading
  for (let at = 0; at < tokens.length && at < maxWords; at += 1) {
    const word = tokens[at]?.word ?? ''
    add(`w:${word}`, wordValue, at, at + 1)
    const next = tokens[at + 1]?.word
    if (next) add(`w:${word} ${next}`, wordValue, at, at + 2)
    const edged = `^${word}$`
    if (word.length > 3)
      for (let from = 0; from + 4 <= edged.length; from += 1)
        add(`l:${edged.slice(from, from + 4)}`, letterValue, at, at + 1)
  }
  return [...seen.values()]
}

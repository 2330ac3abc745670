// Whether a message asks for a person, by rules: who is named, how they are to be reached, and what only looks like it.
import type { Concept } from './lexicon/concept.ts'
import type { Mark, Reading } from './marks.ts'

export interface Finding {
  /** 0 to 1. */
  readonly score: number
  /** Which rule spoke, for whoever asks why. */
  readonly code: string
  /** Places of words. */
  readonly marks: readonly Mark[]
}

type Target = 'human' | 'staff' | 'desk' | 'support' | 'person'
const targets: ReadonlySet<Concept> = new Set(['human', 'staff', 'desk', 'support', 'person'])

/** How sure one may be, by who is named and by the nearest word that says what for. */
const certainty: Readonly<Record<Target, Readonly<Partial<Record<Concept, number>>>>> = {
  human: {
    talk: 0.97,
    link: 0.97,
    reach: 0.93,
    give: 0.9,
    want: 0.9,
    there: 0.88,
    ask: 0.8,
    bot: 0.7,
    number: 0.85,
  },
  staff: { talk: 0.93, link: 0.93, reach: 0.88, give: 0.85, want: 0.8, there: 0.8, ask: 0.5 },
  desk: { talk: 0.9, link: 0.9, reach: 0.88, give: 0.75, want: 0.75, there: 0.6, ask: 0.5, number: 0.88 },
  support: { talk: 0.85, link: 0.85, reach: 0.8, give: 0.3, want: 0.4, there: 0.2, ask: 0.2 },
  person: { talk: 0.85, link: 0.72, reach: 0.72, there: 0.75, give: 0.3, want: 0.3, ask: 0.2 },
}
/** How sure, where the message is hardly more than the word. */
const alone: Readonly<Record<Target, number>> = {
  human: 0.9,
  staff: 0.8,
  desk: 0.72,
  support: 0.5,
  person: 0.3,
}

const reachWords = 7
const maxTalkWords = 6

function near(one: Mark, other: Mark): boolean {
  return other.at < one.end + reachWords && one.at < other.end + reachWords
}

function inside(one: Mark, others: readonly Mark[]): boolean {
  return others.some(other => other.at <= one.at && one.end <= other.end && other !== one)
}

function overlaps(one: Mark, other: Mark): boolean {
  return one.at < other.end && other.at < one.end
}

/** Whether a sentence, or a part of one, ends between two marks. */
function parted(reading: Reading, one: Mark, other: Mark): boolean {
  const [first, last] = one.at <= other.at ? [one, other] : [other, one]
  for (let at = first.at + 1; at <= last.at; at += 1) if (reading.tokens[at]?.opens) return true
  return false
}

/** How many words follow in the same part of a sentence. */
function following({ tokens }: Reading, mark: Mark): number {
  let at = mark.end
  while (at < tokens.length && !tokens[at]?.opens) at += 1
  return at - mark.end
}

function best(found: readonly Finding[]): Finding | null {
  return found.reduce<Finding | null>((top, one) => (top && top.score >= one.score ? top : one), null)
}

/** A wish not to have one: "no need for an agent", "agent ki zarurat nahi". "Not a bot, I want a person" is none. */
function declined(reading: Reading, target: Mark, of: (concept: Concept) => readonly Mark[]): boolean {
  // "I refuse to talk to a bot" declines the bot, and says so within the wish.
  const refusesBot = of('bot').some(bot => bot.at >= target.at && bot.end <= target.end)
  return of('decline').some(mark => {
    if (refusesBot && mark.at >= target.at) return false
    if (!near(target, mark) || parted(reading, mark, target)) return false
    const [from, to] = mark.at <= target.at ? [mark.end, target.at] : [target.end, mark.at]
    const between = (concept: Concept) => of(concept).some(one => one.at >= from && one.end <= to)
    return !between('bot') && !between('you') && !(mark.at <= target.at && between('want'))
  })
}

/** "An agent, please": nothing else is said that counts. */
function saysOnly({ tokens }: Reading, target: Mark, of: (concept: Concept) => readonly Mark[]): boolean {
  if (tokens.length > 8) return false
  const polite = of('ask').filter(one => !overlaps(one, target))
  const rest = tokens.filter(
    (token, at) =>
      token.word.length > 1 &&
      (at < target.at || at >= target.end) &&
      !polite.some(one => one.at <= at && at < one.end),
  )
  return rest.length <= 1
}

/** "I am tired of this, operator!": a part of a sentence that only names one. */
function standsAlone(reading: Reading, target: Mark): boolean {
  return reading.tokens[target.at]?.opens === true && following(reading, target) === 0
}

function named(reading: Reading, target: Mark, of: (concept: Concept) => readonly Mark[]): Finding {
  const kind = target.concept as Target
  const all: Finding[] = []
  for (const [concept, score] of Object.entries(certainty[kind])) {
    const mark = of(concept as Concept).find(
      one => !overlaps(one, target) && near(one, target) && !parted(reading, one, target),
    )
    // "I want someone to fix the lamp" is no such wish; "I want a person." is.
    const clear =
      kind === 'person' && following(reading, target) < 2 && (concept === 'want' || concept === 'give')
    if (mark) all.push({ score: clear ? 0.75 : score, code: `${concept}_${kind}`, marks: [mark, target] })
  }
  if (saysOnly(reading, target, of)) all.push({ score: alone[kind], code: `only_${kind}`, marks: [target] })
  if (standsAlone(reading, target))
    all.push({ score: alone[kind] - 0.05, code: `part_${kind}`, marks: [target] })
  const found = best(all) ?? { score: kind === 'human' ? 0.45 : 0.1, code: `named_${kind}`, marks: [target] }
  if (declined(reading, target, of)) return { ...found, score: 0.05, code: 'declined' }
  // "I spoke with your agent" tells of one, and asks for none.
  const told = of('spoke').find(one => near(one, target) && !parted(reading, one, target))
  if (told) return { score: Math.min(found.score, 0.3), code: 'told_of', marks: [told, target] }
  return found
}

/** Not with a bot: that is asked as clearly as by name. */
function againstBot(reading: Reading, of: (concept: Concept) => readonly Mark[]): Finding | null {
  for (const bot of of('bot')) {
    const no = of('not').find(one => one.at < bot.at && near(one, bot) && !parted(reading, one, bot))
    const talk = of('talk').find(one => near(one, bot) && !parted(reading, one, bot))
    if (talk && no && !of('why').length) return { score: 0.85, code: 'not_a_bot', marks: [no, talk, bot] }
    const upset = [...of('insult'), ...of('anger'), ...of('no_help')].at(0)
    if (talk && upset) return { score: 0.7, code: 'tired_of_bot', marks: [talk, bot, upset] }
  }
  return null
}

/** "I want to talk": a part of a sentence that says no more, nor with whom. */
function talkOnly(reading: Reading, of: (concept: Concept) => readonly Mark[]): Finding | null {
  if (of('not').length > 0 || of('decline').length > 0) return null
  for (const talk of of('talk')) {
    for (const want of of('want')) {
      const last = talk.end > want.end ? talk : want
      if (!near(want, talk) || parted(reading, want, talk) || following(reading, last) > 0) continue
      let from = Math.min(talk.at, want.at)
      while (from > 0 && !reading.tokens[from]?.opens) from -= 1
      if (last.end - from <= maxTalkWords) return { score: 0.72, code: 'talk_only', marks: [want, talk] }
    }
  }
  return null
}

/** Null where nothing points to a person at all. */
export function requestIn(reading: Reading): Finding | null {
  if (
    !reading.marks.some(
      one =>
        targets.has(one.concept) || one.concept === 'plea' || one.concept === 'bot' || one.concept === 'talk',
    )
  )
    return null
  const traps = reading.marks.filter(one => one.concept === 'trap')
  const marks = reading.marks.filter(one => one.concept === 'plea' || !inside(one, traps))
  const of = (concept: Concept) => marks.filter(one => one.concept === concept)
  const found: Finding[] = []
  const past = [...traps, ...of('spoke')]
  for (const mark of of('plea')) {
    const looksLike = past.some(one => overlaps(one, mark) && !(mark.at <= one.at && one.end <= mark.end))
    if (looksLike || declined(reading, mark, of)) continue
    // "Can someone help me" asks for somebody; "can someone help me reset my password" asks how.
    const asksHow = of('aid').some(one => overlaps(one, mark)) && following(reading, mark) > 2
    found.push({ score: asksHow ? 0.4 : 0.92, code: asksHow ? 'help' : 'plea', marks: [mark] })
  }
  for (const mark of marks)
    if (targets.has(mark.concept) && !traps.some(trap => overlaps(trap, mark)))
      found.push(named(reading, mark, of))
  const only = talkOnly(reading, of)
  if (only) found.push(only)
  const bot = againstBot(reading, of)
  if (bot) found.push(bot)
  return best(found)
}

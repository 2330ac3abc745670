// A dialogue with a person in the middle, and how the bot's answer afterwards is judged. The reader stands in for a
// model: it knows nothing but the request, so that what the request lacks, its answer lacks.
import { z } from 'zod'

const settled = z.strictObject({
  what: z.string(),
  /** Words of the person, or of the hand-back, that settle it. */
  known: z.string(),
  /** What somebody asks who does not know it. */
  ask: z.string(),
  /** A pattern; a question that has it asks for it again. */
  again: z.string(),
})

const promised = z.strictObject({
  /** Words of the person that promise it. */
  words: z.string(),
  /** What somebody answers who knows of it, and who does not. */
  kept: z.string(),
  unknown: z.string(),
  /** Patterns: an answer must have the first and must not have the second. */
  must: z.string(),
  mustNot: z.string(),
})

const step = z.union([
  z.strictObject({ customer: z.string() }),
  z.strictObject({ bot: z.string(), handOff: z.string().optional() }),
  z.strictObject({ takeOver: z.string() }),
  z.strictObject({ agent: z.string() }),
  z.strictObject({
    resolve: z.strictObject({
      topic: z.string(),
      outcome: z.string(),
      guidance: z.string().optional(),
      note: z.string().optional(),
    }),
  }),
])

export const dialogue = z.strictObject({
  name: z.string(),
  language: z.enum(['en', 'es']),
  prompt: z.string(),
  handoffPrompts: z.array(z.string()),
  /** The last one is the customer's, and its answer is judged. */
  steps: z.array(step).min(4),
  settled: z.array(settled),
  promised: promised.nullable(),
  /** What the customer wants last is a person again. */
  wantsPerson: z.boolean(),
})
export type Dialogue = z.output<typeof dialogue>
export type Step = z.output<typeof step>

export interface Message {
  readonly role: string
  readonly content: string
}
export interface Answer {
  readonly text: string
  readonly handsOff: boolean
}

const asked = '[A person of the team was asked for.]'
const answered = 'The wish for a person is answered.'
const begins = /^\[(?:.+, a person of the team,|A person of the team) wrote to the customer:\]$/

/** What the request says that people said and settled; empty where their part has not ended. */
function peoplesPart(messages: readonly Message[]): string {
  const told = messages.filter(({ role }) => role === 'user').flatMap(({ content }) => content.split('\n'))
  const end = told.findLastIndex(line => line.includes(answered))
  let quoting = false
  return told
    .slice(0, end + 1)
    .filter(line => {
      quoting = begins.test(line) || (quoting && line.startsWith('> '))
      return quoting || line.includes(answered)
    })
    .join('\n')
}

/** As a model would answer that believes every word of the request, and nothing else. */
export function read({ settled, promised }: Dialogue, messages: readonly Message[]): Answer {
  const people = peoplesPart(messages)
  const all = messages.map(({ content }) => content).join('\n')
  const last = messages.at(-1)?.content.split('[The customer wrote:]').at(-1) ?? ''
  const questions = settled.filter(({ known }) => !people.includes(known)).map(({ ask }) => ask)
  const promise = promised && (people.includes(promised.words) ? promised.kept : promised.unknown)
  const isOpen = all.lastIndexOf(asked) > all.lastIndexOf(answered)
  const wantsPerson = /\b(a person|a human|una persona)\b/i.test(last)
  return { text: [promise, ...questions].filter(Boolean).join(' '), handsOff: isOpen || wantsPerson }
}

/** What is wrong with the answer; nothing, if it is as it should be. */
export function judge({ settled, promised, wantsPerson }: Dialogue, answer: Answer): readonly string[] {
  const questions = answer.text.match(/[^.!?\n]*\?/g) ?? []
  const again = settled.filter(one => questions.some(text => new RegExp(one.again, 'i').test(text)))
  return [
    ...again.map(({ what }) => `asks again for ${what}`),
    ...(promised && !new RegExp(promised.must, 'i').test(answer.text) ? ['ignores the promise'] : []),
    ...(promised && new RegExp(promised.mustNot, 'i').test(answer.text) ? ['takes the promise back'] : []),
    ...(answer.handsOff && !wantsPerson ? ['asks for a person again'] : []),
    ...(!answer.handsOff && wantsPerson ? ['does not ask for a person'] : []),
  ]
}

/** The conversation as a bot gets it that is told nothing of the people's part: customers' and bot's words only. */
export function withoutPeople(messages: readonly Message[], { steps }: Dialogue): readonly Message[] {
  const system = messages.filter(({ role }) => role === 'system')
  const said = steps.flatMap((one): readonly Message[] => {
    if ('customer' in one) return [{ role: 'user', content: one.customer }]
    if (!('bot' in one)) return []
    const wish = one.handOff === undefined ? [] : [{ role: 'user', content: asked }]
    return [{ role: 'assistant', content: one.bot }, ...wish]
  })
  return [...system, ...said]
}

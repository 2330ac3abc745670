// What travels between Baton and a bot of somebody else's, over HTTP: Baton's requests, and the bot's answers in
// their three forms. Signed both ways by Standard Webhooks; a bot may leave out every field that it has nothing for.
import { priorities } from '@baton/core'
import { z } from 'zod'
import { instant, messageText, optionalText, storableText, tag } from './primitives.ts'

const id = z.uuid()
const seq = z.int().min(0)

const choice = z.object({ id: storableText(80), label: storableText(200) })
/** What a bot may say besides plain text. */
export const botPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: messageText }),
  z.object({
    kind: z.literal('choices'),
    text: optionalText(4_096).default(''),
    options: z.array(choice).min(1).max(20),
  }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: optionalText(200).optional(),
  }),
])

/** One message: its text, or `{text}`, or `{parts}`. */
export const botMessage = z.union([
  messageText,
  z.object({ text: messageText }),
  z.object({ parts: z.array(botPart).min(1).max(10) }),
])

export const botHandoff = z.object({
  reason: optionalText(500).default(''),
  summary: optionalText(4_000).nullish(),
  priority: z.enum(priorities).default('normal'),
})

export const botMarks = z.object({
  addTags: z.array(tag).max(50).optional(),
  removeTags: z.array(tag).max(50).optional(),
  priority: z.enum(priorities).optional(),
  status: storableText(60).optional(),
  /** A team's id, or its name: the queue in which a later request stands. */
  team: storableText(120).nullable().optional(),
})

const answerFields = z.object({
  messages: z.array(botMessage).max(20).default([]),
  handoff: botHandoff.nullish(),
  /** The customer no longer wants a person (RQ5). */
  withdraw: z.object({ reason: optionalText(500).default('') }).nullish(),
  /** One question to the team; the bot keeps control and gets `answer` in a later turn (BT5). */
  ask: z
    .object({
      question: storableText(1_000),
      withinMs: z
        .int()
        .min(1_000)
        .max(7 * 24 * 60 * 60 * 1_000)
        .default(10 * 60 * 1_000),
    })
    .nullish(),
  marks: botMarks.nullish(),
  /** Kept until the next turn, which brings them back; at most 16 kB as JSON. */
  variables: z.record(z.string().max(60), z.json()).nullish(),
  /** False keeps the turn open for more under the same token. */
  end: z.boolean().default(true),
})

/** What an answer holds, in every form. Explicit: a hand-off is never guessed from text. */
export const botAnswer = answerFields.refine(
  ({ end, handoff, ask, variables }) => end || handoff || (!ask && !variables),
  'ask and variables go with the end of the turn: send them with end: true',
)

/** Events of a streamed answer (`text/event-stream`), by their name. A stream without `end` counts as failed. */
export const botStreamEvents = {
  /** More of the text that is being written; shown to web visitors at once. */
  delta: z.object({ text: z.string().max(4_096) }),
  /** Ends a message: what was written so far, or what is given. */
  message: z.union([z.object({}).strict(), botMessage]),
  handoff: botHandoff,
  end: answerFields.omit({ messages: true, end: true }).partial(),
} as const

export const botHistoryItem = z.object({
  /** Null for a control item and for what was interrupted. */
  id: id.nullable(),
  seq,
  at: instant,
  role: z.enum(['contact', 'bot', 'agent', 'system', 'control']),
  author: z.string().nullable(),
  text: z.string(),
  /** A `media` part has a `url` at which it can be read for at least ten minutes; null: it is gone. */
  parts: z.array(z.record(z.string(), z.unknown())),
  /** A person took over while this was being written; the customer had read this much. */
  interrupted: z.boolean(),
  /** What a control item says. */
  event: z.enum(['person_asked', 'person_took_over', 'person_left']).nullable(),
})

export const botReturned = z.object({
  ended_at: instant,
  by: z.string().nullable(),
  how: z.enum(['agent', 'customer_silent', 'cancelled']),
  topic: z.string().nullable(),
  outcome: z.string().nullable(),
  guidance: z.string().nullable(),
  brief: z.string().nullable(),
})

export const turnRequested = z.object({
  type: z.literal('turn.requested'),
  turn: z.object({
    id,
    /** Shown with everything that is said later in this turn: `Authorization: Turn <token>`. */
    token: z.string(),
    epoch: z.int(),
    /** 1 for the first try. */
    attempt: z.int(),
    /** Until when an answer counts; a later one is 409 `turn_superseded`. */
    deadline: instant,
    cause: z.enum(['message', 'wake', 'resumed', 'answered']),
    /** After a person: go on where you stood, begin afresh, or at a block of yours. */
    resume: z.union([z.enum(['continue', 'restart', 'silent']), z.object({ at: z.string() })]).nullable(),
    /** Where later answers and permits go: this address, then `/messages` or `/permit`. */
    url: z.string(),
  }),
  conversation: z.object({
    id,
    channel: z.object({ id, name: z.string(), kind: z.string() }),
    locale: z.string().nullable(),
  }),
  contact: z.object({ id, name: z.string(), email: z.string().nullable() }),
  /** The conversation so far, oldest first, the new messages last. */
  messages: z.array(botHistoryItem),
  /** `seq` of the messages that this turn is to answer; empty when it is not about one. */
  input: z.array(seq),
  control: z.object({
    state: z.enum(['active', 'requesting']),
    /** The people's part that ended since the bot last spoke (HB2). */
    returned: botReturned.nullable(),
  }),
  guidance: z.array(z.object({ text: z.string(), about: z.string().nullable() })),
  /** To what the bot asked the team; null text: nobody answered in time. */
  answer: z.object({ question: z.string(), text: z.string().nullable() }).nullable(),
  variables: z.record(z.string(), z.unknown()),
})

export const botNews = z.object({
  type: z.enum(['control.taken', 'control.returned', 'turn.cancelled']),
  at: instant,
  conversation: z.object({ id }),
  turn: z.object({ id }).nullable(),
  seq,
})

export type BotPart = z.output<typeof botPart>
export type BotMessage = z.input<typeof botMessage>
export type BotAnswer = z.input<typeof botAnswer>
export type ParsedBotAnswer = z.output<typeof botAnswer>
export type BotHistoryItem = z.output<typeof botHistoryItem>
export type TurnRequested = z.output<typeof turnRequested>
export type BotNewsMessage = z.output<typeof botNews>

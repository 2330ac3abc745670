// What a team, or the workspace for conversations of no team, sets about who is offered whom, and when.
import { isTimeZone } from '@baton/core'
import { z } from 'zod'
import { optionalText, storableText, teamId } from './primitives.ts'

/** `away`: signed in, and not to be offered anything. */
export const presence = z.enum(['online', 'away', 'offline'])

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 09:00')

export const openingHours = z.object({
  timeZone: storableText(60).refine(isTimeZone, 'must be a time zone such as Europe/Madrid'),
  /** 0 is Sunday. A day that is missing is closed; `from` later than `to` lasts into the next day. */
  week: z
    .array(
      z
        .object({ day: z.int().min(0).max(6), from: clock, to: clock })
        .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from `from`' }),
    )
    .max(28),
})

export const routingSettings = z.strictObject({
  /** `by_hand`: whoever clicks. Else a conversation is offered to one agent after the other. */
  how: z.enum(['by_hand', 'round_robin', 'least_busy']).default('by_hand'),
  /** Who spoke with the customer last is asked first. */
  lastAgentFirst: z.boolean().default(false),
  /** Only agents who speak the contact's language, where it is known. */
  matchLanguage: z.boolean().default(false),
  /** Only agents with every skill that is a tag of the conversation. */
  matchSkills: z.boolean().default(false),
  /** How long an offer stands before the next agent gets it. */
  offerMs: z.int().min(5_000).max(600_000).default(30_000),
  hours: openingHours.nullable().default(null),
  /** Nobody is online with room, or it is closed: what the customer is told, once, and where it goes. */
  nobody: z
    .object({
      text: optionalText(500).default(''),
      goes: z.union([z.literal('wait'), z.literal('bot'), z.object({ teamId })]).default('wait'),
    })
    .default({ text: '', goes: 'wait' }),
})

/** Holds for the whole workspace. */
export const presenceSettings = z.strictObject({
  /** OW5: an owner who is offline for longer, while the customer waits, loses the conversation; null: never. */
  ownerGoneMs: z.int().min(10_000).max(86_400_000).nullable().default(300_000),
  /** Without a key or a move of the pointer for this long, a console is away; null: never. */
  awayAfterMs: z.int().min(60_000).max(86_400_000).nullable().default(600_000),
})

export type Presence = z.output<typeof presence>
export type RoutingSettings = z.output<typeof routingSettings>
export type PresenceSettings = z.output<typeof presenceSettings>

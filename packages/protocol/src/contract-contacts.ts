// Who a contact is: ways to reach them, their other conversations, statuses.
import { priorities } from '@baton/core'
import { z } from 'zod'
import { contactId, conversationId, name, optionalText, storableText } from './primitives.ts'
import type { Route } from './route.ts'
import { conversationRow } from './rows.ts'

export const attributesMax = 50
const id = z.uuid()
const instant = z.iso.datetime({ precision: 3 })
const email = z.email('must be an email address').max(254)

/** Each kind of way with the form its values have. Phone numbers are kept as E.164. */
export const wayKinds = ['email', 'phone', 'whatsapp', 'telegram', 'other'] as const
export const statusTones = ['neutral', 'person', 'waiting', 'bot', 'failure', 'note'] as const

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const languageTag = z
  .string()
  .max(35)
  .refine(isLanguage, 'must be a language tag such as en or pt-BR')
  .transform(tag => Intl.getCanonicalLocales(tag)[0] ?? tag)
export const timeZone = z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Madrid')

export const attributes = z
  .record(
    storableText(60).transform(text => text.trim()),
    optionalText(500),
  )
  .refine(all => Object.keys(all).length <= attributesMax, `must have at most ${attributesMax} attributes`)

const way = z.object({
  id,
  kind: z.enum(wayKinds),
  value: z.string(),
  label: z.string(),
  /** The one to write to. */
  preferred: z.boolean(),
  verified: z.object({ at: instant, by: z.object({ id, name: z.string() }) }).nullable(),
  createdAt: instant,
})

const contact = z
  .object({
    id,
    /** Grows with every change; an edit names the one it began from. */
    version: z.int(),
    name: z.string(),
    email: z.string().nullable(),
    language: z.string().nullable(),
    timeZone: z.string().nullable(),
    attributes: z.record(z.string(), z.string()),
    ways: z.array(way),
    /** Other contacts of the workspace with the same email address, number or name on a channel. */
    sameAs: z.array(z.object({ id, name: z.string(), value: z.string() })),
    createdAt: instant,
  })
  .meta({ id: 'Contact' })

const episode = z.object({
  seq: z.int(),
  at: instant,
  cause: z.string().nullable(),
  owners: z.array(z.string()),
  waitedMs: z.number().nullable(),
  heldMs: z.number().nullable(),
  topic: z.string().nullable(),
  outcome: z.string().nullable(),
  end: z.enum(['open', 'resolved', 'dismissed', 'cancelled']),
  feedback: z.object({ rating: z.number().nullable(), comment: z.string().nullable() }).nullable(),
})

const status = z.object({
  name: storableText(60).transform(text => text.trim()),
  tone: z.enum(statusTones).default('neutral'),
})
const statuses = z.object({ items: z.array(status) })
const byContact = z.object({ id: contactId })
const byWay = z.object({ id: contactId, wayId: z.uuid() })

export const contactsRoutes = {
  'GET /contacts/{id}': {
    summary: 'Who a contact is, and how to reach them',
    auth: 'agent',
    params: byContact,
    response: contact,
  },
  'PUT /contacts/{id}': {
    summary: 'Changes a contact; what is left out stays. 409 with the present values if it changed meanwhile',
    auth: 'agent',
    params: byContact,
    body: z.object({
      version: z.int(),
      name: name.optional(),
      email: email.nullish(),
      language: languageTag.nullish(),
      timeZone: timeZone.nullish(),
      /** All of them: one that is missing is removed. */
      attributes: attributes.optional(),
    }),
    response: contact,
  },
  'POST /contacts/{id}/ways': {
    summary: 'Adds a way to reach a contact; phone numbers with their country code',
    auth: 'agent',
    params: byContact,
    body: z.object({
      kind: z.enum(wayKinds),
      value: storableText(254),
      label: optionalText(60).default(''),
    }),
    response: contact,
    status: 201,
  },
  'PUT /contacts/{id}/ways/{wayId}': {
    summary:
      'Changes a way; what is left out stays. A new value is not verified. A removed one can be brought back',
    auth: 'agent',
    params: byWay,
    body: z.object({
      value: storableText(254).optional(),
      label: optionalText(60).optional(),
      preferred: z.boolean().optional(),
      /** True: by the agent who asks, now. */
      verified: z.boolean().optional(),
      removed: z.boolean().optional(),
    }),
    response: contact,
  },
  'POST /contacts/{id}/merge': {
    summary:
      'Another contact is the same person: its conversations and ways come here, and it is gone (leads)',
    auth: 'agent',
    params: byContact,
    body: z.object({ contactId }),
    response: contact,
  },
  'GET /contacts/{id}/conversations': {
    summary: 'The conversations of a contact on any channel, begun last first, with their episodes',
    auth: 'agent',
    params: byContact,
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    response: z.object({
      items: z.array(z.object({ conversation: conversationRow, episodes: z.array(episode) })),
      next: z.string().nullable(),
    }),
  },
  'GET /statuses': {
    summary: 'The statuses that agents choose from, in their order; none: any',
    auth: 'agent',
    response: statuses,
  },
  'PUT /statuses': {
    summary: 'Sets the list. A status that left it stays where it was set',
    auth: 'admin',
    body: z.object({
      items: z
        .array(status)
        .max(100)
        .refine(
          items => new Set(items.map(item => item.name)).size === items.length,
          'must have each name once',
        ),
    }),
    response: statuses,
  },
  'POST /conversations/{id}/status': {
    summary: 'Sets the status, or takes it away',
    auth: 'agent',
    params: z.object({ id: conversationId }),
    body: z.object({
      status: storableText(60)
        .transform(text => text.trim())
        .nullable(),
    }),
    response: z.object({ status: z.string().nullable() }),
  },
  'POST /conversations/{id}/priority': {
    summary: 'Sets the priority',
    auth: 'agent',
    params: z.object({ id: conversationId }),
    body: z.object({ priority: z.enum(priorities) }),
    response: z.object({ priority: z.enum(priorities) }),
  },
} as const satisfies Record<string, Route>

export type Contact = z.output<typeof contact>
export type ContactWay = z.output<typeof way>
export type Status = z.output<typeof status>
export type StatusTone = (typeof statusTones)[number]
export type WayKind = (typeof wayKinds)[number]

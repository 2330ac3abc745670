// Finding conversations: filters, saved views, words in messages.
import { heardKinds, priorities } from '@baton/core'
import { z } from 'zod'
import {
  agentId,
  botId,
  channelId,
  instant,
  listLimitMax,
  name,
  optionalText,
  seq,
  storableText,
  tag,
  teamId,
} from './primitives.ts'
import type { Route } from './route.ts'
import { agentRef, conversationRow } from './rows.ts'

/** In an address one value stands alone. */
const anyOf = <Value extends z.ZodType>(of: Value, most: number) =>
  z.union([z.array(of).min(1).max(most), of.transform(one => [one])])

/** What a list is narrowed to; all of it must be so. The same in an address and in a saved view. */
const filter = {
  state: z.enum(['active', 'requesting', 'intervened']).optional(),
  /** `me`, `none` (nobody holds it), or an agent’s id. */
  owner: z.union([z.enum(['me', 'none']), agentId]).optional(),
  /** `none`: in no team’s queue. */
  team: z.union([z.literal('none'), teamId]).optional(),
  channel: channelId.optional(),
  bot: botId.optional(),
  /** Any of these. */
  tag: anyOf(tag, 20).optional(),
  status: storableText(80).optional(),
  priority: anyOf(z.enum(priorities), priorities.length).optional(),
  /** Of the last completion. */
  topic: storableText(120).optional(),
  /** Heard in the customer's last message; any of these. */
  signal: anyOf(z.enum(heardKinds), heardKinds.length).optional(),
}

const longest = 366 * 24 * 60 * 60 * 1_000

export const conversationFilter = z.object({
  ...filter,
  /** Requesting for longer than this. */
  waitingMs: z.coerce.number().int().min(0).max(longest).optional(),
  movedAfter: instant.optional(),
  movedBefore: instant.optional(),
})

/** Times of a view go with the day on which it is looked at. */
export const viewFilter = z.strictObject({
  ...filter,
  waitingMs: z.int().min(0).max(longest).optional(),
  /** Moved within this time. */
  movedWithinMs: z.int().min(60_000).max(longest).optional(),
})

const viewRow = z.object({
  id: z.uuid(),
  name: z.string(),
  filter: viewFilter,
  /** Everybody of the workspace has it. */
  shared: z.boolean(),
  owner: agentRef.nullable(),
  /** Parts of the filter that name something which is not there any more. */
  gone: z.array(z.enum(['owner', 'team', 'channel', 'bot', 'topic'])),
})

const viewBody = z.object({ name, filter: viewFilter, shared: z.boolean().default(false) })
const byView = z.object({ id: z.uuid() })

const searchHit = z.object({
  seq,
  at: instant,
  kind: z.enum(['message', 'note']),
  from: z.enum(['contact', 'bot', 'agent', 'system']),
  name: z.string().nullable(),
  text: z.string(),
  /** Stretches of `text` that were found, in UTF-16 units; `to` is exclusive. */
  marks: z.array(z.object({ from: z.int(), to: z.int() })),
})

export const findingRoutes = {
  'GET /search': {
    summary:
      'Messages and notes with all of these words, the latest first; "quoted words" stand side by side',
    auth: 'agent',
    query: z.object({
      q: optionalText(200),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(listLimitMax).default(20),
    }),
    response: z.object({
      items: z.array(z.object({ conversation: conversationRow, hit: searchHit })),
      next: z.string().nullable(),
    }),
  },
  'GET /views': {
    summary: 'My saved views and those that are shared with everybody, in their order',
    auth: 'agent',
    response: z.object({ items: z.array(viewRow) }),
  },
  'POST /views': {
    summary: 'Saves a view; a shared one takes a lead',
    auth: 'agent',
    body: viewBody,
    response: viewRow,
    status: 201,
  },
  'PUT /views/{id}': {
    summary: 'Changes a view; what is left out stays. `position`: its place among those listed, from 0',
    auth: 'agent',
    params: byView,
    body: viewBody
      .extend({ shared: z.boolean() })
      .partial()
      .extend({ position: z.int().min(0).max(1_000).optional() }),
    response: viewRow,
  },
  'DELETE /views/{id}': {
    summary: 'Deletes a view',
    auth: 'agent',
    params: byView,
    response: z.object({}),
  },
} as const satisfies Record<string, Route>

export type ConversationFilter = z.output<typeof conversationFilter>
export type ViewFilter = z.output<typeof viewFilter>
export type ViewRow = z.output<typeof viewRow>
export type SearchHit = z.output<typeof searchHit>

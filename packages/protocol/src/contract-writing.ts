// What helps to write: canned replies, drafts, mentions.
import { z } from 'zod'
import {
  conversationId,
  instant,
  noteTextMax,
  optionalText,
  seq,
  storableText,
  teamId,
} from './primitives.ts'
import type { Route } from './route.ts'
import { agentRef } from './rows.ts'

const replyId = z.uuid({ error: 'must be an id as the API gave it (a UUID)' }).toLowerCase()
const byReply = z.object({ id: replyId })
const ok = z.object({})
/** The same for everybody who types it, whatever their keyboard makes of capitals. */
const shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u, 'must be 1 to 40 letters, digits, - or _')
const replyText = storableText(noteTextMax).refine(text => text.trim() !== '', 'must not be blank')
/** For everybody, for one team, or for me alone. */
const audience = z.union([z.literal('everyone'), z.literal('me'), z.object({ teamId })])

const replyBody = z.object({
  shortcut,
  title: storableText(120).transform(text => text.trim()),
  /** Variables in braces, each with words for when it is empty: `{contact.first_name|there}`. */
  text: replyText,
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'must be a language tag such as en or pt-BR')
    .nullish(),
  for: audience.default('everyone'),
})

const cannedReply = z
  .object({
    id: z.uuid(),
    shortcut: z.string(),
    title: z.string(),
    text: z.string(),
    language: z.string().nullable(),
    for: z.union([z.literal('everyone'), z.literal('me'), z.object({ teamId: z.uuid() })]),
    /** Whether I may change it. */
    mine: z.boolean(),
    version: z.int(),
    updatedBy: z.string(),
    updatedAt: instant,
  })
  .meta({ id: 'CannedReply' })

export const draftKind = z.enum(['reply', 'note', 'guide'])
const draftRow = z.object({
  conversationId: z.uuid(),
  kind: draftKind,
  text: z.string(),
  /** Grows with every change of any draft. */
  version: z.int(),
  /** The page that wrote it last. */
  device: z.string(),
  updatedAt: instant,
})

const mentionRow = z.object({
  conversationId: z.uuid(),
  seq,
  contactName: z.string(),
  by: agentRef,
  text: z.string(),
  at: instant,
  read: z.boolean(),
})

export const writingRoutes = {
  'GET /canned-replies': {
    summary: 'The canned replies that I may use: everybody’s, my teams’ and my own',
    auth: 'agent',
    response: z.object({ items: z.array(cannedReply) }),
  },
  'POST /canned-replies': {
    summary: 'Adds a canned reply; one for others needs the role lead',
    auth: 'agent',
    body: replyBody,
    response: cannedReply,
    status: 201,
  },
  'PUT /canned-replies/{id}': {
    summary: 'Changes a canned reply; `version` is the one that was read',
    auth: 'agent',
    params: byReply,
    body: replyBody.extend({ version: z.int() }),
    response: cannedReply,
  },
  'DELETE /canned-replies/{id}': {
    summary: 'Removes a canned reply',
    auth: 'agent',
    params: byReply,
    response: ok,
  },
  'POST /canned-replies/import': {
    summary: 'Adds many; one with the shortcut of another for the same people takes its place',
    auth: 'agent',
    body: z.object({ items: z.array(replyBody).min(1).max(1_000) }),
    response: z.object({ added: z.int(), changed: z.int() }),
  },
  'GET /me/drafts': {
    summary: 'Where I have begun to write something, newest first',
    auth: 'agent',
    response: z.object({ items: z.array(draftRow.omit({ text: true })) }),
  },
  'GET /conversations/{id}/writing': {
    summary: 'What I have begun to write here, and what is known of the contact for canned replies',
    auth: 'agent',
    params: z.object({ id: conversationId }),
    response: z.object({ drafts: z.array(draftRow), attributes: z.record(z.string(), z.string()) }),
  },
  'PUT /conversations/{id}/drafts/{kind}': {
    summary:
      'Keeps what I have begun to write; empty text forgets it. Refused when another page wrote something else since `base`',
    auth: 'agent',
    params: z.object({ id: conversationId, kind: draftKind }),
    body: z.object({
      text: optionalText(noteTextMax * 2),
      /** Of the page that writes: it never stands in its own way. */
      device: storableText(60),
      /** The version on which this text is based; 0: on none. */
      base: z.int().min(0),
    }),
    response: z.object({ version: z.int() }),
  },
  'GET /me/mentions': {
    summary: 'The notes that name me, newest first',
    auth: 'agent',
    response: z.object({ items: z.array(mentionRow), unread: z.int() }),
  },
  'POST /me/mentions/read': {
    summary: 'Marks one mention as read, or all of them',
    auth: 'agent',
    body: z.object({ conversationId: conversationId.optional(), seq: seq.optional() }).prefault({}),
    response: z.object({ unread: z.int() }),
  },
} as const satisfies Record<string, Route>

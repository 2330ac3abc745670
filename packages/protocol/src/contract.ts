// The HTTP contract as data: routes, OpenAPI document and typed client are made from this one table.
// Paths are below /api/v1. `auth` says whose bearer or cookie a route takes.
import { z } from 'zod'
import * as command from './commands.ts'
import { botRoutes } from './contract-bots.ts'
import { channelRoutes } from './contract-channels.ts'
import { closingRoutes } from './contract-closing.ts'
import { attributes, contactsRoutes, languageTag, timeZone } from './contract-contacts.ts'
import { conversationFilter, findingRoutes } from './contract-finding.ts'
import { knowledgeRoutes } from './contract-knowledge.ts'
import { mediaRoutes } from './contract-media.ts'
import { ruleLabRoutes } from './contract-rule-lab.ts'
import { ruleRoutes } from './contract-rules.ts'
import { teamRoutes } from './contract-team.ts'
import { turnRoutes } from './contract-turns.ts'
import { webhookRoutes } from './contract-webhooks.ts'
import { writingRoutes } from './contract-writing.ts'
import {
  agentId,
  blank,
  channelId,
  clientId,
  conversationId,
  eventsLimitMax,
  listLimitMax,
  name,
  optionalText,
  saysSomething,
  seq,
  spoken,
  storableText,
} from './primitives.ts'
import type { Route } from './route.ts'
import * as row from './rows.ts'

const ok = z.object({})
const byConversation = z.object({ id: conversationId })
const items = <Row extends z.ZodType>(of: Row) => z.object({ items: z.array(of) })
const created = z.object({ id: z.uuid() })
const held = z.object({ epoch: z.int(), owner: row.agentRef.nullable(), state: z.string(), seq })

const setUp = {
  'POST /sign-in': {
    summary: 'Signs an agent in to the console; sets an HttpOnly cookie',
    auth: 'none',
    body: z.object({ email: z.string().max(254), password: z.string().max(128) }),
    response: z.object({ agent: row.agentSelf }),
  },
  'POST /sign-out': { summary: 'Ends the session of the cookie', auth: 'none', response: ok },
  'GET /me': {
    summary: 'Who I am, and the workspace I work in',
    auth: 'agent',
    response: z.object({
      agent: row.agentSelf,
      workspace: z.object({ id: z.uuid(), name: z.string() }),
      completion: row.completionSettings,
      /** A model writes briefs. */
      briefs: z.boolean(),
      /** Of one attachment. */
      mediaMaxBytes: z.int(),
    }),
  },
  'GET /agents': {
    summary: 'The agents of the workspace; with `all=true`, those who were deactivated as well',
    auth: 'agent',
    query: z.object({ all: z.enum(['true']).optional() }),
    response: items(row.agentRow),
  },
  'POST /agents': {
    summary: 'Adds an agent; with a password, they can sign in to the console',
    auth: 'admin',
    body: z.object({
      name,
      email: z.email('must be an email address').max(254).toLowerCase(),
      role: z.enum(['admin', 'lead', 'agent']).default('agent'),
      password: z.string().min(8, 'must have at least 8 characters').max(128).optional(),
    }),
    response: created,
    status: 201,
  },
  'POST /agents/{id}/api-keys': {
    summary: 'Makes an API key that acts as the agent; shown once',
    auth: 'admin',
    params: z.object({ id: agentId }),
    body: z.object({ name: optionalText(80).default('') }).prefault({}),
    response: z.object({ id: z.uuid(), key: z.string() }),
    status: 201,
  },
  'GET /teams': { summary: 'The teams and their members', auth: 'agent', response: items(row.teamRow) },
  'POST /teams': {
    summary: 'Adds a team',
    auth: 'admin',
    body: z.object({ name, members: z.array(agentId).max(500).default([]) }),
    response: created,
    status: 201,
  },
  'PUT /completion': {
    summary: 'What a completion offers and requires',
    auth: 'admin',
    body: z.object({
      topics: z.array(storableText(120)).min(1).max(200),
      outcomes: z.array(storableText(120)).min(1).max(200),
      topicRequired: z.boolean(),
      outcomeRequired: z.boolean(),
      tagRequired: z.boolean().default(false),
      noteRequired: z.boolean().default(false),
      botResume: z.enum(['continue', 'restart', 'silent']).default('continue'),
    }),
    response: row.completionSettings,
  },
} as const satisfies Record<string, Route>

const web = {
  'GET /web/{channelId}': {
    summary: 'What a widget needs to know before its first message',
    auth: 'none',
    params: z.object({ channelId }),
    response: z.object({
      id: z.uuid(),
      name: z.string(),
      botName: z.string().nullable(),
      accent: z.string().nullable(),
      greeting: z.string().nullable(),
      /** Of one attachment. */
      mediaMaxBytes: z.int(),
    }),
  },
  'POST /web/{channelId}/visitors': {
    summary: 'Begins a conversation as a new visitor of a web channel',
    auth: 'none',
    params: z.object({ channelId }),
    body: z
      .object({
        name: name.nullish(),
        email: z.email('must be an email address').max(254).nullish(),
        attributes: attributes.default({}),
        /** As the visitor’s browser gives them; one that nobody knows keeps nobody from writing. */
        language: languageTag.nullish().catch(null),
        timeZone: timeZone.nullish().catch(null),
      })
      .prefault({}),
    response: z.object({ token: z.string(), conversationId: z.uuid(), expiresAt: z.string() }),
    status: 201,
  },
  'POST /web/token': {
    summary: 'A new token for one that runs out or ran out within the last 30 days',
    auth: 'none',
    body: z.object({ token: z.string().max(4_096) }),
    response: z.object({ token: z.string(), conversationId: z.uuid(), expiresAt: z.string() }),
  },
  'POST /web/messages': {
    summary: 'The visitor says something; the same clientId is stored once',
    auth: 'visitor',
    body: z.object({ clientId, ...spoken }).refine(saysSomething, blank),
    response: z.object({ seq }),
  },
  'GET /web/messages': {
    summary: 'The messages after a cursor, oldest first',
    auth: 'visitor',
    query: z.object({
      after: z.coerce.number().pipe(seq).default(0),
      limit: z.coerce.number().int().min(1).max(eventsLimitMax).default(500),
    }),
    response: z.object({ items: z.array(row.visitorItem), next: z.int().nullable() }),
  },
  'POST /web/request': {
    summary: 'The visitor asks for a person',
    auth: 'visitor',
    body: z.object({ reason: optionalText(500).default('') }).prefault({}),
    response: z.object({ seq, state: z.string() }),
  },
  'POST /web/read': {
    summary: 'The visitor has seen everything up to `seq`',
    auth: 'visitor',
    body: z.object({ seq }),
    response: ok,
  },
} as const satisfies Record<string, Route>

const commandRoute = <Body extends z.ZodType, Answer extends z.ZodType>(
  summary: string,
  body: Body,
  response: Answer,
) => ({ summary, auth: 'agent' as const, params: byConversation, body, response })

const conversations = {
  'GET /conversations': {
    summary: 'Conversations, the longest waiting first while requesting, else the last moved first',
    auth: 'agent',
    query: conversationFilter.extend({
      /** Words in the contact’s name or email; the last may be a beginning. */
      q: optionalText(200).optional(),
      /** `heat`: those that need a look most come first. */
      sort: z.enum(['default', 'heat']).default('default'),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(listLimitMax).default(50),
    }),
    response: z.object({ items: z.array(row.conversationRow), next: z.string().nullable() }),
  },
  'GET /conversations/counts': {
    summary: 'How many conversations there are in each state; active: moved in the last 24 hours',
    auth: 'agent',
    response: row.counts,
  },
  'GET /conversations/{id}': {
    summary: 'One conversation',
    auth: 'agent',
    params: byConversation,
    response: row.conversationRow,
  },
  'GET /conversations/{id}/events': {
    summary: 'The log after a cursor, oldest first; `next` is the cursor of the next page, null at the end',
    auth: 'agent',
    params: byConversation,
    query: z.object({
      after: z.coerce.number().pipe(seq).default(0),
      limit: z.coerce.number().int().min(1).max(eventsLimitMax).default(500),
    }),
    response: z.object({ items: z.array(row.eventRow), next: z.int().nullable() }),
  },
  'GET /conversations/{id}/closing-blocks': {
    summary: 'Blocks that a completion may send, with their preview, and blocks at which the bot can go on',
    auth: 'agent',
    params: byConversation,
    response: z.object({
      items: z.array(z.object({ block: z.string(), label: z.string(), preview: z.string() })),
      entries: z.array(z.object({ block: z.string(), label: z.string() })),
      /** HB5: what the customer is asked after the completion; null: nothing. */
      feedback: z
        .object({ text: z.string(), comment: z.boolean(), ask: z.enum(['always', 'agent_decides']) })
        .nullable(),
    }),
  },
  'POST /conversations/{id}/request': commandRoute('Asks for a person', command.requestBody, held),
  'POST /conversations/{id}/dismiss': commandRoute(
    'No person is needed after all',
    command.dismissBody,
    held,
  ),
  'POST /conversations/{id}/intervene': commandRoute(
    'Takes control; of several at once exactly one wins',
    command.interveneBody,
    held.extend({ inFlight: z.array(z.object({ seq, text: z.string() })) }),
  ),
  'POST /conversations/{id}/messages': commandRoute(
    'Writes to the customer; on a bot’s conversation this takes over first',
    command.messageBody,
    z.object({ seq }),
  ),
  'POST /conversations/{id}/notes': commandRoute(
    'Adds a note the customer never sees',
    command.noteBody,
    z.object({ seq }),
  ),
  'POST /conversations/{id}/assign': commandRoute(
    'To another agent, or to a team’s queue',
    command.assignBody,
    held,
  ),
  'POST /conversations/{id}/return': commandRoute(
    'Back to the queue, keeping the waiting time',
    command.returnBody,
    held,
  ),
  'POST /conversations/{id}/cancel': commandRoute(
    'Back to the bot as if nothing was',
    command.cancelBody,
    held,
  ),
  'POST /conversations/{id}/resolve': commandRoute('Completes the takeover', command.resolveBody, held),
  'POST /conversations/{id}/tags': commandRoute(
    'Adds and removes tags',
    command.tagsBody,
    z.object({ tags: z.array(z.string()) }),
  ),
  'POST /conversations/{id}/guidance': commandRoute(
    'A note to the bot',
    command.guidanceBody,
    z.object({ seq }),
  ),
  'POST /conversations/{id}/answer': commandRoute(
    'Answers what the bot asks the team; the bot goes on with it',
    command.answerBody,
    z.object({ seq }),
  ),
  'POST /conversations/{id}/bot': commandRoute('Sends a bot into the conversation', command.botBody, held),
} as const satisfies Record<string, Route>

export const contract = {
  ...setUp,
  ...botRoutes,
  ...channelRoutes,
  ...knowledgeRoutes,
  ...web,
  ...conversations,
  ...turnRoutes,
  ...teamRoutes,
  ...contactsRoutes,
  ...findingRoutes,
  ...writingRoutes,
  ...mediaRoutes,
  ...closingRoutes,
  ...ruleRoutes,
  ...ruleLabRoutes,
  ...webhookRoutes,
} as const satisfies Record<string, Route>

export type Contract = typeof contract
export type RouteKey = keyof Contract

type Part<Key extends RouteKey, Name extends 'params' | 'query' | 'body'> = Contract[Key] extends {
  readonly [N in Name]: infer Schema extends z.ZodType
}
  ? z.input<Schema>
  : undefined

/** What a caller gives. */
export type ParamsOf<Key extends RouteKey> = Part<Key, 'params'>
export type QueryOf<Key extends RouteKey> = Part<Key, 'query'>
export type BodyOf<Key extends RouteKey> = Part<Key, 'body'>
/** What a caller gets. */
export type AnswerOf<Key extends RouteKey> = z.output<Contract[Key]['response']>

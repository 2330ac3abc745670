// Routes for what an AI agent may read: texts and pages.
import { z } from 'zod'
import { botId, instant, name, storableText } from './primitives.ts'
import type { Route } from './route.ts'

/** Characters of one source. */
export const knowledgeTextMax = 200_000

const byBot = z.object({ id: botId })
const bySource = z.object({ id: botId, sourceId: z.uuid() })

export const knowledgeTypes = ['text/plain', 'text/markdown', 'text/html', 'text/csv'] as const

const source = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['text', 'page']),
  url: z.string().nullable(),
  /** What could not be read, in words for its builder; null when it was. */
  problem: z.string().nullable(),
  characters: z.int(),
  readAt: instant,
})

const newSource = z.union(
  [
    z.object({
      name,
      type: z.enum(knowledgeTypes),
      text: storableText(knowledgeTextMax),
    }),
    z.object({
      url: z.url({ protocol: /^https?$/, error: 'must be the address of a page' }),
      name: name.optional(),
    }),
  ],
  `must have a name, a text and a type of ${knowledgeTypes.join(', ')}, or the url of a page`,
)

export const knowledgeRoutes = {
  'GET /bots/{id}/knowledge': {
    summary: 'What the bot may read',
    auth: 'agent',
    params: byBot,
    response: z.object({ items: z.array(source) }),
  },
  'POST /bots/{id}/knowledge': {
    summary: 'Gives the bot a text, or a page that is read now; for leads',
    auth: 'agent',
    params: byBot,
    body: newSource,
    response: source,
    status: 201,
  },
  'POST /bots/{id}/knowledge/{sourceId}/refresh': {
    summary: 'Reads a page again; what was known of it stays until it was read',
    auth: 'agent',
    params: bySource,
    response: source,
  },
  'DELETE /bots/{id}/knowledge/{sourceId}': {
    summary: 'Takes a source away',
    auth: 'agent',
    params: bySource,
    response: z.object({}),
  },
} as const satisfies Record<string, Route>

export type KnowledgeSource = z.output<typeof source>

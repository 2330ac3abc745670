// The team: presence, teams, queues and routing.
import { z } from 'zod'
import { agentId, conversationId, name, storableText, teamId } from './primitives.ts'
import type { Route } from './route.ts'
import { agentRow, teamRow } from './rows.ts'
import { presence, presenceSettings, routingSettings } from './team-settings.ts'

const words = z.array(storableText(60).transform(text => text.trim())).max(50)

export const teamRoutes = {
  'PUT /me/presence': {
    summary: 'Online as long as a console of mine is in use (`auto`), or away until I say otherwise',
    auth: 'agent',
    body: z.object({ presence: z.enum(['auto', 'away']) }),
    response: z.object({ chosen: z.enum(['auto', 'away']), presence }),
  },
  'PUT /agents/{id}': {
    summary:
      'Changes an agent; what is left out stays. Whoever is deactivated loses what they hold to the queue',
    auth: 'admin',
    params: z.object({ id: agentId }),
    body: z.object({
      name: name.optional(),
      role: z.enum(['admin', 'lead', 'agent']).optional(),
      active: z.boolean().optional(),
      /** Language tags such as `en` or `pt-BR`. */
      languages: words.optional(),
      skills: words.optional(),
      /** Conversations that routing gives at once, at the most. */
      capacity: z.int().min(0).max(100).optional(),
    }),
    response: agentRow,
  },
  'PUT /teams/{id}': {
    summary: 'Changes a team; what is left out stays',
    auth: 'admin',
    params: z.object({ id: teamId }),
    body: z.object({
      name: name.optional(),
      members: z.array(agentId).max(500).optional(),
      routing: routingSettings.optional(),
    }),
    response: teamRow,
  },
  'GET /routing': {
    summary: 'Routing of conversations of no team, and what holds for everybody’s presence',
    auth: 'agent',
    response: z.object({ routing: routingSettings, presence: presenceSettings }),
  },
  'PUT /routing': {
    summary: 'Sets both',
    auth: 'admin',
    body: z.object({ routing: routingSettings, presence: presenceSettings }),
    response: z.object({ routing: routingSettings, presence: presenceSettings }),
  },
  'POST /conversations/{id}/decline': {
    summary: 'Gives an offer back: the next agent gets it',
    auth: 'agent',
    params: z.object({ id: conversationId }),
    response: z.object({ seq: z.int() }),
  },
} as const satisfies Record<string, Route>

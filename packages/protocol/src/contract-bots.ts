// Routes for those who build bots: what there is, drafts, versions, who may do what, and trying one out.
import { z } from 'zod'
import type { Route } from './route.ts'
import { botId, name } from './primitives.ts'
import { botRow } from './rows.ts'
import { flowBotSettings } from './settings.ts'

export const botRoutes = {
  'GET /bots': { summary: 'The bots', auth: 'agent', response: z.object({ items: z.array(botRow) }) },
  'POST /bots': {
    summary: 'Adds a bot; a flow’s definition is `settings.flow` and is checked whole',
    auth: 'admin',
    body: z.object({ name, kind: z.enum(['flow']), settings: flowBotSettings }),
    response: z.object({ id: botId }),
    status: 201,
  },
} as const satisfies Record<string, Route>

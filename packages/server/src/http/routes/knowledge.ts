// What an AI agent may read, for those who build it.
import type { BotId } from '@baton/core'
import { leads } from '@baton/core'
import type { RouteKey } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { sourcesMax } from '../../app/knowledge.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type KnowledgeKey = Extract<RouteKey, `${string} /bots/{id}/knowledge${string}`>

export function knowledgeRoutes(app: App): Implementations<KnowledgeKey> {
  const { knowledge, directory, egress } = app

  async function botOf(caller: AgentCaller, id: BotId): Promise<BotId> {
    const { bots } = await directory.of(caller.workspaceId)
    const bot = bots.get(id) ?? notFound('bot')
    if (!leads(caller.agent))
      refuse(403, 'not_allowed', 'What a bot may read is a lead’s to change. Ask one of yours.', {
        needs: 'lead',
      })
    return bot.id
  }

  const full = () =>
    refuse(422, 'too_many_sources', `A bot reads at most ${sourcesMax} sources. Take one away first.`)

  return {
    'GET /bots/{id}/knowledge': async ({ params, caller }) => {
      const items = await knowledge.list(caller.workspaceId, await botOf(caller, params.id))
      return { items: [...items] }
    },
    'POST /bots/{id}/knowledge': async ({ params, body, caller }) => {
      const botId = await botOf(caller, params.id)
      if ('text' in body) return (await knowledge.addText(caller.workspaceId, botId, body)) ?? full()
      const refusal = egress.refusal(body.url)
      if (refusal) refuse(422, 'refused_address', refusal, { fields: ['url'] })
      return (await knowledge.addPage(caller.workspaceId, botId, body.url, body.name)) ?? full()
    },
    'POST /bots/{id}/knowledge/{sourceId}/refresh': async ({ params, caller }) => {
      const botId = await botOf(caller, params.id)
      return (await knowledge.refresh(caller.workspaceId, botId, params.sourceId)) ?? notFound('page')
    },
    'DELETE /bots/{id}/knowledge/{sourceId}': async ({ params, caller }) => {
      const botId = await botOf(caller, params.id)
      if (!(await knowledge.remove(caller.workspaceId, botId, params.sourceId))) notFound('source')
      return {}
    },
  }
}

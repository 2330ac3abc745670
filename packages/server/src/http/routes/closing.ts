// How a takeover ends: briefs, completion and feedback.
import type { App } from '../../app/app.ts'
import { BotFault } from '../../app/bot-port.ts'
import type { Implementations } from '../call.ts'
import { keyOf, loadedFor, perform } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'

type ClosingKey = 'GET /briefs' | 'PUT /briefs' | 'POST /conversations/{id}/brief' | 'POST /web/feedback'

export function closingRoutes(app: App): Implementations<ClosingKey> {
  return {
    'GET /briefs': async ({ caller }) => ({ botId: (await app.directory.of(caller.workspaceId)).briefBotId }),
    'PUT /briefs': async ({ body, caller }) => {
      const { bots } = await app.directory.of(caller.workspaceId)
      const bot = body.botId === null ? null : (bots.get(body.botId) ?? notFound('bot'))
      if (bot && bot.kind !== 'ai')
        refuse(422, 'no_model', `${bot.name} has no model. Choose an AI agent, or none.`, {
          fields: ['botId'],
        })
      await app.settings.setBriefBot(caller.workspaceId, body.botId)
      app.settingsChanged(caller.workspaceId)
      return { botId: body.botId }
    },
    'POST /conversations/{id}/brief': async ({ params, body, caller }) => {
      const key = keyOf(caller, params.id)
      await loadedFor(app, key)
      try {
        const brief = await app.briefs.of(key, body.language)
        const lines = brief?.lines.map(({ text, seqs }) => ({ text, seqs: [...seqs] })) ?? []
        return { brief: brief && { ...brief, lines }, problem: null }
      } catch (error) {
        if (error instanceof BotFault) return { brief: null, problem: error.message }
        throw error
      }
    },
    'POST /web/feedback': async ({ body, caller }) => {
      const actor = { kind: 'contact', id: caller.contactId } as const
      await perform(app, caller, { type: 'GiveFeedback', actor, ...body })
      return {}
    },
  }
}

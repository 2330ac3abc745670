// Bots, for those who build them.
import type { BotId } from '@baton/core'
import { parseFlow } from '@baton/core'
import type { App } from '../../app/app.ts'
import { newWebhookSecret, redactSettings, sealSettings } from '../../app/bot-secrets.ts'
import { newId } from '../../app/new-id.ts'
import type { Implementations } from '../call.ts'
import { refuse } from '../problem.ts'

type BotKey = 'GET /bots' | 'POST /bots'

/** Throws a ProblemError that names every faulty block. */
function checkFlow(definition: unknown): void {
  const parsed = parseFlow(definition)
  if (parsed.ok) return
  const lines = parsed.faults.map(
    fault => `${fault.block ? `block ${fault.block}` : 'flow'}, ${fault.path || 'whole'}: ${fault.message}`,
  )
  refuse(422, 'invalid_flow', `The flow cannot be used: ${lines.slice(0, 5).join('; ')}.`, {
    faults: parsed.faults,
  })
}

export function botRoutes(app: App): Implementations<BotKey> {
  const { settings, directory } = app
  return {
    'GET /bots': async ({ caller }) => {
      const { bots } = await directory.of(caller.workspaceId)
      return {
        items: [...bots.values()].map(({ id, name, kind, settings: set }) => ({
          id,
          name,
          kind,
          settings: redactSettings(set),
        })),
      }
    },
    'POST /bots': async ({ body, caller }) => {
      if (body.kind === 'flow') checkFlow(body.settings.flow)
      const id = newId() as BotId
      const made = body.kind === 'http' && !body.settings.secret ? newWebhookSecret() : undefined
      const given = made ? { ...body.settings, secret: made } : body.settings
      await settings.addBot(caller.workspaceId, {
        id,
        name: body.name,
        kind: body.kind,
        settings: sealSettings(app.seals, id, given),
      })
      app.settingsChanged(caller.workspaceId)
      return { id, ...(made ? { secret: made } : {}) }
    },
  }
}

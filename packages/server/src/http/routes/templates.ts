// Templates over HTTP: what there is, and why one cannot be sent as it was asked for.
import type { ChannelId, TemplatePart } from '@baton/core'
import type { RouteKey } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import type { Template } from '../../app/channel-port.ts'
import { SendFault } from '../../app/channel-port.ts'
import type { TemplateWish, Unfit } from '../../app/templates.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type TemplateKey = Extract<RouteKey, `${string} /channels/{id}/templates${string}`>

function rowOf({ places: _, ...template }: Template) {
  return { ...template, buttons: [...template.buttons], examples: [...template.examples] }
}

function refuseUnfit({ name }: TemplateWish, unfit: Unfit): never {
  const fields = ['template']
  switch (unfit.why) {
    case 'no_templates':
      return refuse(422, 'no_templates', 'This channel has no templates. Write a text instead.', { fields })
    case 'unknown': {
      const some = unfit.known.slice(0, 5).join(', ')
      const what = some === '' ? 'There are none yet: sync them.' : `Approved are ${some}. Or sync them.`
      return refuse(422, 'unknown_template', `There is no template ${name} in this language. ${what}`, {
        fields,
      })
    }
    case 'not_approved': {
      const why = unfit.reason === null ? '' : ` (${unfit.reason})`
      return refuse(
        422,
        'template_not_approved',
        `${name} is ${unfit.status}${why}. Choose an approved one.`,
        {
          fields,
        },
      )
    }
    case 'variables': {
      const { wanted, missing, example } = unfit
      const such = example === null ? '' : `, such as "${example}"`
      const what =
        missing === null
          ? `It takes ${wanted} values; leave the others out.`
          : `{{${missing}}} needs a value${such}.`
      return refuse(422, 'template_variables', `${name} cannot be sent so. ${what}`, {
        fields: [missing === null ? 'template.variables' : `template.variables.${missing - 1}`],
      })
    }
  }
}

/** The message that it makes. Throws a ProblemError that says what is wrong with it. */
export async function templatePart(
  app: App,
  caller: AgentCaller,
  channelId: ChannelId,
  wish: TemplateWish,
): Promise<TemplatePart> {
  const filled = await app.templates.fill(caller.workspaceId, channelId, wish)
  return filled.ok ? filled.part : refuseUnfit(wish, filled)
}

export function templateRoutes(app: App): Implementations<TemplateKey> {
  return {
    'GET /channels/{id}/templates': async ({ params, caller }) => {
      const listed =
        (await app.templates.list(caller.workspaceId, params.id)) ?? notFound('channel with templates')
      return { items: listed.items.map(rowOf), syncedAt: listed.syncedAt }
    },
    'POST /channels/{id}/templates/sync': async ({ params, caller }) => {
      const listed = await app.templates.sync(caller.workspaceId, params.id).catch(error => {
        if (!(error instanceof SendFault)) throw error
        const why = error.reason ?? 'it did not answer'
        return refuse(422, 'channel_failed', `The channel gave no templates: ${why}. Check its settings.`)
      })
      const { items, syncedAt } = listed ?? notFound('channel with templates')
      return { items: items.map(rowOf), syncedAt: syncedAt ?? app.store.now() }
    },
  }
}

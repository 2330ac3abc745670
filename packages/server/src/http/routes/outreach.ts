// Talks that the team begins, over HTTP.
import type { ChannelId } from '@baton/core'
import type { RouteKey } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import type { OpenLine } from '../../app/lines.ts'
import type { OutreachSummary } from '../../app/outreach-store.ts'
import type { Implementations } from '../call.ts'
import { seqOf } from '../outcomes.ts'
import { notFound, ProblemError, refuse, rejectionProblem } from '../problem.ts'
import { templatePart, templateRoutes } from './templates.ts'

type OutreachKey = Extract<
  RouteKey,
  | 'POST /outreach'
  | 'GET /outreach'
  | `GET /outreach/${string}`
  | `POST /outreach/${string}`
  | 'POST /contacts/{id}/outreach'
  | `${string} /channels/{id}/templates${string}`
>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function rowOf({ workspaceId: _, by, template, counts, ...row }: OutreachSummary) {
  return {
    ...row,
    template: { ...template, variables: [...template.variables] },
    by: { id: by.id, name: by.name },
    counts: { ...counts },
  }
}

/** Where it is begun, and by which bot it goes on. */
async function lineFor(
  app: App,
  caller: AgentCaller,
  channelId: ChannelId,
  botId: string | null,
): Promise<OpenLine> {
  if (botId !== null && !(await app.directory.of(caller.workspaceId)).bots.has(botId)) notFound('bot')
  const line = (await app.lines.open(caller.workspaceId, channelId)) ?? notFound('channel')
  if (line.kind.templates) return line
  return refuse(422, 'no_templates', 'A conversation cannot be begun on this channel. Choose another one.', {
    fields: ['channelId'],
  })
}

function batches(app: App): Implementations<Extract<OutreachKey, `${string} /outreach${string}`>> {
  const { outreaches } = app
  return {
    'POST /outreach': async ({ body, caller }) => {
      const { name, channelId, template, botId = null, recipients, startsAt = null, perMinute } = body
      const line = await lineFor(app, caller, channelId, botId)
      // What cannot be sent to the first of them is said now; values of their own stand in for the batch's.
      const first = recipients.find(one => one.optedIn)
      if (!first)
        refuse(422, 'nobody_opted_in', 'Nobody on this list said yes to being written to.', {
          fields: ['recipients'],
        })
      const variables = first?.variables ?? template.variables
      await templatePart(app, caller, channelId, { ...template, variables })
      const wish = { name, template, botId, recipients, startsAt, perMinute }
      return { id: await outreaches.begin(line, caller.agent, wish) }
    },
    'GET /outreach': async ({ query, caller }) => {
      const { limit, after = null } = query
      if (after !== null && !uuid.test(after))
        refuse(400, 'invalid_request', 'after must be the `next` of a page.')
      const { items, next } = await outreaches.list(caller.workspaceId, limit, after)
      return { items: items.map(rowOf), next }
    },
    'GET /outreach/{id}': async ({ params, query, caller }) => {
      const { workspaceId } = caller
      const outreach = (await outreaches.find(workspaceId, params.id)) ?? notFound('outreach')
      const recipients = await outreaches.recipients(workspaceId, params.id, query.after, query.limit)
      const last = recipients.length === query.limit ? recipients.at(-1) : undefined
      return {
        outreach: rowOf(outreach),
        recipients: recipients.map(one => ({ ...one })),
        next: last ? last.n + 1 : null,
      }
    },
    'POST /outreach/{id}/cancel': async ({ params, caller }) => {
      if (!(await outreaches.find(caller.workspaceId, params.id))) notFound('outreach')
      return { cancelled: await outreaches.cancel(caller.workspaceId, params.id) }
    },
  }
}

export function outreachRoutes(app: App): Implementations<OutreachKey> {
  return {
    ...templateRoutes(app),
    ...batches(app),
    'POST /contacts/{id}/outreach': async ({ params, body, caller }) => {
      const { channelId, address, template, botId = null } = body
      const { workspaceId } = caller
      if (!(await app.contacts.read({ workspaceId, contactId: params.id }))) notFound('contact')
      const line = await lineFor(app, caller, channelId, botId)
      const part = await templatePart(app, caller, channelId, template)
      const wish = { part, botId, contactId: params.id, address }
      const done = await app.outreaches.reach(line, caller.agent, wish)
      const fields = ['address']
      if (done === 'not_an_address')
        return refuse(422, 'not_an_address', `${address} is no address of this channel. Check it.`, {
          fields,
        })
      if (done === 'somebody_elses')
        return refuse(
          409,
          'address_of_another',
          'At this address another contact is known. Write to them, or merge the two.',
          { fields },
        )
      const { key, outcome } = done
      if (outcome.ok) return { conversationId: key.conversationId, seq: seqOf(outcome, 'MessageSent') }
      if (outcome.rejection === null) return notFound('conversation')
      throw new ProblemError(rejectionProblem(outcome.rejection))
    },
  }
}

// The web channel: what a widget calls.
import { webChannelSettings } from '@baton/protocol'
import type { App } from '../../app/app.ts'
import { visitorItems } from '../../app/encode.ts'
import { uploaderOf } from '../../app/media.ts'
import { beginConversation } from '../../app/visitors.ts'
import type { Implementations } from '../call.ts'
import { perform, seqOf } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'
import { notTheirs } from './media-refusals.ts'

type WebKey =
  | 'GET /web/{channelId}'
  | 'POST /web/{channelId}/visitors'
  | 'POST /web/token'
  | 'POST /web/messages'
  | 'GET /web/messages'
  | 'POST /web/request'
  | 'POST /web/read'

export function webRoutes(app: App): Implementations<WebKey> {
  return {
    'GET /web/{channelId}': async ({ params }) => {
      const workspaceId = (await app.directory.workspaceOf(params.channelId)) ?? notFound('channel')
      const workspace = await app.directory.of(workspaceId)
      const channel = workspace.channels.get(params.channelId) ?? notFound('channel')
      const settings = webChannelSettings.safeParse(channel.settings)
      const { accent = null, greeting = null } = settings.success ? settings.data : {}
      const bot = channel.botId ? workspace.bots.get(channel.botId) : undefined
      return {
        id: channel.id,
        name: channel.name,
        botName: bot?.name ?? null,
        accent,
        greeting,
        mediaMaxBytes: app.media.maxBytes,
      }
    },
    'POST /web/{channelId}/visitors': async ({ params, body }) => {
      const { name = null, email = null, language = null, timeZone = null, attributes } = body
      const visitor = { name, email, language, timeZone, attributes }
      return (await beginConversation(app, params.channelId, visitor)) ?? notFound('channel')
    },
    'POST /web/token': async ({ body }) => {
      const claims = await app.visitorTokens.readForRenewal(body.token)
      if (!claims)
        return refuse(401, 'invalid_token', 'This token cannot be renewed. Begin a new conversation.')
      if (!(await app.store.read(claims))) notFound('conversation')
      return { ...(await app.visitorTokens.issue(claims)), conversationId: claims.conversationId }
    },
    'POST /web/messages': async ({ body, caller }) => {
      const actor = { kind: 'contact', id: caller.contactId } as const
      const { clientId } = body
      const parts = (await app.media.partsOf(uploaderOf(caller), caller.conversationId, body)) ?? notTheirs()
      const done = await perform(app, caller, { type: 'ReceiveMessage', actor, clientId, parts })
      return { seq: seqOf(done, 'MessageReceived') }
    },
    'GET /web/messages': async ({ query, caller }) => {
      const { after, limit } = query
      const events = await app.store.events(caller, after, limit)
      const messages = visitorItems(events).filter(item => 'actor' in item)
      const last = events.at(-1)?.event.seq ?? after
      return {
        items: messages.map(item => ({ ...item, data: { ...item.data } })),
        next: events.length === limit ? last : null,
      }
    },
    'POST /web/request': async ({ body, caller }) => {
      const actor = { kind: 'contact', id: caller.contactId } as const
      const wish = {
        cause: 'customer_asked',
        text: body.reason,
        priority: 'normal',
        summary: null,
        teamId: null,
      } as const
      const { state } = await perform(app, caller, { type: 'RequestHuman', actor, ...wish })
      return { seq: state.seq, state: state.control.state }
    },
    'POST /web/read': async ({ body, caller }) => {
      const actor = { kind: 'contact', id: caller.contactId } as const
      await perform(app, caller, {
        type: 'ReportDelivery',
        actor,
        messageSeq: body.seq,
        through: true,
        status: 'read',
        reason: null,
      })
      return {}
    },
  }
}

// Customers as the queues see them: who has said something and asked for a person, without a browser of their own.
import { randomUUID } from 'node:crypto'
import type { Api } from '@baton/client'
import type { Stage } from '../stage.ts'

export interface Talk {
  readonly id: string
  readonly name: string
  say(text: string): Promise<void>
  /** For a person; into the queue of the team, or of none. */
  ask(teamId?: string): Promise<void>
}

async function namedVisitor(stage: Stage, name: string): Promise<{ api: Api; conversationId: string }> {
  const [channel] = (await stage.server.api.call('GET /channels')).items
  const { token, conversationId } = await stage.server.api.call('POST /web/{channelId}/visitors', {
    params: { channelId: channel?.id ?? '' },
    body: { name },
  })
  return { api: stage.server.apiAs(token), conversationId }
}

/** Somebody who has said hello. */
export async function talkWith(stage: Stage, name: string): Promise<Talk> {
  const { api, conversationId: id } = await namedVisitor(stage, name)
  const talk: Talk = {
    id,
    name,
    async say(text) {
      await api.call('POST /web/messages', { body: { clientId: randomUUID(), text } })
    },
    async ask(teamId) {
      const body = teamId ? { teamId } : {}
      await stage.server.api.call('POST /conversations/{id}/request', { params: { id }, body })
    },
  }
  await talk.say('Hello')
  return talk
}

export async function waitingTalk(stage: Stage, name: string, teamId?: string): Promise<Talk> {
  const talk = await talkWith(stage, name)
  await talk.ask(teamId)
  return talk
}

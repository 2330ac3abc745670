// A visitor who has said something to a bot, and what the log shows of it.
import type { LoggedEvent, TestAgent, TestServer, TestVisitor } from './server.ts'
import { until } from './until.ts'

export interface Talk {
  readonly id: string
  readonly visitor: TestVisitor
  log(): Promise<readonly LoggedEvent[]>
  types(): Promise<readonly string[]>
  /** Everything that the bot said, in order. */
  said(): Promise<readonly string[]>
  /** Resolves once the log has so many events of this type. */
  has(type: string, times?: number): Promise<unknown>
}

export async function talkOn(server: TestServer, channel: string, text = 'Hello'): Promise<Talk> {
  const visitor = await server.visitor(channel)
  await visitor.say(text)
  const id = visitor.conversationId
  const log = () => server.events(id)
  const types = async () => (await log()).map(({ type }) => type)
  return {
    id,
    visitor,
    log,
    types,
    said: async () =>
      (await log())
        .filter(({ type, actor }) => type === 'MessageSent' && actor.kind === 'bot')
        .map(({ data }) => String(data.text)),
    has: (type, times = 1) =>
      until(`${times} ${type}`, async () => (await types()).filter(one => one === type).length >= times),
  }
}

export const takeOver = ({ api }: TestAgent, id: string) =>
  api.call('POST /conversations/{id}/intervene', { params: { id } })

export const resolveAs = ({ api }: TestAgent, id: string, more: object = {}) =>
  api.call('POST /conversations/{id}/resolve', {
    params: { id },
    body: { topic: 'Other', outcome: 'Resolved', ...more },
  })

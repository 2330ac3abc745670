// A workspace with routing, for tests: people at their desks, customers who ask for a person.
import type { BodyOf } from '@baton/client'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import type { LoggedEvent, TestAgent, TestServer, TestVisitor } from './server.ts'
import { until } from './until.ts'

type Routing = BodyOf<'PUT /routing'>['routing']

export interface Person extends TestAgent {
  readonly name: string
  readonly desk: Desk
}

export async function setRouting(
  server: TestServer,
  routing: Routing,
  presence: BodyOf<'PUT /routing'>['presence'] = { ownerGoneMs: null },
): Promise<void> {
  await server.api.call('PUT /routing', { body: { routing, presence } })
}

/** Signed in, at their desk on `at`. */
export async function person(
  server: TestServer,
  name: string,
  { at = server, about = {} }: { at?: Pick<TestServer, 'url'>; about?: BodyOf<'PUT /agents/{id}'> } = {},
): Promise<Person> {
  const agent = await server.makeAgent(name)
  await server.api.call('PUT /agents/{id}', { params: { id: agent.id }, body: about })
  return { ...agent, name, desk: await openDesk(at.url, agent.key) }
}

/** A customer who waits for a person, in the queue of the team. */
export async function asking(
  server: TestServer,
  channelId: string,
  { teamId, priority = 'normal' }: { teamId?: string; priority?: 'normal' | 'urgent' } = {},
): Promise<TestVisitor> {
  const visitor = await server.visitor(channelId)
  await visitor.say('A person, please')
  const body = { priority, ...(teamId ? { teamId } : {}) }
  await server.api.call('POST /conversations/{id}/request', { params: { id: visitor.conversationId }, body })
  return visitor
}

export async function rowOf(server: TestServer, { conversationId: id }: TestVisitor) {
  return server.api.call('GET /conversations/{id}', { params: { id } })
}

/** Whom it is offered to; waits until it is offered to somebody, or to somebody else than before. */
export function offeredTo(
  server: TestServer,
  visitor: TestVisitor,
  notTo: string | null = null,
): Promise<string> {
  return until('it is offered', async () => {
    const { offer } = await rowOf(server, visitor)
    return offer && offer.agent.id !== notTo ? offer.agent.id : null
  })
}

/** Whoever was asked, in order. */
export async function askedIn(
  server: TestServer,
  { conversationId }: TestVisitor,
): Promise<readonly string[]> {
  const log = await server.events(conversationId)
  return log.flatMap(({ type, data }) => (type === 'Offered' ? [(data.agent as { id: string }).id] : []))
}

export async function happened(
  server: TestServer,
  { conversationId }: TestVisitor,
  type: string,
): Promise<LoggedEvent> {
  return until(type, async () => (await server.events(conversationId)).findLast(event => event.type === type))
}

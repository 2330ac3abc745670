// One signed-in socket: what its messages do. Parsing and closing are the connection's business.

import type { ConversationId } from '@baton/core'
import type { ClientMessage, Problem } from '@baton/protocol'
import type { AgentCaller, Caller, VisitorCaller } from '../app/access.ts'
import type { App } from '../app/app.ts'
import type { ListReader } from '../app/gathering.ts'
import { uploaderOf } from '../app/media.ts'
import type { ConversationKey } from '../app/ports.ts'
import { PortFault } from '../app/ports.ts'
import type { Outgoing } from './outgoing.ts'
import type { ProblemTable } from './problem-table.ts'

type Of<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>

export interface Session {
  take(message: ClientMessage): Promise<void>
  end(): void
}

type Push = (message: object) => void

async function send(
  app: App,
  visitor: VisitorCaller,
  { ref, clientId, ...said }: Of<'send'>,
  push: Push,
  problems: ProblemTable,
  onFault: (fault: unknown) => void,
): Promise<void> {
  const { workspaceId, conversationId, contactId } = visitor
  const actor = { kind: 'contact', id: contactId } as const
  try {
    const parts = await app.media.partsOf(uploaderOf(visitor), conversationId, said)
    if (parts === null) return push({ type: 'refused', ref, problem: problems.notTheirs() })
    const command = { type: 'ReceiveMessage', actor, clientId, parts } as const
    const outcome = await app.flights.handle({ workspaceId, conversationId, command })
    if (outcome.ok) {
      const seq = outcome.acceptedAt ?? outcome.events[0]?.event.seq ?? outcome.state.seq
      push({ type: 'accepted', ref, seq })
      return
    }
    const problem = outcome.rejection
      ? problems.rejection(outcome.rejection)
      : problems.notFound(conversationId)
    push({ type: 'refused', ref, problem })
  } catch (fault) {
    // The sender keeps it and tries again with the same clientId.
    push({ type: 'refused', ref, problem: problems.unavailable() })
    if (!(fault instanceof PortFault)) onFault(fault)
  }
}

async function read(app: App, visitor: VisitorCaller, seq: number): Promise<void> {
  const { workspaceId, conversationId, contactId } = visitor
  const actor = { kind: 'contact', id: contactId } as const
  const status = { messageSeq: seq, through: true, status: 'read', reason: null } as const
  await app.flights.handle({
    workspaceId,
    conversationId,
    command: { type: 'ReportDelivery', actor, ...status },
  })
}

export function createSession(
  app: App,
  caller: Caller,
  outgoing: Outgoing,
  problems: ProblemTable,
  onFault: (fault: unknown) => void,
): Session {
  const push = (message: object) => outgoing.push(JSON.stringify(message))
  const agentId = caller.kind === 'agent' ? caller.agent.id : ''
  const reader: ListReader = { view: caller.kind, agentId, push: message => outgoing.push(message) }
  let ended = false
  if (caller.kind === 'agent') app.company.join(reader, caller.agent.id)
  const refused = (ref: string | null, problem: Problem) => push({ type: 'refused', ref, problem })

  let idle = false

  async function followList(agent: AgentCaller): Promise<void> {
    const { workspaceId } = agent
    await app.presence.join(reader, { workspaceId, agentId: agent.agent.id, idle })
    await app.lists.follow(reader, workspaceId)
  }

  /** A visitor has one conversation, whatever it names. */
  function keyFor(conversationId: ConversationId | undefined): ConversationKey | null {
    if (caller.kind === 'visitor') {
      const own = conversationId === undefined || conversationId === caller.conversationId
      return own ? { workspaceId: caller.workspaceId, conversationId: caller.conversationId } : null
    }
    return conversationId ? { workspaceId: caller.workspaceId, conversationId } : null
  }

  async function follow({ conversationId, after }: Of<'follow'>): Promise<void> {
    const key = keyFor(conversationId)
    const loaded = key ? await app.store.read(key) : null
    if (ended) return
    if (!key || !loaded) return refused(null, problems.notFound(conversationId ?? null))
    if (after > loaded.state.seq) {
      // A cursor from the future: of another database, or made up. Nothing can be extended from there.
      push({
        type: 'reload',
        conversationId: key.conversationId,
        reason: 'This cursor is ahead of the log. Read from 0.',
      })
      return
    }
    app.feed.follow(reader, key, after)
    app.drafts.greet(reader, key.conversationId)
    const { control } = loaded.state
    const owner = control.state === 'intervened' ? control.owner.id : null
    if (caller.kind === 'agent') app.company.enter(reader, key, caller.agent, owner)
  }

  async function take(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'follow':
        return follow(message)
      case 'unfollow':
        app.company.exit(reader, message.conversationId)
        return app.feed.unfollow(reader, message.conversationId)
      case 'follow_list':
        if (caller.kind !== 'agent') return refused(null, problems.onlyFor('agent'))
        return followList(caller)
      case 'idle':
        idle = message.idle
        return app.presence.idle(reader, idle)
      case 'send':
        if (caller.kind !== 'visitor') return refused(message.ref, problems.onlyFor('visitor'))
        // Not waited for: sends of one socket share a flight, in the order in which they came.
        void send(app, caller, message, push, problems, onFault)
        return
      case 'read':
        if (caller.kind !== 'visitor') return refused(null, problems.onlyFor('visitor'))
        return read(app, caller, message.seq)
      case 'typing': {
        const key = keyFor(message.conversationId)
        if (!key) return
        app.typingRelay(key, caller)
        return app.company.types(key, caller, reader)
      }
      case 'ping':
        return push({ type: 'heartbeat' })
      case 'hello':
        return refused(null, problems.alreadySignedIn())
    }
  }

  return {
    take,
    end() {
      ended = true
      if (caller.kind === 'agent') app.company.leave(reader, caller.agent.id)
      app.feed.leave(reader)
      app.lists.leave(reader)
      app.presence.leave(reader)
    },
  }
}

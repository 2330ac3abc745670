// Who is calling. A key, a session or a visitor's token becomes a caller, or nothing; nothing here fails open.
import { createHash, randomBytes } from 'node:crypto'
import type { AgentActor, ChannelId, ContactId, ConversationId, WorkspaceId } from '@baton/core'
import type { Directory } from './directory.ts'
import type { AgentHome, SettingsStore } from './ports.ts'
import type { TurnClaims, TurnTokens } from './turn-tokens.ts'
import type { VisitorTokens } from './visitor-tokens.ts'
import type { AgentEntry } from './workspace.ts'

export interface AgentCaller {
  readonly kind: 'agent'
  readonly workspaceId: WorkspaceId
  readonly agent: AgentActor
  /** How they came: what they do is recorded as done there. */
  readonly via: 'console' | 'api'
}
export interface VisitorCaller {
  readonly kind: 'visitor'
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly channelId: ChannelId
}
/** A bot that answers its turn by itself. */
export interface TurnCaller extends TurnClaims {
  readonly kind: 'turn'
}
export type Caller = AgentCaller | VisitorCaller

export interface Access {
  byApiKey(key: string): Promise<AgentCaller | null>
  bySignIn(signInId: string): Promise<AgentCaller | null>
  /** `expired` tells the reader to renew it. */
  byVisitorToken(token: string): Promise<VisitorCaller | 'expired' | null>
  byTurnToken(token: string): Promise<TurnCaller | null>
}

const keyPrefix = 'baton_'
/** A key that was found is believed this long: a revoked one stops working within it. */
const believedMs = 1_000

export function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

export function newApiKey(): string {
  return `${keyPrefix}${randomBytes(24).toString('base64url')}`
}

export function createAccess(
  lookup: Pick<SettingsStore, 'agentByKey' | 'agentBySignIn'>,
  directory: Directory,
  tokens: VisitorTokens,
  turnTokens: TurnTokens,
): Access {
  const believed = new Map<string, { readonly home: AgentHome; readonly until: number }>()

  async function agentOf({ workspaceId, agentId }: AgentHome): Promise<AgentEntry | undefined> {
    const known = (await directory.of(workspaceId)).agents.get(agentId)
    if (known) return known
    // The key is good: another server added them a moment ago, and the news is on its way.
    directory.forget(workspaceId)
    return (await directory.of(workspaceId)).agents.get(agentId)
  }

  async function callerOf(found: AgentHome | null, via: AgentCaller['via']): Promise<AgentCaller | null> {
    if (!found) return null
    const agent = await agentOf(found)
    if (!agent?.active) return null
    const { id, name, role } = agent
    return { kind: 'agent', workspaceId: found.workspaceId, agent: { kind: 'agent', id, name, role }, via }
  }

  return {
    async byApiKey(key) {
      const digest = digestOf(key)
      const name = digest.toString('base64')
      const before = believed.get(name)
      // Who they are is looked up each time: whoever is deactivated is out at once.
      if (before && before.until > Date.now()) return callerOf(before.home, 'api')
      believed.delete(name)
      const home = await lookup.agentByKey(digest)
      if (believed.size > 10_000) believed.clear()
      if (home) believed.set(name, { home, until: Date.now() + believedMs })
      return callerOf(home, 'api')
    },
    bySignIn: async signInId => callerOf(await lookup.agentBySignIn(signInId), 'console'),
    async byVisitorToken(token) {
      const claims = await tokens.read(token)
      return claims === null || claims === 'expired' ? claims : { kind: 'visitor', ...claims }
    },
    async byTurnToken(token) {
      const claims = await turnTokens.read(token)
      return claims ? { kind: 'turn', ...claims } : null
    },
  }
}

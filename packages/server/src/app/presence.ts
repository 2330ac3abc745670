// Who is there. An agent is online while a console of theirs that follows the list is open and somebody sits before
// it; every server writes down whom it has, and reads what the others wrote. Nothing here runs per message.
import type { AgentId, Presence as AgentPresence, WorkspaceId } from '@baton/core'
import type { AgentKey, Present, TeamStore } from './team-store.ts'

/** A console on this server. */
export interface Console extends AgentKey {
  /** Nobody sits before it. */
  readonly idle: boolean
}

export interface Presence {
  /** Resolves when it is written down: whoever reads from then on sees it. */
  join(reader: object, one: Console): Promise<void>
  leave(reader: object): void
  idle(reader: object, idle: boolean): void
  /** A sign of life by the API; it makes nobody online, and keeps what they hold in their hands (OW5). */
  sign(agent: AgentKey): void
  /** As all servers know it now; who is left out is offline. */
  of(workspaceId: WorkspaceId): Promise<ReadonlyMap<AgentId, AgentPresence>>
  /** Writes down all that this server knows; what was lost is there again. */
  keep(): Promise<void>
  close(): void
}

export interface PresenceOptions {
  readonly team: Pick<TeamStore, 'keepPresence' | 'presenceOf'>
  /** Who is there in this workspace changed, by this server. */
  readonly onChanged: (workspaceId: WorkspaceId) => void
  readonly onFault: (fault: unknown) => void
  /** A console that is loaded again is not gone. */
  readonly graceMs?: number
}

const defaultGraceMs = 5_000

function nameOf({ workspaceId, agentId }: AgentKey): string {
  return `${workspaceId} ${agentId}`
}

export function createPresence(options: PresenceOptions): Presence {
  const { team, onChanged, onFault, graceMs = defaultGraceMs } = options
  const consoles = new Map<object, Console>()
  /** Those who left a moment ago. */
  const leaving = new Map<object, NodeJS.Timeout>()
  const signed = new Map<string, AgentKey>()
  let writing: Promise<void> = Promise.resolve()

  function present(): readonly Present[] {
    const agents = new Map<string, Present>()
    for (const { workspaceId, agentId, idle } of consoles.values()) {
      const name = nameOf({ workspaceId, agentId })
      agents.set(name, { workspaceId, agentId, awake: !idle || (agents.get(name)?.awake ?? false) })
    }
    return [...agents.values()]
  }

  /** One at a time, each with all that is known by then: the last one to write knows best. */
  function keep(): Promise<void> {
    const next = writing.then(async () => {
      const seen = [...signed.values()]
      signed.clear()
      try {
        await team.keepPresence(present(), seen)
      } catch (fault) {
        for (const agent of seen) signed.set(nameOf(agent), agent)
        throw fault
      }
    })
    writing = next.catch(() => undefined)
    return next
  }

  function changed(workspaceId: WorkspaceId): void {
    keep().then(() => onChanged(workspaceId), onFault)
  }

  function forget(reader: object): void {
    const gone = consoles.get(reader)
    consoles.delete(reader)
    leaving.delete(reader)
    if (!gone) return
    // The last sign of life is now, not at the last round.
    signed.set(nameOf(gone), gone)
    changed(gone.workspaceId)
  }

  return {
    async join(reader, one) {
      const known = consoles.has(reader)
      consoles.set(reader, one)
      if (known) return
      await keep()
      onChanged(one.workspaceId)
    },
    leave(reader) {
      if (!consoles.has(reader) || leaving.has(reader)) return
      leaving.set(
        reader,
        setTimeout(() => forget(reader), graceMs),
      )
    },
    idle(reader, idle) {
      const one = consoles.get(reader)
      if (!one || one.idle === idle) return
      consoles.set(reader, { ...one, idle })
      changed(one.workspaceId)
    },
    sign: agent => void signed.set(nameOf(agent), agent),
    of: workspaceId => team.presenceOf(workspaceId),
    keep,
    close() {
      for (const timer of leaving.values()) clearTimeout(timer)
      leaving.clear()
      consoles.clear()
    },
  }
}

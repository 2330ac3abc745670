// Agents and teams as the API shows them.
import type { WorkspaceId } from '@baton/core'
import type { AgentRow, TeamRow } from '@baton/protocol'
import type { App } from './app.ts'
import type { TeamEntry } from './workspace.ts'

/** With presence and load as they are now. */
export async function agentRows(
  app: App,
  workspaceId: WorkspaceId,
  inactiveToo: boolean,
): Promise<AgentRow[]> {
  const [{ agents }, here, { held }] = await Promise.all([
    app.directory.of(workspaceId),
    app.presence.of(workspaceId),
    app.store.count(workspaceId, app.store.now()),
  ])
  return [...agents.values()]
    .filter(({ active }) => active || inactiveToo)
    .map(agent => ({
      ...agent,
      languages: [...agent.languages],
      skills: [...agent.skills],
      presence: here.get(agent.id) ?? 'offline',
      held: held.get(agent.id) ?? 0,
    }))
}

export function teamRow({ id, name, members, routing }: TeamEntry): TeamRow {
  return { id, name, members: [...members], routing }
}

// Whose canned replies an agent may use and change: everybody's and those of a team are a lead's to change, one's own
// are nobody else's.
import type { AgentActor } from '@baton/core'
import { leads } from '@baton/core'
import type { Workspace } from './workspace.ts'
import type { CannedReply, ReplyContent } from './writing-store.ts'

type Audience = Pick<ReplyContent, 'ownerId' | 'teamId'>

export function mayUse({ ownerId, teamId }: Audience, agent: AgentActor, workspace: Workspace): boolean {
  if (ownerId !== null) return ownerId === agent.id
  if (teamId === null || leads(agent)) return true
  return workspace.teams.get(teamId)?.members.includes(agent.id) ?? false
}

export function mayChange({ ownerId }: Audience, agent: AgentActor): boolean {
  return ownerId === null ? leads(agent) : ownerId === agent.id
}

export function usableBy(
  replies: readonly CannedReply[],
  agent: AgentActor,
  workspace: Workspace,
): readonly CannedReply[] {
  return replies.filter(reply => mayUse(reply, agent, workspace))
}

// Who may do what with a bot. Admins and leads everything; an agent what their teams were given, and of a bot that
// is shared with no team: use it.
import type { AgentId, Role } from '@baton/core'
import type { BotRight } from './bot-store.ts'
import { botRights } from './bot-store.ts'
import type { BotEntry, Workspace } from './workspace.ts'

interface Asking {
  readonly id: AgentId
  readonly role: Role
}

/** Making, sharing and deleting bots. */
export function mayManageBots({ role }: Asking): boolean {
  return role === 'admin' || role === 'lead'
}

/** Null: not even use it. */
export function rightTo(bot: BotEntry, workspace: Workspace, agent: Asking): BotRight | null {
  if (mayManageBots(agent)) return 'publish'
  if (bot.shares.length === 0) return 'use'
  const given = bot.shares.flatMap(({ teamId, right }) =>
    workspace.teams.get(teamId)?.members.includes(agent.id) ? [botRights.indexOf(right)] : [],
  )
  return given.length === 0 ? null : (botRights[Math.max(...given)] ?? null)
}

export function includes(held: BotRight | null, wanted: BotRight): boolean {
  return held !== null && botRights.indexOf(held) >= botRights.indexOf(wanted)
}

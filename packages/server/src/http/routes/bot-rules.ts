// What the routes about bots refuse, and in which words.
import type { BotId, FlowFault } from '@baton/core'
import { botKind, botSettings } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { includes, rightTo } from '../../app/bot-rights.ts'
import type { BotRight } from '../../app/bot-store.ts'
import type { BotEntry, Workspace } from '../../app/workspace.ts'
import { notFound, refuse } from '../problem.ts'

export function onlyLeads(): never {
  return refuse(403, 'not_allowed', 'This needs the role lead. Ask a lead or an admin of your workspace.', {
    needs: 'lead',
  })
}

/** The bot, if the caller may do this with it. One that they may not even use is not there for them. */
export async function mayBuild(
  app: App,
  caller: AgentCaller,
  id: BotId,
  wanted: BotRight,
): Promise<{ bot: BotEntry; workspace: Workspace; right: BotRight }> {
  const workspace = await app.directory.of(caller.workspaceId)
  const bot = workspace.bots.get(id)
  const right = bot ? rightTo(bot, workspace, caller.agent) : null
  if (!bot || right === null) return notFound('bot')
  if (!includes(right, wanted)) {
    const detail = `This needs the right to ${wanted} ${bot.name}. Ask a lead to share it with your team.`
    return refuse(403, 'not_allowed', detail, { needs: wanted })
  }
  return { bot, workspace, right }
}

export function refuseFaults(faults: readonly FlowFault[]): void {
  if (faults.length === 0) return
  const lines = faults.map(
    fault => `${fault.block ? `block ${fault.block}` : 'flow'}, ${fault.path || 'whole'}: ${fault.message}`,
  )
  refuse(422, 'invalid_flow', `The flow cannot be used: ${lines.slice(0, 5).join('; ')}.`, { faults })
}

export function draftChanged(
  revision: number,
  by: { readonly id: string; readonly name: string } | null,
): never {
  const who = by?.name ?? 'Somebody else'
  const detail = `${who} has saved this bot since you loaded it. Load it again, then make your change.`
  return refuse(409, 'draft_changed', detail, { revision, by })
}

type Settings = Readonly<Record<string, unknown>>

/** Where a bot of a kind that is no flow would be called, wherever that stands in its settings. */
function addressesIn(value: unknown, path = 'settings'): readonly (readonly [path: string, url: string])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, below]) => {
    const at = `${path}.${name}`
    const isAddress = typeof below === 'string' && (name === 'url' || name === 'baseUrl')
    return isAddress ? [[at, below] as const] : addressesIn(below, at)
  })
}

/** What can be told before a call is made, so that a builder hears it at once; each call is judged anew. */
export function refuseAddresses({ egress }: App, kind: string, settings: Settings): void {
  if (kind === 'flow') return
  for (const [path, url] of addressesIn(settings)) {
    const refusal = egress.refusal(url)
    if (refusal) refuse(422, 'refused_address', refusal, { fields: [path] })
  }
}

/** Settings as their kind has them, over a draft. Throws a ProblemError that names each wrong field. */
export function soundSettings(app: App, kind: string, given: Settings, before: Settings): Settings {
  const parsed = botSettings[botKind.parse(kind)].safeParse(given)
  const wrong = parsed.success
    ? app.botDrafts
        .moved(kind, parsed.data, before)
        .map(path => ({ path, message: 'was for another address; enter it again' }))
    : parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  if (parsed.success && wrong.length === 0) return parsed.data
  const errors = wrong.map(({ path, message }) => ({ in: 'body', path: `settings.${path}`, message }))
  const lines = errors.slice(0, 5).map(({ path, message }) => `${path} ${message}`)
  return refuse(400, 'invalid_request', `The settings cannot be used: ${lines.join('; ')}.`, { errors })
}

// From an alert to what is told of it, and to whom: read anew for each telling, so that nothing old is told.
import type { AgentId, AlertAudience, LadderStep, WorkspaceId } from '@baton/core'
import { audienceOf, ladderFor } from '@baton/core'
import type { AlertLinks } from './alert-links.ts'
import type { AlertKind, AlertLine, AlertNote } from './alert-port.ts'
import type {
  AlertChannelEntry,
  AlertEntry,
  AlertStore,
  ClaimedDelivery,
  NewDelivery,
} from './alert-store.ts'
import { openedSecret } from './bot-secrets.ts'
import type { Directory } from './directory.ts'
import type { ConversationStore } from './ports.ts'
import type { Presence } from './presence.ts'
import type { Seals } from './seals.ts'
import type { Workspace } from './workspace.ts'

export interface AlertNotesOptions {
  readonly alertStore: AlertStore
  readonly directory: Directory
  readonly store: Pick<ConversationStore, 'read' | 'now'>
  readonly presence: Pick<Presence, 'of'>
  readonly kinds: ReadonlyMap<string, AlertKind>
  readonly seals: Seals
  readonly alertLinks: AlertLinks
  readonly publicUrl: () => string
}

export interface AlertNotes {
  /** The ladder in force: where none is set, one step to every channel. */
  stepsOf(alert: AlertEntry): Promise<{ readonly steps: readonly LadderStep[]; readonly hours: Hours }>
  /** Whom a step tells: one row for each channel, person or browser. */
  tellOf(alert: AlertEntry, step: LadderStep): Promise<readonly NewDelivery[]>
  /** One row for each way to this agent on the channel. */
  tellAgent(channel: AlertChannelEntry, agentId: AgentId): Promise<readonly NewDelivery[]>
  noteOf(delivery: ClaimedDelivery): Promise<AlertNote>
  /** With the keys that its kind needs. */
  lineOf(channel: AlertChannelEntry): Promise<AlertLine>
}
type Hours = NonNullable<ReturnType<typeof ladderFor>>['hours']

/** As people say it; what a rule, a bot or an agent wrote is shown as it is. */
const causes: Readonly<Record<string, string>> = {
  customer_asked: 'Asked for a person',
  bot_handed_off: 'The bot handed over',
  bot_failed: 'The bot failed',
  bot_promised: 'The bot promised a person',
  rule: 'A rule asks for a person',
  agent_asked: 'A colleague asks for a person',
  no_bot: 'No bot answers here',
  returned: 'Returned to the queue',
  owner_gone: 'Returned to the queue: the owner is gone',
  agent_deactivated: 'Returned to the queue: the owner left',
}

export const pushPlace = (workspaceId: WorkspaceId) => `push ${workspaceId}`

function crewOf(workspace: Workspace, teamId: string | null, online: ReadonlySet<AgentId>) {
  const active = new Set([...workspace.agents.values()].filter(agent => agent.active).map(({ id }) => id))
  const team = (teamId ? workspace.teams.get(teamId)?.members : undefined) ?? [...active]
  return { team, online, active }
}

function audiences({ directory, store, presence }: AlertNotesOptions) {
  async function teamOf({ workspaceId, conversationId }: AlertEntry) {
    const loaded = conversationId ? await store.read({ workspaceId, conversationId }) : null
    return { loaded, teamId: loaded?.state.teamId ?? null }
  }

  return {
    teamOf,
    async peopleOf(alert: AlertEntry, to: AlertAudience): Promise<readonly AgentId[]> {
      const workspace = await directory.of(alert.workspaceId)
      const { teamId } = await teamOf(alert)
      const here = to.kind === 'on_duty' ? await presence.of(alert.workspaceId) : new Map<AgentId, string>()
      const online = new Set([...here].filter(([, how]) => how === 'online').map(([id]) => id))
      return audienceOf(to, crewOf(workspace, teamId, online))
    },
  }
}

async function addressOf(
  { alertStore, directory }: AlertNotesOptions,
  { workspaceId, target, agentId, channelId }: ClaimedDelivery,
): Promise<AlertNote['to']> {
  const { agents } = await directory.of(workspaceId)
  const name = agentId ? (agents.get(agentId)?.name ?? null) : null
  const channel = await alertStore.channel({ workspaceId, id: channelId })
  if (channel?.kind !== 'push') return { address: target, name }
  const browser = await alertStore.browser(workspaceId, target)
  if (!browser) return { address: '', name }
  const { endpoint, p256dh, auth } = browser
  return { address: JSON.stringify({ endpoint, keys: { p256dh, auth } }), name }
}

/** The channel with its secrets; a browser is told with the workspace's own keys. */
async function lineOf(
  { alertStore, seals, publicUrl }: AlertNotesOptions,
  channel: AlertChannelEntry,
): Promise<AlertLine> {
  const { id, workspaceId, name, settings } = channel
  if (channel.kind !== 'push') {
    const secret = (path: string) => openedSecret(seals, id, settings, path)
    return { id, workspaceId, name, settings, secret }
  }
  const keys = await alertStore.pushKeys(workspaceId)
  return {
    id,
    workspaceId,
    name,
    settings: { publicKey: keys?.publicKey ?? '', contact: publicUrl() },
    secret: () => (keys ? seals.open(keys.sealed, pushPlace(workspaceId)) : null),
  }
}

export function createAlertNotes(options: AlertNotesOptions): AlertNotes {
  const { alertStore, directory, kinds, alertLinks, publicUrl } = options
  const { teamOf, peopleOf } = audiences(options)

  async function tellPeople(
    channel: Pick<AlertChannelEntry, 'id' | 'kind'>,
    workspaceId: WorkspaceId,
    agentIds: readonly AgentId[],
  ): Promise<readonly NewDelivery[]> {
    const channelId = channel.id
    const reaches = kinds.get(channel.kind)?.reaches
    if (reaches === 'channel') return [{ channelId, agentId: null, target: '' }]
    if (reaches === 'browsers')
      return (await alertStore.browsers(workspaceId, agentIds)).map(({ id, agentId }) => ({
        channelId,
        agentId,
        target: id,
      }))
    const { agents } = await directory.of(workspaceId)
    return agentIds.flatMap(agentId => {
      const target = agents.get(agentId)?.email
      return target ? [{ channelId, agentId, target }] : []
    })
  }

  async function stepsOf(alert: AlertEntry) {
    const ladders = await alertStore.ladders(alert.workspaceId)
    const { teamId } = await teamOf(alert)
    const ladder = ladderFor(ladders, teamId, alert.ruleId)
    if (ladder) return ladder
    const channelIds = (await alertStore.channels(alert.workspaceId)).map(({ id }) => id)
    const everywhere: LadderStep = { afterMs: 0, channelIds, to: { kind: 'team' } }
    return { steps: [everywhere], hours: null }
  }

  /** Named only where the step names them: a whole team is not called by name. */
  async function namedIn({ alert, says }: ClaimedDelivery): Promise<AlertNote['people']> {
    if (says !== 'open') return []
    const { steps } = await stepsOf(alert)
    const to = steps[alert.step - 1]?.to
    if (!to || to.kind === 'team') return []
    const { agents } = await directory.of(alert.workspaceId)
    return (await peopleOf(alert, to)).flatMap(id => {
      const agent = agents.get(id)
      return agent ? [{ id, name: agent.name, email: agent.email }] : []
    })
  }

  return {
    stepsOf,
    async tellOf(alert, { channelIds, to }) {
      const channels = (await alertStore.channels(alert.workspaceId)).filter(
        ({ id, active }) => active && channelIds.includes(id),
      )
      const agentIds = await peopleOf(alert, to)
      return (
        await Promise.all(channels.map(channel => tellPeople(channel, alert.workspaceId, agentIds)))
      ).flat()
    },
    tellAgent: (channel, agentId) => tellPeople(channel, channel.workspaceId, [agentId]),
    async noteOf(delivery) {
      const { alert, says } = delivery
      const workspace = await directory.of(alert.workspaceId)
      const { loaded, teamId } = await teamOf(alert)
      const base = publicUrl()
      return {
        deliveryId: delivery.id,
        alertId: alert.id,
        workspaceId: alert.workspaceId,
        workspaceName: workspace.name,
        conversationId: alert.conversationId,
        state: alert.state,
        by: alert.by,
        contactName: loaded?.contact.name ?? 'A customer',
        channelName: (loaded && workspace.channels.get(loaded.channelId)?.name) ?? 'Baton',
        teamName: (teamId && workspace.teams.get(teamId)?.name) || null,
        reason: causes[alert.reason] ?? alert.reason,
        raisedAt: alert.raisedAt,
        openUrl: alert.conversationId ? `${base}/inbox/${alert.conversationId}` : `${base}/settings/alerts`,
        actUrl: delivery.agentId && says === 'open' ? `${base}${alertLinks.pathOf(delivery.id)}` : null,
        people: await namedIn(delivery),
        to: await addressOf(options, delivery),
      }
    },
    lineOf: channel => lineOf(options, channel),
  }
}

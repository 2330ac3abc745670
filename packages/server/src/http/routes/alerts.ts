// Alerts: channels, ladders, the log, acknowledging, and browsers that listen.
import type { AlertChannelRow, AlertDelivery, AlertRow, RouteKey } from '@baton/protocol'
import { alertSettings } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import { movedAlertSecrets, shownAlertChannel, storedAlertChannel } from '../../app/alert-drafts.ts'
import type { AlertChannelEntry } from '../../app/alert-store.ts'
import type { AlertWithLog } from '../../app/alerts.ts'
import type { App } from '../../app/app.ts'
import { newId } from '../../app/new-id.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type ChannelsKey = Extract<RouteKey, `${string} /alert-channels${string}`>
type LaddersKey = Extract<RouteKey, `${string} /alert-ladders`>
type LogKey = Extract<RouteKey, `${string} /alerts${string}`>
type PushKey = Extract<RouteKey, `${string} /push${string}`>

const channelsMax = 20

function channelRow(app: App, entry: AlertChannelEntry): AlertChannelRow {
  const { id, name, kind, active, settings, problem, failingSince, deliveredAt } = entry
  return {
    id,
    name,
    kind,
    active,
    settings: shownAlertChannel(settings),
    hookUrl: kind === 'slack' ? `${app.publicUrl()}/hooks/alerts/${id}` : null,
    trouble: problem !== null && failingSince !== null ? { problem, since: failingSince } : null,
    deliveredAt,
  }
}

function alertRow({ agents }: Workspace, alert: AlertWithLog): AlertRow {
  const { id, conversationId, contactName, ruleId, reason, state, raisedAt, closedAt, by, step, nextAt } =
    alert
  const told: AlertDelivery[] = alert.told.map(
    ({ alertId: _, agentId, target: __, attempts, ...delivery }) => ({
      ...delivery,
      to: agentId ? (agents.get(agentId)?.name ?? null) : null,
      attempts: attempts.map(attempt => ({ ...attempt })),
    }),
  )
  return {
    id,
    conversationId,
    contactName,
    ruleId,
    reason,
    state,
    raisedAt,
    closedAt,
    by,
    step,
    nextAt,
    told,
  }
}

/** Where the settings lead to can be called; anything else is refused now rather than at night. */
function checkAddresses(app: App, settings: Readonly<Record<string, unknown>>): void {
  for (const field of ['url', 'apiUrl', 'webhookUrl']) {
    const url = settings[field]
    const why = typeof url === 'string' ? app.egress.refusal(url) : null
    if (why !== null) refuse(422, 'url_refused', why, { fields: [`settings.${field}`] })
  }
}

/** As the kind wants them; throws a ProblemError that names each wrong field. */
function soundSettings(kind: AlertChannelEntry['kind'], settings: object): Record<string, unknown> {
  const parsed = alertSettings[kind].safeParse(settings)
  if (parsed.success) return { ...parsed.data }
  const errors = parsed.error.issues.map(issue => ({
    in: 'body' as const,
    path: ['settings', ...issue.path].join('.'),
    message: issue.message,
  }))
  const lines = errors.slice(0, 5).map(error => `${error.path} ${error.message}`)
  return refuse(400, 'invalid_request', `${lines.join('; ')}.`, { errors })
}

function sealedChange(app: App, before: AlertChannelEntry, given: object) {
  const settings = soundSettings(before.kind, given)
  checkAddresses(app, settings)
  const moved = movedAlertSecrets(settings, before.settings)
  if (moved.length > 0) {
    refuse(
      422,
      'secret_elsewhere',
      `The address changed. Enter again what is sent there: ${moved.join(', ')}.`,
      {
        fields: moved.map(path => `settings.${path}`),
      },
    )
  }
  // A webhook's secret that is left out stays.
  const kept = before.kind === 'webhook' && settings.secret === undefined ? { secret: { set: true } } : {}
  return storedAlertChannel(app.seals, before.id, before.kind, { ...settings, ...kept }, before.settings)
    .settings
}

function channelRoutes(app: App): Implementations<ChannelsKey> {
  const { rows } = app.alerts
  const keyOf = (caller: AgentCaller, id: string) => ({ workspaceId: caller.workspaceId, id })
  return {
    'GET /alert-channels': async ({ caller }) => ({
      items: (await rows.channels(caller.workspaceId)).map(entry => channelRow(app, entry)),
    }),
    'POST /alert-channels': async ({ body, caller }) => {
      const { name, kind } = body
      checkAddresses(app, body.settings)
      if ((await rows.channels(caller.workspaceId)).length >= channelsMax)
        refuse(
          409,
          'too_many',
          `There are ${channelsMax} alert channels, which is the most. Remove one first.`,
        )
      const { workspaceId } = caller
      const id = newId()
      const { settings, made } = storedAlertChannel(app.seals, id, kind, body.settings, null)
      await rows.addChannel({ workspaceId, id, kind, name, settings })
      return { id, secret: made, hookUrl: kind === 'slack' ? `${app.publicUrl()}/hooks/alerts/${id}` : null }
    },
    'PUT /alert-channels/{id}': async ({ params, body, caller }) => {
      const key = keyOf(caller, params.id)
      const before = (await rows.channel(key)) ?? notFound('alert channel')
      const { name, active } = body
      const settings = body.settings ? sealedChange(app, before, body.settings) : undefined
      await rows.changeChannel(key, {
        ...(name === undefined ? {} : { name }),
        ...(active === undefined ? {} : { active }),
        ...(settings === undefined ? {} : { settings }),
      })
      return channelRow(app, (await rows.channel(key)) ?? notFound('alert channel'))
    },
    'DELETE /alert-channels/{id}': async ({ params, caller }) => {
      if (!(await rows.removeChannel(keyOf(caller, params.id)))) notFound('alert channel')
      return {}
    },
    'POST /alert-channels/{id}/test': async ({ params, caller }) => {
      const key = keyOf(caller, params.id)
      if (!(await rows.channel(key))) notFound('alert channel')
      const { agent, workspaceId } = caller
      const tested = await app.alerts.test(key, agent)
      if (tested) return alertRow(await app.directory.of(workspaceId), tested)
      return refuse(
        422,
        'nobody_to_tell',
        'No browser of yours listens yet. Switch notifications on in the bell menu, then test again.',
      )
    },
  }
}

function ladderRoutes(app: App): Implementations<LaddersKey> {
  const { rows } = app.alerts
  type Ladders = Awaited<ReturnType<Implementations<LaddersKey>['GET /alert-ladders']>>
  const shown = async (caller: AgentCaller) =>
    ({ items: await rows.ladders(caller.workspaceId) }) as unknown as Ladders
  return {
    'GET /alert-ladders': ({ caller }) => shown(caller),
    'PUT /alert-ladders': async ({ body, caller }) => {
      const known = new Set((await rows.channels(caller.workspaceId)).map(({ id }) => id))
      const { teams, agents } = await app.directory.of(caller.workspaceId)
      for (const { scope, steps } of body.items) {
        if (scope.kind === 'team' && !teams.has(scope.teamId)) notFound('team')
        for (const { channelIds, to } of steps) {
          if (!channelIds.every(id => known.has(id))) notFound('alert channel')
          if (to.kind === 'agents' && !to.agentIds.every(id => agents.has(id))) notFound('agent')
        }
      }
      await rows.setLadders(caller.workspaceId, body.items)
      return shown(caller)
    },
  }
}

/** The place in the log after which the next page begins. */
function parseCursor(cursor: string): string {
  const n = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{1,18}$/.test(n))
    return refuse(400, 'invalid_cursor', 'This cursor is not one that the log gave. Start again without it.')
  return n
}

function logRoutes({ alerts, directory }: App): Implementations<LogKey> {
  return {
    'GET /alerts': async ({ query, caller }) => {
      const { workspaceId } = caller
      const { conversationId = null, state = null, limit, after } = query
      const before = after ? parseCursor(after) : null
      const found = await alerts.list(workspaceId, { conversationId, state, before, limit: limit + 1 })
      const workspace = await directory.of(workspaceId)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const next = found.length > limit && last ? Buffer.from(last.n).toString('base64url') : null
      return { items: items.map(alert => alertRow(workspace, alert)), next }
    },
    'POST /alerts/{id}/acknowledge': async ({ params, caller }) => {
      const { workspaceId, agent } = caller
      const done = await alerts.acknowledge(workspaceId, params.id, agent.name)
      const alert = (await alerts.read(workspaceId, params.id)) ?? notFound('alert')
      if (!done && alert.state !== 'acknowledged')
        refuse(409, 'alert_over', 'This alert is over: somebody took it, or nobody is wanted any more.')
      return alertRow(await directory.of(workspaceId), alert)
    },
  }
}

function pushRoutes({ alerts, egress }: App): Implementations<PushKey> {
  const { rows } = alerts
  return {
    'GET /push': async ({ caller }) => {
      const { workspaceId, agent } = caller
      const channels = await rows.channels(workspaceId)
      return {
        publicKey: await alerts.pushKey(workspaceId),
        enabled: channels.some(({ kind, active }) => kind === 'push' && active),
        browsers: (await rows.browsers(workspaceId, [agent.id])).length,
      }
    },
    'POST /push/subscriptions': async ({ body, caller }) => {
      const { endpoint, keys } = body
      const why = egress.refusal(endpoint)
      if (why !== null) refuse(422, 'url_refused', why, { fields: ['endpoint'] })
      await rows.addBrowser(caller.workspaceId, { id: newId(), agentId: caller.agent.id, endpoint, ...keys })
      return {}
    },
    'POST /push/subscriptions/remove': async ({ body, caller }) => {
      const { workspaceId, agent } = caller
      await rows.removeBrowser(workspaceId, { agentId: agent.id, endpoint: body.endpoint })
      return {}
    },
  }
}

export function alertRoutes(app: App): Implementations<ChannelsKey | LaddersKey | LogKey | PushKey> {
  return { ...channelRoutes(app), ...ladderRoutes(app), ...logRoutes(app), ...pushRoutes(app) }
}

// Channels: connected, changed, checked; what did not go out.
import type { ChannelId } from '@baton/core'
import type { ChannelRow, RouteKey } from '@baton/protocol'
import { parseChannelSettings } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { movedSecrets, shownChannel, storedChannel } from '../../app/channel-drafts.ts'
import type { LineState } from '../../app/channel-store.ts'
import { newId } from '../../app/new-id.ts'
import type { ChannelEntry } from '../../app/workspace.ts'
import type { Implementations } from '../call.ts'
import { keyOf, perform, seqOf } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'

type ChannelKey =
  | 'GET /channels'
  | 'POST /channels'
  | 'PUT /channels/{id}'
  | 'POST /channels/{id}/check'
  | 'GET /deliveries'
type RetryKey = 'POST /conversations/{id}/messages/{seq}/retry'
export type ChannelRouteKey = Extract<RouteKey, ChannelKey | RetryKey>

const checkWithinMs = 20_000

function rowOf(
  app: App,
  caller: AgentCaller,
  channel: ChannelEntry,
  state: LineState | undefined,
): ChannelRow {
  const { id, name, kind, botId, whileRequesting, settings } = channel
  const open = app.lines.of(caller.workspaceId, channel)
  const limits = open?.kind.limits
  return {
    id,
    name,
    kind,
    botId,
    whileRequesting,
    settings: shownChannel(settings),
    limits: limits
      ? {
          textChars: limits.textChars,
          media: limits.media.map(each => ({ ...each })),
          replyWindowMs: limits.replyWindowMs,
        }
      : null,
    templates: open?.kind.templates !== undefined,
    startable: open?.kind.templates !== undefined,
    hookUrl: open ? open.line.hookUrl : null,
    trouble:
      state?.problem && state.since
        ? { problem: state.problem, reason: state.reason, since: state.since }
        : null,
  }
}

async function rowsFor(app: App, caller: AgentCaller): Promise<ChannelRow[]> {
  const { channels } = await app.directory.of(caller.workspaceId)
  const states = new Map(
    (await app.channels.lineStates(caller.workspaceId)).map(state => [state.channelId, state]),
  )
  return [...channels.values()].map(channel => rowOf(app, caller, channel, states.get(channel.id)))
}

interface Named {
  readonly botId?: string | null | undefined
  readonly settings?: object | undefined
}

/** What a channel names is there. */
async function checkNames(app: App, caller: AgentCaller, { botId, settings }: Named): Promise<void> {
  const { agents, bots, teams } = await app.directory.of(caller.workspaceId)
  if (botId && !bots.has(botId)) notFound('bot')
  const { maximumWait, phoneAgentId } = (settings ?? {}) as {
    maximumWait?: { fallback?: { to: string; teamId?: string } } | null
    phoneAgentId?: string
  }
  const fallback = maximumWait?.fallback
  if (fallback?.to === 'team' && !teams.has(fallback.teamId ?? '')) notFound('team')
  if (phoneAgentId && !agents.get(phoneAgentId)?.active)
    refuse(422, 'unknown_agent', 'Choose an agent who works here for what the phone app says.', {
      fields: ['settings.phoneAgentId'],
    })
}

/** As the kind wants them; throws a ProblemError that names each wrong field. */
function soundSettings(kind: string, settings: object): Record<string, unknown> {
  const parsed = parseChannelSettings(kind, settings)
  if (parsed?.success) return { ...parsed.data }
  const errors = (parsed?.error.issues ?? []).map(issue => ({
    in: 'body' as const,
    path: ['settings', ...issue.path].join('.'),
    message: issue.message,
  }))
  const lines = errors.slice(0, 5).map(error => `${error.path} ${error.message}`)
  return refuse(400, 'invalid_request', `${lines.join('; ')}.`, { errors })
}

function refuseMoved(kind: string, settings: Record<string, unknown>, before: Record<string, unknown>): void {
  const moved = movedSecrets(kind, settings, before)
  if (moved.length === 0) return
  refuse(
    422,
    'secret_elsewhere',
    `The address changed. Enter again what is sent there: ${moved.join(', ')}.`,
    {
      fields: moved.map(path => `settings.${path}`),
    },
  )
}

function connecting(app: App): Implementations<Exclude<ChannelKey, 'GET /deliveries'>> {
  const { settings: store, directory, lines, seals } = app
  return {
    'GET /channels': async ({ caller }) => ({ items: await rowsFor(app, caller) }),
    'POST /channels': async ({ body, caller }) => {
      await checkNames(app, caller, body)
      const { name, kind, whileRequesting } = body
      const id = newId() as ChannelId
      const { settings, made } = storedChannel(seals, id, kind, body.settings, null)
      const botId = body.botId ?? null
      await store.addChannel(caller.workspaceId, { id, name, kind, botId, whileRequesting, settings })
      app.settingsChanged(caller.workspaceId)
      return { id, secret: made, hookUrl: kind === 'web' ? null : lines.hookUrl(id) }
    },
    'PUT /channels/{id}': async ({ params, body, caller }) => {
      const { channels } = await directory.of(caller.workspaceId)
      const channel = channels.get(params.id) ?? notFound('channel')
      await checkNames(app, caller, body)
      const before = { ...channel.settings }
      const given = body.settings ? soundSettings(channel.kind, body.settings) : null
      if (given) refuseMoved(channel.kind, given, before)
      const settings = given ? storedChannel(seals, channel.id, channel.kind, given, before).settings : before
      const changed = {
        id: params.id,
        name: body.name ?? channel.name,
        botId: body.botId === undefined ? channel.botId : body.botId,
        whileRequesting: body.whileRequesting ?? channel.whileRequesting,
        settings,
      }
      await store.changeChannel(caller.workspaceId, changed)
      app.settingsChanged(caller.workspaceId)
      return rowOf(app, caller, { ...channel, ...changed }, undefined)
    },
    'POST /channels/{id}/check': async ({ params, body, caller }) => {
      const open = (await lines.open(caller.workspaceId, params.id)) ?? notFound('channel')
      const signal = AbortSignal.timeout(checkWithinMs)
      const told = body.connect ? ((await open.kind.connect?.(open.line, signal)) ?? []) : []
      const checks = [...told, ...((await open.kind.check?.(open.line, signal)) ?? [])]
      if (checks.every(check => check.ok))
        await app.channels.setTrouble({ workspaceId: caller.workspaceId, channelId: params.id }, null)
      return { checks: checks.map(check => ({ ...check })) }
    },
  }
}

export function channelRoutes(app: App): Implementations<ChannelRouteKey> {
  return {
    ...connecting(app),
    'GET /deliveries': async ({ query, caller }) => {
      const { channelId = null, limit, after = null } = query
      const page = await app.channels.notGone(caller.workspaceId, { channelId, limit, after })
      return { items: page.items.map(item => ({ ...item })), next: page.next }
    },
    'POST /conversations/{id}/messages/{seq}/retry': async ({ params, caller }) => {
      const key = keyOf(caller, params.id)
      const [found] = await app.store.events(key, params.seq - 1, 1)
      const event = found?.event
      if (event?.type !== 'MessageSent' || event.seq !== params.seq) return notFound('message')
      const { from } = event.data
      const done = await perform(app, key, {
        type: 'RetryDelivery',
        actor: caller.agent,
        messageSeq: params.seq,
        from,
        epoch: event.epoch,
      })
      await app.channels.beginAgain(key, params.seq)
      return { seq: seqOf(done, 'DeliveryRetried') }
    },
  }
}

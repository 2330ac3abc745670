// What comes back from an alert: a click in Slack, a link in a mail. Neither is a right: who it is, is looked up, and the
// takeover is the same command as the console's (TK1).
import { createHash } from 'node:crypto'
import type { AgentActor } from '@baton/core'
import type { AlertLinks } from './alert-links.ts'
import { alertLinkGoodMs } from './alert-links.ts'
import type { AlertNotes } from './alert-notes.ts'
import type { AlertClick, AlertHook, AlertKind, AlertLine } from './alert-port.ts'
import { ClickRefused } from './alert-port.ts'
import type { AlertChannelEntry, AlertEntry, AlertStore } from './alert-store.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'
import type { AgentEntry } from './workspace.ts'

export interface AlertActsOptions {
  readonly alertStore: AlertStore
  readonly notes: AlertNotes
  readonly kinds: ReadonlyMap<string, AlertKind>
  readonly alertLinks: AlertLinks
  readonly directory: Directory
  readonly flights: Pick<Flights, 'handle'>
  readonly store: Pick<ConversationStore, 'read'>
  readonly publicUrl: () => string
  readonly onFault: (fault: unknown) => void
}

/** What came of the wish to take over. */
export type TakeEnd =
  | { readonly end: 'taken' | 'mine' }
  | { readonly end: 'held'; readonly by: string }
  | { readonly end: 'over' }

export interface LinkFound extends ConversationKey {
  readonly deliveryId: string
  readonly agent: AgentActor
  readonly contactName: string
  readonly reason: string
  /** Why nothing can be done with it; null: it is good. */
  readonly spent: 'used' | 'old' | 'over' | null
}

export interface AlertActs {
  /** False: there is no such channel. @throws ClickRefused */
  clicked(channelId: string, hook: AlertHook): Promise<boolean>
  /** Changes nothing. Null: it is no link of ours, or its agent is gone. */
  linked(code: string): Promise<LinkFound | null>
  /** Takes over, once. Null: it was used meanwhile. */
  follow(found: LinkFound): Promise<TakeEnd | null>
}

const askWithinMs = 2_000
const replyWithinMs = 10_000

const actorOf = ({ id, name, role }: AgentEntry): AgentActor => ({ kind: 'agent', id, name, role })

/** The agent behind a member of Slack; null: nobody who works here. */
async function agentBehind(
  { directory, onFault }: AlertActsOptions,
  kind: AlertKind,
  line: AlertLine,
  { memberId }: AlertClick,
): Promise<AgentActor | null> {
  const agents = [...(await directory.of(line.workspaceId)).agents.values()].filter(({ active }) => active)
  const members = (line.settings.members ?? []) as readonly {
    readonly slackId: string
    readonly agentId: string
  }[]
  const named = members.find(({ slackId }) => slackId === memberId)
  if (named) {
    const agent = agents.find(({ id }) => id === named.agentId)
    return agent ? actorOf(agent) : null
  }
  try {
    const email = await kind.emailOf?.(line, memberId, AbortSignal.timeout(askWithinMs))
    const agent = email ? agents.find(one => one.email.toLowerCase() === email) : undefined
    return agent ? actorOf(agent) : null
  } catch (error) {
    onFault(error)
    return null
  }
}

function takerOf({ flights, store }: AlertActsOptions) {
  return async (
    { workspaceId, conversationId, state }: Pick<AlertEntry, 'workspaceId' | 'conversationId' | 'state'>,
    agent: AgentActor,
    via: 'slack' | 'console',
  ): Promise<TakeEnd> => {
    if (conversationId === null) return { end: 'over' }
    const key = { workspaceId, conversationId }
    const control = (await store.read(key))?.state.control
    // An old button of an episode that ended begins no new one.
    const isOpen = state === 'open' || state === 'acknowledged'
    if (!control || (!isOpen && control.state !== 'intervened')) return { end: 'over' }
    const command = { type: 'TakeOver', actor: agent, cancelBot: null, via } as const
    const outcome = await flights.handle({ ...key, command })
    if (outcome.ok) return { end: outcome.events.length > 0 ? 'taken' : 'mine' }
    if (outcome.rejection?.code === 'already_held') return { end: 'held', by: outcome.rejection.owner.name }
    return { end: 'over' }
  }
}

export function createAlertActs(options: AlertActsOptions): AlertActs {
  const { alertStore, notes, kinds, alertLinks, directory, publicUrl, onFault } = options
  const take = takerOf(options)

  async function answerTo(line: AlertLine, kind: AlertKind, click: AlertClick): Promise<string> {
    const agent = await agentBehind(options, kind, line, click)
    if (!agent)
      return 'Baton does not know who you are, so nothing was done. Ask an admin to name your Slack account under Settings, Alerts.'
    const alert = await alertStore.alert(line.workspaceId, click.alertId)
    if (!alert?.conversationId) return 'This alert is gone. Open Baton to see who waits.'
    const open = `<${publicUrl()}/inbox/${alert.conversationId}|Open the conversation>`
    const end = await take(alert, agent, 'slack')
    switch (end.end) {
      case 'taken':
        return `You took over. ${open}`
      case 'mine':
        return `You hold it already. ${open}`
      case 'held':
        return `${end.by} was faster and holds it. ${open}`
      case 'over':
        return `This is over: nobody waits here any more. ${open}`
    }
  }

  async function act(channel: AlertChannelEntry, kind: AlertKind, hook: AlertHook): Promise<void> {
    const line = await notes.lineOf(channel)
    const click = kind.click?.(line, hook)
    if (!click) return
    const digest = createHash('sha256')
      .update(hook.headers['x-slack-signature'] ?? '')
      .digest()
    if (!(await alertStore.noteClick(channel, digest)))
      throw new ClickRefused('This request was seen before. Each click counts once.')
    const text = await answerTo(line, kind, click)
    // What was done stands; the word about it may take its time.
    kind.reply?.(line, click, text, AbortSignal.timeout(replyWithinMs)).catch(onFault)
  }

  return {
    async clicked(channelId, hook) {
      const channel = await alertStore.channelOf(channelId)
      const kind = channel?.active ? kinds.get(channel.kind) : undefined
      if (!channel || !kind?.click) return false
      await act(channel, kind, hook)
      return true
    },
    async linked(code) {
      const deliveryId = alertLinks.read(code)
      const found = deliveryId ? await alertStore.linked(deliveryId) : null
      if (!found || !deliveryId) return null
      const { workspaceId, conversationId, alert, used } = found
      const agent = (await directory.of(workspaceId)).agents.get(found.agentId)
      if (!agent?.active) return null
      const isOld = Date.now() - Date.parse(alert.raisedAt) > alertLinkGoodMs
      const isOver = alert.state !== 'open' && alert.state !== 'acknowledged'
      return {
        workspaceId,
        conversationId,
        deliveryId,
        agent: actorOf(agent),
        contactName: alert.contactName ?? '',
        reason: alert.reason,
        spent: used ? 'used' : isOld ? 'old' : isOver ? 'over' : null,
      }
    },
    async follow({ deliveryId, workspaceId, conversationId, agent }) {
      if (!(await alertStore.useLink(deliveryId))) return null
      return take({ workspaceId, conversationId, state: 'open' }, agent, 'console')
    },
  }
}

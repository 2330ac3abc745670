// One pass of routing over a workspace: offers what waits to whoever is there, one agent after the other (RT1-RT4).
// Everything is read from the database each time, so that nothing is stuck after a crash.
import type { Instant, NobodyWhy, TeamId, WorkspaceId } from '@baton/core'
import { hasRoom, msBetween, nobodyOwes, plusMs, route } from '@baton/core'
import type { RoutingSettings } from '@baton/protocol'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'
import type { Askable, RoutingStore, Waiting } from './team-store.ts'
import type { Workspace } from './workspace.ts'

export interface PassOptions {
  readonly routing: RoutingStore
  readonly directory: Directory
  readonly flights: Pick<Flights, 'handle'>
  readonly store: Pick<ConversationStore, 'now'>
}

const page = 100
const system = { kind: 'system' } as const

function asks({ how, nobody }: RoutingSettings): boolean {
  return how !== 'by_hand' || tells(nobody)
}

function tells({ text, goes }: RoutingSettings['nobody']): boolean {
  return text !== '' || goes !== 'wait'
}

/** The queues in which routing has something to do, by team; null: of no team. */
export function queuesOf({ routing, teams }: Workspace): ReadonlyMap<TeamId | null, RoutingSettings> {
  const all = [[null, routing] as const, ...[...teams.values()].map(team => [team.id, team.routing] as const)]
  return new Map(all.filter(([, settings]) => asks(settings)))
}

/** What one pass knows; the counts of whom it asked grow with it. */
interface Pass {
  readonly workspaceId: WorkspaceId
  readonly at: Instant
  readonly queues: ReadonlyMap<TeamId | null, RoutingSettings>
  readonly people: Map<string, Askable>
}

function isOf(one: Askable, teamId: TeamId | null): boolean {
  return teamId === null || one.teams.includes(teamId)
}

export function createPass({
  routing,
  directory,
  flights,
  store,
}: PassOptions): (workspaceId: WorkspaceId) => Promise<void> {
  async function routeAll(workspaceId: WorkspaceId): Promise<void> {
    const [workspace, askable] = await Promise.all([directory.of(workspaceId), routing.askable(workspaceId)])
    const people = new Map(askable.map(one => [one.id as string, one]))
    const pass: Pass = { workspaceId, at: store.now(), queues: queuesOf(workspace), people }
    await withdraw(pass)
    let after: Waiting | null = null
    for (;;) {
      const teams = queuesWithWork(pass)
      if (teams.length === 0) return
      const query = { workspaceId, teams, after: after?.loaded ?? null, limit: page }
      const waiting: readonly Waiting[] = await routing.waiting(query)
      for (const one of waiting) await routeOne(pass, one)
      after = waiting.at(-1) ?? null
      if (waiting.length < page) return
    }
  }

  /** Nobody with room, and nothing to be said about it: its queue need not be read. */
  function queuesWithWork({ queues, people }: Pass): readonly (TeamId | null)[] {
    const free = [...people.values()].filter(one => one.presence === 'online' && hasRoom(one))
    return [...queues]
      .filter(([teamId, { nobody }]) => tells(nobody) || free.some(one => isOf(one, teamId)))
      .map(([teamId]) => teamId)
  }

  /** Whoever cannot answer is not asked any longer. */
  async function withdraw({ workspaceId, people }: Pass): Promise<void> {
    for (const { conversationId, agentId } of await routing.offers(workspaceId)) {
      const asked = people.get(agentId)
      if (asked?.presence === 'online') continue
      const command = { type: 'WithdrawOffer', actor: system, agentId } as const
      const done = await flights.handle({ workspaceId, conversationId, command })
      if (done.ok && asked) people.set(agentId, { ...asked, offered: Math.max(0, asked.offered - 1) })
    }
  }

  async function routeOne(pass: Pass, { loaded, language }: Waiting): Promise<void> {
    const { control, teamId, tags, lastAgent, conversationId } = loaded.state
    const settings = pass.queues.get(teamId)
    if (!settings || control.state !== 'requesting' || control.offer) return
    const candidates = [...pass.people.values()].filter(one => isOf(one, teamId))
    const { passed } = control
    const need = { language, tags, lastAgentId: lastAgent?.agentId ?? null, passedBy: passed?.by ?? [] }
    const key = { workspaceId: pass.workspaceId, conversationId }
    let newRound = false
    let found = route(need, candidates, settings, pass.at)
    // Everybody had it: after a pause as long as an offer, they are asked again.
    if ('nobody' in found && found.nobody === 'passed' && passed) {
      if (msBetween(passed.at, pass.at) < settings.offerMs) return
      newRound = true
      found = route({ ...need, passedBy: [] }, candidates, settings, pass.at)
    }
    if ('agent' in found) return offer(pass, key, found.agent, { teamId, newRound, settings })
    if (found.nobody !== 'by_hand' && found.nobody !== 'passed') {
      await tellNobodyThere(key, loaded.state, found.nobody, settings)
    }
  }

  async function offer(
    pass: Pass,
    key: ConversationKey,
    { id, name }: Askable,
    { teamId, newRound, settings }: { teamId: TeamId | null; newRound: boolean; settings: RoutingSettings },
  ): Promise<void> {
    const until = plusMs(store.now(), settings.offerMs)
    const agent = { id, name }
    const command = { type: 'OfferTo', actor: system, agent, teamId, until, newRound } as const
    const done = await flights.handle({ ...key, command })
    const asked = pass.people.get(id)
    if (!done.ok || done.events.length === 0 || !asked) return
    const lastOfferedAt = done.events[0]?.event.at ?? pass.at
    pass.people.set(id, { ...asked, offered: asked.offered + 1, lastOfferedAt })
    await routing.offered(pass.workspaceId, id, lastOfferedAt)
  }

  async function tellNobodyThere(
    key: ConversationKey,
    state: Waiting['loaded']['state'],
    why: NobodyWhy,
    { nobody: { text, goes } }: RoutingSettings,
  ): Promise<void> {
    const what = { teamId: state.teamId, why, text, goes }
    if (!nobodyOwes(state, what)) return
    await flights.handle({ ...key, command: { type: 'TellNobodyThere', actor: system, ...what } })
  }

  return routeAll
}

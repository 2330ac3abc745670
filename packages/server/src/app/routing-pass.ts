// One pass of routing over a workspace: offers what waits to whoever is there, one agent after the other (RT1-RT4).
// Everything is read from the database each time, so that nothing is stuck after a crash.
import type { AgentId, Instant, NobodyWhy, TeamId, WorkspaceId } from '@baton/core'
import { hasRoom, msBetween, nobodyOwes, plusMs, route } from '@baton/core'
import type { RoutingSettings } from '@baton/protocol'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'
import type { Askable, Asked, RoutingStore, Waiting, WaitingQuery } from './team-store.ts'
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
  /** Later than anybody was asked: whoever is asked now is the last in turn. */
  turn: Instant
  readonly queues: ReadonlyMap<TeamId | null, RoutingSettings>
  readonly people: Map<string, Askable>
}

function laterOf(a: Instant, b: Instant | null): Instant {
  return b !== null && b > a ? b : a
}

function count({ people }: Pass, id: AgentId, offers: 1 | -1, at: Instant | null = null): void {
  const one = people.get(id)
  if (one) people.set(id, { ...one, offered: one.offered + offers, lastOfferedAt: at ?? one.lastOfferedAt })
}

function isOf(one: Askable, teamId: TeamId | null): boolean {
  return teamId === null || one.teams.includes(teamId)
}

/**
 * The queues that are to be read. Where nobody has room, only those in which something may be to be said or done, and
 * `untold`: of whose conversations only those that were not told yet.
 */
function queuesWithWork({ queues, people }: Pass): Pick<WaitingQuery, 'teams' | 'untold'> {
  const free = [...people.values()].filter(one => one.presence === 'online' && hasRoom(one))
  const isIdle = (teamId: TeamId | null) => !free.some(one => isOf(one, teamId))
  const all = [...queues].filter(([teamId, { nobody }]) => tells(nobody) || !isIdle(teamId))
  const untold = all.filter(([teamId, { nobody }]) => nobody.goes === 'wait' && isIdle(teamId))
  return { teams: all.map(([teamId]) => teamId), untold: untold.map(([teamId]) => teamId) }
}

/** Whoever cannot answer is not asked any longer. */
async function withdraw({ routing, flights }: PassOptions, pass: Pass): Promise<void> {
  const { workspaceId, people } = pass
  for (const { conversationId, agentId } of await routing.offers(workspaceId)) {
    if (people.get(agentId)?.presence === 'online') continue
    const command = { type: 'WithdrawOffer', actor: system, agentId } as const
    const done = await flights.handle({ workspaceId, conversationId, command })
    if (done.ok) count(pass, agentId, -1)
  }
}

async function tellNobodyThere(
  { flights }: PassOptions,
  key: ConversationKey,
  state: Waiting['loaded']['state'],
  why: NobodyWhy,
  { nobody: { text, goes } }: RoutingSettings,
): Promise<null> {
  const what = { teamId: state.teamId, why, text, goes }
  const command = { type: 'TellNobodyThere', actor: system, ...what } as const
  if (nobodyOwes(state, what)) await flights.handle({ ...key, command })
  return null
}

export function createPass(options: PassOptions): (workspaceId: WorkspaceId) => Promise<void> {
  const { routing, directory, flights, store } = options

  async function routeAll(workspaceId: WorkspaceId): Promise<void> {
    const [workspace, askable] = await Promise.all([directory.of(workspaceId), routing.askable(workspaceId)])
    const people = new Map(askable.map(one => [one.id as string, one]))
    const at = store.now()
    const turn = askable.reduce((last, { lastOfferedAt }) => laterOf(last, lastOfferedAt), at)
    const pass: Pass = { workspaceId, at, turn, queues: queuesOf(workspace), people }
    await withdraw(options, pass)
    let after: Waiting | null = null
    for (;;) {
      const queues = queuesWithWork(pass)
      if (queues.teams.length === 0) return
      const query = { workspaceId, ...queues, after: after?.loaded ?? null, limit: page }
      const waiting: readonly Waiting[] = await routing.waiting(query)
      // Decided one after the other, done in one go: they share their flights.
      const done = await Promise.all(waiting.map(one => routeOne(pass, one)))
      await routing.offered(
        workspaceId,
        done.flatMap(asked => asked ?? []),
      )
      after = waiting.at(-1) ?? null
      if (waiting.length < page) return
    }
  }

  /** Decides before it waits for anything. Answers who was asked, and when. */
  function routeOne(pass: Pass, { loaded, language }: Waiting): Promise<Asked | null> | null {
    const { control, teamId, tags, lastAgent, conversationId } = loaded.state
    const settings = pass.queues.get(teamId)
    if (!settings || control.state !== 'requesting' || control.offer) return null
    const candidates = [...pass.people.values()].filter(one => isOf(one, teamId))
    const { passed } = control
    const need = { language, tags, lastAgentId: lastAgent?.agentId ?? null, passedBy: passed?.by ?? [] }
    const key = { workspaceId: pass.workspaceId, conversationId }
    let newRound = false
    let found = route(need, candidates, settings, pass.at)
    // Everybody had it: after a pause as long as an offer, they are asked again.
    if ('nobody' in found && found.nobody === 'passed' && passed) {
      if (msBetween(passed.at, pass.at) < settings.offerMs) return null
      newRound = true
      found = route({ ...need, passedBy: [] }, candidates, settings, pass.at)
    }
    if ('agent' in found) return offer(pass, key, found.agent, { teamId, newRound, settings })
    if (found.nobody === 'by_hand' || found.nobody === 'passed') return null
    return tellNobodyThere(options, key, loaded.state, found.nobody, settings)
  }

  async function offer(
    pass: Pass,
    key: ConversationKey,
    { id, name }: Askable,
    { teamId, newRound, settings }: { teamId: TeamId | null; newRound: boolean; settings: RoutingSettings },
  ): Promise<Asked | null> {
    pass.turn = plusMs(pass.turn, 1)
    const at = pass.turn
    count(pass, id, 1, at)
    const until = plusMs(store.now(), settings.offerMs)
    const agent = { id, name }
    const command = { type: 'OfferTo', actor: system, agent, teamId, until, newRound } as const
    const done = await flights.handle({ ...key, command })
    if (done.ok && done.events.length > 0) return { agentId: id, at }
    // Somebody took it, or moved it, in between.
    count(pass, id, -1)
    return null
  }

  return routeAll
}

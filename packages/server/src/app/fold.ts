// The pure half of a flight: every command of the batch is decided in order, those of one conversation on top of
// each other, and what came of each is kept until the commit stands.
import type { Context, ConversationId, Instant } from '@baton/core'
import { append, decide } from '@baton/core'
import { policyOf } from './directory.ts'
import { encodeEvent } from './encode.ts'
import type { Errand } from './errand.ts'
import type { Outcome } from './outcome.ts'
import { outboxChanges } from './owed.ts'
import type { EncodedEvent, FlightDeck, Loaded, OutboxChange, Write } from './ports.ts'
import { withEvents } from './rows.ts'
import type { Workspace } from './workspace.ts'

export type FreshIds = Omit<Context, 'at' | 'policy'>

export interface Seat {
  readonly errand: Errand
  readonly ids: FreshIds
}

/** What becomes of one command once the commit stands. */
export type Landing =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'fault'; readonly fault: unknown }
  /** Another node holds the conversation: the next flight. */
  | { readonly kind: 'grounded' }

export interface Folded<Passenger extends Seat> {
  readonly landings: ReadonlyMap<Passenger, Landing>
  readonly writes: readonly Write[]
}

/** What the commands of one conversation made of it so far. */
interface Draft {
  loaded: Loaded
  readonly events: EncodedEvent[]
  readonly changes: OutboxChange[]
}

function decideOne(seat: Seat, draft: Draft, deck: FlightDeck, workspace: Workspace, now: Instant): Outcome {
  const { command, settles } = seat.errand
  const { channelId, state } = draft.loaded
  const policy = policyOf(workspace, channelId, state.botId)
  // Not spread: the ids are made when they are asked for.
  const context: Context = {
    at: deck.at,
    policy,
    messageId: seat.ids.messageId,
    get turnId() {
      return seat.ids.turnId
    },
  }
  const decision = decide(state, command, context)
  const settled: OutboxChange[] = settles ? [{ op: 'drop', ...settles }] : []
  if (!decision.ok) {
    if (decision.rejection.code !== 'not_due') draft.changes.push(...settled)
    return { ok: false, rejection: decision.rejection, state }
  }
  const { events, states } = append(state, decision.events, deck.at)
  const encoded = events.map(encodeEvent)
  const after = states.at(-1) ?? state
  const channelKind = workspace.channels.get(channelId)?.kind ?? ''
  draft.changes.push(...settled, ...outboxChanges(events, states, policy, channelKind, now))
  draft.loaded = withEvents(draft.loaded, after, encoded)
  draft.events.push(...encoded)
  return { ok: true, events: encoded, state: after, acceptedAt: decision.acceptedAt ?? null }
}

/** One statement may touch a row of the outbox once: the last change of a key is what remains of them. */
function lastWord(changes: readonly OutboxChange[]): readonly OutboxChange[] {
  return changes.length < 2
    ? changes
    : [...new Map(changes.map(change => [`${change.lane} ${change.key}`, change])).values()]
}

export function foldFlight<Passenger extends Seat>(
  passengers: readonly Passenger[],
  deck: FlightDeck,
  workspaces: ReadonlyMap<string, Workspace>,
  now: Instant,
): Folded<Passenger> {
  const landings = new Map<Passenger, Landing>()
  const drafts = new Map<ConversationId, Draft>()
  for (const passenger of passengers) {
    const { conversationId: id, workspaceId } = passenger.errand
    const loaded = deck.loaded.get(id)
    const workspace = workspaces.get(workspaceId)
    if (!loaded || !workspace) {
      const absent: Landing = { kind: 'outcome', outcome: { ok: false, rejection: null, state: null } }
      landings.set(passenger, deck.missing.has(id) ? absent : { kind: 'grounded' })
      continue
    }
    const draft = drafts.get(id) ?? { loaded, events: [], changes: [] }
    drafts.set(id, draft)
    try {
      landings.set(passenger, { kind: 'outcome', outcome: decideOne(passenger, draft, deck, workspace, now) })
    } catch (fault) {
      // Thrown before anything was added to the draft: the neighbours fly on.
      landings.set(passenger, { kind: 'fault', fault })
    }
  }
  const writes = [...drafts.values()].map(({ loaded, events, changes }) => ({
    loaded,
    events,
    outbox: lastWord(changes),
  }))
  return { landings, writes }
}

// The pure half of a flight: every command of the batch is decided in order, those of one conversation on top of
// each other, and what came of each is kept until the commit stands.
import type { Context, ConversationId, Happening, Instant, Policy } from '@baton/core'
import { append, decide, openTurn } from '@baton/core'
import type { AnswerAtOnce } from './answer-at-once.ts'
import { policyOf } from './directory.ts'
import { encodeEvent } from './encode.ts'
import type { Errand } from './errand.ts'
import type { Outcome } from './outcome.ts'
import { outboxChanges, webhookChange } from './owed.ts'
import type { EncodedEvent, FlightDeck, Loaded, OutboxChange, Write } from './ports.ts'
import { withEvents } from './rows.ts'
import type { Workspace } from './workspace.ts'

export interface FreshIds extends Omit<Context, 'at' | 'policy'> {
  /** For what a bot answers to this command. */
  readonly following: FreshIds
}

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

/** What a whole flight has in common. */
export interface FoldContext {
  readonly deck: FlightDeck
  readonly workspaces: ReadonlyMap<string, Workspace>
  readonly now: Instant
  readonly answerAtOnce: AnswerAtOnce
  /** Whether bots of this kind want to hear of more than their turns. */
  readonly listens: (kind: string) => boolean
}

/** A turn that is answered in the flight that opened it is owed to nobody. */
function withoutAnswered(changes: readonly OutboxChange[], turnId: string): OutboxChange[] {
  return changes.filter(change => change.lane !== 'bot' || change.key !== turnId)
}

interface Decided {
  readonly loaded: Loaded
  readonly events: readonly EncodedEvent[]
  readonly changes: readonly OutboxChange[]
}

function decided(
  loaded: Loaded,
  happenings: readonly Happening[],
  policy: Policy,
  workspace: Workspace,
  { deck, now, listens }: FoldContext,
): Decided {
  const { events, states } = append(loaded.state, happenings, deck.at)
  const encoded = events.map(encodeEvent)
  const channelKind = workspace.channels.get(loaded.channelId)?.kind ?? ''
  return {
    loaded: withEvents(loaded, states.at(-1) ?? loaded.state, encoded),
    events: encoded,
    changes: outboxChanges(events, states, policy, channelKind, now, botId =>
      listens(workspace.bots.get(botId)?.kind ?? ''),
    ),
  }
}

/** The bot's answers to what the command did, as long as they are due and need no run of their own. */
function answered(
  first: Decided,
  ids: FreshIds,
  policy: Policy,
  workspace: Workspace,
  fold: FoldContext,
): Decided {
  let current = first
  let { following } = ids
  const turnBefore = openTurn(first.loaded.state.control)?.id
  if (
    !first.changes.some(change => change.op === 'put' && change.lane === 'bot' && change.key === turnBefore)
  )
    return first
  for (let round = 0; round < answersPerCommand; round++) {
    const { state } = current.loaded
    const command = fold.answerAtOnce(current.loaded, workspace, fold.deck.at)
    if (command === null) return current
    const decision = decide(state, command, contextOf(following, policy, fold))
    if (!decision.ok) return current
    const next = decided(current.loaded, decision.events, policy, workspace, fold)
    const changes = withoutAnswered([...current.changes, ...next.changes], command.token.turnId)
    current = { loaded: next.loaded, events: [...current.events, ...next.events], changes }
    following = following.following
  }
  return current
}

/** A withdrawal gives the word back to the bot, which may speak once more; nothing needs a third time. */
const answersPerCommand = 3

function contextOf(ids: FreshIds, policy: Policy, { deck }: FoldContext): Context {
  // Not spread: the ids are made when they are asked for.
  return {
    at: deck.at,
    policy,
    messageId: ids.messageId,
    get turnId() {
      return ids.turnId
    },
  }
}

function decideOne(seat: Seat, draft: Draft, workspace: Workspace, fold: FoldContext): Outcome {
  const { command, settles } = seat.errand
  const { channelId, state } = draft.loaded
  const policy = policyOf(workspace, channelId, state.botId)
  const decision = decide(state, command, contextOf(seat.ids, policy, fold))
  const settled: OutboxChange[] = settles ? [{ op: 'drop', ...settles }] : []
  if (!decision.ok) {
    if (decision.rejection.code !== 'not_due') draft.changes.push(...settled)
    return { ok: false, rejection: decision.rejection, state }
  }
  const own = decided(draft.loaded, decision.events, policy, workspace, fold)
  const whole = answered(own, seat.ids, policy, workspace, fold)
  draft.changes.push(...settled, ...whole.changes)
  draft.loaded = whole.loaded
  draft.events.push(...whole.events)
  return { ok: true, events: own.events, state: own.loaded.state, acceptedAt: decision.acceptedAt ?? null }
}

/** One statement may touch a row of the outbox once: the last change of a key is what remains of them. */
function lastWord(changes: readonly OutboxChange[]): readonly OutboxChange[] {
  return changes.length < 2
    ? changes
    : [...new Map(changes.map(change => [`${change.lane} ${change.key}`, change])).values()]
}

function toTell({ workspaceId }: Loaded, events: readonly EncodedEvent[], fold: FoldContext) {
  return fold.workspaces.get(workspaceId)?.hasWebhooks ? webhookChange(events, fold.now) : []
}

export function foldFlight<Passenger extends Seat>(
  passengers: readonly Passenger[],
  fold: FoldContext,
): Folded<Passenger> {
  const { deck, workspaces } = fold
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
      landings.set(passenger, { kind: 'outcome', outcome: decideOne(passenger, draft, workspace, fold) })
    } catch (fault) {
      // Thrown before anything was added to the draft: the neighbours fly on.
      landings.set(passenger, { kind: 'fault', fault })
    }
  }
  const writes = [...drafts.values()].map(({ loaded, events, changes }) => ({
    loaded,
    events,
    outbox: lastWord([...changes, ...toTell(loaded, events, fold)]),
  }))
  return { landings, writes }
}

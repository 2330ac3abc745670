// The pure half of a flight: every command of the batch is decided in order, those of one conversation on top of
// each other, and what came of each is kept until the commit stands.
import type { ConversationId, Policy } from '@baton/core'
import { decide, openTurn } from '@baton/core'
import type { Decided, FoldContext, FreshIds } from './decided.ts'
import { contextOf, decided, joined } from './decided.ts'
import { policyOf } from './directory.ts'
import type { Errand } from './errand.ts'
import { signalsAdded, withRules } from './fold-rules.ts'
import type { PromptWanted } from './hearing.ts'
import type { Outcome } from './outcome.ts'
import { webhookChange } from './owed.ts'
import type { EncodedEvent, Loaded, OutboxChange, Write } from './ports.ts'
import { occasionsOf, withTimer, withVerdict } from './rules-in-flight.ts'
import type { Workspace } from './workspace.ts'

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
  readonly wanted: PromptWanted[]
}

/** A turn that is answered in the flight that opened it is owed to nobody. */
function withoutAnswered(changes: readonly OutboxChange[], turnId: string): OutboxChange[] {
  return changes.filter(change => change.lane !== 'bot' || change.key !== turnId)
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
    const whole = joined(current, next)
    current = { ...whole, changes: withoutAnswered(whole.changes, command.token.turnId) }
    following = following.following
  }
  return current
}

/** A withdrawal gives the word back to the bot, which may speak once more; nothing needs a third time. */
const answersPerCommand = 3

/** The command with all that follows from it at once: what it told, what rules make of it, what the bot answers. */
function followed(
  seat: Seat,
  own: Decided,
  policy: Policy,
  workspace: Workspace,
  fold: FoldContext,
): Decided {
  const answer = (to: Decided) => answered(to, seat.ids, policy, workspace, fold)
  const ruling = { ids: seat.ids.beside, policy, workspace, fold }
  const heard = signalsAdded(own, ruling)
  const occasions = occasionsOf(seat.errand.command, own.events)
  if (occasions.length === 0) return answer(heard)
  // What the same words told at first hearing has brought somebody already: a second reason would say nothing new.
  const unasked =
    seat.errand.command.type === 'HearSignals' && heard.loaded.state.control.state === 'requesting'
  const ruled = withRules(heard, occasions, { ...ruling, unasked })
  const asks = (to: Decided) =>
    to.events.slice(heard.events.length).some(({ event }) => event.type === 'HumanRequested')
  // A bot that hands over in this very moment knows more of it than a rule: its team, its summary.
  const alone = asks(ruled) ? answer(heard) : null
  const whole =
    alone && asks(alone) ? withRules(alone, occasions, { ...ruling, unasked: true }) : answer(ruled)
  const later = occasionsOf({ type: 'none' }, whole.events.slice(heard.events.length))
  return later.length === 0
    ? whole
    : withRules(whole, later, { ...ruling, ids: seat.ids.beside.beside, unasked: asks(whole) })
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
  const own = decided(withVerdict(draft.loaded, command), decision.events, policy, workspace, fold)
  const whole = followed(seat, own, policy, workspace, fold)
  const timed = withTimer(whole.loaded, workspace, fold.deck.at)
  draft.changes.push(...settled, ...whole.changes, ...timed.changes)
  draft.loaded = timed.loaded
  draft.events.push(...whole.events)
  draft.wanted.push(...whole.wanted)
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
    const draft = drafts.get(id) ?? { loaded, events: [], changes: [], wanted: [] }
    drafts.set(id, draft)
    try {
      landings.set(passenger, { kind: 'outcome', outcome: decideOne(passenger, draft, workspace, fold) })
    } catch (fault) {
      // Thrown before anything was added to the draft: the neighbours fly on.
      landings.set(passenger, { kind: 'fault', fault })
    }
  }
  const writes = [...drafts.values()].map(({ loaded, events, changes, wanted }) => ({
    loaded,
    events,
    outbox: lastWord([...changes, ...toTell(loaded, events, fold)]),
    wanted,
  }))
  return { landings, writes }
}

// Group commit: one flight at a time takes every waiting command, folds those of one conversation in order, and
// commits once. A flight that fails is flown again by halves, so that one bad command never fails its neighbours.
import type { Command, Context, ConversationId, MessageId, TurnId } from '@baton/core'
import { append, decide, sendKey } from '@baton/core'
import { v7 } from 'uuid'
import type { Directory } from './directory.ts'
import { policyOf } from './directory.ts'
import { encodeEvent } from './encode.ts'
import type { Committed, ConversationKey, ConversationStore, EncodedEvent, FlightDeck, FlightRequest, Loaded, OutboxChange, Write } from './ports.ts'
import { PortFault } from './ports.ts'
import type { Outcome } from './outcome.ts'
import { outboxChanges } from './owed.ts'
import { withEvents } from './rows.ts'
import type { Workspace } from './workspace.ts'

export interface Errand extends ConversationKey {
  readonly command: Command
  /** The outbox row that this command settles, in the same transaction, unless it turns out not to be due. */
  readonly settles?: { readonly lane: 'bot' | 'timer' | 'deliver'; readonly key: string }
}

interface Passenger {
  readonly errand: Errand
  readonly context: Omit<Context, 'at' | 'policy'>
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (fault: unknown) => void
  /** Times that its row was in another node's hands. */
  waits: number
}

export interface Flights {
  /** Resolves after the commit. Rejects with a PortFault when nothing was written, or with what `decide` threw. */
  handle(errand: Errand): Promise<Outcome>
  /** Resolves when nothing is in the air and nobody waits. */
  settled(): Promise<void>
}

export interface FlightsOptions {
  readonly store: ConversationStore
  readonly directory: Directory
  /** After the commit, in the order of the log. */
  readonly onCommitted: (committed: readonly Committed[]) => void
  readonly onFault: (fault: unknown) => void
  readonly seats?: number
}

const seatsPerFlight = 512
const busyLimit = 200
const busyPauseMs = 5

/** Ids by position, made when asked for: deciding again after a rollback gives the same ones. */
function freshIds(): Omit<Context, 'at' | 'policy'> {
  const made = new Map<number, MessageId>()
  let turn: TurnId | null = null
  return {
    messageId(n) {
      const id = made.get(n) ?? (v7() as MessageId)
      made.set(n, id)
      return id
    },
    get turnId() {
      turn ??= v7() as TurnId
      return turn
    },
  }
}

function neededKeys(command: Command): readonly string[] {
  if (command.type !== 'ReceiveMessage' && command.type !== 'SendMessage') return []
  if (command.clientId === null) return []
  return [sendKey(command.actor.kind, command.actor.id, command.clientId)]
}

function requestsOf(passengers: readonly Passenger[]): readonly FlightRequest[] {
  const requests = new Map<string, { -readonly [K in keyof FlightRequest]: FlightRequest[K] extends readonly (infer Of)[] ? Of[] : FlightRequest[K] }>()
  for (const { errand } of passengers) {
    const { workspaceId, conversationId, command } = errand
    const request = requests.get(conversationId) ?? { workspaceId, conversationId, sendKeys: [], messageSeqs: [] }
    request.sendKeys.push(...neededKeys(command))
    if (command.type === 'ReportDelivery' && !command.through) request.messageSeqs.push(command.messageSeq)
    requests.set(conversationId, request)
  }
  return [...requests.values()]
}

/** What the commands of one conversation made of it so far. */
interface Draft {
  loaded: Loaded
  readonly events: EncodedEvent[]
  readonly changes: OutboxChange[]
}

export function createFlights({ store, directory, onCommitted, onFault, seats = seatsPerFlight }: FlightsOptions): Flights {
  let waiting: Passenger[] = []
  let flying = false
  let resting: (() => void)[] = []

  function decideOne(passenger: Passenger, draft: Draft, deck: FlightDeck, workspace: Workspace): Outcome {
    const { command, settles } = passenger.errand
    const { channelId, state } = draft.loaded
    const policy = policyOf(workspace, channelId, state.botId)
    const context: Context = { ...passenger.context, turnId: passenger.context.turnId, at: deck.at, policy }
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
    draft.changes.push(...settled, ...outboxChanges(events, states, policy, channelKind, store.now()))
    draft.loaded = withEvents(draft.loaded, after, encoded)
    draft.events.push(...encoded)
    return { ok: true, events: encoded, state: after, acceptedAt: decision.acceptedAt ?? null }
  }

  async function fly(passengers: readonly Passenger[]): Promise<void> {
    const outcomes = new Map<Passenger, () => void>()
    const grounded: Passenger[] = []
    const committed: Committed[] = []
    await store.fly(requestsOf(passengers), async deck => {
      const ids = [...new Set(passengers.map(passenger => passenger.errand.workspaceId))]
      // Fails closed: without its settings no conversation is touched.
      const workspaces = new Map(await Promise.all(ids.map(async id => [id, await directory.of(id)] as const)))
      const drafts = new Map<ConversationId, Draft>()
      for (const passenger of passengers) {
        const id = passenger.errand.conversationId
        const loaded = deck.loaded.get(id)
        const workspace = workspaces.get(passenger.errand.workspaceId)
        if (!loaded || !workspace) {
          if (deck.missing.has(id)) outcomes.set(passenger, () => passenger.resolve({ ok: false, rejection: null, state: null }))
          else grounded.push(passenger)
          continue
        }
        const draft = drafts.get(id) ?? { loaded, events: [], changes: [] }
        drafts.set(id, draft)
        try {
          const outcome = decideOne(passenger, draft, deck, workspace)
          outcomes.set(passenger, () => passenger.resolve(outcome))
        } catch (fault) {
          outcomes.set(passenger, () => passenger.reject(fault))
        }
      }
      const writes: Write[] = [...drafts.values()].map(({ loaded, events, changes }) => ({ loaded, events, outbox: lastWord(changes) }))
      committed.push(...writes.filter(write => write.events.length > 0 || write.outbox.length > 0))
      return writes
    })
    if (committed.length > 0) publish(committed)
    for (const settle of outcomes.values()) settle()
    wait(grounded)
  }

  function publish(committed: readonly Committed[]): void {
    try {
      onCommitted(committed)
    } catch (fault) {
      // The commit stands whatever a reader makes of it.
      onFault(fault)
    }
  }

  function wait(grounded: readonly Passenger[]): void {
    if (grounded.length === 0) return
    for (const passenger of grounded) passenger.waits += 1
    const tired = grounded.filter(passenger => passenger.waits > busyLimit)
    const fault = new PortFault('The conversation stayed locked by another server', { retryable: true, retryAfterMs: 1_000 })
    for (const passenger of tired) passenger.reject(fault)
    const again = grounded.filter(passenger => passenger.waits <= busyLimit)
    setTimeout(() => {
      waiting.unshift(...again)
      void depart()
    }, busyPauseMs)
  }

  /** By halves until the bad one is alone; a fault that any command would meet is told to all at once. */
  async function flyOrSplit(passengers: readonly Passenger[]): Promise<void> {
    try {
      await fly(passengers)
    } catch (fault) {
      const shared = fault instanceof PortFault && fault.retryable
      if (shared || passengers.length === 1) {
        for (const passenger of passengers) passenger.reject(fault)
        return
      }
      const half = Math.ceil(passengers.length / 2)
      await flyOrSplit(passengers.slice(0, half))
      await flyOrSplit(passengers.slice(half))
    }
  }

  async function depart(): Promise<void> {
    if (flying) return
    flying = true
    while (waiting.length > 0) {
      const boarding = waiting.slice(0, seats)
      waiting = waiting.slice(seats)
      await flyOrSplit(boarding)
    }
    flying = false
    for (const rest of resting) rest()
    resting = []
  }

  return {
    handle: errand =>
      new Promise((resolve, reject) => {
        waiting.push({ errand, context: freshIds(), resolve, reject, waits: 0 })
        void depart()
      }),
    settled: () => (flying || waiting.length > 0 ? new Promise(resolve => resting.push(resolve)) : Promise.resolve()),
  }
}

/** One statement may touch a row of the outbox once: the last change of a key is what remains of them. */
function lastWord(changes: readonly OutboxChange[]): readonly OutboxChange[] {
  return [...new Map(changes.map(change => [`${change.lane} ${change.key}`, change])).values()]
}


// Group commit: one flight at a time takes every waiting command, folds those of one conversation in order, and
// commits once. A flight that fails is flown again by halves, so that one bad command never fails its neighbours.
import type { Command, MessageId, TurnId } from '@baton/core'
import { sendKey } from '@baton/core'
import type { Directory } from './directory.ts'
import type { Errand } from './errand.ts'
import type { Folded, FreshIds, Seat } from './fold.ts'
import { foldFlight } from './fold.ts'
import { newId } from './new-id.ts'
import type { Outcome } from './outcome.ts'
import type { Committed, ConversationKey, ConversationStore, FlightRequest } from './ports.ts'
import { PortFault } from './ports.ts'

interface Passenger extends Seat {
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
  /** Commands that one flight takes at the most. */
  readonly seats?: number
}

const seatsPerFlight = 512
const busyLimit = 200
const busyPauseMs = 5

/** Ids by position, made when asked for: deciding again after a rollback gives the same ones. */
function freshIds(): FreshIds {
  const made = new Map<number, MessageId>()
  let turn: TurnId | null = null
  return {
    messageId(n) {
      const id = made.get(n) ?? (newId() as MessageId)
      made.set(n, id)
      return id
    },
    get turnId() {
      turn ??= newId() as TurnId
      return turn
    },
  }
}

function neededKeys(command: Command): readonly string[] {
  if (command.type !== 'ReceiveMessage' && command.type !== 'SendMessage') return []
  if (command.clientId === null) return []
  return [sendKey(command.actor.kind, command.actor.id, command.clientId)]
}

/** Each conversation once, with everything that its commands need to have loaded. */
function requestsOf(passengers: readonly Seat[]): readonly FlightRequest[] {
  const requests = new Map<string, ConversationKey & { sendKeys: string[]; messageSeqs: number[] }>()
  for (const { errand } of passengers) {
    const { workspaceId, conversationId, command } = errand
    const name = `${workspaceId} ${conversationId}`
    const request = requests.get(name) ?? { workspaceId, conversationId, sendKeys: [], messageSeqs: [] }
    request.sendKeys.push(...neededKeys(command))
    if (command.type === 'ReportDelivery' && !command.through) request.messageSeqs.push(command.messageSeq)
    requests.set(name, request)
  }
  return [...requests.values()]
}

/** One flight: resolves when its commit stands, throws when nothing was written. */
async function fly(
  passengers: readonly Passenger[],
  { store, directory }: FlightsOptions,
): Promise<Folded<Passenger>> {
  let folded: Folded<Passenger> = { landings: new Map(), writes: [] }
  await store.fly(requestsOf(passengers), async deck => {
    const ids = [...new Set(passengers.map(passenger => passenger.errand.workspaceId))]
    // Fails closed: without its settings no conversation is touched.
    const workspaces = new Map(await Promise.all(ids.map(async id => [id, await directory.of(id)] as const)))
    folded = foldFlight(passengers, deck, workspaces, store.now())
    return folded.writes
  })
  return folded
}

export function createFlights(options: FlightsOptions): Flights {
  const { onCommitted, onFault, seats = seatsPerFlight } = options
  let waiting: Passenger[] = []
  let flying = false
  let resting: (() => void)[] = []

  function publish(committed: readonly Committed[]): void {
    try {
      if (committed.length > 0) onCommitted(committed)
    } catch (fault) {
      // The commit stands whatever a reader makes of it.
      onFault(fault)
    }
  }

  function land({ landings, writes }: Folded<Passenger>): void {
    publish(writes.filter(write => write.events.length > 0 || write.outbox.length > 0))
    const grounded: Passenger[] = []
    for (const [passenger, landing] of landings) {
      if (landing.kind === 'outcome') passenger.resolve(landing.outcome)
      else if (landing.kind === 'fault') passenger.reject(landing.fault)
      else grounded.push(passenger)
    }
    if (grounded.length > 0) board(grounded)
  }

  function board(grounded: readonly Passenger[]): void {
    const again: Passenger[] = []
    for (const passenger of grounded) {
      passenger.waits += 1
      if (passenger.waits <= busyLimit) again.push(passenger)
      else
        passenger.reject(
          new PortFault('The conversation stayed locked by another server', { retryable: true }),
        )
    }
    setTimeout(() => {
      waiting.unshift(...again)
      void depart()
    }, busyPauseMs)
  }

  /** By halves until the bad one is alone; a fault that any command would meet is told to all at once. */
  async function flyOrSplit(passengers: readonly Passenger[]): Promise<void> {
    try {
      land(await fly(passengers, options))
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
        waiting.push({ errand, ids: freshIds(), resolve, reject, waits: 0 })
        void depart()
      }),
    settled: () =>
      flying || waiting.length > 0 ? new Promise(resolve => resting.push(resolve)) : Promise.resolve(),
  }
}

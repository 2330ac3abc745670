// Group commit: one flight at a time takes every waiting command, folds those of one conversation in order, and
// commits once. A flight that fails is flown again by halves, so that one bad command never fails its neighbours.
import type { Command, MessageId, TurnId } from '@baton/core'
import { sendKey } from '@baton/core'
import type { AnswerAtOnce } from './answer-at-once.ts'
import type { FreshIds } from './decided.ts'
import type { Directory } from './directory.ts'
import type { Errand } from './errand.ts'
import type { Folded, Seat } from './fold.ts'
import { foldFlight } from './fold.ts'
import { newId } from './new-id.ts'
import type { Outcome } from './outcome.ts'
import type { Committed, ConversationKey, ConversationStore, FlightRequest } from './ports.ts'
import { PortFault } from './ports.ts'
import { createWaitingLine } from './waiting-line.ts'

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
  readonly answerAtOnce: AnswerAtOnce
  /** Whether bots of this kind want to hear of more than their turns. */
  readonly listens: (kind: string) => boolean
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
  let beside: FreshIds | null = null
  let following: FreshIds | null = null
  return {
    get following() {
      following ??= freshIds()
      return following
    },
    get beside() {
      beside ??= freshIds()
      return beside
    },
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
  if (!('clientId' in command)) return []
  if (command.clientId === null || command.clientId === undefined) return []
  return [sendKey(command.actor.kind, command.actor.id, command.clientId)]
}

/** Its decision needs to know how far one message got. */
function asksOfDelivery(
  command: Command,
): command is Extract<Command, { type: `${'Claim' | 'Defer' | 'Retry' | 'Report'}Delivery` }> {
  switch (command.type) {
    case 'ClaimDelivery':
    case 'DeferDelivery':
    case 'RetryDelivery':
      return true
    case 'ReportDelivery':
      return !command.through
    default:
      return false
  }
}

/** Each conversation once, with everything that its commands need to have loaded. */
function requestsOf(passengers: readonly Seat[]): readonly FlightRequest[] {
  const requests = new Map<string, ConversationKey & { sendKeys: string[]; messageSeqs: number[] }>()
  for (const { errand } of passengers) {
    const { workspaceId, conversationId, command } = errand
    const name = `${workspaceId} ${conversationId}`
    const request = requests.get(name) ?? { workspaceId, conversationId, sendKeys: [], messageSeqs: [] }
    request.sendKeys.push(...neededKeys(command))
    if (asksOfDelivery(command)) request.messageSeqs.push(command.messageSeq)
    requests.set(name, request)
  }
  return [...requests.values()]
}

/** One flight: resolves when its commit stands, throws when nothing was written. */
async function fly(
  passengers: readonly Passenger[],
  { store, directory, answerAtOnce, listens }: FlightsOptions,
): Promise<Folded<Passenger>> {
  let folded: Folded<Passenger> = { landings: new Map(), writes: [] }
  await store.fly(requestsOf(passengers), async deck => {
    const ids = [...new Set(passengers.map(passenger => passenger.errand.workspaceId))]
    // Fails closed: without its settings no conversation is touched.
    const workspaces = new Map(await Promise.all(ids.map(async id => [id, await directory.of(id)] as const)))
    folded = foldFlight(passengers, { deck, workspaces, now: store.now(), answerAtOnce, listens })
    return folded.writes
  })
  return folded
}

function publish({ onCommitted, onFault }: FlightsOptions, committed: readonly Committed[]): void {
  try {
    if (committed.length > 0) onCommitted(committed)
  } catch (fault) {
    // The commit stands whatever a reader makes of it.
    onFault(fault)
  }
}

/** Those who may wait once more for another server; the others are told that it takes too long. */
function stillPatient(left: readonly Passenger[]): readonly Passenger[] {
  for (const passenger of left) passenger.waits += 1
  const fault = new PortFault('The conversation stayed locked by another server', { retryable: true })
  for (const passenger of left) if (passenger.waits > busyLimit) passenger.reject(fault)
  return left.filter(passenger => passenger.waits <= busyLimit)
}

export function createFlights(options: FlightsOptions): Flights {
  const { seats = seatsPerFlight } = options
  const line = createWaitingLine<Passenger>(busyPauseMs, () => void depart())
  let flying = false
  let resting: (() => void)[] = []

  function land({ landings, writes }: Folded<Passenger>): void {
    publish(
      options,
      writes.filter(write => write.events.length > 0 || write.outbox.length > 0),
    )
    const grounded: Passenger[] = []
    for (const [passenger, landing] of landings) {
      if (landing.kind === 'outcome') passenger.resolve(landing.outcome)
      else if (landing.kind === 'fault') passenger.reject(landing.fault)
      else grounded.push(passenger)
    }
    if (grounded.length > 0) line.ground(stillPatient(grounded))
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
      const others = line.stillReady(passengers.slice(half))
      if (others.length > 0) await flyOrSplit(others)
    }
  }

  async function depart(): Promise<void> {
    if (flying) return
    flying = true
    for (let boarding = line.next(seats); boarding.length > 0; boarding = line.next(seats))
      await flyOrSplit(boarding)
    flying = false
    if (!line.isEmpty()) return
    for (const rest of resting) rest()
    resting = []
  }

  return {
    handle: errand =>
      new Promise((resolve, reject) => {
        line.join({ errand, ids: freshIds(), resolve, reject, waits: 0 })
        void depart()
      }),
    settled: () =>
      flying || !line.isEmpty() ? new Promise(resolve => resting.push(resolve)) : Promise.resolve(),
  }
}

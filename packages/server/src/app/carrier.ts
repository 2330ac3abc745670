// Carries out what commits owe: turns and reminders, at once or when their time comes. In memory it only hurries;
// the rows of the outbox are the truth, and the poll takes up whatever a stopped server left.
import type { Reminder, TurnId } from '@baton/core'
import { msBetween } from '@baton/core'
import type { BotNewsDesk } from './bot-news.ts'
import type { Deliveries } from './deliveries.ts'
import type { Flights } from './flights.ts'
import type { MediaFetches } from './media-fetches.ts'
import type { Committed, ConversationKey, ConversationStore, Loaded, Outbox, OutboxRow } from './ports.ts'
import { inHandName, PortFault } from './ports.ts'
import type { TurnRun, Turns } from './turns.ts'

export interface CarrierOptions {
  readonly store: ConversationStore
  readonly outbox: Outbox
  readonly flights: Flights
  readonly turns: Turns
  readonly news: BotNewsDesk
  readonly deliveries: Deliveries
  readonly mediaFetches: MediaFetches
  readonly onFault: (fault: unknown) => void
}

export interface Carrier {
  /** After a commit: takes its leased rows in hand, lets go of those it dropped. */
  carry(committed: readonly Committed[]): void
  /** Another server committed something: turns of it that run here look whether they are still open. */
  changedElsewhere(keys: readonly ConversationKey[]): void
  /** The safety net: rows whose server is gone, and those that were due too late to be leased. */
  poll(): Promise<void>
  /** Takes nothing more in hand, and waits for what is under way. */
  close(): Promise<void>
}

interface InHand {
  readonly row: OutboxRow
  /** Of what takes its time and can be stopped; null for a reminder. */
  readonly run: TurnRun | null
  timer: NodeJS.Timeout | null
}

const pollHorizonMs = 2_000
const pollLimit = 500
const notDuePauseMs = 20
/** How long a stop waits for bots that are answering. */
const stopPatienceMs = 3_000

/** Written by outboxChanges; the payload's shape belongs to its lane. */
const reminderOf = (row: OutboxRow): Reminder => row.payload.command as Reminder
const turnIdOf = (row: OutboxRow): TurnId => row.key as TurnId

/** Null: heard, or given up. Otherwise the pause after which to tell it again. */
async function tell(row: OutboxRow, news: BotNewsDesk, outbox: Outbox): Promise<number | null> {
  const againMs = await news.tell(row)
  if (againMs === null) await outbox.drop(row)
  return againMs
}

/** A bot that takes its time must not keep the server up: its turn stays owed, and is taken up after the start. */
async function ended(running: Iterable<Promise<void>>, hand: ReadonlyMap<string, InHand>): Promise<void> {
  const patience = setTimeout(() => {
    for (const { run } of hand.values()) run?.controller.abort()
  }, stopPatienceMs)
  await Promise.all(running)
  clearTimeout(patience)
}

/** What is done for a row. Null: done. Otherwise the pause after which to try again. */
function workOf(options: CarrierOptions) {
  const { outbox, flights, turns, news, deliveries, mediaFetches } = options

  async function runTurn(row: OutboxRow, run: TurnRun, known: Loaded | null): Promise<number | null> {
    const end = await turns.run(row, turnIdOf(row), known, run)
    if (end === 'not_owed') await outbox.drop(row)
    return null
  }

  async function fetchMedia(row: OutboxRow, signal: AbortSignal): Promise<number | null> {
    const againMs = await mediaFetches.run(row, signal)
    if (againMs === null) await outbox.drop(row)
    return againMs
  }

  async function remind(row: OutboxRow): Promise<number | null> {
    const { workspaceId, conversationId, lane, key } = row
    const settles = { lane, key }
    const outcome = await flights.handle({ workspaceId, conversationId, command: reminderOf(row), settles })
    if (!outcome.ok && outcome.rejection === null) await outbox.drop(row)
    return !outcome.ok && outcome.rejection?.code === 'not_due' ? notDuePauseMs : null
  }

  return function work({ row, run }: InHand, known: Loaded | null): Promise<number | null> {
    if (row.lane === 'bot_news') return tell(row, news, outbox)
    if (!run) return remind(row)
    if (row.lane === 'bot') return runTurn(row, run, known)
    if (row.lane === 'deliver') return deliveries.run(row, run.controller.signal)
    return fetchMedia(row, run.controller.signal)
  }
}

export function createCarrier(options: CarrierOptions): Carrier {
  const { store, outbox, onFault } = options
  const work = workOf(options)
  const hand = new Map<string, InHand>()
  const running = new Set<Promise<void>>()
  let closed = false

  function letGo(name: string): void {
    const held = hand.get(name)
    if (!held) return
    hand.delete(name)
    if (held.timer) clearTimeout(held.timer)
    // Also one that has answered: until its answer is written, its draft stands before the customer.
    held.run?.controller.abort()
  }

  function take(row: OutboxRow, known: Loaded | null): void {
    if (closed) return
    const name = inHandName(row)
    letGo(name)
    const run =
      row.lane === 'timer' || row.lane === 'bot_news'
        ? null
        : { controller: new AbortController(), recheck: null }
    const held: InHand = { row, run, timer: null }
    hand.set(name, held)
    const delayMs = msBetween(store.now(), row.dueAt)
    if (delayMs <= 0) start(name, held, known)
    else later(name, held, delayMs)
  }

  function later(name: string, held: InHand, delayMs: number): void {
    // What a turn was opened with may have grown by then: it is read again.
    held.timer = setTimeout(() => start(name, held, null), delayMs)
  }

  function start(name: string, held: InHand, known: Loaded | null): void {
    held.timer = null
    const run = attempt(name, held, known).catch(onFault)
    running.add(run)
    void run.finally(() => running.delete(run))
  }

  async function attempt(name: string, held: InHand, known: Loaded | null): Promise<void> {
    try {
      const again = await work(held, known)
      if (hand.get(name) !== held) return
      if (again === null) hand.delete(name)
      else later(name, held, again)
    } catch (fault) {
      if (hand.get(name) !== held || closed) return
      onFault(fault)
      later(name, held, fault instanceof PortFault ? fault.retryAfterMs : 1_000)
    }
  }

  return {
    carry(committed) {
      for (const { loaded, outbox: changes } of committed) {
        const key = { workspaceId: loaded.workspaceId, conversationId: loaded.state.conversationId }
        for (const change of changes) {
          if (change.op === 'drop' || !change.leased) letGo(inHandName({ ...key, ...change }))
          else take({ ...key, ...change }, loaded)
        }
      }
    },
    changedElsewhere(keys) {
      if (hand.size === 0) return
      const changed = new Set(keys.map(key => key.conversationId))
      for (const { row, run } of hand.values()) if (changed.has(row.conversationId)) run?.recheck?.()
    },
    async poll() {
      const rows = await outbox.claim(pollHorizonMs, new Set(hand.keys()), pollLimit)
      for (const row of rows) if (!hand.has(inHandName(row))) take(row, null)
    },
    async close() {
      closed = true
      for (const [name, held] of hand) if (held.timer) letGo(name)
      await ended(running, hand)
    },
  }
}

// Tells the team what flights owe. Every step is a row before it is done, so a killed server loses none. Each channel
// has a few calls of its own: a slow or broken one holds up no other.
import { nextStep } from '@baton/core'
import type { AlertNotes } from './alert-notes.ts'
import type { AlertEntry, AlertStore, ClaimedDelivery } from './alert-store.ts'
import type { AlertTellOptions } from './alert-tell.ts'
import { createAlertTell } from './alert-tell.ts'
import type { Committed, ConversationStore } from './ports.ts'

export interface AlertPumpOptions extends AlertTellOptions {
  readonly store: Pick<ConversationStore, 'now'>
  readonly onFault: (fault: unknown) => void
}

export interface AlertPump {
  /** After a commit: something may be owed. */
  publish(committed: readonly Committed[]): void
  soon(): void
  /** One round, for what nobody called `soon` for: ladders, retries, what other servers left. */
  sweep(): Promise<void>
  /** Tells one now, once. */
  tellOnce(delivery: ClaimedDelivery): Promise<void>
  /** Begins nothing more; waits a little for what is under way, then leaves it to the next server. */
  close(): Promise<void>
}

const callsPerChannel = 4
const atOnce = 200
const restMs = 20
const stopPatienceMs = 3_000

/** One step of its ladder, or when to look again. */
async function climb(alert: AlertEntry, store: AlertStore, notes: AlertNotes, now: string): Promise<void> {
  const { steps, hours } = await notes.stepsOf(alert)
  const next = nextStep({ steps, hours }, { step: alert.step, since: alert.steppedAt }, now)
  if (next.kind === 'done') return store.climb(alert, { step: alert.step, nextAt: null, tell: [] })
  if (next.kind === 'wait') return store.climb(alert, { step: alert.step, nextAt: next.until, tell: [] })
  const tell = await notes.tellOf(alert, next.step)
  const step = alert.step + 1
  return store.climb(alert, { step, nextAt: step < steps.length ? now : null, tell })
}

export function createAlertPump(options: AlertPumpOptions): AlertPump {
  const { alertStore, notes, store, onFault } = options
  const stopping = new AbortController()
  const tell = createAlertTell(options, stopping.signal)
  const inHand = new Set<string>()
  const open = new Map<string, number>()
  const running = new Set<Promise<void>>()
  let round: Promise<void> | null = null
  let wanted = false
  let closed = false

  function start(delivery: ClaimedDelivery): void {
    const { id, channelId } = delivery
    inHand.add(id)
    open.set(channelId, (open.get(channelId) ?? 0) + 1)
    const run = tell(delivery, true)
      .catch(fault => {
        if (!stopping.signal.aborted) onFault(fault)
      })
      .finally(() => {
        inHand.delete(id)
        running.delete(run)
        open.set(channelId, (open.get(channelId) ?? 1) - 1)
        pump.soon()
      })
    running.add(run)
  }

  async function climbAll(): Promise<void> {
    for (let more = true; more; ) {
      const due = await alertStore.toClimb(atOnce)
      for (const alert of due) await climb(alert, alertStore, notes, store.now())
      more = due.length === atOnce
    }
  }

  async function go(): Promise<void> {
    do {
      wanted = false
      while ((await alertStore.fanOut(atOnce)) === atOnce);
      await climbAll()
      for (const channelId of await alertStore.dueChannels()) {
        const room = callsPerChannel - (open.get(channelId) ?? 0)
        if (room <= 0 || closed) continue
        for (const delivery of await alertStore.claim(channelId, inHand, room)) start(delivery)
      }
      if (wanted) await new Promise(proceed => setTimeout(proceed, restMs))
    } while (wanted && !closed)
  }

  function begin(): Promise<void> {
    wanted = true
    round ??= go().finally(() => {
      round = null
    })
    return round
  }

  const pump: AlertPump = {
    publish(committed) {
      if (committed.some(({ outbox }) => outbox.some(({ lane }) => lane === 'alert'))) pump.soon()
    },
    soon() {
      if (!closed) begin().catch(onFault)
    },
    async sweep() {
      if (!closed) await begin()
    },
    tellOnce: delivery => tell(delivery, false),
    async close() {
      closed = true
      await round?.catch(() => undefined)
      const patience = setTimeout(() => stopping.abort(), stopPatienceMs)
      await Promise.all(running)
      clearTimeout(patience)
    },
  }
  return pump
}

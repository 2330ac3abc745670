// Tells the team what flights owe. Every step is a row before it is done, so a killed server loses none. Each channel
// has a few calls of its own: a slow or broken one holds up no other.
import { nextStep } from '@baton/core'
import type { AlertNotes } from './alert-notes.ts'
import type { AlertEntry, AlertStore, ClaimedDelivery } from './alert-store.ts'
import type { AlertTellOptions } from './alert-tell.ts'
import { createAlertTell } from './alert-tell.ts'
import type { Committed, ConversationStore } from './ports.ts'
import type { Rounds } from './rounds.ts'
import { createRounds } from './rounds.ts'

export interface AlertPumpOptions extends AlertTellOptions {
  readonly store: Pick<ConversationStore, 'now'>
  /** What was told of it changed. */
  readonly onTold: (alert: Pick<AlertEntry, 'workspaceId' | 'conversationId'>) => void
  readonly onFault: (fault: unknown) => void
}

export interface AlertPump extends Pick<Rounds, 'soon' | 'sweep' | 'close'> {
  /** After a commit: something may be owed. */
  publish(committed: readonly Committed[]): void
  /** Tells one now, once. */
  tellOnce(delivery: ClaimedDelivery): Promise<void>
}

const callsPerChannel = 4
const atOnce = 200

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
  const { alertStore, notes, store, onFault, onTold } = options
  const rounds = createRounds({ round, onFault })
  const tell = createAlertTell(options, rounds.stopping)
  const inHand = new Set<string>()
  const open = new Map<string, number>()

  function start(delivery: ClaimedDelivery): void {
    const { id, channelId } = delivery
    inHand.add(id)
    open.set(channelId, (open.get(channelId) ?? 0) + 1)
    const after = () => {
      inHand.delete(id)
      open.set(channelId, (open.get(channelId) ?? 1) - 1)
      onTold(delivery.alert)
    }
    rounds.call(() => tell(delivery, true), after)
  }

  async function climbAll(): Promise<void> {
    for (let more = true; more; ) {
      const due = await alertStore.toClimb(atOnce)
      for (const alert of due) {
        await climb(alert, alertStore, notes, store.now())
        onTold(alert)
      }
      more = due.length === atOnce
    }
  }

  async function round(): Promise<void> {
    while ((await alertStore.fanOut(atOnce)) === atOnce);
    await climbAll()
    for (const channelId of await alertStore.dueChannels()) {
      const room = callsPerChannel - (open.get(channelId) ?? 0)
      if (room <= 0 || !rounds.isOpen) continue
      for (const delivery of await alertStore.claim(channelId, inHand, room)) start(delivery)
    }
  }

  return {
    soon: rounds.soon,
    sweep: rounds.sweep,
    close: rounds.close,
    publish(committed) {
      if (committed.some(({ outbox }) => outbox.some(({ lane }) => lane === 'alert'))) rounds.soon()
    },
    tellOnce: delivery => tell(delivery, false),
  }
}

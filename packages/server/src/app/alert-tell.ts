// One attempt at telling one: whether it is still to be told, the call, and what is written down of it.
import type { AlertNotes } from './alert-notes.ts'
import type { AlertKind, AlertLine, AlertNote, AlertSent } from './alert-port.ts'
import { AlertFault } from './alert-port.ts'
import { againAfter } from './alert-schedule.ts'
import type { AlertStore, ClaimedDelivery, Settled } from './alert-store.ts'
import { PortFault } from './ports.ts'

export interface AlertTellOptions {
  readonly alertStore: AlertStore
  readonly notes: AlertNotes
  readonly kinds: ReadonlyMap<string, AlertKind>
}

/** Rejects when it could not be written down, or `signal` ended it; the next server tells it then. */
export type AlertTell = (delivery: ClaimedDelivery, retries: boolean) => Promise<void>

const sendWithinMs = 20_000
const nothing: AlertSent = { externalId: null, status: null }

/** It was closed, or is owed anew, since it was put down. */
const isOver = ({ alert, says }: ClaimedDelivery) => says === 'open' && alert.state !== 'open'

async function hand(
  kind: AlertKind,
  line: AlertLine,
  note: AlertNote,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<AlertSent | null> {
  const isAlert = delivery.says === 'open' || delivery.says === 'test'
  if (!isAlert) return (await kind.update?.(line, note, delivery.externalId, signal)) ?? nothing
  // Somebody handed it over and died about it: it is looked for before it is told again.
  const found = delivery.begun ? await kind.seek?.(line, note, signal) : null
  if (found) return found
  return isOver(delivery) ? null : kind.send(line, note, signal)
}

function faultOf(error: unknown): AlertFault {
  if (error instanceof AlertFault) return error
  const message = error instanceof Error ? error.message : 'It failed for no reason that is known.'
  return new AlertFault('later', message.slice(0, 300), { cause: error })
}

/** What is written down of a fault. */
function failing(fault: AlertFault, delivery: ClaimedDelivery, retries: boolean, began: Date): Settled {
  const ageMs = began.getTime() - Date.parse(delivery.createdAt)
  const again = retries
    ? againAfter(fault, delivery.tries, ageMs, Math.random())
    : ({ state: 'failed', afterMs: 0 } as const)
  return {
    ...again,
    externalId: null,
    attempt: attemptFrom(began, fault.status, fault.message),
    // That one browser is gone says nothing about the channel.
    counts: fault.outcome !== 'gone',
    unsure: fault.status === null,
  }
}

function attemptFrom(began: Date, status: number | null, problem: string | null) {
  return { at: began.toISOString(), durationMs: Date.now() - began.getTime(), status, problem }
}

export function createAlertTell(options: AlertTellOptions, stopping: AbortSignal): AlertTell {
  const { alertStore, notes, kinds } = options

  async function told(delivery: ClaimedDelivery): Promise<AlertSent | null> {
    const { workspaceId, channelId } = delivery
    const channel = await alertStore.channel({ workspaceId, id: channelId })
    const kind = channel && kinds.get(channel.kind)
    if (!channel || !kind) return null
    if (isOver(delivery) && !(delivery.begun && kind.seek)) return null
    const line = await notes.lineOf(channel)
    const note = await notes.noteOf(delivery)
    return hand(kind, line, note, delivery, AbortSignal.any([stopping, AbortSignal.timeout(sendWithinMs)]))
  }

  return async (delivery, retries) => {
    const began = new Date()
    try {
      const sent = await told(delivery)
      await alertStore.settle(delivery, {
        state: sent ? 'sent' : 'skipped',
        afterMs: 0,
        externalId: sent?.externalId ?? null,
        attempt: attemptFrom(began, sent?.status ?? null, sent ? null : 'It was over by then.'),
        counts: sent !== null,
        unsure: false,
      })
    } catch (error) {
      // What the database does not answer for is this server's still, and is claimed again.
      if (stopping.aborted || error instanceof PortFault) throw error
      const fault = faultOf(error)
      if (fault.outcome === 'gone')
        await alertStore.removeBrowser(delivery.workspaceId, { id: delivery.target })
      await alertStore.settle(delivery, failing(fault, delivery, retries, began))
    }
  }
}

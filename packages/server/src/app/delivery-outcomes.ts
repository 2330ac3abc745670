// What becomes of a message that was claimed: it went, waits for another try, failed for good, or nobody knows yet.
import type { DeliveryProblem, Instant, SystemActor } from '@baton/core'
import { msBetween, plusMs } from '@baton/core'
import type { Letter, SendFault } from './channel-port.ts'
import { SendFault as Fault } from './channel-port.ts'
import type { ChannelStore, DeliveryState } from './channel-store.ts'
import type { Flights } from './flights.ts'
import type { OpenLine } from './lines.ts'
import type { ConversationStore, OutboxRow } from './ports.ts'

export interface DeliveryOutcomes {
  report(
    row: OutboxRow,
    status: 'sent' | 'failed' | 'unknown',
    problem?: DeliveryProblem,
    reason?: string | null,
  ): Promise<null>
  /** It certainly did not go. */
  putBack(row: OutboxRow, fault: SendFault, state: DeliveryState): Promise<null>
  /** Claimed, and never handed over. */
  putBackUntried(row: OutboxRow): Promise<null>
  /** Each step is noted before the next: what the channel has is never handed over twice. */
  stepDone(line: OpenLine, letter: Letter, steps: number, externalId: string | null): Promise<void>
  /**
   * Somebody handed it over, or died about it: nobody sends it again before it is known what came of that. Null: it is
   * known; otherwise the pause after which to look again.
   */
  settle(row: OutboxRow, line: OpenLine, letter: Letter, claimedAt: Instant): Promise<number | null>
}

export interface DeliveryOutcomesOptions {
  readonly store: Pick<ConversationStore, 'now'>
  readonly channels: ChannelStore
  readonly flights: Flights
  /** Whatever waits for the channel's id of a message goes on. */
  readonly onNamed: (line: OpenLine, externalId: string) => Promise<void>
  readonly onFault: (fault: unknown) => void
  /** How long a channel has to say what came of a message that it did not answer for. */
  readonly settleMs?: number
  /** Certain failures in a row before it is given up. */
  readonly attempts?: number
}

/** Written by outboxChanges. */
export interface DeliverPayload {
  readonly messageSeq: number
  readonly from: 'bot' | 'agent' | 'system'
  readonly epoch: number
}

export const payloadOf = (row: OutboxRow) => row.payload as unknown as DeliverPayload

const system: SystemActor = { kind: 'system' }
const lookAgainMs = 1_000
const seekWithinMs = 30_000
const firstPauseMs = 1_000
const longestPauseMs = 5 * 60_000

/** Twice as long each time, and not all at once. */
export function pauseFor(attempts: number, chance = Math.random()): number {
  const whole = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, attempts - 1))
  return Math.round(whole * (0.75 + chance / 2))
}

function putter(
  options: DeliveryOutcomesOptions,
): Pick<DeliveryOutcomes, 'report' | 'putBack' | 'putBackUntried'> {
  const { store, channels, flights, attempts: attemptsMost = 12 } = options

  async function report(
    row: OutboxRow,
    status: 'sent' | 'failed' | 'unknown',
    problem?: DeliveryProblem,
    reason: string | null = null,
  ): Promise<null> {
    const { messageSeq } = payloadOf(row)
    const { workspaceId, conversationId, lane, key } = row
    await flights.handle({
      workspaceId,
      conversationId,
      settles: { lane, key },
      command: {
        type: 'ReportDelivery',
        actor: system,
        messageSeq,
        through: false,
        status,
        reason,
        ...(problem ? { problem } : {}),
      },
    })
    return null
  }

  async function putBack(row: OutboxRow, fault: SendFault, state: DeliveryState): Promise<null> {
    const { messageSeq, from, epoch } = payloadOf(row)
    const { problem, reason, retryAfterMs } = fault
    if (state.attempts >= attemptsMost) return report(row, 'failed', problem, reason)
    const until: Instant = plusMs(store.now(), retryAfterMs ?? pauseFor(state.attempts))
    await channels.released({ workspaceId: row.workspaceId, conversationId: row.conversationId }, messageSeq)
    await flights.handle({
      workspaceId: row.workspaceId,
      conversationId: row.conversationId,
      command: { type: 'DeferDelivery', actor: system, messageSeq, from, epoch, until, problem, reason },
    })
    return null
  }

  async function putBackUntried(row: OutboxRow): Promise<null> {
    const { messageSeq, from, epoch } = payloadOf(row)
    const { workspaceId, conversationId } = row
    const until = store.now()
    await flights.handle({
      workspaceId,
      conversationId,
      command: {
        type: 'DeferDelivery',
        actor: system,
        messageSeq,
        from,
        epoch,
        until,
        problem: 'other',
        reason: null,
      },
    })
    return null
  }

  return { report, putBack, putBackUntried }
}

export function createDeliveryOutcomes(options: DeliveryOutcomesOptions): DeliveryOutcomes {
  const { store, channels, onNamed, onFault, settleMs = 20_000 } = options
  const { report, putBack, putBackUntried } = putter(options)

  async function stepDone(
    line: OpenLine,
    { key, messageSeq }: Letter,
    steps: number,
    externalId: string | null,
  ) {
    const { workspaceId, id: channelId } = line.line
    await channels.stepDone(key, { workspaceId, channelId }, messageSeq, steps, externalId)
    if (externalId !== null) await onNamed(line, externalId).catch(onFault)
  }

  async function settle(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    claimedAt: Instant,
  ): Promise<number | null> {
    const { kind } = line
    const again = new Fault('not_sent', 'no_answer', { retryAfterMs: 0 })
    const state = await channels.delivery(letter.key, letter.messageSeq)
    // Every step was taken and noted; only the report of it is missing.
    if (state && state.stepsDone >= kind.steps(line.line, letter.parts).length) return report(row, 'sent')
    if (kind.idempotent && state) return putBack(row, again, state)
    const asked = kind.seek && state ? await sought(line, letter, state, claimedAt) : null
    if (asked?.found === true && state) return goOn(row, line, letter, state, asked.externalId)
    if (asked?.found === false && state) return putBack(row, again, state)
    if (!kind.tellsNothing && msBetween(claimedAt, store.now()) < settleMs) return lookAgainMs
    return report(row, 'unknown', 'no_answer')
  }

  /** The step that was in doubt is there; those after it were never begun. */
  async function goOn(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    state: DeliveryState,
    externalId: string | null,
  ): Promise<null> {
    const done = state.stepsDone + 1
    await stepDone(line, letter, done, externalId)
    if (done >= line.kind.steps(line.line, letter.parts).length) return report(row, 'sent')
    return putBack(row, new Fault('not_sent', 'no_answer', { retryAfterMs: 0 }), state)
  }

  async function sought(line: OpenLine, letter: Letter, { stepsDone }: DeliveryState, claimedAt: Instant) {
    const parts = line.kind.steps(line.line, letter.parts)[stepsDone] ?? letter.parts
    try {
      const signal = AbortSignal.timeout(seekWithinMs)
      return await line.kind.seek?.(line.line, { ...letter, step: stepsDone, parts }, claimedAt, signal)
    } catch (error) {
      onFault(error)
      return null
    }
  }

  return { report, putBack, putBackUntried, stepDone, settle }
}

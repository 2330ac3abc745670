// Messages on their way to a channel: one of a conversation at a time and in order, each claimed under the
// conversation's lock (TK3), handed over once, tried again only when it certainly did not go (DL3).
import type { DeliveryProblem, Instant, SystemActor } from '@baton/core'
import { deliveryStatusOf, msBetween, plusMs } from '@baton/core'
import type { Letter, SendFault } from './channel-port.ts'
import { SendFault as Fault } from './channel-port.ts'
import type { ChannelStore, DeliveryState } from './channel-store.ts'
import type { Flights } from './flights.ts'
import type { Letters } from './letters.ts'
import type { OpenLine } from './lines.ts'
import type { ConversationKey, ConversationStore, OutboxRow } from './ports.ts'
import type { Rates } from './rates.ts'

export interface Deliveries {
  /** Null: this row is done with. Otherwise the pause after which to look again. */
  run(row: OutboxRow, signal: AbortSignal): Promise<number | null>
  tidy(): void
}

export interface DeliveriesOptions {
  readonly store: Pick<ConversationStore, 'now' | 'events'>
  readonly channels: ChannelStore
  readonly flights: Flights
  readonly letters: Letters
  readonly rates: Rates
  /** Whatever waits for the channel's id of a message goes on. */
  readonly onNamed: (line: OpenLine, externalId: string) => Promise<void>
  readonly onTrouble: (line: OpenLine, fault: SendFault | null) => Promise<void>
  readonly onFault: (fault: unknown) => void
  /** How long a channel has to say what came of a message that it did not answer for. */
  readonly settleMs?: number
  /** Certain failures in a row before it is given up. */
  readonly attempts?: number
}

/** Written by outboxChanges. */
interface Payload {
  readonly messageSeq: number
  readonly from: 'bot' | 'agent' | 'system'
  readonly epoch: number
}

const system: SystemActor = { kind: 'system' }
const behindEarlierMs = 100
const lookAgainMs = 1_000
const sendWithinMs = 30_000
const firstPauseMs = 1_000
const longestPauseMs = 5 * 60_000

/** Twice as long each time, and not all at once. */
export function pauseFor(attempts: number, chance = Math.random()): number {
  const whole = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, attempts - 1))
  return Math.round(whole * (0.75 + chance / 2))
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { store, channels, flights, letters, rates, onNamed, onTrouble, onFault } = options
  const { settleMs = 20_000, attempts: attemptsMost = 12 } = options

  async function report(
    row: OutboxRow,
    status: 'sent' | 'failed' | 'unknown',
    problem?: DeliveryProblem,
    reason: string | null = null,
  ): Promise<null> {
    const { messageSeq } = row.payload as unknown as Payload
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
    const { messageSeq, from, epoch } = row.payload as unknown as Payload
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

  /** Step by step, each noted before the next: what the channel has is never handed over twice. */
  async function handOver(line: OpenLine, letter: Letter, state: DeliveryState, signal: AbortSignal) {
    const steps = line.kind.steps(line.line, letter.parts)
    const key = { workspaceId: line.line.workspaceId, channelId: line.line.id }
    for (let step = state.stepsDone; step < steps.length; step++) {
      const parts = steps[step] ?? []
      const within = AbortSignal.any([signal, AbortSignal.timeout(sendWithinMs)])
      const { externalId } = await line.kind.send(line.line, { ...letter, step, parts }, within)
      await channels.stepDone(letter.key, key, letter.messageSeq, step + 1, externalId)
      if (externalId !== null) await onNamed(line, externalId).catch(onFault)
    }
  }

  async function send(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    signal: AbortSignal,
  ): Promise<number | null> {
    const state = await channels.claimed(letter.key, line.line.id, letter.messageSeq, letter.messageId)
    try {
      await handOver(line, letter, state, signal)
    } catch (error) {
      // What was not foreseen may have happened after the channel took it.
      const fault = error instanceof Fault ? error : new Fault('unknown', 'no_answer', { cause: error })
      if (!(error instanceof Fault)) onFault(error)
      return failed(row, line, letter, fault, state)
    }
    await onTrouble(line, null)
    return report(row, 'sent')
  }

  async function failed(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    fault: SendFault,
    state: DeliveryState,
  ): Promise<number | null> {
    if (fault.stopsLine) await onTrouble(line, fault)
    if (fault.problem === 'throttled')
      rates.pause(line.line.id, Date.parse(store.now()) + Math.min(fault.retryAfterMs ?? 1_000, 10_000))
    if (fault.outcome === 'refused') return report(row, 'failed', fault.problem, fault.reason)
    if (fault.outcome === 'not_sent') return putBack(row, fault, state)
    return settle(row, line, letter, state.claimedAt ?? store.now())
  }

  /** Somebody handed it over, or died about it: nobody sends it again before it is known what came of that. */
  async function settle(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    claimedAt: Instant,
  ): Promise<number | null> {
    const { kind } = line
    const again = new Fault('not_sent', 'no_answer', { retryAfterMs: 0 })
    const state = await channels.delivery(letter.key, letter.messageSeq)
    if (kind.idempotent && state) return putBack(row, again, state)
    const asked = kind.seek && state ? await sought(line, letter, state, claimedAt) : null
    if (asked?.found === true && state) return goOn(row, line, letter, state, asked.externalId)
    if (asked?.found === false && state) return putBack(row, again, state)
    if (msBetween(claimedAt, store.now()) < settleMs) return lookAgainMs
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
    const { workspaceId, id: channelId } = line.line
    const done = state.stepsDone + 1
    await channels.stepDone(letter.key, { workspaceId, channelId }, letter.messageSeq, done, externalId)
    if (externalId !== null) await onNamed(line, externalId).catch(onFault)
    if (done >= line.kind.steps(line.line, letter.parts).length) return report(row, 'sent')
    return putBack(row, new Fault('not_sent', 'no_answer', { retryAfterMs: 0 }), state)
  }

  async function sought(line: OpenLine, letter: Letter, { stepsDone }: DeliveryState, claimedAt: Instant) {
    const parts = line.kind.steps(line.line, letter.parts)[stepsDone] ?? letter.parts
    try {
      const signal = AbortSignal.timeout(sendWithinMs)
      return await line.kind.seek?.(line.line, { ...letter, step: stepsDone, parts }, claimedAt, signal)
    } catch (error) {
      onFault(error)
      return null
    }
  }

  async function claim(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { messageSeq, from, epoch } = row.payload as unknown as Payload
    const template = letter.parts.some(part => part.kind === 'template')
    const key: ConversationKey = { workspaceId: row.workspaceId, conversationId: row.conversationId }
    const command = { type: 'ClaimDelivery', actor: system, messageSeq, from, epoch, template } as const
    const outcome = await flights.handle({ ...key, command })
    if (!outcome.ok) return done(row)
    const [claimed] = outcome.events
    if (claimed) {
      const goes = claimed.event.type === 'DeliveryChanged' && claimed.event.data.status === 'sending'
      return goes ? send(row, line, letter, signal) : done(row)
    }
    // Claimed before, by a server that stopped or by this one: what became of it?
    const status = deliveryStatusOf(outcome.state, messageSeq)
    if (status !== 'sending') return done(row)
    const state = await channels.delivery(key, messageSeq)
    // Between the claim and the note of it nothing is sent.
    if (!state?.claimedAt) return putBackUntried(row)
    return settle(row, line, letter, state.claimedAt)
  }

  async function putBackUntried(row: OutboxRow): Promise<null> {
    const { messageSeq, from, epoch } = row.payload as unknown as Payload
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

  async function done(row: OutboxRow): Promise<null> {
    await letters.drop(row)
    return null
  }

  return {
    async run(row, signal) {
      const { messageSeq, from, epoch } = row.payload as unknown as Payload
      const key = { workspaceId: row.workspaceId, conversationId: row.conversationId }
      const place = await channels.inLine(key, messageSeq)
      // What a takeover overtook is withheld at once, wherever it stands.
      const overtaken = from === 'bot' && epoch !== place.epoch
      if (place.behind && !overtaken) return behindEarlierMs
      const found = await letters.of(key, messageSeq)
      if (found === 'nothing') return done(row)
      if (found === 'no_line') return report(row, 'failed', 'channel_gone')
      const { line, letter } = found
      if (overtaken) return claim(row, line, letter, signal)
      const waitMs = rates.take(line.line.id, letter.to.address, line.kind.limits, Date.parse(store.now()))
      if (waitMs > 0) return waitMs
      return claim(row, line, letter, signal)
    },
    tidy: () => rates.tidy(Date.parse(store.now())),
  }
}

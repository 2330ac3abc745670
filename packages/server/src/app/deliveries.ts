// Messages on their way to a channel: one of a conversation at a time and in order, each claimed under the
// conversation's lock (TK3), handed over once, tried again only when it certainly did not go (DL3).
import type { Part, SystemActor } from '@baton/core'
import { deliveryStatusOf } from '@baton/core'
import type { Letter, SendFault } from './channel-port.ts'
import { SendFault as Fault, MediaFault } from './channel-port.ts'
import type { DeliveryState } from './channel-store.ts'
import type { DeliveryOutcomes, DeliveryOutcomesOptions } from './delivery-outcomes.ts'
import { createDeliveryOutcomes, payloadOf } from './delivery-outcomes.ts'
import type { Letters } from './letters.ts'
import type { OpenLine } from './lines.ts'
import type { ConversationKey, ConversationStore, OutboxRow } from './ports.ts'
import type { Rates } from './rates.ts'

export interface Deliveries {
  /** Null: this row is done with. Otherwise the pause after which to look again. */
  run(row: OutboxRow, signal: AbortSignal): Promise<number | null>
  tidy(): void
}

export interface DeliveriesOptions extends DeliveryOutcomesOptions {
  readonly store: Pick<ConversationStore, 'now' | 'events'>
  readonly letters: Letters
  readonly rates: Rates
  readonly onTrouble: (line: OpenLine, fault: SendFault | null) => Promise<void>
}

const system: SystemActor = { kind: 'system' }
/** Between two looks at whether the one before has gone: it may be on its way, or wait for long. */
const behindLeastMs = 100
const behindMostMs = 1_000
const sendWithinMs = 30_000

function faultOf(error: unknown): SendFault {
  if (error instanceof Fault) return error
  // Its file is gone: the channel was never asked.
  if (error instanceof MediaFault) return new Fault('refused', 'other', { cause: error })
  // What was not foreseen may have happened after the channel took it.
  return new Fault('unknown', 'no_answer', { cause: error })
}

/** A file of a hundred megabytes has as many seconds more. */
function uploadMs(parts: readonly Part[]): number {
  return parts.reduce((ms, part) => ms + (part.kind === 'media' ? part.sizeBytes / 1_000 : 0), 0)
}

/** Step by step, each noted before the next: what the channel has is never handed over twice. */
async function handOver(
  { stepDone }: Pick<DeliveryOutcomes, 'stepDone'>,
  line: OpenLine,
  letter: Letter,
  state: DeliveryState,
  signal: AbortSignal,
): Promise<void> {
  const steps = line.kind.steps(line.line, letter.parts)
  for (let step = state.stepsDone; step < steps.length; step++) {
    const parts = steps[step] ?? []
    const within = AbortSignal.any([signal, AbortSignal.timeout(sendWithinMs + uploadMs(parts))])
    const { externalId } = await line.kind.send(
      line.line,
      { ...letter, step, parts, attempt: state.attempts - 1 },
      within,
    )
    await stepDone(line, letter, step + 1, externalId)
  }
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { store, channels, flights, letters, rates, onTrouble, onFault } = options
  const outcomes = createDeliveryOutcomes(options)

  async function send(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    signal: AbortSignal,
  ): Promise<number | null> {
    const state = await channels.claimed(letter.key, line.line.id, letter.messageSeq, letter.messageId)
    try {
      await handOver(outcomes, line, letter, state, signal)
    } catch (error) {
      if (!(error instanceof Fault)) onFault(error)
      return failed(row, line, letter, faultOf(error), state)
    }
    await outcomes.report(row, 'sent')
    await onTrouble(line, null).catch(onFault)
    return null
  }

  async function failed(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    fault: SendFault,
    state: DeliveryState,
  ): Promise<number | null> {
    if (fault.stopsLine) await onTrouble(line, fault).catch(onFault)
    if (fault.problem === 'throttled' && !fault.onlyHere)
      rates.pause(line.line.id, Date.parse(store.now()) + Math.min(fault.retryAfterMs ?? 1_000, 10_000))
    if (fault.outcome === 'refused') return outcomes.report(row, 'failed', fault.problem, fault.reason)
    if (fault.outcome === 'not_sent') return outcomes.putBack(row, fault, state)
    return outcomes.settle(row, line, letter, state.claimedAt ?? store.now())
  }

  async function claim(
    row: OutboxRow,
    line: OpenLine,
    letter: Letter,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { messageSeq, from, epoch } = payloadOf(row)
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
    if (!state?.claimedAt) return outcomes.putBackUntried(row)
    return outcomes.settle(row, line, letter, state.claimedAt)
  }

  async function done(row: OutboxRow): Promise<null> {
    await letters.drop(row)
    return null
  }

  return {
    async run(row, signal) {
      const { messageSeq, from, epoch } = payloadOf(row)
      const key = { workspaceId: row.workspaceId, conversationId: row.conversationId }
      const place = await channels.inLine(key, messageSeq)
      // What a takeover overtook is withheld at once, wherever it stands.
      const overtaken = from === 'bot' && epoch !== place.epoch
      if (place.behindMs !== null && !overtaken)
        return Math.min(behindMostMs, Math.max(behindLeastMs, place.behindMs))
      const found = await letters.of(key, messageSeq)
      if (found === 'nothing') return done(row)
      if (found === 'no_line') return outcomes.report(row, 'failed', 'channel_gone')
      const { line, letter } = found
      if (overtaken) return claim(row, line, letter, signal)
      const waitMs = rates.take(line.line.id, letter.to.address, line.kind.limits, Date.parse(store.now()))
      if (waitMs > 0) return waitMs
      return claim(row, line, letter, signal)
    },
    tidy: () => rates.tidy(Date.parse(store.now())),
  }
}

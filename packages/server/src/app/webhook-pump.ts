// Tells what flights owe to webhooks. Every step is a row before it is done, so a killed server loses none and at the
// worst tells one twice, under the same id. Each endpoint has a few calls of its own: a slow one holds up no other.
import type { Delivery } from './webhook-store.ts'
import type { TellOptions } from './webhook-tell.ts'
import { createTell } from './webhook-tell.ts'

export interface WebhookPumpOptions extends TellOptions {
  readonly onFault: (fault: unknown) => void
}

export interface WebhookPump {
  /** Something is owed: a round begins, at once or when the one under way has ended. */
  soon(): void
  /** One round, for what nobody called `soon` for: retries, and what other servers left. */
  sweep(): Promise<void>
  /** Makes one delivery now, once. */
  tellOnce(delivery: Delivery): Promise<void>
  /** Begins nothing more; waits a little for what is under way, then leaves it to the next server. */
  close(): Promise<void>
}

const callsPerEndpoint = 8
/** Of one endpoint, those under way among them. */
const inHandPerEndpoint = 64
/** What was claimed for longer without its turn is claimed anew: its endpoint may be another one by now. */
const staleAfterMs = 2_000
const fannedOutAtOnce = 500
/** Between two rounds: what comes meanwhile goes together. */
const restMs = 20
const stopPatienceMs = 3_000

interface Line {
  waiting: { readonly delivery: Delivery; readonly claimedAtMs: number }[]
  open: number
}

export function createWebhookPump(options: WebhookPumpOptions): WebhookPump {
  const { store, onFault } = options
  const inHand = new Set<string>()
  /** By endpoint: what waits for its turn here, and how many calls are under way. */
  const lines = new Map<string, Line>()
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  const tell = createTell(options, stopping.signal)
  let round: Promise<void> | null = null
  let wanted = false
  let closed = false

  function start(delivery: Delivery, line: Line): void {
    line.open += 1
    const run = tell(delivery, true)
      .catch(fault => {
        // The row is this server's still, and no longer in hand: it is claimed again.
        if (!stopping.signal.aborted) onFault(fault)
      })
      .finally(() => {
        inHand.delete(delivery.id)
        running.delete(run)
        line.open -= 1
        proceed(line)
        pump.soon()
      })
    running.add(run)
  }

  function proceed(line: Line): void {
    while (line.open < callsPerEndpoint && !closed) {
      const next = line.waiting.shift()
      if (!next) return
      if (performance.now() - next.claimedAtMs < staleAfterMs) start(next.delivery, line)
      else inHand.delete(next.delivery.id)
    }
  }

  async function claimFor(webhookId: string): Promise<void> {
    const line = lines.get(webhookId) ?? { waiting: [], open: 0 }
    const room = inHandPerEndpoint - line.waiting.length - line.open
    if (room <= 0) return
    const claimed = await store.claim(webhookId, inHand, room)
    const claimedAtMs = performance.now()
    for (const delivery of claimed) {
      inHand.add(delivery.id)
      line.waiting.push({ delivery, claimedAtMs })
    }
    lines.set(webhookId, line)
    proceed(line)
  }

  async function claimAll(): Promise<void> {
    for (const [id, line] of lines) if (line.open === 0 && line.waiting.length === 0) lines.delete(id)
    for (const webhookId of await store.due()) await claimFor(webhookId)
  }

  async function go(): Promise<void> {
    do {
      wanted = false
      while ((await store.fanOut(fannedOutAtOnce)) === fannedOutAtOnce);
      if (!stopping.signal.aborted && !closed) await claimAll()
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

  const pump: WebhookPump = {
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

// Tells what flights owe to webhooks. Every step is a row before it is done, so a killed server loses none and at the
// worst tells one twice, under the same id. Each endpoint has a few calls of its own: a slow one holds up no other.
import type { Rounds } from './rounds.ts'
import { createRounds } from './rounds.ts'
import type { Delivery } from './webhook-store.ts'
import type { TellOptions } from './webhook-tell.ts'
import { createTell } from './webhook-tell.ts'

export interface WebhookPumpOptions extends TellOptions {
  readonly onFault: (fault: unknown) => void
}

export interface WebhookPump extends Pick<Rounds, 'soon' | 'sweep' | 'close'> {
  /** Makes one delivery now, once. */
  tellOnce(delivery: Delivery): Promise<void>
}

const callsPerEndpoint = 8
/** Of one endpoint, those under way among them. */
const inHandPerEndpoint = 64
/** What was claimed for longer without its turn is claimed anew: its endpoint may be another one by now. */
const staleAfterMs = 2_000
const fannedOutAtOnce = 500

interface Line {
  waiting: { readonly delivery: Delivery; readonly claimedAtMs: number }[]
  open: number
}

export function createWebhookPump(options: WebhookPumpOptions): WebhookPump {
  const { store, onFault } = options
  const rounds = createRounds({ round, onFault })
  const tell = createTell(options, rounds.stopping)
  const inHand = new Set<string>()
  /** By endpoint: what waits for its turn here, and how many calls are under way. */
  const lines = new Map<string, Line>()

  function start(delivery: Delivery, line: Line): void {
    line.open += 1
    // After a fault the row is this server's still, and no longer in hand: it is claimed again.
    const after = () => {
      inHand.delete(delivery.id)
      line.open -= 1
      proceed(line)
    }
    rounds.call(() => tell(delivery, true), after)
  }

  function proceed(line: Line): void {
    while (line.open < callsPerEndpoint && rounds.isOpen) {
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

  async function round(): Promise<void> {
    while ((await store.fanOut(fannedOutAtOnce)) === fannedOutAtOnce);
    if (rounds.isOpen) await claimAll()
  }

  return {
    soon: rounds.soon,
    sweep: rounds.sweep,
    close: rounds.close,
    tellOnce: delivery => tell(delivery, false),
  }
}

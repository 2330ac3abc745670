// The safety net under what is carried out in memory: says every second that this server lives, and takes up what
// no living server has in hand.
import type { Carrier } from '../app/carrier.ts'
import type { Outbox } from '../app/ports.ts'

export interface Worker {
  /** Of the last round; null before the first. */
  lastRoundAt(): number | null
  stop(): Promise<void>
}

const everyMs = 1_000

export function startWorker(outbox: Outbox, carrier: Carrier, onFault: (fault: unknown) => void): Worker {
  let lastRoundAt: number | null = null
  let stopped = false
  let round: Promise<void> = Promise.resolve()

  async function go(): Promise<void> {
    await outbox.heartbeat()
    await carrier.poll()
    lastRoundAt = Date.now()
  }

  let busy = false
  const timer = setInterval(() => {
    // A slow database must not pile up rounds.
    if (busy || stopped) return
    busy = true
    round = go()
      .catch(onFault)
      .finally(() => {
        busy = false
      })
  }, everyMs)

  return {
    lastRoundAt: () => lastRoundAt,
    async stop() {
      stopped = true
      clearInterval(timer)
      await round
    },
  }
}

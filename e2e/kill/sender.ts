// A visitor who keeps talking whatever happens to the server: numbered messages, one after the other, each tried
// again under its own clientId until it is acknowledged or given up for good.
import { createApi, createLive } from '@baton/client'
import { WebSocket } from 'ws'

export interface Sender {
  readonly conversationId: string
  /** The `seq` that was acknowledged, by number. */
  readonly acknowledged: ReadonlyMap<number, number>
  /** Tried at least once, and never acknowledged. */
  readonly abandoned: ReadonlySet<number>
  /** Resolves when the message under way is settled. */
  stop(): Promise<void>
}

export type Way = 'http' | 'socket'

const tryWithinMs = 5_000
const retryMs = 60
const paceMs = 25

export const clientIdOf = (n: number) => `message ${n}`

/** One try. Rejects when no acknowledgement came. */
function openWay(way: Way, url: string, token: string) {
  if (way === 'socket') {
    const live = createLive({ url, token: () => token, WebSocket })
    const send = (n: number) => live.send({ clientId: clientIdOf(n), text: `number ${n}` })
    return { send, close: () => live.close() }
  }
  const api = createApi({ url, token: () => token })
  const send = (n: number) =>
    api.call(
      'POST /web/messages',
      { body: { clientId: clientIdOf(n), text: `number ${n}` } },
      { signal: AbortSignal.timeout(tryWithinMs) },
    )
  return { send, close: () => {} }
}

/** `patient`: false gives a message up after its first failed try, and goes on with the next. */
export function startSender(
  visitor: { readonly url: string; readonly token: string; readonly conversationId: string },
  way: Way,
  patient: boolean,
): Sender {
  const acknowledged = new Map<number, number>()
  const abandoned = new Set<number>()
  const { send, close } = openWay(way, visitor.url, visitor.token)
  let stopping = false

  async function say(n: number): Promise<void> {
    for (;;) {
      try {
        const { seq } = await send(n)
        acknowledged.set(n, seq)
        return
      } catch {
        await new Promise(proceed => setTimeout(proceed, retryMs))
        if (patient) continue
        abandoned.add(n)
        return
      }
    }
  }

  async function talk(): Promise<void> {
    for (let n = 1; !stopping; n++) {
      await say(n)
      await new Promise(proceed => setTimeout(proceed, paceMs))
    }
    close()
  }

  const talking = talk()
  return {
    conversationId: visitor.conversationId,
    acknowledged,
    abandoned,
    async stop() {
      stopping = true
      await talking
    },
  }
}

// What a bot says to Baton while it is not being asked: later answers and permits, under the token of its turn.
import { TurnOver } from './turn-over.ts'

export interface TurnCallsOptions {
  readonly url: string
  readonly token: string
  readonly fetch: typeof fetch
  /** Of the turn: ends waiting, too. */
  readonly signal: AbortSignal
  /** Baton said that the turn is over. */
  readonly onOver: () => void
}

export interface TurnCalls {
  /** @throws TurnOver; Error with the reason when Baton refuses or cannot be reached. */
  post(path: '/messages' | '/permit', body: unknown, idempotencyKey?: string): Promise<void>
}

const callTimeoutMs = 10_000
/** Before the second, third and fourth try. */
const pausesMs = [200, 800, 3_200]

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, delayMs)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}

async function problemOf(response: Response): Promise<{ code: string; detail: string }> {
  const body: unknown = await response.json().catch(() => null)
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return { code: text(fields.code), detail: text(fields.detail) }
}

export function createTurnCalls(options: TurnCallsOptions): TurnCalls {
  const { url, token, signal, onOver } = options

  /** The answer's body is read whole, or the connection would stay taken. Null: try again. */
  async function attempt(
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<null | 'done'> {
    const response = await options.fetch(`${url}${path}`, {
      method: 'POST',
      headers,
      body,
      // The token goes to Baton and nowhere else.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]),
    })
    if (response.ok) {
      await response.arrayBuffer()
      return 'done'
    }
    const { code, detail } = await problemOf(response)
    // An earlier try at this turn said its own words under this key: they stand.
    if (code === 'client_id_reused') return 'done'
    if (response.status === 409) {
      onOver()
      throw new TurnOver()
    }
    if (response.status >= 500 || response.status === 429) return null
    throw new Refused(`Baton refused ${path} with ${response.status} ${code}. ${detail}`.trim())
  }

  return {
    async post(path, body, idempotencyKey) {
      const headers = {
        authorization: `Turn ${token}`,
        'content-type': 'application/json',
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      }
      const text = JSON.stringify(body)
      let cause: unknown
      for (const delayMs of [0, ...pausesMs]) {
        if (delayMs > 0) await pause(delayMs, signal)
        if (signal.aborted) throw new TurnOver()
        try {
          if ((await attempt(path, text, headers)) === 'done') return
        } catch (error) {
          if (error instanceof TurnOver || error instanceof Refused) throw error
          if (signal.aborted) throw new TurnOver()
          cause = error
        }
      }
      throw new Error(`Baton could not be reached at ${new URL(url).origin} for ${path}.`, { cause })
    },
  }
}

/** Trying again would not help. */
class Refused extends Error {
  override readonly name = 'Refused'
}

// A connection that listens, and comes back by itself. Whoever listens is told when something may have been missed.
import pg from 'pg'

export interface ListeningOptions {
  readonly connection: pg.ClientConfig
  readonly channel: string
  readonly onNotice: (payload: string) => void
  /** The connection is back after a break. */
  readonly onReturn: () => void
  readonly onFault: (fault: unknown) => void
}

export interface Listening {
  /** False while there is no connection; what was to be said is to be kept. */
  notify(payloads: readonly string[]): boolean
  close(): Promise<void>
}

const checkEveryMs = 1_000
const reconnectMs = 250
const answerWithinMs = 5_000

/** Connects once before it resolves; throws when that fails. */
export async function listen(options: ListeningOptions): Promise<Listening> {
  const { connection, channel, onNotice, onReturn, onFault } = options
  let client: pg.Client | null = null
  let closed = false
  let connecting: NodeJS.Timeout | null = null

  async function connect(): Promise<void> {
    // News goes out while older news is on its way: `pipeline` is what lets it.
    const config = {
      keepAlive: true,
      pipeline: true,
      query_timeout: answerWithinMs,
      application_name: 'baton news',
    }
    const next = new pg.Client({ ...connection, ...config })
    next.on('error', error => lost(next, error))
    next.on('end', () => lost(next, null))
    next.on('notification', notice => notice.payload && onNotice(notice.payload))
    await next.connect()
    await next.query(`listen ${channel}`)
    client = next
  }

  function lost(which: pg.Client, error: Error | null): void {
    if (closed || client !== which) return
    client = null
    if (error) onFault(error)
    which.end().catch(() => undefined)
    reconnect()
  }

  function reconnect(): void {
    if (closed || connecting) return
    connecting = setTimeout(() => {
      connecting = null
      connect().then(onReturn, reconnect)
    }, reconnectMs)
  }

  await connect()
  // A listening connection that died quietly would hear nothing and not know it.
  const check = setInterval(() => {
    const asked = client
    asked?.query('select 1').catch(error => lost(asked, error))
  }, checkEveryMs)

  return {
    notify(payloads) {
      const to = client
      if (!to) return false
      for (const payload of payloads) {
        to.query('select pg_notify($1, $2)', [channel, payload]).catch(error => lost(to, error))
      }
      return true
    },
    async close() {
      closed = true
      clearInterval(check)
      if (connecting) clearTimeout(connecting)
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}

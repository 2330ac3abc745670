// News between servers on one database: ids only, after the commit, gathered and sent on a connection of their
// own. Who hears of an id reads the log; who may have missed one reads everything it follows.
import type { ConversationId, WorkspaceId } from '@baton/core'
import pg from 'pg'
import type { Bus, BusListener, ConversationKey } from '../app/ports.ts'

const channel = 'baton_news'
/** NOTIFY takes payloads below 8,000 bytes; a key takes 74. */
const keysPerNotice = 90
const gatherMs = 5
const checkEveryMs = 1_000
const reconnectMs = 250

export interface PostgresBusOptions {
  readonly connection: pg.ClientConfig
  readonly nodeId: string
  readonly listener: BusListener
  readonly onFault: (fault: unknown) => void
}

function keysOf(text: string): readonly ConversationKey[] {
  return text.split(',').flatMap(pair => {
    const [workspaceId, conversationId] = pair.split('/')
    return workspaceId && conversationId
      ? [{ workspaceId: workspaceId as WorkspaceId, conversationId: conversationId as ConversationId }]
      : []
  })
}

export async function createPostgresBus({ connection, nodeId, listener, onFault }: PostgresBusOptions): Promise<Bus> {
  let client: pg.Client | null = null
  let closed = false
  let pending = new Map<string, ConversationKey>()
  let settings = new Set<WorkspaceId>()
  let timer: NodeJS.Timeout | null = null
  let connecting: NodeJS.Timeout | null = null

  function hear(payload: string): void {
    const [from, kind, rest] = payload.split(' ')
    if (from === nodeId || !rest) return
    if (kind === 'settings') listener.onSettings(rest as WorkspaceId)
    else listener.onConversations(keysOf(rest))
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, keepAlive: true, query_timeout: 5_000, application_name: 'baton news' })
    next.on('error', error => lost(next, error))
    next.on('end', () => lost(next, null))
    next.on('notification', notice => notice.payload && hear(notice.payload))
    await next.connect()
    await next.query(`listen ${channel}`)
    client = next
  }

  function lost(which: pg.Client, error: Error | null): void {
    if (closed || client !== which) return
    client = null
    if (error) onFault(error)
    void which.end().catch(() => undefined)
    reconnect()
  }

  function reconnect(): void {
    if (closed || connecting) return
    connecting = setTimeout(() => {
      connecting = null
      connect().then(
        () => {
          listener.onGap()
          send()
        },
        () => reconnect(),
      )
    }, reconnectMs)
  }

  function notify(kind: string, text: string): void {
    const to = client
    to?.query('select pg_notify($1, $2)', [channel, `${nodeId} ${kind} ${text}`]).catch(error => lost(to, error))
  }

  function send(): void {
    timer = null
    if (!client) return
    const keys = [...pending.values()]
    pending = new Map()
    for (let from = 0; from < keys.length; from += keysPerNotice) {
      const part = keys.slice(from, from + keysPerNotice)
      notify('conversations', part.map(key => `${key.workspaceId}/${key.conversationId}`).join(','))
    }
    for (const workspaceId of settings) notify('settings', workspaceId)
    settings = new Set()
  }

  function soon(): void {
    timer ??= setTimeout(send, gatherMs)
  }

  await connect()
  // A listening connection that died quietly would hear nothing and not know it.
  const check = setInterval(() => {
    const asked = client
    asked?.query('select 1').catch(error => lost(asked, error))
  }, checkEveryMs)

  return {
    announce(keys) {
      for (const key of keys) pending.set(key.conversationId, key)
      soon()
    },
    announceSettings(workspaceId) {
      settings.add(workspaceId)
      soon()
    },
    async close() {
      closed = true
      clearInterval(check)
      if (timer) clearTimeout(timer)
      if (connecting) clearTimeout(connecting)
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}

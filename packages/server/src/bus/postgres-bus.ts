// News between servers on one database: ids only, after the commit, gathered and sent on a connection of their
// own. Who hears of an id reads the log; who may have missed one reads everything it follows.
import type { ConversationId, WorkspaceId } from '@baton/core'
import type pg from 'pg'
import type { Bus, BusListener, ConversationKey } from '../app/ports.ts'
import { listen } from './listening.ts'

const channel = 'baton_news'
/** NOTIFY takes payloads below 8,000 bytes; a key takes 74. */
const keysPerNotice = 90
const signalBytesMax = 7_500
const gatherMs = 5

export interface PostgresBusOptions {
  readonly connection: pg.ClientConfig
  readonly nodeId: string
  readonly listener: BusListener
  readonly onFault: (fault: unknown) => void
}

function keysOf(text: string): readonly ConversationKey[] {
  return text.split(',').flatMap(pair => {
    const [workspaceId, conversationId] = pair.split('/')
    // Written by announce on another server: the ids were branded there.
    return workspaceId && conversationId
      ? [{ workspaceId: workspaceId as WorkspaceId, conversationId: conversationId as ConversationId }]
      : []
  })
}

function conversationNotices(keys: readonly ConversationKey[]): readonly string[] {
  const notices: string[] = []
  for (let from = 0; from < keys.length; from += keysPerNotice) {
    const part = keys.slice(from, from + keysPerNotice)
    notices.push(`conversations ${part.map(key => `${key.workspaceId}/${key.conversationId}`).join(',')}`)
  }
  return notices
}

export async function createPostgresBus({
  connection,
  nodeId,
  listener,
  onFault,
}: PostgresBusOptions): Promise<Bus> {
  let conversations = new Map<string, ConversationKey>()
  let settings = new Set<WorkspaceId>()
  let signals: string[] = []
  let timer: NodeJS.Timeout | null = null

  function hear(payload: string): void {
    const [from = '', kind = '', ...words] = payload.split(' ')
    const rest = words.join(' ')
    if (from === nodeId || !rest) return
    if (kind === 'signal') listener.onSignal(from, JSON.parse(rest))
    else if (kind === 'settings') listener.onSettings(rest as WorkspaceId)
    else listener.onConversations(keysOf(rest))
  }

  function send(): void {
    timer = null
    const notices = [
      ...conversationNotices([...conversations.values()]),
      ...[...settings].map(id => `settings ${id}`),
      ...signals,
    ]
    // What is said while there is no line is missed.
    signals = []
    // While there is no line, it is kept: the others have lost nothing, only not heard of it yet.
    if (!listening.notify(notices.map(notice => `${nodeId} ${notice}`))) return
    conversations = new Map()
    settings = new Set()
  }

  function soon(): void {
    timer ??= setTimeout(send, gatherMs)
  }

  const onReturn = () => {
    listener.onGap()
    send()
  }
  const listening = await listen({ connection, channel, onNotice: hear, onReturn, onFault })

  return {
    announce(keys) {
      for (const key of keys) conversations.set(key.conversationId, key)
      if (keys.length > 0) soon()
    },
    announceSettings(workspaceId) {
      settings.add(workspaceId)
      soon()
    },
    signal(signal) {
      const text = JSON.stringify(signal)
      if (Buffer.byteLength(text) > signalBytesMax) onFault(new Error('a signal is too long for a notice'))
      else signals.push(`signal ${text}`)
      soon()
    },
    async close() {
      if (timer) clearTimeout(timer)
      send()
      await listening.close()
    },
  }
}

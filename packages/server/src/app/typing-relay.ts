// Whoever reads a channel sees that the agent who holds the conversation writes. Best effort, and rarely: channels show
// it for many seconds, and some count each call.
import type { Caller } from './access.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Lines } from './lines.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'

const everyMs = 15_000
const withinMs = 5_000
const remembered = 5_000

export type TypingRelay = (key: ConversationKey, from: Caller) => void

export function createTypingRelay(
  store: Pick<ConversationStore, 'read'>,
  channels: ChannelStore,
  lines: Lines,
): TypingRelay {
  const shownAt = new Map<string, number>()

  async function show(key: ConversationKey, agentId: string): Promise<void> {
    const loaded = await store.read(key)
    const control = loaded?.state.control
    if (!loaded || control?.state !== 'intervened' || control.owner.id !== agentId) return
    const line = await lines.open(key.workspaceId, loaded.channelId)
    if (!line?.kind.typing) return
    const to = await channels.addressOf(key)
    if (!to) return
    const lastInbound = await channels.lastInbound(key)
    await line.kind.typing(line.line, { to, lastInbound }, AbortSignal.timeout(withinMs))
  }

  return (key, from) => {
    if (from.kind !== 'agent') return
    const nowMs = Date.now()
    if (nowMs - (shownAt.get(key.conversationId) ?? 0) < everyMs) return
    if (shownAt.size >= remembered) shownAt.clear()
    shownAt.set(key.conversationId, nowMs)
    // A channel that does not show it loses nothing that counts.
    show(key, from.agent.id).catch(() => {})
  }
}

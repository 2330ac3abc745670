// Somebody writes: told to the other side at once, on this server, and never stored. A customer is only told of
// the person who may speak to them.

import type { Caller } from './access.ts'
import type { Feed } from './feed.ts'
import type { Reader } from './following.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'

export async function tellTyping(
  feed: Feed,
  store: ConversationStore,
  key: ConversationKey,
  from: Caller,
  self: Reader,
): Promise<void> {
  const readers = feed.followersOf(key.conversationId).filter(reader => reader !== self)
  if (readers.length === 0) return
  const name = from.kind === 'agent' ? from.agent.name : null
  const message = JSON.stringify({
    type: 'typing',
    conversationId: key.conversationId,
    from: from.kind === 'agent' ? 'agent' : 'contact',
    name,
  })
  const visitors = readers.filter(reader => reader.view === 'visitor')
  for (const reader of readers) if (reader.view === 'agent') reader.push(message)
  if (from.kind !== 'agent' || visitors.length === 0) return
  const control = (await store.read(key))?.state.control
  if (control?.state !== 'intervened' || control.owner.id !== from.agent.id) return
  for (const reader of visitors) reader.push(message)
}

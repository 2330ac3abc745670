// A stranger opens the widget: a contact and a conversation are made, and a token for them.
import type { ChannelId, ContactId, ConversationId } from '@baton/core'
import { newConversation, toSnapshot } from '@baton/core'
import type { App } from './app.ts'
import { newId } from './new-id.ts'

export interface NewVisitor {
  readonly name: string | null
  readonly email: string | null
  readonly language: string | null
  readonly timeZone: string | null
  readonly attributes: Readonly<Record<string, string>>
}

/** A name to tell nameless visitors apart, until they say who they are. */
function namedAfter(id: string): string {
  return `Visitor ${id.slice(-4)}`
}

/** Null: there is no such channel. */
export async function beginConversation(app: App, channelId: ChannelId, visitor: NewVisitor) {
  const workspaceId = await app.directory.workspaceOf(channelId)
  if (!workspaceId) return null
  const channel = (await app.directory.of(workspaceId)).channels.get(channelId)
  if (!channel) return null
  const conversationId = newId() as ConversationId
  const contactId = newId() as ContactId
  const { botId } = channel
  const snapshot = toSnapshot(newConversation({ conversationId, contactId, channelId, botId }))
  const contact = { ...visitor, id: contactId, name: visitor.name ?? namedAfter(contactId) }
  await app.store.create({ workspaceId, conversationId, channelId, botId, contact, snapshot })
  const issued = await app.visitorTokens.issue({ workspaceId, conversationId, contactId, channelId })
  return { ...issued, conversationId }
}

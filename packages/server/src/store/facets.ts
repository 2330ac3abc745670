// What a conversation is filtered by, as one array under one index (decision 0013): any of these together is one
// look-up, and none of them changes with a message.
import type { Conversation } from '@baton/core'
import { priorityInForce } from '@baton/core'

export type Facet = 'tag' | 'status' | 'priority' | 'topic' | 'team' | 'channel' | 'bot'

/** Without control characters: they part facets on their way to the database. */
export function facet(kind: Facet, value: string): string {
  return `${kind}:${value.replace(/\p{Cc}/gu, ' ')}`
}

export function facetsOf(state: Conversation): string[] {
  const { tags, status, topic, teamId, channelId, botId } = state
  const one = (kind: Facet, value: string | null | undefined) => (value ? [facet(kind, value)] : [])
  return [
    ...tags.map(tag => facet('tag', tag)),
    ...one('status', status),
    ...one('priority', priorityInForce(state)),
    ...one('topic', topic),
    ...one('team', teamId),
    ...one('channel', channelId),
    ...one('bot', botId),
  ]
}

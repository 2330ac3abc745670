// An event's JSON is made once, for the database, the sockets and the API alike.
import type { ConversationEvent, VisitorItem } from '@baton/core'
import { sendKey, visitorItem } from '@baton/core'
import type { EncodedEvent } from './ports.ts'

function keyOf(event: ConversationEvent): string | null {
  if (!('clientId' in event.data)) return null
  const { actor, data } = event
  if (data.clientId === null || actor.kind === 'system') return null
  return sendKey(actor.kind, actor.id, data.clientId)
}

export function encodeEvent(event: ConversationEvent): EncodedEvent {
  return {
    event,
    actorJson: JSON.stringify(event.actor),
    dataJson: JSON.stringify(event.data),
    sendKey: keyOf(event),
  }
}

/** The event as it travels to agents. */
export function eventJson({ event, actorJson, dataJson }: EncodedEvent): string {
  return `{"seq":${event.seq},"epoch":${event.epoch},"type":"${event.type}","at":"${event.at}","actor":${actorJson},"data":${dataJson}}`
}

export function eventsJson(events: readonly EncodedEvent[]): string {
  return `[${events.map(eventJson).join(',')}]`
}

export function visitorItems(events: readonly EncodedEvent[]): readonly VisitorItem[] {
  return events.flatMap(encoded => visitorItem(encoded.event) ?? [])
}

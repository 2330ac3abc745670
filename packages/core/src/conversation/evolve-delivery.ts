// How far messages got, folded. Single ones are part of the recall; what holds for all before is part of the state.
import type { DeliveryStatus } from '../message/delivery.ts'
import type { ConversationEvent } from './event.ts'
import type { Conversation } from './state.ts'

export function withStatus(state: Conversation, messageSeq: number, status: DeliveryStatus): Conversation {
  const deliveries = new Map(state.recall.deliveries).set(messageSeq, status)
  return { ...state, recall: { ...state.recall, deliveries } }
}

export function delivered(
  state: Conversation,
  event: Extract<ConversationEvent, { type: 'DeliveryChanged' }>,
): Conversation {
  const { messageSeq, through, status } = event.data
  if (!through) return withStatus(state, messageSeq, status)
  const reached = status === 'read' || status === 'delivered'
  return {
    ...state,
    deliveredThrough: reached ? Math.max(state.deliveredThrough, messageSeq) : state.deliveredThrough,
    readThrough: status === 'read' ? Math.max(state.readThrough, messageSeq) : state.readThrough,
  }
}

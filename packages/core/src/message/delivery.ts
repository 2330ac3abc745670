// How far a message got. Status events come late, doubled and out of order; the status itself only
// moves forward (DL4).

export type DeliveryStatus = 'queued' | 'sent' | 'delivered' | 'read' | 'failed'

const rank: Record<DeliveryStatus, number> = { queued: 0, sent: 1, failed: 2, delivered: 3, read: 4 }

/**
 * Whether `incoming` may follow `current`. A message that was delivered or read can no longer fail; one that
 * was said to have failed and then shows up as delivered did arrive.
 */
export function movesForward(current: DeliveryStatus, incoming: DeliveryStatus): boolean {
  return rank[incoming] > rank[current]
}

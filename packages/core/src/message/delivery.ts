// How far a message got. Status events come late, doubled and out of order; the status itself only
// moves forward (DL4).

/**
 * `sending`: handed over or being handed over, it cannot be recalled (TK3). `unknown`: the channel did not say whether
 * it has it (DL3). `withheld`: a takeover came first.
 */
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'withheld'

const rank: Record<DeliveryStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
  withheld: 7,
}

/**
 * Whether `incoming` may follow `current`. A message that was delivered or read can no longer fail; one that
 * was said to have failed and then shows up as delivered did arrive. What was withheld went nowhere.
 */
export function movesForward(current: DeliveryStatus, incoming: DeliveryStatus): boolean {
  return rank[incoming] > rank[current]
}

/** Why a message did not go, or not yet; each has words in the console. Channels give no others. */
export type DeliveryProblem =
  | 'window_closed'
  | 'not_reachable'
  | 'opted_out'
  | 'not_delivered_by_choice'
  | 'rejected_content'
  | 'too_large'
  | 'template'
  | 'channel_account'
  | 'throttled'
  | 'channel_down'
  | 'no_answer'
  | 'held_by_other'
  | 'channel_gone'
  | 'other'

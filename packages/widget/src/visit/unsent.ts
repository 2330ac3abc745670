// What the visitor said and the log does not show yet. It is drawn at once; it leaves this list only when the
// log has it, or the visitor discards it [DL3].
import type { MediaPart, VisitorItem } from '@baton/client'

export interface Unsent {
  readonly clientId: string
  /** May be empty when there are files. */
  readonly text: string
  readonly media?: readonly MediaPart[]
  /** ISO 8601, by this device's clock. */
  readonly at: string
  /** `sent`: the server has it, the log has not come yet. */
  readonly state: 'sending' | 'sent' | 'failed'
  /** Why it failed, for people. */
  readonly reason: string | null
}

export function markUnsent(
  unsent: readonly Unsent[],
  clientId: string,
  change: Pick<Unsent, 'state'> & Partial<Pick<Unsent, 'reason'>>,
): readonly Unsent[] {
  return unsent.map(one => (one.clientId === clientId ? { ...one, reason: null, ...change } : one))
}

/** Without those that the log has. */
export function settleUnsent(unsent: readonly Unsent[], items: readonly VisitorItem[]): readonly Unsent[] {
  const stored = new Set(items.flatMap(item => (item.type === 'MessageReceived' ? [item.data.clientId] : [])))
  return unsent.some(one => stored.has(one.clientId))
    ? unsent.filter(one => !stored.has(one.clientId))
    : unsent
}

/** Randomness that also works on pages without https, where `randomUUID` is missing. */
export function newClientId(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join('-')
}

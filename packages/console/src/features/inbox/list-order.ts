// Which conversations a list holds, and in which order. The client keeps the rows; here are the console's lists.
import type { ConversationRow, Inbox } from '@baton/client'
import { intervenedRows, mineRows, requestingRows } from '@baton/client'

export const tabs = ['active', 'requesting', 'intervened'] as const
export type Tab = (typeof tabs)[number] | 'mine'

export function isTab(value: unknown): value is Tab {
  return value === 'mine' || tabs.some(tab => tab === value)
}

/** Active ones without the limit of a day: what was loaded by scrolling back stays. */
export function listOrder(inbox: Inbox, tab: Tab, meId: string): readonly ConversationRow[] {
  if (tab === 'requesting') return requestingRows(inbox)
  if (tab === 'intervened') return intervenedRows(inbox)
  if (tab === 'mine') return mineRows(inbox, meId)
  return inbox.lists.active
}

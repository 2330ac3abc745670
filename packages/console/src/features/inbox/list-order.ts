// Which conversations a list holds, and in which order. The client keeps the rows; here are the console's lists.
import type { ConversationRow, Inbox } from '@baton/client'
import { intervenedRows, mineRows } from '@baton/client'
import { waitingOf } from '../../app/inbox-rows.ts'
import type { ListSort } from '../../app/list-sort.ts'

export const tabs = ['active', 'requesting', 'intervened'] as const
export type Tab = (typeof tabs)[number] | 'mine'

export function isTab(value: unknown): value is Tab {
  return value === 'mine' || tabs.some(tab => tab === value)
}

interface Whose {
  readonly meId: string
  /** Only this team's queue; null: everybody's. */
  readonly teamId: string | null
  readonly sort: ListSort
}

/** Active ones without the limit of a day: what was loaded by scrolling back stays. */
function rowsOf(inbox: Inbox, tab: Tab, meId: string, sort: ListSort): readonly ConversationRow[] {
  if (tab === 'requesting') return waitingOf(inbox, meId)
  if (tab === 'intervened') return intervenedRows(inbox)
  if (tab === 'mine') return mineRows(inbox, meId)
  const { active } = inbox.lists
  // What is as hot stays in its order.
  return sort === 'heat' ? active.toSorted((a, b) => b.heat - a.heat) : active
}

/** What is mine is mine in every queue. */
export function listOrder(inbox: Inbox, tab: Tab, { meId, teamId, sort }: Whose): readonly ConversationRow[] {
  const rows = rowsOf(inbox, tab, meId, sort)
  return teamId === null || tab === 'mine' ? rows : rows.filter(row => row.teamId === teamId)
}

// A filter as the console applies it to the rows that it holds; the server applies the same to all of them.
import type { ConversationRow, QueryOf } from '@baton/client'
import type { ListFilter } from '../../app/list-filter.ts'

/** `nowMs`: epoch milliseconds. */
export function fitsFilter(row: ConversationRow, filter: ListFilter, meId: string, nowMs: number): boolean {
  const { owner, team, channel, bot, tag, status, priority, topic, signal, waitingMs, movedWithinMs } = filter
  if (owner !== undefined) {
    const wanted = owner === 'none' ? null : owner === 'me' ? meId : owner
    if ((row.owner?.id ?? null) !== wanted) return false
  }
  if (team !== undefined && row.teamId !== (team === 'none' ? null : team)) return false
  if (channel !== undefined && row.channelId !== channel) return false
  if (bot !== undefined && row.bot?.id !== bot) return false
  if (tag && !tag.some(one => row.tags.includes(one))) return false
  if (status !== undefined && row.status !== status) return false
  if (priority && !priority.includes(row.priority)) return false
  if (signal && !row.signals?.items.some(({ kind }) => signal.includes(kind))) return false
  if (topic !== undefined && row.topic !== topic) return false
  if (waitingMs !== undefined && !(row.request && nowMs - Date.parse(row.request.since) > waitingMs))
    return false
  return movedWithinMs === undefined || nowMs - Date.parse(row.movedAt) < movedWithinMs
}

/** The same as the address of a list has it. */
export function queryOfFilter(filter: ListFilter, nowMs: number): QueryOf<'GET /conversations'> {
  const { movedWithinMs, ...rest } = filter
  return {
    ...rest,
    ...(movedWithinMs === undefined ? {} : { movedAfter: new Date(nowMs - movedWithinMs).toISOString() }),
  }
}

/** Whether two filters say the same. */
export function isSameFilter(one: ListFilter, other: ListFilter): boolean {
  const told = (filter: ListFilter) =>
    JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)))
  return told(one) === told(other)
}

// Reading conversations: lists, one, its log.
import type { Instant } from '@baton/core'
import { plusMs } from '@baton/core'
import type { ConversationFilter } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { closingRows } from '../../app/closing-blocks.ts'
import { eventsJson } from '../../app/encode.ts'
import { activeForMs, countsFor } from '../../app/gathering.ts'
import { heatStep } from '../../app/hearing.ts'
import type { Loaded } from '../../app/ports.ts'
import { conversationRow } from '../../app/rows.ts'
import type { Implementations } from '../call.ts'
import { keyOf, loadedFor, rowFor } from '../outcomes.ts'
import { refuse } from '../problem.ts'

type ReadKey =
  | 'GET /conversations'
  | 'GET /conversations/counts'
  | 'GET /conversations/{id}'
  | 'GET /conversations/{id}/events'
  | 'GET /conversations/{id}/closing-blocks'

const cursorForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})(?:_(\d{1,3}))?$/

function parseCursor(cursor: string): { at: Instant; id: string; heat: number } {
  const [, at, id, heat = '0'] = cursorForm.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!at || !id)
    return refuse(400, 'invalid_cursor', 'This cursor is not one that the list gave. Start again without it.')
  return { at, id, heat: Number(heat) }
}

function cursorAfter(row: Loaded, waiting: boolean, byHeat: boolean): string {
  const { control, conversationId } = row.state
  if (byHeat) return Buffer.from(`${row.movedAt}_${conversationId}_${heatStep(row)}`).toString('base64url')
  const at = waiting && control.state === 'requesting' ? control.request.since : row.movedAt
  return Buffer.from(`${at}_${conversationId}`).toString('base64url')
}

/** `waitingMs` is of those who wait, so it asks for them. */
function listingOf(filter: ConversationFilter, caller: AgentCaller, now: Instant) {
  const {
    state = null,
    owner = null,
    team = null,
    channel,
    bot,
    tag,
    status,
    priority,
    topic,
    signal,
  } = filter
  const { waitingMs, movedAfter = null, movedBefore } = filter
  return {
    workspaceId: caller.workspaceId,
    state: state ?? (waitingMs === undefined ? null : ('requesting' as const)),
    ownerId: owner === 'me' ? caller.agent.id : owner,
    teamId: team,
    channelId: channel,
    botId: bot,
    tags: tag,
    status,
    priorities: priority,
    topic,
    signals: signal,
    waitingSince: waitingMs === undefined ? undefined : plusMs(now, -waitingMs),
    movedAfter,
    movedBefore,
  }
}

export function conversationRoutes(app: App): Implementations<ReadKey> {
  return {
    'GET /conversations': async ({ query, caller }) => {
      const { cursor, limit, q: words = null, sort, ...filter } = query
      const byHeat = sort === 'heat'
      const listing = listingOf(filter, caller, app.store.now())
      const found = await app.store.list({
        ...listing,
        words,
        byHeat,
        after: cursor ? parseCursor(cursor) : null,
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const workspace = await app.directory.of(caller.workspaceId)
      return {
        items: page.map(loaded => conversationRow(loaded, workspace)),
        next: found.length > limit && last ? cursorAfter(last, listing.state === 'requesting', byHeat) : null,
      }
    },
    'GET /conversations/counts': async ({ caller }) => {
      const counts = await app.store.count(caller.workspaceId, plusMs(app.store.now(), -activeForMs))
      return countsFor(counts, caller.agent.id)
    },
    'GET /conversations/{id}': ({ params, caller }) => rowFor(app, keyOf(caller, params.id)),
    'GET /conversations/{id}/events': async ({ params, query, caller, reply }) => {
      const key = keyOf(caller, params.id)
      const { state } = await loadedFor(app, key)
      if (query.after > state.seq) {
        refuse(422, 'cursor_ahead', `The conversation ends at ${state.seq}. Read it again from 0.`, {
          seq: state.seq,
        })
      }
      const events = await app.store.events(key, query.after, query.limit)
      const last = events.at(-1)?.event.seq ?? query.after
      const next = events.length === query.limit && last < state.seq ? last : null
      // The log holds its JSON already; it is not taken apart and put together again.
      reply.header('content-type', 'application/json; charset=utf-8')
      reply.send(`{"items":${eventsJson(events)},"next":${next}}`)
      return { items: [], next }
    },
    'GET /conversations/{id}/closing-blocks': async ({ params, caller }) => {
      const { state } = await loadedFor(app, keyOf(caller, params.id))
      return closingRows(await app.directory.of(caller.workspaceId), state)
    },
  }
}

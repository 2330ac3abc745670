// Finding conversations: filters, saved views, words in messages.
import type { App } from '../../app/app.ts'
import type { FoundCursor, ViewRefusal } from '../../app/finding.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type FindingKey = 'GET /search' | 'GET /views' | 'POST /views' | 'PUT /views/{id}' | 'DELETE /views/{id}'

const cursorForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})_(\d{1,9})$/

function parseCursor(cursor: string): FoundCursor {
  const [, at, id, seq] = cursorForm.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at)))
    return refuse(
      400,
      'invalid_cursor',
      'This cursor is not one that the search gave. Start again without it.',
    )
  return { at, conversationId: id, seq: Number(seq) }
}

function cursorText({ at, conversationId, seq }: FoundCursor): string {
  return Buffer.from(`${at}_${conversationId}_${seq}`).toString('base64url')
}

function refuseView(refusal: ViewRefusal): never {
  if (refusal === 'unknown') return notFound('view')
  if (refusal === 'too_many')
    return refuse(409, 'too_many_views', 'There are 100 of these views already. Delete one that nobody uses.')
  return refuse(
    403,
    'not_allowed',
    'A view that everybody has is a lead’s to change. Save one of your own instead.',
    { needs: 'lead' },
  )
}

const made = <Row extends object>(answer: Row | ViewRefusal): Row =>
  typeof answer === 'string' ? refuseView(answer) : answer

export function findingRoutes({ finding }: App): Implementations<FindingKey> {
  return {
    'GET /search': async ({ query: { q, cursor, limit }, caller }) => {
      const after = cursor ? parseCursor(cursor) : null
      const { items, next } = await finding.search(caller.workspaceId, q, after, limit)
      return { items: [...items], next: next && cursorText(next) }
    },
    'GET /views': async ({ caller }) => ({ items: [...(await finding.views(caller))] }),
    'POST /views': async ({ body, caller }) => made(await finding.addView(caller, body)),
    'PUT /views/{id}': async ({ params, body, caller }) =>
      made(await finding.changeView(caller, params.id, body)),
    'DELETE /views/{id}': async ({ params, caller }) => {
      const refusal = await finding.deleteView(caller, params.id)
      return refusal === null ? {} : refuseView(refusal)
    },
  }
}

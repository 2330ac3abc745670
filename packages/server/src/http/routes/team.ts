// The team: presence, teams, queues and routing.
import type { RouteKey } from '@baton/protocol'
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'
import { notFound } from '../problem.ts'

type TeamKey = Extract<
  RouteKey,
  | 'PUT /me/presence'
  | 'PUT /agents/{id}'
  | 'PUT /teams/{id}'
  | 'GET /routing'
  | 'PUT /routing'
  | 'POST /conversations/{id}/decline'
>

export function teamRoutes(_app: App): Implementations<TeamKey> {
  const coming = async () => notFound('route')
  return {
    'PUT /me/presence': coming,
    'PUT /agents/{id}': coming,
    'PUT /teams/{id}': coming,
    'GET /routing': coming,
    'PUT /routing': coming,
    'POST /conversations/{id}/decline': coming,
  }
}

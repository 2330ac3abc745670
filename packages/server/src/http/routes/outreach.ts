import type { RouteKey } from '@baton/protocol'
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'
import { notFound } from '../problem.ts'

type OutreachKey = Extract<
  RouteKey,
  | 'POST /outreach'
  | 'GET /outreach'
  | `GET /outreach/${string}`
  | `POST /outreach/${string}`
  | 'POST /contacts/{id}/outreach'
  | `${string} /channels/{id}/templates${string}`
>

export function outreachRoutes(_app: App): Implementations<OutreachKey> {
  const none = async () => notFound('outreach')
  return {
    'POST /outreach': none,
    'GET /outreach': none,
    'GET /outreach/{id}': none,
    'POST /outreach/{id}/cancel': none,
    'POST /contacts/{id}/outreach': none,
    'GET /channels/{id}/templates': none,
    'POST /channels/{id}/templates/sync': none,
  }
}

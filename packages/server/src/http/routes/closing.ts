// How a takeover ends: briefs, completion and feedback.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'
import { perform } from '../outcomes.ts'

export function closingRoutes(app: App): Implementations<'POST /web/feedback'> {
  return {
    'POST /web/feedback': async ({ body, caller }) => {
      const actor = { kind: 'contact', id: caller.contactId } as const
      await perform(app, caller, { type: 'GiveFeedback', actor, ...body })
      return {}
    },
  }
}

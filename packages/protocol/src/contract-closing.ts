// How a takeover ends: briefs, completion and feedback.
import { z } from 'zod'
import { optionalText, seq } from './primitives.ts'
import type { Route } from './route.ts'

export const closingRoutes = {
  'POST /web/feedback': {
    summary: 'How it was, in the visitor’s eyes; a later answer replaces it',
    auth: 'visitor',
    body: z.object({
      /** As the question names it. */
      episodeSeq: seq,
      rating: z.int().min(1, 'must be 1 to 5').max(5, 'must be 1 to 5'),
      comment: optionalText(2_000)
        .nullish()
        .transform(text => text?.trim() || null),
    }),
    response: z.object({}),
  },
} as const satisfies Record<string, Route>

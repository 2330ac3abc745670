// How a takeover ends: briefs, completion and feedback.
import { z } from 'zod'
import { botId, conversationId, instant, optionalText, seq } from './primitives.ts'
import type { Route } from './route.ts'

const writtenBrief = z.object({
  lines: z.array(z.object({ text: z.string(), seqs: z.array(seq) })),
  /** The last message that it knows of. */
  seq,
  madeAt: instant,
})

export const closingRoutes = {
  'GET /briefs': {
    summary: 'Which AI agent’s model writes briefs; null: rules alone make them',
    auth: 'agent',
    response: z.object({ botId: z.uuid().nullable() }),
  },
  'PUT /briefs': {
    summary: 'Sets it',
    auth: 'admin',
    body: z.object({ botId: botId.nullable() }),
    response: z.object({ botId: z.uuid().nullable() }),
  },
  'POST /conversations/{id}/brief': {
    summary: 'The brief by the model, made when the one that is kept is older than what was said',
    auth: 'agent',
    params: z.object({ id: conversationId }),
    body: z
      .object({ language: z.string().regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'must be a language tag') })
      .prefault({ language: 'en' }),
    response: z.object({
      /** Null: no model is set, nothing was said, or it failed. */
      brief: writtenBrief.nullable(),
      /** Why it failed, for whoever set it up. */
      problem: z.string().nullable(),
    }),
  },
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

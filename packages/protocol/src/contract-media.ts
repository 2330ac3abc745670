// Attachments: given to Baton as they are, and fetched again by signed links.
import { z } from 'zod'
import { conversationId, instant } from './primitives.ts'
import type { Route } from './route.ts'

const mediaId = z.uuid().transform(text => text.toLowerCase())
const byMedia = z.object({ id: mediaId })

/** Only for showing: paths, controls and endings that do not fit are taken away. */
const named = z.object({ name: z.string().max(1_000).default('') })

const given = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** By the bytes, whatever the sender said. */
    mimeType: z.string(),
    sizeBytes: z.int(),
    /** Pixels, of a picture. */
    width: z.int().nullable(),
    height: z.int().nullable(),
  })
  .meta({ id: 'Media', description: 'A file that was given to Baton; put its id in `media` of a message.' })

const link = z.object({
  /** From the root of this server; good for whoever has it, for this file only. */
  url: z.string(),
  /** At most fifteen minutes from now. */
  expiresAt: instant,
})

export const mediaRoutes = {
  'POST /media': {
    summary: 'Takes a file, as the bytes of the body; kept for a day unless a message sends it',
    auth: 'agent',
    query: named,
    raw: 'in',
    response: given,
    status: 201,
  },
  'DELETE /media/{id}': {
    summary: 'Takes back a file of mine that was not sent',
    auth: 'agent',
    params: byMedia,
    response: z.object({}),
  },
  'GET /media/{id}': {
    summary: 'The bytes of a file, by a signed link; ranges are understood',
    auth: 'none',
    params: byMedia,
    query: z.object({ expires: z.coerce.number().pipe(z.int().min(0)), signature: z.string().max(100) }),
    raw: 'out',
    response: z.object({}),
  },
  'GET /conversations/{id}/media/{mediaId}': {
    summary: 'A signed link to a file of the conversation',
    auth: 'agent',
    params: z.object({ id: conversationId, mediaId }),
    response: link,
  },
  'POST /web/media': {
    summary: 'The visitor gives a file, as the bytes of the body',
    auth: 'visitor',
    query: named,
    raw: 'in',
    response: given,
    status: 201,
  },
  'DELETE /web/media/{id}': {
    summary: 'The visitor takes back a file that was not sent',
    auth: 'visitor',
    params: byMedia,
    response: z.object({}),
  },
  'GET /web/media/{id}': {
    summary: 'A signed link to a file of the visitor’s conversation',
    auth: 'visitor',
    params: byMedia,
    response: link,
  },
} as const satisfies Record<string, Route>

export type MediaGiven = z.output<typeof given>

// Routes for bots that answer by themselves, later than they were asked: `Authorization: Turn <token>`.
import { z } from 'zod'
import { botAnswer } from './bot-wire.ts'
import { seq, storableText } from './primitives.ts'
import type { Route } from './route.ts'

const byTurn = z.object({ id: z.uuid() })

export const turnRoutes = {
  'POST /turns/{id}/messages': {
    summary: 'The bot answers its turn, or a part of it; the same Idempotency-Key is stored once',
    auth: 'turn',
    params: byTurn,
    body: botAnswer,
    response: z.object({ seq }),
  },
  'POST /turns/{id}/permit': {
    summary: 'Before a side effect: granted only while the turn is current, and logged',
    auth: 'turn',
    params: byTurn,
    body: z.object({ action: storableText(200) }),
    response: z.object({ granted: z.literal(true) }),
  },
} as const satisfies Record<string, Route>

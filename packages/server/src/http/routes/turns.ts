// A bot answers its turn by itself, later than it was asked. Whether the turn is still open is decided in the log.
import type { RouteKey } from '@baton/protocol'
import type { TurnCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { turnAnswerOf } from '../../app/bot-answer.ts'
import { BotFault } from '../../app/bot-port.ts'
import { teamNamed } from '../../app/team-named.ts'
import type { Implementations } from '../call.ts'
import { perform } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'

type TurnKey = Extract<RouteKey, `POST /turns/{id}/${string}`>

const keyMax = 100

/** A token speaks for its own turn only. */
function tokenFor(caller: TurnCaller, id: string) {
  if (caller.turnId !== id.toLowerCase()) notFound('turn')
  const { workspaceId, conversationId, botId, botName, turnId, epoch } = caller
  return {
    key: { workspaceId, conversationId },
    actor: { kind: 'bot', id: botId, name: botName } as const,
    token: { turnId, epoch },
  }
}

function idempotencyKey(header: string | string[] | undefined): string | null {
  const key = Array.isArray(header) ? header[0] : header
  if (!key) return null
  if (key.length > keyMax)
    refuse(400, 'invalid_request', `Idempotency-Key must have at most ${keyMax} characters.`)
  return key
}

export function turnRoutes(app: App): Implementations<TurnKey> {
  return {
    'POST /turns/{id}/messages': async ({ params, body, caller, request }) => {
      const { key, actor, token } = tokenFor(caller, params.id)
      const given = idempotencyKey(request.headers['idempotency-key'])
      const loaded = (await app.store.read(key)) ?? notFound('turn')
      const { teams } = await app.directory.of(caller.workspaceId)
      const { end, ...said } = body
      const named = said.marks?.team
      if (named && teamNamed(teams.values(), named) === null)
        refuse(422, 'unknown_team', 'marks.team names no team of this workspace. Check its name.')
      try {
        const answer = turnAnswerOf(said, { memory: loaded.state.memory, teams: [...teams.values()] })
        // The turn is part of it: two turns of one bot may use the same key.
        const clientId = given === null ? null : `${token.turnId} ${given}`
        const command = { type: 'AnswerTurn', actor, token, ...answer, ends: end, clientId } as const
        const done = await perform(app, key, command)
        return { seq: done.acceptedAt ?? done.events.at(-1)?.event.seq ?? done.state.seq }
      } catch (error) {
        if (error instanceof BotFault) return refuse(422, 'unusable_answer', `${error.message}.`)
        throw error
      }
    },
    'POST /turns/{id}/permit': async ({ params, body, caller }) => {
      const { key, actor, token } = tokenFor(caller, params.id)
      await perform(app, key, { type: 'GrantPermit', actor, token, action: body.action })
      return { granted: true }
    },
  }
}

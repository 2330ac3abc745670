// What a bot shows when it answers later: a JWT that names its turn. Whether the turn is still open is decided in
// the log; the token only says whose it is.
import type { BotId, ConversationId, TurnId, WorkspaceId } from '@baton/core'
import { jwtVerify, SignJWT } from 'jose'

export interface TurnClaims {
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
  readonly botId: BotId
  readonly botName: string
  readonly turnId: TurnId
  readonly epoch: number
}

export interface TurnTokens {
  /** Good for a while after `deadline`, so that a late bot is told that its turn is over, not who it is. */
  issue(claims: TurnClaims, deadline: string): Promise<string>
  /** Null: not ours, or long over. */
  read(token: string): Promise<TurnClaims | null>
}

const audience = 'baton:turn'
const graceSeconds = 60 * 60

export function createTurnTokens(secret: Uint8Array): TurnTokens {
  return {
    issue({ workspaceId, conversationId, botId, botName, turnId, epoch }, deadline) {
      return new SignJWT({ wid: workspaceId, cid: conversationId, bid: botId, bnm: botName, epo: epoch })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(turnId)
        .setAudience(audience)
        .setExpirationTime(Math.ceil(Date.parse(deadline) / 1_000) + graceSeconds)
        .sign(secret)
    },
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, secret, { audience, algorithms: ['HS256'] })
        const { sub, wid, cid, bid, bnm, epo } = payload
        const texts = [sub, wid, cid, bid, bnm]
        if (!texts.every(text => typeof text === 'string') || typeof epo !== 'number') return null
        // Signed by us: the ids in it were branded when it was issued.
        return {
          turnId: sub as TurnId,
          workspaceId: wid as WorkspaceId,
          conversationId: cid as ConversationId,
          botId: bid as BotId,
          botName: bnm as string,
          epoch: epo,
        }
      } catch {
        return null
      }
    },
  }
}

// What a web visitor holds: a short-lived JWT that names its conversation. The widget renews it while the
// conversation lives; a stolen one runs out.
import type { ChannelId, ContactId, ConversationId, WorkspaceId } from '@baton/core'
import { errors, jwtVerify, SignJWT } from 'jose'

export interface VisitorClaims {
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly channelId: ChannelId
}

export interface VisitorTokens {
  issue(claims: VisitorClaims): Promise<{ token: string; expiresAt: string }>
  /** Null: not ours. */
  read(token: string): Promise<VisitorClaims | 'expired' | null>
  /** Also one that ran out within the last 30 days. */
  readForRenewal(token: string): Promise<VisitorClaims | null>
}

const livesSeconds = 24 * 60 * 60
const renewableSeconds = 30 * 24 * 60 * 60
const audience = 'baton:visitor'

export function createVisitorTokens(secret: Uint8Array, nowMs: () => number = Date.now): VisitorTokens {
  async function verify(token: string, toleranceSeconds: number): Promise<VisitorClaims> {
    const options = {
      audience,
      algorithms: ['HS256'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(nowMs()),
    }
    const { payload } = await jwtVerify(token, secret, options)
    const { sub, wid, cid, chn } = payload
    if (
      typeof sub !== 'string' ||
      typeof wid !== 'string' ||
      typeof cid !== 'string' ||
      typeof chn !== 'string'
    ) {
      throw new errors.JWTInvalid('claims are missing')
    }
    // Signed by us: the ids in it were branded when it was issued.
    return {
      contactId: sub as ContactId,
      workspaceId: wid as WorkspaceId,
      conversationId: cid as ConversationId,
      channelId: chn as ChannelId,
    }
  }

  return {
    async issue({ workspaceId, conversationId, contactId, channelId }) {
      const issued = Math.floor(nowMs() / 1_000)
      const token = await new SignJWT({ wid: workspaceId, cid: conversationId, chn: channelId })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(contactId)
        .setAudience(audience)
        .setIssuedAt(issued)
        .setExpirationTime(issued + livesSeconds)
        .sign(secret)
      return { token, expiresAt: new Date((issued + livesSeconds) * 1_000).toISOString() }
    },
    async read(token) {
      try {
        return await verify(token, 0)
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : null
      }
    },
    async readForRenewal(token) {
      try {
        return await verify(token, renewableSeconds)
      } catch {
        return null
      }
    },
  }
}

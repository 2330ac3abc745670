// Signed links to files: good for one file and at most fifteen minutes, for whoever holds them. Only somebody who may
// read the conversation is given one.
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SignedLink {
  /** From the root of this server. */
  readonly url: string
  readonly expiresAt: string
}

export interface MediaLinks {
  sign(id: string): SignedLink
  /** Seconds that it is still good for; null: it is not one of ours, or was altered. */
  secondsLeft(id: string, expires: number, signature: string): number | 'expired' | null
}

/** Links made within the same five minutes are the same, so that a browser's cache knows a picture again. */
const stepSeconds = 5 * 60
const steps = 3

export function createMediaLinks(key: Uint8Array, nowMs: () => number = Date.now): MediaLinks {
  const signatureOf = (id: string, expires: number) =>
    createHmac('sha256', key).update(`media ${id} ${expires}`).digest()
  return {
    sign(id) {
      const expires = (Math.floor(nowMs() / 1_000 / stepSeconds) + steps) * stepSeconds
      const signature = signatureOf(id, expires).toString('base64url')
      return {
        url: `/api/v1/media/${id}?expires=${expires}&signature=${signature}`,
        expiresAt: new Date(expires * 1_000).toISOString(),
      }
    },
    secondsLeft(id, expires, signature) {
      const own = signatureOf(id, expires)
      const given = Buffer.from(signature, 'base64url')
      if (given.length !== own.length || !timingSafeEqual(given, own)) return null
      const left = expires - Math.floor(nowMs() / 1_000)
      return left > 0 ? left : 'expired'
    },
  }
}

// Who opens a socket: our cookie with our Origin, or a bearer in the first frame.
import type { IncomingMessage } from 'node:http'
import type { ChannelId } from '@baton/core'
import type { Caller } from '../app/access.ts'
import type { App } from '../app/app.ts'

export interface Identify {
  byCookie(request: IncomingMessage): Promise<Caller | null>
  byToken(token: string, request: IncomingMessage): Promise<Caller | null>
}

/** Whether pages of this origin may use the visitor's channel. */
export type OriginCheck = (app: App, channelId: ChannelId, origin: string) => Promise<boolean>

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value))
  return headers
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

export function createIdentify(app: App, publicUrl: string, isOriginOf: OriginCheck): Identify {
  const ownOrigin = new URL(publicUrl).origin
  return {
    async byCookie(request) {
      const { origin, cookie, host } = request.headers
      if (!cookie || !origin) return null
      if (origin !== ownOrigin && hostOf(origin) !== host) return null
      const signInId = await app.signIn.identify(headersOf(request))
      return signInId ? app.access.bySignIn(signInId) : null
    },
    async byToken(token, request) {
      const visitor = await app.access.byVisitorToken(token)
      if (visitor === 'expired') return null
      if (visitor === null) return app.access.byApiKey(token)
      const { origin, host } = request.headers
      const foreign = origin !== undefined && origin !== ownOrigin && hostOf(origin) !== host
      return !foreign || (await isOriginOf(app, visitor.channelId, origin)) ? visitor : null
    },
  }
}

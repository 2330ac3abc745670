// What the live client needs of a socket: the browser's own, and the one of the `ws` package in Node 20.

export interface WebSocketLike {
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void
}

export type WebSocketConstructor = new (url: string) => WebSocketLike

export function ownWebSocket(): WebSocketConstructor {
  const own: WebSocketConstructor | undefined = globalThis.WebSocket
  if (own === undefined) throw new Error('No WebSocket here: give createLive the constructor of `ws`.')
  return own
}

/** The live address below an origin; '' is the page's own. A bearer says so, or the page's cookie would speak for it. */
export function liveUrl(origin: string, bearer = false): string {
  const url = new URL('/api/v1/live', origin === '' ? globalThis.location.href : origin)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  if (bearer) url.searchParams.set('with', 'token')
  return url.href
}

// A bot made by hand, without any code of ours, that keeps the contract; a test takes one part away.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TurnRequested } from '@baton/protocol'
import { Webhook } from 'standardwebhooks'

export const secret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`

export interface Parts {
  /** The status for a request that is not signed as it should be; null: it is taken. */
  readonly unsigned: (request: IncomingMessage, body: string) => number | null
  readonly unreadable: number
  readonly news: (told: { readonly type: string; readonly turn: { readonly id: string } | null }) => number
  readonly turn: (told: TurnRequested, response: ServerResponse) => unknown
}

function isSigned({ headers }: IncomingMessage, body: string): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false })
    return true
  } catch {
    return false
  }
}

export function answerJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function beginStream(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  return (name: string, value: unknown) =>
    response.write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`)
}

export const goodParts: Parts = {
  unsigned: (request, body) => (isSigned(request, body) ? null : 401),
  unreadable: 400,
  news: () => 204,
  turn: (told, response) => {
    const said = told.messages.filter(({ seq }) => told.input.includes(seq)).map(({ text }) => text)
    answerJson(response, { messages: said.map(text => `You said: ${text}`) })
  },
}

function toldIn(body: string): TurnRequested | { readonly type: string; readonly turn: null } | null {
  try {
    const told = JSON.parse(body)
    if (typeof told.type !== 'string') return null
    return told.type !== 'turn.requested' || Array.isArray(told.messages) ? told : null
  } catch {
    return null
  }
}

function isTurn(told: { readonly type: string }): told is TurnRequested {
  return told.type === 'turn.requested'
}

export async function startHandMadeBot(changed: Partial<Parts> = {}) {
  const parts = { ...goodParts, ...changed }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const refused = parts.unsigned(request, body)
    const told = refused === null ? toldIn(body) : null
    if (refused !== null || told === null) {
      response.writeHead(refused ?? parts.unreadable).end()
    } else if (isTurn(told)) {
      // The stand-in may have gone while this bot was still at it.
      await Promise.resolve(parts.turn(told, response)).catch(() => response.destroy())
    } else response.writeHead(parts.news(told)).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Sends to Baton in the way of a later answer. */
export function sendLater(
  { turn }: TurnRequested,
  path: '/messages' | '/permit',
  body: unknown,
  key: string | null,
): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Turn ${turn.token}`,
    ...(key === null ? {} : { 'idempotency-key': key }),
  }
  return fetch(`${turn.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

// Baton's side of the contract, for the tests of the bot's side: a real server for what the bot sends by itself,
// and signed requests to the bot's real server.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotNewsMessage, TurnRequested } from '@baton/protocol'
import { Webhook } from 'standardwebhooks'

export const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
export const conversationId = '0198f2aa-0000-7000-8000-0000000000c1'

export interface Posted {
  readonly path: string
  readonly authorization: string | undefined
  readonly key: string | undefined
  readonly body: unknown
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export async function listening(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Keeps what is posted; `statusOf` says how it is answered. */
export async function startBaton(statusOf: (posted: Posted) => number = () => 200, refusal = 'refused') {
  const posted: Posted[] = []
  const server = await listening(async (request, response) => {
    const { 'idempotency-key': key, authorization } = request.headers
    const one: Posted = {
      path: request.url ?? '',
      authorization,
      key: typeof key === 'string' ? key : undefined,
      body: JSON.parse(await textOf(request)),
    }
    posted.push(one)
    const status = statusOf(one)
    const problem = { status, code: status === 409 ? 'turn_superseded' : refusal, detail: 'No.' }
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(status < 300 ? { granted: true, seq: 1 } : problem))
  })
  return { ...server, posted }
}

export function turnOf(text: string, more: Partial<TurnRequested> & { url?: string; forMs?: number } = {}) {
  const { url = 'http://127.0.0.1:9', forMs = 10_000, ...rest } = more
  const id = crypto.randomUUID()
  const said = (seq: number, role: 'contact' | 'bot', words: string) => ({
    id: crypto.randomUUID(),
    seq,
    at: new Date().toISOString(),
    role,
    author: null,
    text: words,
    parts: [{ kind: 'text', text: words }],
    interrupted: false,
    event: null,
  })
  const turn: TurnRequested = {
    type: 'turn.requested',
    turn: {
      id,
      token: `token-of-${id}`,
      epoch: 3,
      attempt: 1,
      deadline: new Date(Date.now() + forMs).toISOString(),
      cause: 'message',
      resume: null,
      url: `${url}/api/v1/turns/${id}`,
    },
    conversation: {
      id: conversationId,
      channel: { id: crypto.randomUUID(), name: 'Web', kind: 'web' },
      locale: 'en',
    },
    contact: { id: crypto.randomUUID(), name: 'Zoe', email: null },
    messages: [said(1, 'contact', 'Hello'), said(2, 'bot', 'Hi'), said(4, 'contact', text)],
    input: [4],
    control: { state: 'active', returned: null },
    guidance: [],
    answer: null,
    variables: {},
    ...rest,
  }
  return turn
}

export function newsOf(type: BotNewsMessage['type'], turnId: string | null = null): BotNewsMessage {
  const at = new Date().toISOString()
  return { type, at, conversation: { id: conversationId }, turn: turnId ? { id: turnId } : null, seq: 9 }
}

export interface Asking {
  readonly id?: string
  readonly at?: Date
  readonly secret?: string
  readonly signal?: AbortSignal
}

export function ask(bot: string, told: unknown, asking: Asking = {}): Promise<Response> {
  const { id = crypto.randomUUID(), at = new Date(), signal = AbortSignal.timeout(10_000) } = asking
  const body = typeof told === 'string' ? told : JSON.stringify(told)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(asking.secret ?? secret).sign(id, at, body),
  }
  return fetch(bot, { method: 'POST', headers, body, signal })
}

/** Bounded; looked at often. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const began = Date.now(); !holds(); ) {
    if (Date.now() - began > 5_000) throw new Error(`waited for 5 s: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

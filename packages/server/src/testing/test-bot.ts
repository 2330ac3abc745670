// A bot of somebody else's, for tests: a real HTTP server that keeps what it was told and answers as it is taught.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotNewsMessage, TurnRequested } from '@baton/protocol'
import { Webhook } from 'standardwebhooks'

export const testBotSecret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`

export interface Reply {
  /** 200 with JSON. */
  json(body: unknown): void
  status(code: number, body?: string, headers?: Readonly<Record<string, string>>): void
  /** Begins a stream; events are sent by `event`. */
  stream(): void
  event(name: string, data: unknown): void
  end(): void
  /** Resolves when Baton has let go of the call. */
  readonly gone: Promise<void>
}

export type Respond = (turn: TurnRequested, reply: Reply) => void | Promise<void>

export interface TestBot {
  readonly url: string
  readonly turns: readonly TurnRequested[]
  readonly news: readonly BotNewsMessage[]
  /** Requests whose signature did not hold. */
  readonly unsigned: number
  teach(respond: Respond): void
  /** Later answers, as a bot sends them. Gives the status and the body. */
  later(
    turn: TurnRequested,
    path: 'messages' | 'permit',
    body: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: { code?: string; seq?: number; granted?: boolean } }>
  close(): Promise<void>
}

function replyOf(response: ServerResponse): Reply {
  const gone = new Promise<void>(resolve => response.on('close', resolve))
  return {
    json: body =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    status: (code, body = '', headers = {}) => void response.writeHead(code, headers).end(body),
    stream: () => void response.writeHead(200, { 'content-type': 'text/event-stream' }),
    event: (name, data) => void response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => void response.end(),
    gone,
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export async function startTestBot(respond: Respond = (_turn, reply) => reply.json({})): Promise<TestBot> {
  const turns: TurnRequested[] = []
  const news: BotNewsMessage[] = []
  const verifier = new Webhook(testBotSecret)
  let current = respond
  let unsigned = 0
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request)
    try {
      verifier.verify(text, request.headers as Record<string, string>)
    } catch {
      unsigned += 1
    }
    const told: TurnRequested | BotNewsMessage = JSON.parse(text)
    if (told.type !== 'turn.requested') {
      news.push(told)
      response.writeHead(204).end()
      return
    }
    turns.push(told)
    await current(told, replyOf(response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/turns`,
    turns,
    news,
    get unsigned() {
      return unsigned
    },
    teach(next) {
      current = next
    },
    async later({ turn }, path, body, headers = {}) {
      const answer = await fetch(`${turn.url}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Turn ${turn.token}`, ...headers },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: await answer.json() }
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

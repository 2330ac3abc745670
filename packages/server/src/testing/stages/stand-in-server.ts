// An HTTP server that stands in for a channel's API, and fails as it is told with the next sends.
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Mishap } from '../channel-stage.ts'
import { pause } from '../until.ts'
import { slowMs } from './mishaps.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Answered {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface StandInOptions {
  isSend(asked: Asked): boolean
  handle(asked: Asked): Answered | Promise<Answered>
  readonly mishaps: Readonly<Record<'throttles' | 'fails' | 'refuses', Answered>>
}

export interface StandIn {
  readonly url: string
  /** `down`: nobody listens until another mishap is named, of which there may be none (`times` 0). */
  mishap(mishap: Mishap, times: number): void
  close(): Promise<void>
}

async function askedIn(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://stand-in')
  const headers = request.headers as Readonly<Record<string, string>>
  return { method: request.method ?? '', path, query, headers, body: Buffer.concat(chunks) }
}

export const json = (value: unknown, status = 200): Answered => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

export async function startStandIn({ isSend, handle, mishaps }: StandInOptions): Promise<StandIn> {
  const waiting: Mishap[] = []
  async function answerTo(asked: Asked, cut: () => void): Promise<Answered | null> {
    const mishap = isSend(asked) ? waiting.shift() : undefined
    if (mishap === 'throttles' || mishap === 'fails' || mishap === 'refuses') return mishaps[mishap]
    const answered = await handle(asked)
    if (mishap === 'slow') await pause(slowMs)
    if (mishap !== 'drops_answer') return answered
    cut()
    return null
  }
  const server = createServer(async (request, response) => {
    try {
      const answered = await answerTo(await askedIn(request), () => request.socket.destroy())
      if (answered) response.writeHead(answered.status, answered.headers).end(answered.body)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    mishap(mishap, times) {
      if (mishap === 'down') {
        server.close()
        server.closeAllConnections()
        return
      }
      if (!server.listening) server.listen(port, '127.0.0.1')
      waiting.push(...Array.from({ length: times }, () => mishap))
    },
    close: () =>
      new Promise(closed => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

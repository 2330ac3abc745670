// An HTTP server of a stage: reads each call whole, and answers as its stage says or as a mishap wants.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AlertMishap } from './alert-stage.ts'

export interface LocalCall {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface LocalAnswer {
  readonly status: number
  readonly json?: object
}

export interface LocalServer {
  readonly url: string
  mishap(mishap: AlertMishap, times?: number): void
  close(): Promise<void>
}

/** `spares`: calls that no mishap meets. */
export async function startLocalServer(
  answer: (call: LocalCall) => LocalAnswer | Promise<LocalAnswer>,
  spares: (call: LocalCall) => boolean = () => false,
): Promise<LocalServer> {
  const waiting: AlertMishap[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = request.headers as Record<string, string>
    const call = { path: request.url ?? '', headers, body: Buffer.concat(chunks) }
    const mishap = spares(call) ? undefined : waiting.shift()
    if (mishap === 'throttles') return response.writeHead(429, { 'retry-after': '1' }).end()
    if (mishap === 'fails') return response.writeHead(500).end('out of order')
    const { status, json } = await answer(call)
    if (mishap === 'drops_answer') return request.socket.destroy()
    if (mishap === 'hangs') return
    response.writeHead(status, { 'content-type': 'application/json' }).end(json ? JSON.stringify(json) : '')
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mishap(mishap, times = 1) {
      waiting.push(...Array.from({ length: times }, () => mishap))
    },
    async close() {
      server.closeAllConnections()
      await new Promise(closed => server.close(closed))
    },
  }
}

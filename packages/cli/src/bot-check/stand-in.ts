// Baton's own side, small and real: a server that takes later answers and asks for permits, and keeps what came.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TurnRequested } from '@baton/protocol'

export interface Post {
  readonly atMs: number
  readonly kind: 'messages' | 'permit'
  readonly key: string | null
  readonly body: unknown
  readonly status: number
}

/** One turn, as the stand-in sees it. */
export interface Line {
  readonly token: string
  readonly posts: Post[]
  readonly problems: string[]
  /** True: a person took over. Everything is 409. */
  superseded: boolean
  /** Told of each post, when it has been answered. */
  onPost: (post: Post) => void
}

export interface StandIn {
  readonly addressOf: (turnId: string) => string
  open(turn: TurnRequested['turn']): Line
  close(): Promise<void>
}

const bodyMaxBytes = 1_000_000

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > bodyMaxBytes) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  answer(response, status, { type: 'about:blank', title: code, status, code, detail })
}

export async function startStandIn(port: number, publicUrl: string | null): Promise<StandIn> {
  const lines = new Map<string, Line>()

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, turnId = '', kind] =
      /^\/api\/v1\/turns\/([^/]+)\/(messages|permit)$/.exec(request.url ?? '') ?? []
    const line = lines.get(turnId)
    const body = await bodyOf(request)
    if (request.method !== 'POST' || !line || (kind !== 'messages' && kind !== 'permit')) {
      return problem(
        response,
        404,
        'not_found',
        'Send to the address in `turn.url`, then /messages or /permit.',
      )
    }
    if (request.headers.authorization !== `Turn ${line.token}`) {
      line.problems.push(`${kind} was sent without \`Authorization: Turn <token>\` of its turn.`)
      return problem(response, 401, 'not_signed_in', 'Show `Authorization: Turn <token>`.')
    }
    const { 'idempotency-key': header } = request.headers
    const key = typeof header === 'string' && header !== '' ? header : null
    if (kind === 'messages' && key === null) {
      line.problems.push(
        'A later answer came without the header `Idempotency-Key`: a retry would be said twice.',
      )
    }
    const status = line.superseded ? 409 : body === undefined ? 400 : 200
    if (status === 200) answer(response, 200, kind === 'permit' ? { granted: true } : { seq: 50 })
    else if (status === 409) problem(response, 409, 'turn_superseded', 'A person took over: stop.')
    else problem(response, 400, 'malformed', 'The body is not JSON.')
    const post: Post = { atMs: performance.now(), kind, key, body, status }
    line.posts.push(post)
    line.onPost(post)
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const origin = publicUrl ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    addressOf: turnId => `${origin}/api/v1/turns/${turnId}`,
    open({ id, token }) {
      const line: Line = { token, posts: [], problems: [], superseded: false, onPost: () => undefined }
      lines.set(id, line)
      return line
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

// Somebody who is told by webhooks: a real server that checks signatures, keeps what it heard and answers as it is
// taught.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Heard {
  /** The `webhook-id`. */
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly data: {
    readonly conversationId?: string
    readonly channelId?: string
    readonly contactId?: string
    readonly event?: { readonly seq: number; readonly type: string; readonly data: Record<string, unknown> }
  }
  /** As it came. */
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

type Answer = (heard: Heard, response: ServerResponse) => void

export interface WebhookReceiver {
  readonly url: string
  readonly heard: readonly Heard[]
  /** Calls at this moment, and the most that there ever were. */
  readonly open: { now: number; most: number }
  /** Calls that no secret of `trust` has signed. */
  readonly unsigned: number
  /** 200 by default. */
  teach(answer: Answer): void
  trust(...secrets: readonly string[]): void
  /** Of one conversation, in the order in which they were heard. */
  seqs(conversationId: string): readonly number[]
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export function isSignedBy(secret: string, { body, headers }: Pick<Heard, 'body' | 'headers'>): boolean {
  try {
    new Webhook(secret).verify(body, { ...headers })
    return true
  } catch {
    return false
  }
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const heard: Heard[] = []
  const open = { now: 0, most: 0 }
  let unsigned = 0
  let secrets: readonly string[] = []
  let answer: Answer = (_heard, response) => void response.writeHead(200).end('thanks')
  const server = createServer(async (request, response) => {
    open.now += 1
    open.most = Math.max(open.most, open.now)
    response.on('close', () => {
      open.now -= 1
    })
    const body = await bodyOf(request)
    const headers = request.headers as Record<string, string>
    const one: Heard = { ...JSON.parse(body), id: headers['webhook-id'] ?? '', body, headers }
    if (!secrets.some(secret => isSignedBy(secret, one))) unsigned += 1
    heard.push(one)
    answer(one, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    open,
    get unsigned() {
      return unsigned
    },
    teach(next) {
      answer = next
    },
    trust(...trusted) {
      secrets = trusted
    },
    seqs: conversationId =>
      heard
        .filter(({ data }) => data.conversationId === conversationId)
        .map(({ data }) => data.event?.seq ?? 0),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

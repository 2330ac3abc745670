// The generic channel's counterpart: somebody else's system that posts events and takes messages, both signed.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { ChannelStage, HookCall, Mishap, StagedCustomer, TakenMessage } from '../channel-stage.ts'

interface Posted {
  readonly data: {
    readonly id: string
    readonly to: string
    readonly parts: readonly { readonly kind: string; readonly text?: string; readonly name?: string }[]
    readonly replyTo: string | null
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const listening = (server: Server) =>
  new Promise<number>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

/** Somebody else's system. */
class Counterpart {
  readonly taken: TakenMessage[] = []
  readonly files = new Map<string, { readonly mimeType: string; readonly bytes: Buffer }>()
  mishaps: Mishap[] = []
  signer: Webhook | null = null

  private take(posted: Posted): void {
    const { id, to, parts, replyTo } = posted.data
    // The id of a message is the webhook's: the same again is the same.
    if (this.taken.some(message => message.externalId === id)) return
    this.taken.push({
      to,
      text: parts.map(part => part.text ?? '').join('\n'),
      externalId: id,
      files: parts.flatMap(part => (part.kind === 'media' && part.name ? [part.name] : [])),
      quotes: replyTo,
    })
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = this.files.get(request.url ?? '')
    if (file) {
      response.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes.length })
      response.end(file.bytes)
      return
    }
    const body = await bodyOf(request)
    const posted = this.signer?.verify(body, request.headers as Record<string, string>) as Posted
    const mishap = this.mishaps.shift()
    if (mishap === 'throttles') return void response.writeHead(429, { 'retry-after': '0' }).end()
    if (mishap === 'fails') return void response.writeHead(503).end()
    if (mishap === 'refuses') return void response.writeHead(422).end()
    this.take(posted)
    if (mishap === 'drops_answer') return void request.socket.destroy()
    if (mishap === 'slow') await new Promise(resolve => setTimeout(resolve, 400))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({}))
  }

  /** A call of it to Baton. */
  call(body: object): HookCall {
    if (!this.signer) throw new Error('nobody is connected yet')
    const text = JSON.stringify(body)
    const at = new Date()
    const id = `msg_${Math.random().toString(36).slice(2)}`
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': this.signer.sign(id, at, text),
    }
    return { method: 'POST', path: '', headers, body: Buffer.from(text) }
  }
}

export interface ApiStage extends ChannelStage {
  /** Any events, signed. */
  call(body: object): HookCall
}

export async function openApiStage(): Promise<ApiStage> {
  const other = new Counterpart()
  const call = (body: object) => other.call(body)
  const server = createServer((request, response) => {
    other.answer(request, response).catch(error => {
      response.writeHead(500).end(String(error))
    })
  })
  const port = await listening(server)

  const fromOf = (customer: StagedCustomer) => ({ id: customer.address, name: customer.name })

  return {
    call,
    kind: 'api',
    settings: { url: `http://127.0.0.1:${port}/messages` },
    connected({ secret }) {
      other.signer = new Webhook(secret ?? '')
    },
    customer: n => ({ address: `customer-${n}`, name: `Carol ${n}` }),
    says: messages => [
      call({
        events: messages.map(({ from, text, externalId }) => ({
          type: 'message',
          id: externalId,
          from: fromOf(from),
          text,
        })),
      }),
    ],
    forged: ({ headers, ...rest }) => ({
      ...rest,
      headers: { ...headers, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` },
    }),
    sendsFile(from, file, externalId) {
      const path = `/files/${externalId}`
      other.files.set(path, file)
      const url = `http://127.0.0.1:${port}${path}`
      const media = [{ url, name: file.name, mimeType: file.mimeType }]
      return call({ type: 'message', id: externalId, from: fromOf(from), media })
    },
    status: ({ externalId }, status) => call({ type: 'status', messageId: externalId, status }),
    taken: () => other.taken,
    mishap(mishap, times) {
      if (mishap === 'down') {
        // Until `mishap('slow', 0)`: nobody listens.
        server.close()
        server.closeAllConnections()
        return
      }
      if (!server.listening) server.listen(port, '127.0.0.1')
      other.mishaps.push(...Array.from({ length: times }, () => mishap))
    },
    settlesUnknown: true,
    owedCalls: () => [],
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

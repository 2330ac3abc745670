// Calls to the Graph API, all of them by the egress. The Chat SDK's adapter builds the bodies of sends; how they travel,
// our own id on them, and what their errors mean is ours.
import { Readable } from 'node:stream'
import { WhatsAppAdapter } from '@chat-adapter/whatsapp'
import type { Line } from '../../app/channel-port.ts'
import { SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { silentLogger } from '../chat-sdk/bridge.ts'
import { neededSecret } from '../needed-secret.ts'
import { faultOfEgress, retryAfterMsOf } from '../send-faults.ts'
import { faultOfRefusal } from './problems.ts'
import type { Raw } from './reading.ts'
import { parseJson, record, records, text } from './reading.ts'

const sendLimits = { timeoutMs: 20_000, maxBytes: 1_000_000 }
/** Uploads of 100 MB take their time. */
const uploadLimits = { timeoutMs: 120_000, maxBytes: 1_000_000 }

export interface Graph {
  readonly phoneNumberId: string
  readonly businessAccountId: string
  /** `https://graph.facebook.com/v25.0` */
  readonly url: string
  readonly token: string
}

/** @throws SendFault: there is no token to call with. */
export function graphOf(line: Line): Graph {
  const { phoneNumberId, businessAccountId, apiUrl, apiVersion } = line.settings
  const token = neededSecret(line, 'token', 'token')
  const root = (text(apiUrl) ?? 'https://graph.facebook.com').replace(/\/+$/, '')
  return {
    phoneNumberId: text(phoneNumberId) ?? '',
    businessAccountId: text(businessAccountId) ?? '',
    url: `${root}/${text(apiVersion) ?? 'v25.0'}`,
    token,
  }
}

export interface GraphAnswer {
  readonly status: number
  readonly body: Raw
  readonly retryAfterMs: number | null
}

export interface GraphCall {
  readonly method: 'GET' | 'POST'
  readonly json?: unknown
  /** Bytes whose length is known, with their type. */
  readonly bytes?: {
    readonly body: AsyncIterable<Uint8Array>
    readonly length: number
    readonly contentType: string
  }
  readonly signal: AbortSignal
}

function initOf({ method, json, bytes, signal }: GraphCall, token: string): RequestInit {
  const authorization = `Bearer ${token}`
  if (bytes) {
    const headers = {
      authorization,
      'content-type': bytes.contentType,
      'content-length': String(bytes.length),
    }
    const body = Readable.toWeb(Readable.from(bytes.body))
    return { method, signal, headers, body, duplex: 'half' } as RequestInit
  }
  const headers = { authorization, ...(json === undefined ? {} : { 'content-type': 'application/json' }) }
  return { method, signal, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) }
}

/** Any answer, errors too. @throws SendFault when there is none. */
export async function callGraph(
  egress: Egress,
  graph: Graph,
  path: string,
  call: GraphCall,
): Promise<GraphAnswer> {
  try {
    const limits = call.bytes ? uploadLimits : sendLimits
    const answer = await egress.fetch(`${graph.url}${path}`, initOf(call, graph.token), limits)
    const body = await answer.text().catch(error => {
      // The status says already that it was not taken.
      if (answer.ok) throw error
      return ''
    })
    return {
      status: answer.status,
      body: record(parseJson(body)),
      retryAfterMs: retryAfterMsOf(answer.headers),
    }
  } catch (error) {
    throw faultOfEgress(error)
  }
}

/** The body of a good answer. @throws SendFault otherwise. */
export async function askGraph(
  egress: Egress,
  graph: Graph,
  path: string,
  call: GraphCall,
  attempt = 0,
): Promise<Raw> {
  const { status, body, retryAfterMs } = await callGraph(egress, graph, path, call)
  if (status < 200 || status >= 300) throw faultOfRefusal({ status, body, retryAfterMs, attempt })
  return body
}

/** All rows of a list, page by page. */
export async function listGraph(
  egress: Egress,
  graph: Graph,
  path: string,
  signal: AbortSignal,
): Promise<readonly Raw[]> {
  const rows: Raw[] = []
  const joint = path.includes('?') ? '&' : '?'
  const most = 100
  let after: string | null = null
  for (let page = 0; page < most; page++) {
    const cursor: string = after === null ? '' : `&after=${encodeURIComponent(after)}`
    const body: Raw = await askGraph(egress, graph, `${path}${joint}limit=100${cursor}`, {
      method: 'GET',
      signal,
    })
    rows.push(...records(body.data))
    const next = text(record(record(body.paging).cursors).after)
    // The address of the next page is not followed: it holds the token.
    if (text(record(body.paging).next) === null || next === null || next === after) break
    after = next
  }
  return rows
}

export interface Recipient {
  readonly to?: string
  readonly recipient?: string
}

/** One letter on its way: the adapter's bodies, with our id and the reader that we know. */
export class LetterAdapter extends WhatsAppAdapter {
  readonly #post: (body: Raw) => Promise<Raw>
  readonly #reader: Recipient
  readonly #replyTo: string | undefined

  constructor(graph: Graph, reader: Recipient, replyTo: string | null, post: (body: Raw) => Promise<Raw>) {
    super({
      accessToken: graph.token,
      appSecret: '',
      verifyToken: '',
      phoneNumberId: graph.phoneNumberId,
      userName: 'baton',
      logger: silentLogger,
    })
    this.#post = post
    this.#reader = reader
    this.#replyTo = replyTo ?? undefined
  }

  protected override async graphApiRequest<T>(_path: string, body: unknown): Promise<T> {
    return (await this.#post(record(body))) as T
  }

  async text(body: string): Promise<string> {
    return (await this.sendTextMessage('', '', body, this.#replyTo, this.#reader)).id
  }

  async interactive(content: Parameters<LetterAdapter['sendInteractiveMessage']>[2]): Promise<string> {
    return (await this.sendInteractiveMessage('', '', content, this.#replyTo, this.#reader)).id
  }

  async media(
    type: 'image' | 'video' | 'audio' | 'document',
    id: string,
    caption: string | undefined,
    name: string,
  ): Promise<string> {
    const sent = await this.sendMediaMessage('', '', type, { id }, caption, name, this.#replyTo, this.#reader)
    return sent.id
  }

  /** What the adapter has no words for: places, cards, templates with named variables, stickers. */
  async other(type: string, content: unknown): Promise<string> {
    const body = await this.graphApiRequest<Raw>('', {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...this.#reader,
      ...(this.#replyTo === undefined ? {} : { context: { message_id: this.#replyTo } }),
      type,
      [type]: content,
    })
    const id = text(records(body.messages)[0]?.id)
    if (id === null) throw new SendFault('unknown', 'no_answer', { reason: 'the answer names no message' })
    return id
  }
}

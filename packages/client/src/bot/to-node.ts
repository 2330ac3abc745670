// A web-standard function as a listener of node:http. By shape, so that nothing of Node is needed to type it.
import type { BotFetch } from './define-bot.ts'

export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface NodeResponse {
  statusCode: number
  readonly writableFinished: boolean
  setHeader(name: string, value: string): unknown
  flushHeaders(): void
  write(chunk: Uint8Array): boolean
  end(): unknown
  destroy(): unknown
  once(event: 'close' | 'drain', listener: () => void): unknown
}

/** Put it before anything that reads bodies: the signature is over the body as it came. */
export type NodeListener = (request: NodeRequest, response: NodeResponse) => Promise<void>

function headersOf({ headers }: NodeRequest): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  )
  return new Headers(pairs)
}

function bodyOf(request: NodeRequest): ReadableStream<Uint8Array> {
  const chunks = request[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
}

async function send(response: Response, to: NodeResponse, closed: Promise<void>): Promise<void> {
  to.statusCode = response.status
  response.headers.forEach((value, name) => {
    to.setHeader(name, value)
  })
  to.flushHeaders()
  const reader = response.body?.getReader()
  let over = false
  void closed.then(() => {
    over = true
    void reader?.cancel().catch(() => undefined)
  })
  while (reader && !over) {
    const { done, value } = await reader.read()
    if (done || over) break
    if (to.write(value)) continue
    await Promise.race([new Promise<void>(resolve => to.once('drain', resolve)), closed])
  }
  to.end()
}

function askedOf(request: NodeRequest, signal: AbortSignal): Request {
  const { method = 'GET', url = '/' } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  // Node wants `duplex` with a streamed body; the browsers' types do not know it.
  const streamed = hasBody ? { body: bodyOf(request), duplex: 'half' } : {}
  const init = { method, headers: headersOf(request), signal, ...streamed }
  return new Request(new URL(url, 'http://bot.invalid'), init)
}

export function toNode(bot: BotFetch): NodeListener {
  return async (request, response) => {
    const gone = new AbortController()
    const closed = new Promise<void>(resolve => {
      response.once('close', () => {
        if (!response.writableFinished) gone.abort()
        resolve()
      })
    })
    try {
      await send(await bot(askedOf(request, gone.signal)), response, closed)
    } catch {
      // The one who asked has left in the middle, or asked for no address at all.
      response.destroy()
    }
  }
}

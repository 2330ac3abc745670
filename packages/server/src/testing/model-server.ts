// An OpenAI-compatible endpoint for tests: a real HTTP server that streams as it is taught and keeps what it was asked.
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pause } from './until.ts'

export interface ModelCall {
  readonly key: string | null
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly tools: readonly { readonly function: { readonly name: string } }[]
  readonly max_tokens?: number
}

export interface Speech {
  /** One piece of text. */
  text(text: string): void
  tool(name: string, input: object): void
  pause(ms: number): Promise<void>
  /** Ends the stream as the model does; null: as one that does not say what it used. */
  end(usage?: { readonly input: number; readonly output: number } | null): void
  /** Instead of a stream. */
  status(code: number): void
  /** Resolves when the caller has let go. */
  readonly gone: Promise<void>
}

export type Speak = (call: ModelCall, speech: Speech) => void | Promise<void>

export interface ModelServer {
  readonly url: string
  readonly calls: readonly ModelCall[]
  teach(speak: Speak): void
  close(): Promise<void>
}

function speechOf(response: ServerResponse, model: string): Speech {
  let begun = false
  let tools = 0
  const gone = new Promise<void>(resolve => response.on('close', resolve))
  const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => {
    if (!begun) response.writeHead(200, { 'content-type': 'text/event-stream' })
    begun = true
    const data = {
      id: 'c',
      object: 'chat.completion.chunk',
      created: 0,
      model,
      choices: [{ index: 0, delta, finish_reason }],
    }
    response.write(`data: ${JSON.stringify({ ...data, ...more })}\n\n`)
  }
  return {
    gone,
    pause,
    text: content => chunk({ role: 'assistant', content }),
    tool(name, input) {
      const call = { index: tools++, id: `call_${tools}`, type: 'function' }
      chunk({ tool_calls: [{ ...call, function: { name, arguments: JSON.stringify(input) } }] })
    },
    end(used = { input: 100, output: 10 }) {
      const { input, output } = used ?? { input: 0, output: 0 }
      const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
      chunk({}, tools > 0 ? 'tool_calls' : 'stop', used ? { usage } : {})
      response.end('data: [DONE]\n\n')
    },
    status: code =>
      void response.writeHead(code, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}'),
  }
}

export async function startModelServer(): Promise<ModelServer> {
  const calls: ModelCall[] = []
  let current: Speak = (_call, speech) => {
    speech.text('Hello.')
    speech.end()
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const key = request.headers.authorization?.replace('Bearer ', '') ?? null
    const call: ModelCall = { tools: [], ...JSON.parse(body), key }
    calls.push(call)
    await current(call, speechOf(response, call.model))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    teach(speak) {
      current = speak
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
